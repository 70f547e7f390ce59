//! Documents in prose, and what only looks like one.

use super::*;
use crate::document::outline::{Piece, outline};
use crate::document::{DocumentId, FrontMatter, Kind};

fn read(text: &str) -> Vec<Claim> {
    let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
    let passages = outline(text, &whole).passages;
    let front_matter = FrontMatter::new("题", Kind::Report);
    let id = DocumentId::parse("a").expect("an id");
    let reading = Reading::new(&id, &front_matter, None, &passages);
    let found = (0..reading.prose.len())
        .flat_map(|at| titles(&reading, at, &numbers(&reading.prose[at].plain)));
    found.collect()
}

fn check(text: &str, expected: &[(&str, &str, &str)]) {
    let claims = read(text);
    let found: Vec<_> = claims
        .iter()
        .map(|claim| {
            (claim.name.as_str(), claim.details.class.as_str(), claim.details.verb.as_str())
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn titles_are_read_with_their_form_and_verb() {
    check(
        "修订并印发《发展党员指引》《标准化手册》。",
        &[("发展党员指引", "指引", "修订并印发"), ("标准化手册", "手册", "修订并印发")],
    );
    check(
        "印发《关于落实〈三年计划(2018-2020年)〉的实施方案》",
        &[("关于落实〈三年计划（2018-2020年）〉的实施方案", "实施方案", "印发")],
    );
    check(
        "代省委起草印发【党的建设责任清单】【关于队伍建设的意见】等文件",
        &[("党的建设责任清单", "责任清单", "起草印发"), ("关于队伍建设的意见", "意见", "起草印发")],
    );
    check("制定“优化营商环境实施方案”，推动", &[("优化营商环境实施方案", "实施方案", "制定")]);
    check("第一时间印发《致全体党员的信》", &[("致全体党员的信", "", "印发")]);
    check("依照《民法典》第三条", &[("民法典", "法典", "依照")]);
}

#[test]
fn works_to_read_and_watch_are_none() {
    for text in [
        "在《旗帜》杂志刊登。",
        "主办的《民心桥》节目中",
        "制作【严明党的政治纪律】专题片，组织观看",
        "《以双考核推动责任落实的办法》经验做法在网上刊登",
        "学习《习近平著作选读》",
        "据《南方日报》报道",
        "观看电影《我和我的父辈》",
        "【通知】\n【责任清单】下面是正文",
        "推行“一线工作法”",
        "推动“三年行动计划”",
    ] {
        check(text, &[]);
    }
}

#[test]
fn numbers_and_years_belong_to_the_title_beside_them() {
    let claims = read("印发《实施意见》（粤发〔2023〕12号）和《管理办法》(2019 年修订)。");
    assert_eq!(claims[0].details.number, "粤发〔2023〕12号");
    assert_eq!((claims[0].year, claims[1].year), (Some(2023), Some(2019)));
    assert_eq!(claims[1].details.number, "");
}
