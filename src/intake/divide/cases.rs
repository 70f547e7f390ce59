//! Cases of courts, tribunals and the like: each a title and the same first section below it
//! (基本案情, 案情简介).

use super::marks::{is_bare_mark, sequence};
use super::{Start, are_documents, text_of};
use crate::document::Kind;
use crate::intake::roles::{Line, Role};

/// The first sections of a case, longer ones first where one begins with another.
const SECTIONS: [&str; 14] = [
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
];
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
