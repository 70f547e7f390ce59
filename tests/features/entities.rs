//! What the library knows of names: entities, glossary, instruments, the panel above the hits.

use dianan::knowledge::FactType;
use dianan::search::entity::entity;
use dianan::search::glossary::glossary;
use dianan::search::instruments::instruments;
use dianan::search::panel::panel;
use dianan::search::parse::parse;

use crate::test_library::TestLibrary;

const FIXTURE: &str = "\
//- reports/guangxi.md region=广西壮族自治区 published=2024
# 广西的报告
## 做法

全区评定「四强」党支部539个。印发《广西党支部建设办法》，落实「三诊」：接诊、巡诊、会诊。
//- reports/guangdong.md region=广东省 published=2023
# 广东的报告
## 做法

全省创建“四强”党支部750个。推行“三诊”，即问诊、义诊、复诊。
//- policies/banfa.md region=广西壮族自治区 published=2023 number=桂发〔2023〕7号
# 广西党支部建设办法
第一条 为加强党支部建设，制定本办法。
";

#[test]
fn a_name_has_its_figures_by_place_each_with_its_sentence() {
    let library = TestLibrary::new(FIXTURE);
    let snapshot = library.snapshot();
    let found = entity(&snapshot, FactType::Indicator, "「四强」黨支部").unwrap().unwrap();
    assert_eq!(found.name, "四强党支部");
    let mut values: Vec<(String, f64)> = found
        .groups
        .iter()
        .flat_map(|group| &group.mentions)
        .map(|fact| (fact.region.clone().unwrap(), fact.details.value.unwrap()))
        .collect();
    values.sort_by(|a, b| a.1.total_cmp(&b.1));
    assert_eq!(values, [("广西壮族自治区".to_owned(), 539.0), ("广东省".to_owned(), 750.0)]);
    for fact in found.groups.iter().flat_map(|group| &group.mentions) {
        let body = snapshot.engine.document(&fact.document).unwrap().unwrap().body;
        assert_eq!(fact.span.of(&body), fact.text);
        assert_eq!(fact.sentence_span.of(&body), fact.sentence);
        assert!(fact.sentence_span.contains(fact.span), "{fact:?}");
    }
    assert!(entity(&snapshot, FactType::Brand, "库里没有的").unwrap().is_none());
}

#[test]
fn a_short_form_with_two_expansions_keeps_both() {
    let library = TestLibrary::new(FIXTURE);
    let terms = glossary(&library.snapshot(), "三诊").unwrap().entries;
    assert_eq!(terms.len(), 1, "{terms:?}");
    let items: Vec<String> = terms[0].expansions.iter().map(|it| it.items.join(" ")).collect();
    assert_eq!(terms[0].number, 3);
    assert!(items.contains(&"接诊 巡诊 会诊".to_owned()), "{items:?}");
    assert!(items.contains(&"问诊 义诊 复诊".to_owned()), "{items:?}");
    assert!(glossary(&library.snapshot(), "没有").unwrap().entries.is_empty());
}

#[test]
fn an_instrument_knows_whether_it_is_held_and_who_cites_it() {
    let library = TestLibrary::new(FIXTURE);
    let snapshot = library.snapshot();
    let all = instruments(&snapshot, "建设办法").unwrap().entries;
    let it = all.iter().find(|it| it.name == "广西党支部建设办法").expect("it is cited");
    assert_eq!(it.held.as_ref().map(ToString::to_string).as_deref(), Some("banfa"));
    assert!(it.citing.iter().any(|fact| fact.document.as_str() == "guangxi"));
    let by_number = snapshot.engine.named("桂发[2023]7号").unwrap();
    assert_eq!(by_number.len(), 1, "a document is found by its number in any brackets");
}

#[test]
fn a_query_that_names_an_entity_is_answered_above_the_hits() {
    let library = TestLibrary::new(FIXTURE);
    let snapshot = library.snapshot();
    let known = |text: &str| panel(&snapshot, &parse(text)).unwrap();
    let figures = known("四强党支部").expect("it is known").figures;
    let mut values: Vec<f64> = figures.iter().filter_map(|fact| fact.details.value).collect();
    values.sort_by(f64::total_cmp);
    assert_eq!(values, [539.0, 750.0]);
    assert_eq!(known("“三诊”").expect("it is known").expansions.len(), 2);
    assert!(known("广西党支部建设办法").expect("it is known").held.len() == 1);
    assert!(known("没有这个名字").is_none());
}

#[test]
fn what_people_correct_is_applied_at_the_next_refresh() {
    let library = TestLibrary::new(FIXTURE);
    library.write(
        "lexicon/corrections.toml",
        "[[forget]]\ntype = 'indicator'\nname = '四强党支部'\ndocument = 'guangxi'\n\
         [[expansion]]\nname = '三诊'\nitems = ['甲', '乙', '丙']\ndocument = 'guangdong'\n",
    );
    assert!(library.refresh().rebuilt, "a correction makes another generation");
    let snapshot = library.snapshot();
    let found = entity(&snapshot, FactType::Indicator, "四强党支部").unwrap().unwrap();
    assert_eq!(found.total, 1);
    let terms = glossary(&snapshot, "三诊").unwrap().entries;
    let mended = terms[0].expansions.iter().any(|it| it.items == ["甲", "乙", "丙"]);
    assert!(mended, "{terms:?}");
}
