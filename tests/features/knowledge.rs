//! What holds for every fact that is read.

use dianan::document::outline::{Piece, outline};
use dianan::document::{DocumentId, FrontMatter, Kind};
use dianan::knowledge::theme::Themes;
use dianan::knowledge::{Corrections, Fact, FactType, Knowledge, Reading, Rules};
use dianan::text::Span;
use proptest::prelude::*;

use crate::gold::{read, shipped};
use crate::test_library::{TestLibrary, imported_seeds};

#[test]
fn every_fact_is_the_characters_of_its_span() {
    let Some(seeds) = imported_seeds() else { return };
    for (id, read) in read(&*seeds.snapshot.engine).into_iter().chain(read(&*shipped().engine)) {
        for fact in read.facts {
            check_place(&fact, &read.body, id.as_str());
        }
    }
}

#[test]
fn what_counts_nothing_that_has_a_name_is_no_fact() {
    for body in ["１万粤发》等、", "超过1亿的等"] {
        let named = |fact: &Fact| !fact.name.trim().is_empty();
        assert!(facts(body).iter().all(named), "{body}: {:?}", facts(body));
    }
}

#[test]
fn a_sentence_of_parts_takes_the_year_of_the_one_before_it() {
    // The years before a full stop are looked for up to it, and never into its bytes.
    let found = facts("到1955年底，入社农户的比例由1954年的11%上升到60%。其中，高级社农户占4%。");
    let part = found.iter().find(|it| it.text.contains("4%")).expect("it is a figure");
    assert_eq!(part.year.as_deref(), Some("1955"), "{part:?}");
}

fn check_place(fact: &Fact, body: &str, of: &str) {
    assert_eq!(body.get(fact.span.start..fact.span.end), Some(fact.text.as_str()), "{of}");
    let sentence = fact.sentence_span;
    assert_eq!(body.get(sentence.start..sentence.end), Some(fact.sentence.as_str()), "{of}");
    assert!(!fact.text.trim().is_empty() && !fact.name.trim().is_empty(), "{of}: {fact:?}");
}

#[test]
fn two_readings_give_the_same_bytes() {
    let library = shipped();
    let mut documents = 0;
    for id in read(&*library.engine).into_keys() {
        let document = library.engine.document(&id).expect("it can be read").expect("it is there");
        let facts = || serde_json::to_string(&facts(&document.body)).expect("facts are data");
        assert_eq!(facts(), facts(), "{id}");
        documents += 1;
    }
    assert!(documents > 50, "{documents} documents of the corpus hold facts");
}

/// The facts of a text that nobody has indexed.
fn facts(body: &str) -> Vec<Fact> {
    let themes = Themes::parse("").expect("no themes are themes");
    let knowledge = Knowledge::new(themes, Corrections::default(), Rules::built_in());
    let id = DocumentId::parse("text").expect("a name");
    let front_matter = FrontMatter::new("题", Kind::Report);
    let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
    let passages = outline(body, &whole).passages;
    knowledge.facts(&Reading::new(&id, &front_matter, None, &passages), body)
}

/// The facts of a type, each by its name and what `told` says of it.
fn told(body: &str, kind: FactType, told: impl Fn(&Fact) -> String) -> Vec<(String, String)> {
    let facts = facts(body).into_iter().filter(|it| it.kind == kind);
    facts.map(|it| (it.name.clone(), told(&it))).collect()
}

#[test]
fn a_brand_is_of_whoever_the_sentences_before_it_tell_of() {
    let owner = |fact: &Fact| fact.organization.clone().unwrap_or_default();
    for (body, expected) in [
        (
            "青石街道按照总体思路，在各社区打造“红色邻里”品牌。\n\n在东门社区等12个社区实施“先锋到家”工程。",
            &[("红色邻里", "青石街道"), ("先锋到家", "青石街道")][..],
        ),
        (
            "他们是：北山附中“红笔”党建、西河学校“知行”党建。",
            &[("红笔", "北山附中"), ("知行", "西河学校")],
        ),
        (
            "甲河街道针对治理难点，打造“睦邻”品牌，在东苑、西苑等小区推行“楼道议事”工作法。",
            &[("睦邻", "甲河街道"), ("楼道议事", "甲河街道")],
        ),
    ] {
        let found = told(body, FactType::Brand, owner);
        let found: Vec<_> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn an_honour_is_of_those_to_whom_it_is_given() {
    let holders = |fact: &Fact| fact.details.holders.join("、");
    for (body, expected) in [
        (
            "决定授予甲山有限公司、省地质局第一大队“清江市第三届市长质量奖”。",
            &[("清江市第三届市长质量奖", "甲山有限公司、省地质局第一大队")][..],
        ),
        ("授予云山市等12个市、县“第二届全省文明城市”称号。", &[("第二届全省文明城市", "云山市")]),
        ("青石派出所被省公安厅记集体二等功。", &[("集体二等功", "青石派出所")]),
        (
            "其中有被最高检记一等功的李小山、荣获全国模范检察官称号的王水。",
            &[("一等功", "李小山"), ("全国模范检察官", "王水")],
        ),
        (
            "青石村先后获评中国最美休闲乡村、国家绿色矿山、全国文明村。",
            &[("中国最美休闲乡村", "青石村"), ("国家绿色矿山", "青石村"), ("全国文明村", "青石村")],
        ),
        ("获此殊荣的单位全省只有两家。", &[]),
    ] {
        let found = told(body, FactType::Honour, holders);
        let found: Vec<_> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn an_instrument_is_of_whoever_is_named_for_it() {
    let issuer = |fact: &Fact| fact.details.issuer.clone();
    for (body, expected) in [
        (
            "根据国务院《全面改进实施纲要》、《关于加强依法行政的决定》制定。",
            &[("全面改进实施纲要", "国务院"), ("关于加强依法行政的决定", "国务院")][..],
        ),
        ("按照黑龙江省《关于住房保障的实施意见》要求。", &[("关于住房保障的实施意见", "黑龙江省")]),
        ("依据《廉租住房保障办法》（建设部令第162号）制定。", &[("廉租住房保障办法", "建设部")]),
    ] {
        let found = told(body, FactType::Instrument, issuer);
        let found: Vec<_> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn the_short_forms_of_the_seeds_are_unfolded() {
    let Some(seeds) = imported_seeds() else { return };
    let read = read(&*seeds.snapshot.engine);
    let facts: Vec<&Fact> = read.values().flat_map(|read| &read.facts).collect();
    let unfolds = |name: &str, items: &[&str]| {
        let named = |fact: &&&Fact| fact.kind == FactType::Shorthand && fact.name == name;
        let mut found = facts.iter().filter(named);
        let held = |fact: &Fact| {
            items.iter().all(|item| fact.details.items.iter().any(|own| own.contains(item)))
        };
        assert!(found.any(|fact| held(fact)), "{name}");
    };
    unfolds(
        "四强六规范",
        &[
            "政治功能强",
            "支部班子强",
            "党员队伍强",
            "作用发挥强",
            "组织设置规范",
            "支委会建设规范",
            "组织生活规范",
            "功能作用规范",
            "党员队伍建设规范",
            "制度保障规范",
        ],
    );
    unfolds("三诊", &["接诊", "巡诊", "会诊"]);
    unfolds("一述三评", &["以上看下考核评", "以下看上党员评", "横向交流部门评"]);
    unfolds("四融四同", &["目标同向", "部署同频", "落实同步", "绩效同考"]);
    unfolds("1234", &["突出一个重点", "落实两个责任", "聚焦三项创新", "整合四个维度"]);
    unfolds(
        "五个强化",
        &["强化政治引领", "强化理论武装", "强化基层基础", "强化服务大局", "强化正风肃纪"],
    );
}

/// Pieces of official prose and of what it is never like.
const PIECES: &[&str] = &[
    "印发",
    "《",
    "》",
    "【",
    "】",
    "“",
    "”",
    "「",
    "」",
    "『",
    "』",
    "‘",
    "’",
    "\"",
    "(",
    ")",
    "（",
    "）",
    "〔2023〕12号",
    "粤发",
    "关于",
    "意见",
    "办法",
    "的通知",
    "四强",
    "六规范",
    "一述三评",
    "1234",
    "1+3+3+6",
    "两个维护",
    "十",
    "双",
    "一",
    "、",
    "，",
    "。",
    "；",
    "：",
    "\n",
    "\n\n",
    "## ",
    "- ",
    "> ",
    "| ",
    "即",
    "是指",
    "等",
    "和",
    "的",
    "一是",
    "二是",
    "三是",
    "政治功能强",
    "支部班子强",
    "党建",
    "品牌",
    "机制",
    "工作法",
    "活动",
    "荣获",
    "全省",
    "一等奖",
    "近",
    "4",
    "1.67",
    "万",
    "亿",
    "余",
    "%",
    "家",
    "人次",
    "百分之",
    "2024年",
    "第",
    "珠海市",
    "市财政局",
    "9",
    "0",
    "99999999999999999999",
    "．",
    "\u{ff11}",
    "黨",
    "\u{2028}",
    "é",
    "😀",
    "*",
    "_",
    "`",
    "<b>",
    "\\",
    "&amp;",
    " ",
    "　",
];

/// Pieces put together at random.
fn prose() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..80).prop_map(|all| all.concat())
}

proptest! {
    #[test]
    fn no_text_panics_and_every_span_holds(body in prose()) {
        for fact in facts(&body) {
            check_place(&fact, &body, &body);
        }
    }

    #[test]
    fn no_characters_at_all_panic(body in "\\PC{0,200}") {
        for fact in facts(&body) {
            check_place(&fact, &body, &body);
        }
    }
}

#[test]
fn a_line_in_the_corpus_teaches_a_word() {
    let library = TestLibrary::new(
        "//- cases/jia.md kind=case published=2024\n# 甲\n开年至今，全市新建学校12所。砌筑水渠30米。\n",
    );
    let facts = |library: &TestLibrary| -> Vec<(String, Option<String>)> {
        let read = read(&*library.snapshot().engine).into_values();
        let facts = read.flat_map(|read| read.facts);
        let figures = facts.filter(|fact| fact.kind == FactType::Indicator);
        figures.map(|fact| (fact.details.measure, fact.year)).collect()
    };
    let before = facts(&library);
    assert_eq!(before[1].0, "砌筑水渠");
    library.write("lexicon/rules/phrases.tsv", "砌筑\tverb\t\t\t砌筑水渠30米\n");
    library.write("lexicon/rules/times.tsv", "开年至今\tperiod\t\t\t开年至今，新建\n");
    library.refresh();
    let after = facts(&library);
    assert_eq!(after[1].0, "水渠");
    assert_eq!(after[0].1, None, "a period has no single year: {after:?}");
    library.write("lexicon/rules/phrases.tsv", "砌筑\tverb\n");
    let ran = library.dianan(&["index"]);
    assert!(ran.err.contains("第 1 行"), "{}", ran.err);
}
