//! Headings of made-up texts of each kind.

use super::*;
use crate::intake::prepare::blocks_of;

fn headings(text: &str) -> Vec<(u8, String)> {
    let lines: Vec<Line> = blocks_of(text).into_iter().map(Line::new).collect();
    let marked = mark(lines, "关于印发《渔港管理办法》的通知");
    let level = |block: &Block| match block.kind {
        BlockKind::Heading(level) => Some((level, block.text.clone())),
        _ => None,
    };
    marked.iter().filter_map(level).collect()
}

fn check(text: &str, expected: &[(u8, &str)]) {
    let expected: Vec<(u8, String)> =
        expected.iter().map(|(level, text)| (*level, (*text).to_owned())).collect();
    assert_eq!(headings(text), expected, "{text}");
}

const TEXT: &str = "各单位要结合实际，认真抓好落实，确保各项任务落地见效，取得让群众满意的成果。";

#[test]
fn numbers_head_text_and_levels_follow_their_forms() {
    check(
        &format!(
            "一、总体要求\n（一）指导思想\n{TEXT}\n（二）基本原则\n{TEXT}\n二、保障措施\n{TEXT}\n"
        ),
        &[(2, "一、总体要求"), (3, "（一）指导思想"), (3, "（二）基本原则"), (2, "二、保障措施")],
    );
    check(
        &format!("第一章 总则\n第一条 {TEXT}\n第二章 附则\n第二条 {TEXT}\n"),
        &[(2, "第一章 总则"), (2, "第二章 附则")],
    );
}

#[test]
fn bare_numbers_head_where_all_of_them_do() {
    let heads = ["1\u{a0}统筹谋划\u{a0}系统推进", "2 围绕中心 服务大局", "3 践行宗旨 担当作为"];
    let text: String = heads.iter().map(|head| format!("{head}\n{TEXT}\n")).collect();
    check(&text, &heads.map(|head| (2, head)));
}

#[test]
fn short_lines_sentences_and_lists_are_no_headings() {
    check(&format!("各县人民政府：\n{TEXT}\n某县人民政府\n2024年3月5日\n联系人：张某\n"), &[]);
    check(&format!("一、加强领导。{TEXT}\n二、抓好落实。{TEXT}\n"), &[]);
    check(&format!("{TEXT}\n附件：1.任务清单\n2.责任分工\n"), &[]);
    check(
        &format!("目录\n一、总则\n二、附则\n一、总则\n{TEXT}\n二、附则\n{TEXT}\n"),
        &[(2, "一、总则"), (2, "二、附则")],
    );
}

#[test]
fn attached_documents_have_their_title_above_their_parts() {
    check(
        &format!(
            "现将《渔港管理办法》印发给你们。\n某县人民政府\n2024年3月5日\n渔港管理办法\n一、范围\n{TEXT}\n二、职责\n{TEXT}\n"
        ),
        &[(2, "渔港管理办法"), (3, "一、范围"), (3, "二、职责")],
    );
}

#[test]
fn a_repeated_pattern_of_short_lines_heads() {
    let long = format!("{TEXT}{TEXT}");
    check(
        &format!("{long}\n党建引领聚合力\n{long}\n产业发展添动力\n{long}\n"),
        &[(2, "党建引领聚合力"), (2, "产业发展添动力")],
    );
    check(&format!("{long}\n党建引领聚合力\n{long}\n"), &[]);
}
