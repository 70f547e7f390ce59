//! Cases of courts, tribunals and the like: each a title and the same first section below it
//! (基本案情, 案情简介).

use super::marks::{is_bare_mark, sequence};
use super::{Start, are_documents, text_of};
use crate::document::Kind;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::numbering::Form;
use crate::knowledge::region::{self, Level};
use crate::text::segment::is_han;

/// The first sections of a case, longer ones first where one begins with another.
const SECTIONS: [&str; 18] = [
    "基本案情",
    "基本事实",
    "案情简介",
    "案情介绍",
    "案情概况",
    "案情摘要",
    "案情回顾",
    "案件基本情况",
    "案件简介",
    "案件事实",
    "案例简介",
    "案例介绍",
    "简要案情",
    "主要案情",
    "案情概述",
    "案件概述",
    "案例概述",
    "违法事实",
];
/// What ends as a case does and is none.
const NO_CASES: [&str; 10] =
    ["议案", "提案", "预案", "方案", "档案", "草案", "答案", "图案", "立案", "办案"];
/// So many titles of that form make a file of cases where nothing else says so.
const TITLED: usize = 3;
/// What an article of its own calls its parts, and no case is called.
const PARTS: [&str; 26] = [
    "背景", "做法", "成效", "启示", "经验", "问题", "措施", "目标", "要求", "原则", "任务", "保障",
    "内容", "情况", "思路", "建议", "工作", "概况", "意义", "机制", "建设", "发展", "路径", "体会",
    "方法", "总结",
];
/// A name that is numbered is no longer than this, in characters.
const NAMED: usize = 24;

/// A title stands on at most so many lines.
const TITLE_LINES: usize = 3;
/// A line of one is no longer than this, in characters.
const LONGEST: usize = 110;

/// Where the cases begin that each open with such a section; two at least.
pub(super) fn case_heads(lines: &[Line]) -> Vec<Start> {
    let opened = (1..lines.len()).filter(|at| opens(&lines[*at]));
    let starts: Vec<Start> = opened.filter_map(|at| head(lines, at)).collect();
    let distinct = starts.windows(2).all(|two| two[0].line < two[1].line);
    let before = starts.first().map_or(0, |first| text_of(&lines[..first.line]));
    let whole = before <= 300 || before * 5 <= text_of(lines);
    let counted = sequence(lines).len();
    let all = starts.len() >= 2 && starts.len() >= counted;
    let are = all && distinct && whole && are_documents(lines, &starts);
    if are { starts } else { Vec::new() }
}

/// Whether a line is the head of a case's first section, or begins with it.
fn opens(line: &Line) -> bool {
    let plain = line.plain().trim_start_matches(['《', '(', '一', '1', '、', '.', ' ']);
    let rest = SECTIONS.iter().find_map(|section| plain.strip_prefix(section));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['》', ')', ':', ' ']))
}

/// The title right above the section at `section`.
fn head(lines: &[Line], section: usize) -> Option<Start> {
    let title = |line: &Line| {
        let plain = line.plain();
        let ends = plain.ends_with(['。', ';', ':', ',']);
        let role = matches!(
            line.role,
            Role::Short | Role::Numbered(_) | Role::Paragraph | Role::Markup | Role::Office(_)
        );
        role && !ends && (4..=LONGEST).contains(&line.block.characters())
    };
    let mut first = section.checked_sub(1).filter(|at| title(&lines[*at]))?;
    // ——王某与某公司劳动合同纠纷案: the second line of a title.
    while lines[first].plain().starts_with(['—', '-'])
        && section - first < TITLE_LINES
        && first > 0
        && title(&lines[first - 1])
    {
        first -= 1;
    }
    let title_lines = section - first;
    // 案例一 above it goes, and is no line of the title.
    let marked = first > 0 && is_bare_mark(&lines[first - 1]);
    let line = if marked { first - 1 } else { first };
    Some(Start { line, title_lines, office: false, kind: Some(Kind::Case) })
}

/// Where cases begin that are told one after another, each a line that names it as a case and a text
/// below it; three at least.
pub(super) fn titled_cases(lines: &[Line]) -> Vec<Start> {
    let titled = |at: &usize| {
        let line = &lines[*at];
        let named = line.plain().ends_with('案')
            && !NO_CASES.iter().any(|end| line.plain().ends_with(end))
            && !line.plain().contains(['。', ';', ':'])
            && (8..=LONGEST).contains(&line.block.characters());
        let short = matches!(line.role, Role::Short | Role::Numbered(_) | Role::Paragraph);
        named && short && lines.get(at + 1).is_some_and(Line::is_text)
    };
    let starts: Vec<Start> = (0..lines.len()).filter(titled).map(one).collect();
    told_apart(lines, starts)
}

/// Where the cases of a file begin that calls itself one of cases and numbers their names, each of
/// another place: 一、保靖黄金茶, 二、平凉金果; three at least.
pub(super) fn placed_cases(lines: &[Line]) -> Vec<Start> {
    let Some(first) = lines.iter().position(|line| name(line).is_some_and(|it| it == 1)) else {
        return Vec::new();
    };
    let called = |line: &Line| line.block.is_short() && line.plain().contains("案例");
    if !lines[..first].iter().any(called) {
        return Vec::new();
    }
    let mut starts: Vec<Start> = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(first) {
        if name(line).is_some_and(|value| usize::try_from(value) == Ok(starts.len() + 1)) {
            starts.push(one(at));
        }
    }
    let ends = starts.iter().skip(1).map(|start| start.line).chain([lines.len()]);
    let places: Vec<Option<u32>> = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let name = lines[start.line].plain();
            lines[start.line..end].iter().find_map(|it| place(it.plain(), name))
        })
        .collect();
    let mut distinct: Vec<u32> = places.iter().flatten().copied().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let each = starts.len() >= TITLED && distinct.len() == starts.len();
    if each { told_apart(lines, starts) } else { Vec::new() }
}

/// The number before a name that no part of an article has.
fn name(line: &Line) -> Option<u32> {
    let number = line.numbering().filter(|it| it.form == Form::Han)?;
    let name = &line.plain()[number.length..];
    let named = (2..=NAMED).contains(&name.chars().count())
        && name.chars().all(|c| is_han(c) || "()\"".contains(c))
        && !PARTS.iter().any(|part| name.contains(part));
    named.then_some(number.value)
}

/// The first county or city that a text names, where `name` is called by it.
fn place(text: &str, name: &str) -> Option<u32> {
    let named = region::mentions(text).into_iter().map(|(_, place)| place);
    let mut named = named.filter(|place| place.level != Level::Province);
    let short = |place: &region::Region| place.name.chars().take(2).collect::<String>();
    named.next().filter(|place| name.contains(&short(place))).map(|place| place.code)
}

fn one(line: usize) -> Start {
    Start { line, title_lines: 1, office: false, kind: Some(Kind::Case) }
}

/// The beginnings where little stands before them and each has a text of its own.
fn told_apart(lines: &[Line], starts: Vec<Start>) -> Vec<Start> {
    let before = starts.first().map_or(0, |first| text_of(&lines[..first.line]));
    let whole = before <= 300 || before * 5 <= text_of(lines);
    let are = starts.len() >= TITLED && whole && are_documents(lines, &starts);
    if are { starts } else { Vec::new() }
}
