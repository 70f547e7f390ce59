//! Honours as they stand in official prose.

use super::*;
use crate::document::outline::{Piece, outline};
use crate::document::{DocumentId, FrontMatter};

fn read(text: &str) -> Vec<(Claim, String)> {
    let front_matter = serde_json::json!({ "title": "甲", "kind": "case" });
    let front_matter: FrontMatter = serde_json::from_value(front_matter).unwrap();
    let id = DocumentId::parse("甲").unwrap();
    let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
    let passages = outline(text, &whole).passages;
    let reading = Reading::new(&id, &front_matter, None, &passages);
    let all = (0..reading.prose.len()).flat_map(|at| {
        let plain = reading.prose[at].plain.clone();
        claims(&reading, at).into_iter().map(move |claim| {
            let text = claim.span.of(&plain).to_owned();
            (claim, text)
        })
    });
    all.collect()
}

#[test]
fn further_clauses_of_a_decision_are_read_and_a_verb_with_its_own_word_is_read_once() {
    let text = "县政府决定授予甲县教育局为“文明县直单位”称号；乙村被评为“文明村”荣誉称号；丙村、丁村为“先进村”荣誉称号。";
    let names: Vec<String> = read(text).into_iter().map(|(claim, _)| claim.name).collect();
    assert_eq!(names, ["文明县直单位", "文明村", "先进村"]);
    // No character is cut where two verbs meet.
    let _ = read("授予甲县“文明县”称号；乙村被评为“文明村”荣誉称号。");
}

/// One line an honour: name, level, rank, holder, year, text.
fn check(text: &str, expected: &[&str]) {
    let lines: Vec<String> = read(text)
        .into_iter()
        .map(|(claim, text)| {
            let holder = claim.organization.unwrap_or_default();
            let year = claim.year.map_or(String::new(), |year| year.to_string());
            let it = claim.details;
            format!("{}|{}|{}|{holder}|{year}|{text}", claim.name, it.level, it.rank)
        })
        .collect();
    assert_eq!(lines, expected, "{text}");
}

#[test]
fn quoted_and_plain_names_are_read_with_level_and_holder() {
    check(
        "2023年，杭州市获评全国文明典范城市称号。",
        &["全国文明典范城市|国家||杭州市|2023|获评全国文明典范城市称号"],
    );
    check(
        "市税务局获得“全省税务系统先进集体”称号，连续3年获评全市绩效考评“优秀”等次。",
        &[
            "全省税务系统先进集体|省||市税务局||获得“全省税务系统先进集体”称号",
            "全市绩效考评优秀|市|优秀|市税务局||获评全市绩效考评“优秀”等次",
        ],
    );
}

#[test]
fn a_row_of_honours_is_taken_apart_and_a_row_of_ranks_is_not() {
    check(
        "该项目获得“全国优秀项目”一等奖和“全省示范项目”。",
        &[
            "全国优秀项目|国家|一等奖|||获得“全国优秀项目”一等奖",
            "全省示范项目|省||||“全省示范项目”",
        ],
    );
    check(
        "8个项目在省决赛中获得一、二、三等奖。",
        &["一、二、三等奖|省|一、二、三等奖|||获得一、二、三等奖"],
    );
}

#[test]
fn a_place_is_an_honour_where_something_was_judged() {
    check("营商环境评价位列全省第一。", &["全省第一|省|第一|||位列全省第一"]);
    check("国内生产总值位居世界第二。", &[]);
}

#[test]
fn what_was_not_won_is_no_honour() {
    for text in [
        "群众获得感、幸福感不断增强。",
        "企业获得贷款支持，项目获批立项。",
        "命名「四强」党支部750个，评选文明单位78家。",
        "力争获评全国文明城市。",
        "抓获犯罪嫌疑人12名，查获案件3起。",
        "获得奖励资金200万元。",
        "工作获得群众一致好评。",
        "进行理论探索，取得重大理论创新成果。",
        "在授予用人单位或者经营者荣誉称号时应当查询。",
    ] {
        check(text, &[]);
    }
}
