//! Citations, case by case, and of any front matter at all.

use proptest::prelude::*;

use super::super::front_matter::Source;
use super::*;

/// Front matter in YAML, its heading, and the two forms.
fn check(yaml: &str, heading: &str, reference: &str, note: &str) {
    let file = super::super::markdown_file::parse(&format!("---\n{yaml}\n---\n"));
    let about = file.unwrap_or_else(|error| panic!("{yaml}: {error}")).front_matter;
    let made = citation(&about, heading);
    assert_eq!(made.reference, reference, "{yaml}");
    assert_eq!(made.note, note, "{yaml}");
}

#[test]
fn a_newspaper_is_cited_by_its_day() {
    check(
        "title: 打造机关党建标杆\nkind: report\npublished: 2022-01-17\n\
         source: {name: 南方日报, author: [崔璨, 戴兵威, 肖淑娥]}",
        "",
        "崔璨, 戴兵威, 肖淑娥. 打造机关党建标杆[N]. 南方日报, 2022-01-17.",
        "据《打造机关党建标杆》（南方日报，2022年1月17日）",
    );
    check(
        "title: 甲\nkind: case\npublished: 2024-05\norganization: 某局\n\
         source: {name: 《人民日报》（海外版）, author: [一一, 二二, 三三, 四四], \
         url: 'https://example.org/a', imported: 2026-11-22}",
        "二、做法",
        "一一, 二二, 三三, 等. 甲[N/OL]. 人民日报（海外版）, 2024-05: 二、做法[2026-11-22]. \
         https://example.org/a.",
        "据《甲》“二、做法”（人民日报〔海外版〕，2024年5月）",
    );
    check(
        "title: 甲\nkind: case\nsource: {name: 文汇报}",
        "",
        "甲[N]. 文汇报.",
        "据《甲》（文汇报）",
    );
}

#[test]
fn a_policy_is_cited_with_its_issuer_and_number() {
    check(
        "title: 关于加强机关党建的意见\nkind: policy\nnumber: 某办发〔2023〕41号\n\
         organization: 某省人民政府办公厅\npublished: 2023-12-25",
        "",
        "某省人民政府办公厅. 关于加强机关党建的意见: 某办发〔2023〕41号[A]. (2023-12-25).",
        "据《关于加强机关党建的意见》（某办发〔2023〕41号，某省人民政府办公厅，2023年12月25日）",
    );
    check(
        "title: 某条例\nkind: policy\npublished: 2023-12-25\norganization: 某省人民政府\n\
         source: {name: 中国政府网, url: 'http://example.org/b.html', imported: 2026-11-22}",
        "第一章 / 第三条",
        "某省人民政府. 某条例[A/OL]. 中国政府网: 第一章 / 第三条(2023-12-25)[2026-11-22]. \
         http://example.org/b.html.",
        "据《某条例》“第一章 / 第三条”（中国政府网，2023年12月25日）",
    );
    check(
        "title: 信息与文献 参考文献著录规则\nkind: policy\nnumber: GB/T 7714-2015\npublished: 2015",
        "",
        "信息与文献 参考文献著录规则: GB/T 7714-2015[S]. 2015.",
        "据《信息与文献 参考文献著录规则》（GB/T 7714-2015，2015年）",
    );
}

#[test]
fn other_sources_are_told_apart_by_their_names() {
    let mark = |name: &str, expected: &str| {
        let yaml = format!("title: 甲\nkind: case\npublished: 2024\nsource: {{name: {name}}}");
        let reference = format!("甲[{expected}]. {name}, 2024.");
        check(&yaml, "", &reference, &format!("据《甲》（{name}，2024年）"));
    };
    for paper in ["光明日报", "南方都市报", "学习时报", "中国组织人事报社"] {
        mark(paper, "N");
    }
    for journal in ["半月刊", "行政学院学报", "国务院公报", "旗帜杂志"] {
        mark(journal, "J");
    }
    for site in ["旗帜网", "某市政府网站", "某某发布客户端", "www.example.gov.cn"] {
        mark(site, "EB/OL");
    }
    for other in ["工作简报", "国家电网", "某市直机关工委", "党建信息专报", "情况汇报"]
    {
        mark(other, "Z");
    }
}

#[test]
fn reports_and_parts_of_compilations() {
    check(
        "title: 机关党建工作情况\nkind: report\norganization: 某局\npublished: 2024-10-17",
        "",
        "某局. 机关党建工作情况[R]. 2024.",
        "据《机关党建工作情况》（某局，2024年10月17日）",
    );
    check(
        "title: 甲案例\nkind: case\norganization: 某局\nsource: {compilation: 《优秀案例选》, name: 某工委}",
        "",
        "甲案例[G]//优秀案例选. 某工委.",
        "据《甲案例》（某工委）",
    );
    check(
        "title: 2024年政府工作报告（摘要）\nkind: report\npublished: 2024-01-20\n\
         source: {url: 'https://example.org/r'}",
        "",
        "2024年政府工作报告（摘要）[R/OL]. (2024-01-20). https://example.org/r.",
        "据《2024年政府工作报告（摘要）》（2024年1月20日）",
    );
}

#[test]
fn what_is_not_stated_is_left_out() {
    check("title: 甲\nkind: case", "", "甲[Z].", "据《甲》");
    check(
        "title: 学习《条例》\nkind: guide",
        "甲",
        "学习《条例》[Z]. 甲.",
        "据《学习〈条例〉》“甲”",
    );
    check("title: 《甲》\nkind: guide\norganization: 某局", "", "某局. 甲[Z].", "据《甲》（某局）");
    check(
        "title: 甲\nkind: case\nnumber: ' '\norganization: （）\nsource: {name: '', author: ['  '], url: 不详}",
        " ",
        "甲[Z].",
        "据《甲》",
    );
}

#[test]
fn how_a_text_came_about_is_said_beside_its_citation() {
    let mut about = FrontMatter::new("甲", Kind::Case);
    about.source.note = Some("据某报所载事实改写".to_owned());
    assert_eq!(citation(&about, "").full(), "甲[Z]. 说明：据某报所载事实改写。");
}

/// Text such as stands in front matter, and such as should not.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ ()（）《》〈〉\\[\\]【】〔〕.:,，甲乙丙报网A-Z0-9\\n]{0,12}",
        Just("南方日报".to_owned()),
    ]
}

prop_compose! {
    fn source()(
        name in prop::option::of(text()), compilation in prop::option::of(text()),
        author in prop::collection::vec(text(), 0..5),
        url in prop::option::of(prop_oneof![text(), Just("https://example.org/a?b=c".to_owned())]),
        imported in prop::option::of(date()), note in prop::option::of(text()),
    ) -> Source {
        Source { name, compilation, author, url, imported, note, ..Source::default() }
    }
}

prop_compose! {
    fn date()(year in 1u16..3000, month in prop::option::of(1u8..=12), day in prop::option::of(1u8..=28))
        -> Date {
        Date::new(year, month, day.filter(|_| month.is_some())).expect("every month has 28 days")
    }
}

prop_compose! {
    fn front_matter()(
        title in text(), kind in prop::sample::select(Kind::ALL.to_vec()),
        organization in prop::option::of(text()), number in prop::option::of(text()),
        published in prop::option::of(date()), source in source(),
    ) -> FrontMatter {
        FrontMatter { organization, number, published, source, ..FrontMatter::new(&title, kind) }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn any_front_matter_is_cited_without_empty_parts(about in front_matter(), heading in text()) {
        let made = citation(&about, &heading);
        for text in [&made.reference, &made.note] {
            prop_assert_eq!(empty_brackets(text), None, "{}", text);
            prop_assert!(!text.contains(char::is_control), "{:?}", text);
            prop_assert_eq!(text.trim(), text);
        }
        prop_assert!(made.reference.ends_with('.') && !made.reference.ends_with(".."));
        prop_assert!(made.note.starts_with("据《"), "{}", made.note);
        prop_assert_eq!(citation(&about, &heading), made);
    }
}
