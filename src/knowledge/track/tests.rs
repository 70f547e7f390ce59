//! Scopes through whole documents.

use crate::document::outline::{Piece, outline};
use crate::document::{DocumentId, FrontMatter};
use crate::knowledge::theme::Themes;
use crate::knowledge::{Corrections, Fact, FactType, Knowledge, Reading, Rules, region};
use crate::text::Span;

/// The figures of a document with this front matter.
fn figures(front_matter: &serde_json::Value, body: &str) -> Vec<Fact> {
    let front_matter: FrontMatter = serde_json::from_value(front_matter.clone()).unwrap();
    let id = DocumentId::parse("甲").unwrap();
    let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
    let passages = outline(body, &whole).passages;
    let home = front_matter.region.as_deref().and_then(region::parse_path);
    let reading = Reading::new(&id, &front_matter, home, &passages);
    let themes = Themes::parse("").unwrap();
    let knowledge = Knowledge::new(themes, Corrections::default(), Rules::built_in());
    let facts = knowledge.facts(&reading, body).into_iter();
    facts.filter(|fact| fact.kind == FactType::Indicator).collect()
}

/// One line a figure: value, year with its scope, the last part of the place.
fn check(front_matter: serde_json::Value, body: &str, expected: &[&str]) {
    let lines: Vec<String> = figures(&front_matter, body)
        .into_iter()
        .map(|fact| {
            let place = fact.region.unwrap_or_default();
            let place = place.rsplit('/').next().unwrap_or_default().to_owned();
            let year = fact.year.unwrap_or_default();
            format!("{} {year} {} {place}", fact.details.value.unwrap(), fact.details.year_scope)
        })
        .collect();
    assert_eq!(lines, expected, "{body}");
}

#[test]
fn the_nearest_scope_that_states_a_year_gives_it() {
    let page = |date: &str| serde_json::json!({"title": "甲", "kind": "case", "published": date});
    check(page("2024-05"), "2022年建成3所。建成4所。\n", &["3 2022 clause ", "4 2022 paragraph "]);
    check(
        page("2024-05"),
        "今年建成3所，去年建成4所。\n",
        &["3 2024 dateline ", "4 2023 dateline "],
    );
    check(page("2024-05"), "## 2021年工作\n\n建成3所。\n", &["3 2021 section "]);
    check(page("2024-05"), "2020年，我们努力。\n\n建成3所。\n", &["3 2020 earlier "]);
    check(page("2024-05"), "五年来，累计建成3所。\n", &["3   "]);
    check(page("2024-05"), "2020年3月批准设园，园区现有企业45家。\n", &["45 2024 dateline "]);
    check(
        page("2024-05"),
        "产值由2016年的3万元增至5万元。\n",
        &["30000 2016 clause ", "50000 2024 dateline "],
    );
    let none = serde_json::json!({"title": "甲", "kind": "case"});
    check(none, "2019年以来建成3所。\n", &["3   "]);
}

#[test]
fn a_report_tells_of_the_year_before_and_plans_its_own() {
    let report =
        serde_json::json!({"title": "政府工作报告", "kind": "report", "published": "2023-02-09"});
    let body = "一、工作回顾\n\n建成学校3所。\n\n二、2023年工作安排\n\n建成学校4所。\n";
    check(report.clone(), body, &["3 2022 dateline ", "4 2023 section "]);
    let status: Vec<String> =
        figures(&report, body).into_iter().map(|fact| fact.details.status).collect();
    assert_eq!(status, ["achieved", "target"]);
}

#[test]
fn the_nearest_place_counts_and_the_whole_country_is_none() {
    let city = serde_json::json!({"title": "甲", "kind": "case", "region": "广东省/珠海市"});
    check(
        city,
        "香洲区建成3所。建成4所。\n\n建成5所。从全国近3000所中选出。\n",
        &["3   香洲区", "4   香洲区", "5   珠海市", "3000   "],
    );
}

#[test]
fn changes_have_direction_and_base() {
    let page = serde_json::json!({"title": "甲", "kind": "case"});
    let told: Vec<String> =
        figures(&page, "收入100万元，比上年增加3万元，增长5%；支出同比下降2%。\n")
            .into_iter()
            .map(|fact| format!("{} {}", fact.details.direction, fact.details.compared_with))
            .collect();
    assert_eq!(told, [" ", "up 上年", "up 上年", "down 同比"]);
}
