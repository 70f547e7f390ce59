//! Lists of facts from the shell: filters, formats, limits and misuse.

use crate::test_library::TestLibrary;

const FIXTURE: &str = "\
//- reports/guangxi.md region=广西壮族自治区 organization=广西区直机关工委 published=2024
# 广西的报告
全区评定「四强」党支部539个,办结率达98.5%。南宁市获评全国文明城市称号。
//- reports/guangdong.md region=广东省 published=2023
# 广东的报告
命名首批“四强”党支部750个。由省财政厅牵头办理。
";

#[test]
fn the_same_thing_of_two_places_stands_together() {
    let library = TestLibrary::new(FIXTURE);
    let ran = library.dianan(&["facts", "--name", "四强党支部", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let facts = ran.json();
    let facts = facts.as_array().expect("a list");
    let indicators: Vec<(&str, f64)> = facts
        .iter()
        .filter(|fact| fact["type"] == "indicator")
        .map(|fact| (fact["region"].as_str().unwrap(), fact["value"].as_f64().unwrap()))
        .collect();
    assert_eq!(indicators, [("广西壮族自治区", 539.0), ("广东省", 750.0)]);
    let first = &facts[0];
    assert!(first["sentence"].as_str().unwrap().contains(first["text"].as_str().unwrap()));
}

#[test]
fn facts_are_filtered_by_type_place_year_and_words() {
    let library = TestLibrary::new(FIXTURE);
    let names = |arguments: &[&str]| -> Vec<String> {
        let arguments = [&["facts", "--format", "json"], arguments].concat();
        let facts = library.dianan(&arguments).json();
        let facts = facts.as_array().expect("a list").iter();
        facts.map(|fact| fact["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&["--type", "honour"]), ["全国文明城市"]);
    assert_eq!(names(&["--type", "indicator", "--where", "year=2023"]), ["四强党支部"]);
    assert_eq!(names(&["--type", "指标", "--holding", "办结率"]), ["办结率"]);
    let organizations = names(&["--type", "organization", "--where", "region=广东"]);
    assert_eq!(organizations, ["广东省财政厅"]);
}

#[test]
fn a_spreadsheet_reads_the_list_and_runs_nothing() {
    let library = TestLibrary::new(FIXTURE);
    let ran = library.dianan(&["facts", "--type", "indicator", "--format", "csv"]);
    assert!(ran.out.starts_with("\u{feff}类型,名称,原文,数值"), "{}", ran.out);
    assert!(ran.out.contains("四强党支部,评定「四强」党支部539个,539,"), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 4, "{}", ran.out);
}

#[test]
fn wrong_conditions_are_misuse_and_say_what_is_right() {
    let library = TestLibrary::new(FIXTURE);
    for (arguments, hint) in [
        (&["facts", "--type", "novel"][..], "indicator"),
        (&["facts", "--where", "colour=red"], "region"),
        (&["facts", "--where", "year=去年"], "2020..2024"),
        (&["facts", "--limit", "0"], "limit"),
    ] {
        let ran = library.dianan(arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(hint), "{}", ran.err);
    }
    let ran = library.dianan(&["facts", "--name", "没有这个"]);
    assert!(ran.code == Some(0) && ran.err.contains("库中未见"), "{}", ran.err);
}
