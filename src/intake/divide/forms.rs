//! Heads of a fixed form: a body and a colon, titles and the body that speaks, a place and a colon.

use super::{Start, are_documents, text_of};
use crate::document::Kind;
use crate::intake::layout::BlockKind;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::numbering::numbering;
use crate::intake::shape::office::{self, Sureness};
use crate::knowledge::{organization, region};

/// A title stands on at most this many lines.
const TITLE_LINES: usize = 4;

/// Heads of the form `机构:` with a headline on the next line: cases inside a report.
pub(super) fn colon_heads(lines: &[Line]) -> Vec<Start> {
    let fits = |at: &usize| {
        let at = *at;
        is_colon_office(&lines[at])
            && lines[at + 1].block.is_short()
            && lines[at + 2..].iter().take(2).any(Line::is_text)
    };
    let starts = (0..lines.len().saturating_sub(2)).filter(fits);
    starts
        .map(|line| Start { line, title_lines: 1, office: true, kind: Some(Kind::Case) })
        .collect()
}

fn is_colon_office(line: &Line) -> bool {
    let Some(name) = line.plain().strip_suffix(':') else { return false };
    organization::whole(name, None).is_some()
}

/// Heads of the form title lines, then a line with the body that speaks, then its text.
pub(super) fn office_heads(lines: &[Line]) -> Vec<Start> {
    let mut starts = Vec::new();
    for at in 1..lines.len().saturating_sub(1) {
        let title = title_start(lines, at);
        let text = lines[at + 1].role == Role::Paragraph;
        if speaks(&lines[at]) && text && title < at {
            starts.push(Start { line: title, title_lines: at - title, office: false, kind: None });
        }
    }
    // A signature, then a headline of the same document, is no such row.
    let covers =
        starts.first().is_some_and(|first| text_of(&lines[..first.line]) * 5 <= text_of(lines));
    if covers { starts } else { Vec::new() }
}

/// Whether a line is a body's name, with the office and name of a person or without.
fn speaks(line: &Line) -> bool {
    if !line.block.is_short() || line.block.characters() > 40 {
        return false;
    }
    if line.role == Role::Office(Sureness::Sure) {
        return true;
    }
    byline(line.plain()).is_some()
}

/// The body and the person of 某省直机关工委书记张三.
pub(in crate::intake) fn byline(plain: &str) -> Option<(usize, String)> {
    const OFFICES: [&str; 22] = [
        "常务副书记",
        "专职副书记",
        "副书记",
        "书记",
        "常务副主任",
        "副主任",
        "主任",
        "副局长",
        "局长",
        "副厅长",
        "厅长",
        "副部长",
        "部长",
        "副处长",
        "处长",
        "秘书长",
        "会长",
        "院长",
        "校长",
        "党组成员",
        "党委委员",
        "委员",
    ];
    let (at, office) = OFFICES
        .iter()
        .filter_map(|office| plain.rfind(office).map(|at| (at, *office)))
        .min_by_key(|(at, office)| (*at, std::cmp::Reverse(office.len())))?;
    if organization::whole(&plain[..at], None).is_none()
        && office::one(&plain[..at]) != Some(Sureness::Sure)
    {
        return None;
    }
    let person = crate::intake::shape::info::person(&plain[at + office.len()..])?;
    Some((at, person))
}

/// The first of the title lines that end before `end`.
fn title_start(lines: &[Line], end: usize) -> usize {
    let titles = |line: &&Line| {
        matches!(line.role, Role::Short | Role::Numbered(_)) && line.block.is_short()
    };
    let count = lines[..end].iter().rev().take(TITLE_LINES).take_while(titles).count();
    // Only the first of them may stand apart from what is before it.
    let run = &lines[end - count..end];
    let apart = run.iter().rposition(|line| line.block.apart).unwrap_or(0);
    end - count + apart
}

/// Heads of the form `某市某区:headline`, on one line or two, three at least, that the whole file
/// consists of.
pub(super) fn place_heads(lines: &[Line]) -> Vec<Start> {
    let starts: Vec<Start> =
        (0..lines.len().saturating_sub(1)).filter_map(|at| place_head(lines, at)).collect();
    let Some(first) = starts.first() else { return Vec::new() };
    let before = text_of(&lines[..first.line]);
    let whole = before <= 300 && before * 5 <= text_of(lines);
    if starts.len() >= 3 && whole && are_documents(lines, &starts) { starts } else { Vec::new() }
}

fn place_head(lines: &[Line], at: usize) -> Option<Start> {
    let line = &lines[at];
    if !matches!(line.role, Role::Short) || !line.block.is_short() {
        return None;
    }
    let (head, rest) = line.plain().split_once(':')?;
    let placed = head.chars().count() <= 24
        && region::leading(head)
            .is_some_and(|(_, length)| length == head.len() || office::one(head).is_some());
    let alone = rest.is_empty();
    let headline = if alone {
        lines
            .get(at + 1)
            .is_some_and(|next| next.role == Role::Short && next.block.characters() >= 6)
    } else {
        rest.chars().count() >= 6
    };
    let title_lines = if alone { 2 } else { 1 };
    let text = lines.iter().skip(at + title_lines).take(2).any(|line| line.role == Role::Paragraph);
    (placed && headline && text).then_some(Start {
        line: at,
        title_lines,
        office: false,
        kind: None,
    })
}

/// Headlines of a digest: each opens with another place or body that does something, numbered or
/// not, and the text below takes it up. Three at least, of two places at least, and little else.
pub(super) fn digest_heads(lines: &[Line]) -> Vec<Start> {
    let mut names: Vec<String> = Vec::new();
    let mut starts: Vec<Start> = Vec::new();
    for at in 0..lines.len().saturating_sub(1) {
        if let Some(name) = headline(&lines[at], &lines[at + 1]) {
            names.push(name);
            starts.push(Start { line: at, title_lines: 1, office: false, kind: None });
        }
    }
    names.sort();
    names.dedup();
    let Some(first) = starts.first() else { return Vec::new() };
    let before = text_of(&lines[..first.line]);
    let marked = starts.iter().all(|start| {
        matches!(lines[start.line].block.kind, BlockKind::Heading(_))
            || lines[start.line].block.text.starts_with('【')
    });
    let enough = starts.len() >= 3 || marked && starts.len() >= 2;
    let whole = before <= 120 && names.len() * 3 >= starts.len() * 2 && names.len() >= 2;
    // No paragraphs but those that a headline opens, or a few more each.
    let paragraphs = lines.iter().filter(|line| line.is_text()).count();
    let short = paragraphs <= starts.len() * 4;
    if enough && whole && short && are_documents(lines, &starts) { starts } else { Vec::new() }
}

/// The place or body that a headline opens with, when the text below takes it up or tells the day.
fn headline(line: &Line, below: &Line) -> Option<String> {
    const ACTS: [&str; 22] = [
        "印发", "发布", "出台", "召开", "举办", "举行", "开展", "启动", "推出", "设立", "成立",
        "发出", "公布", "建成", "成了", "成为", "获", "入选", "组织", "推进", "实施", "试点",
    ];
    let short = matches!(line.role, Role::Short | Role::Numbered(_)) && line.block.is_line();
    if !short || below.role != Role::Paragraph || line.block.characters() > 60 {
        return None;
    }
    let number = numbering(line.plain()).map_or(0, |number| number.length);
    let text = &line.plain()[number..];
    let placed =
        region::leading(text).map(|(_, length)| length).or_else(|| office::leading(text))?;
    let acts = text.chars().count() >= 10 && ACTS.iter().any(|act| text[placed..].contains(act));
    let name = &text[..placed];
    let head: String = below.plain().chars().take(70).collect();
    let taken_up = head.contains(name) || day_or_month(&head);
    (acts && taken_up).then(|| name.to_owned())
}

/// 1月9日, at the start of a paragraph.
fn day_or_month(head: &str) -> bool {
    let month = head.trim_start_matches(|c: char| c.is_ascii_digit() || c == '年');
    month.len() < head.len() && month.starts_with('月')
}
