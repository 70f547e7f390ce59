//! Divisions of made-up files of each kind.

use super::*;
use crate::intake::layout::Block;
use crate::intake::prepare::blocks_of;

const LONG: &str = "坚持以党的政治建设为统领，推动机关党建和业务工作深度融合，为高质量发展提供坚强保障，全年各项工作取得了新的成效，群众满意度明显提高。";

fn titles(text: &str) -> Vec<String> {
    titles_of(blocks_of(text))
}

fn titles_in_markdown(text: &str) -> Vec<String> {
    let decoded = crate::intake::format::decode("t.md", text.as_bytes()).unwrap();
    titles_of(crate::intake::extract::extract(&decoded).blocks)
}

fn titles_of(blocks: Vec<Block>) -> Vec<String> {
    let divided = divide(blocks.into_iter().map(Line::new).collect());
    divided.parts.iter().map(|part| part.lines[0].block.text.clone()).collect()
}

#[test]
fn reports_one_after_the_other_are_told_apart_by_their_offices() {
    let text = format!(
        "三省信息集萃\n\n2024-10-17新闻\n把握使命\n推动「六个提升」\n黑龙江省直机关工委\n{LONG}\n抓基层\n{LONG}\n\
         关于机关党建\n安徽省直机关工委书记朱斌\n{LONG}\n"
    );
    assert_eq!(titles(&text).len(), 2);
}

#[test]
fn cases_with_a_colon_are_cut_out_of_their_report() {
    let text = format!(
        "{LONG}\n做法\n{LONG}\n典型案例\n市公安局直属机关党委:\n以机制引领\n{LONG}\n市司法局机关党委:\n以品牌助推\n{LONG}\n"
    );
    let lines: Vec<Line> = blocks_of(&text).into_iter().map(Line::new).collect();
    let divided = divide(lines);
    assert_eq!(divided.parts.len(), 2);
    assert_eq!(divided.parts[0].office.as_deref(), Some("市公安局直属机关党委"));
    assert_eq!(divided.parts[0].kind, Some(Kind::Case));
}

#[test]
fn counted_cases_reports_with_sessions_and_news_are_told_apart() {
    let cases = format!(
        "便民案例汇编\n案例一 青山县推行一窗通办\n{LONG}\n案例二 白水县设立夜间窗口\n{LONG}\n"
    );
    assert_eq!(titles(&cases), ["案例一 青山县推行一窗通办", "案例二 白水县设立夜间窗口"]);
    let reports = format!(
        "政府工作报告\n（2021年2月3日在青山县第十七届人民代表大会第六次会议上）\n各位代表：\n{LONG}\n\
         政府工作报告\n（2021年1月28日在白水县第十六届人民代表大会第五次会议上）\n各位代表：\n{LONG}\n"
    );
    assert_eq!(titles(&reports).len(), 2);
    let news = format!(
        "工作动态\n青山县召开推进会\n2023-11-03 来源：青山日报\n{LONG}\n白水县举办培训班\n2023-11-04 来源：白水快报\n{LONG}\n"
    );
    assert_eq!(titles(&news), ["青山县召开推进会", "白水县举办培训班"]);
    // The first tells its day in its text, the others below their headlines.
    let mixed = format!(
        "# 机关党建一周（三则）\n\n## 我省五个支部获得全国表扬\n\n本报海口11月2日讯（记者 周一）我省五个支部获得表扬。{LONG}\n\n\
         ## 青山县举办支部书记擂台赛\n\n2023-11-03 来源：青山日报\n\n11月3日，青山县举办支部书记擂台赛。{LONG}\n\n\
         ## 白水县评出机关党建服务品牌\n\n2023-11-04 来源：白水快报\n\n日前，白水县评出服务品牌。{LONG}\n"
    );
    assert_eq!(titles_in_markdown(&mixed).len(), 3);
}

#[test]
fn a_notice_with_what_it_issues_is_one_document() {
    let text = format!(
        "关于印发《渔港管理办法》的通知\n某政发〔2020〕3号\n各乡镇人民政府：\n现将《渔港管理办法》印发给你们，请认真遵照执行，执行中遇到的问题及时反馈。\n某县人民政府\n2020年3月4日\n\
         渔港管理办法\n第一条 {LONG}\n第二条 {LONG}\n附件\n收费标准\n{LONG}\n"
    );
    assert_eq!(titles(&text), Vec::<String>::new());
}

#[test]
fn cases_that_open_with_the_same_section_are_told_apart() {
    let case =
        |head: &str, section: &str| format!("{head}\n\n{section}{LONG}\n\n【处理结果】{LONG}\n\n");
    let numbered = case("一、甲某与乙公司劳动争议案——超时加班应当付酬", "【基本案情】")
        + &case("二、丙某诉丁公司追索劳动报酬纠纷案", "【基本案情】");
    let found = titles(&format!("发布时间：2026-04-30\n\n{numbered}"));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("一、甲某"), "{found:?}");
    // The second line of a title, and a mark above it.
    let marked = "案例一\n\n依法确认劳动关系\n\n——某人与某公司纠纷案\n\n基本案情\n\n";
    let text = format!("{marked}{LONG}\n\n{}{LONG}\n", marked.replace('一', "二"));
    assert_eq!(titles(&text), ["案例一", "案例二"]);
    // One case alone is one document.
    assert_eq!(titles(&case("甲某与乙公司劳动争议案", "【基本案情】")), Vec::<String>::new());
}

#[test]
fn cases_that_only_their_titles_tell_are_told_apart() {
    let case = |title: &str| format!("{title}\n{LONG}\n");
    let titled = ["某食品厂未按规定留样案", "某药店超范围经营案", "某商行虚假宣传案"];
    let text = format!("现公布一批案例。\n{}", titled.map(case).concat());
    assert_eq!(titles(&text), titled);
    // Two, and lines that only speak of cases, are too little.
    assert_eq!(titles(&titled[..2].iter().map(|it| case(it)).collect::<String>()).len(), 0);
    // A number on a line of its own counts them.
    let counted = ["一\n某食品厂未按规定留样案\n案情概述\n", "二\n某药店超范围经营案\n案情概述\n"];
    let text =
        format!("某局发布典型案例\n\n{}", counted.map(|it| format!("{it}{LONG}\n")).concat());
    assert_eq!(titles(&text), ["一", "二"]);
}

#[test]
fn named_cases_of_several_places_are_told_apart_and_parts_of_an_article_are_not() {
    let named = |names: [&str; 3]| {
        let places = ["保靖县", "凤冈县", "永春县"];
        let case = |(name, place): (&str, &str)| format!("{name}\n近年来，{place}{LONG}\n");
        let cases: String = names.into_iter().zip(places).map(case).collect();
        titles(&format!("区域公用品牌案例\n\n{cases}"))
    };
    let brands = ["一、保靖黄金茶", "二、凤冈锌硒茶", "三、永春水仙"];
    assert_eq!(named(brands), brands);
    assert_eq!(named(["一、主要做法", "二、取得成效", "三、经验启示"]), Vec::<String>::new());
    // All of one place: the parts of one case.
    let text =
        format!("某县品牌案例\n\n一、黄金茶\n保靖县{LONG}\n二、锌硒茶\n{LONG}\n三、水仙\n{LONG}\n");
    assert_eq!(titles(&text), Vec::<String>::new());
}
