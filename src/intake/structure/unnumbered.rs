//! Headings without numbers: a repeated pattern of short lines between paragraphs, or a lone one
//! with a word that heads.

use super::Head;
use crate::intake::layout::{Align, BlockKind};
use crate::intake::roles::{Line, Role};
use crate::intake::shape::numbering::numbering;
use crate::intake::shape::office::Sureness;

/// The shortest and the longest heading without a number, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=36;
/// Words at the end of a line that heads the text after it.
const HEADS: [&str; 28] = [
    "回顾", "总结", "任务", "措施", "做法", "成效", "经验", "启示", "背景", "安排", "打算", "建议",
    "问题", "不足", "目标", "要求", "概况", "情况", "意义", "体会", "计划", "重点", "思路", "展望",
    "意见", "特点", "原则", "内容",
];
/// Rank above numbers, and below them.
const ABOVE: u8 = 19;
const BELOW: u8 = 40;

/// A line, or two, that may head the text after them.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    at: usize,
    lines: usize,
}

/// Adds heads that the pattern of lines speaks for.
pub(super) fn propose(lines: &[Line], heads: &mut [Option<Head>]) {
    let first = lines.iter().position(Line::is_text).unwrap_or(lines.len());
    let numbered: Vec<usize> =
        (0..lines.len()).filter(|at| heads[*at].is_some_and(|head| head.rank >= 20)).collect();
    let mut candidates: Vec<Candidate> = Vec::new();
    for at in 0..lines.len() {
        let inside = candidates.last().is_some_and(|last| at < last.at + last.lines);
        if heads[at].is_none() && !inside {
            candidates.extend(candidate(lines, at, first, heads));
        }
    }
    let enough = is_pattern(lines, &candidates);
    let before_numbers = |at: usize| numbered.first().is_none_or(|first| at <= *first);
    for candidate in &candidates {
        let at = candidate.at;
        let lone = heads_text(lines[at].plain());
        let styled = lines[at].block.style.bold || lines[at].block.style.align == Align::Center;
        let needed = if numbered.len() >= 3 && !before_numbers(at) { 3 } else { 2 };
        let several = enough && candidates.len() >= needed;
        if several || lone && (numbered.is_empty() || before_numbers(at) || styled) {
            let above = numbered.is_empty() || numbered.iter().any(|number| *number > at);
            let within = numbered.iter().any(|number| *number < at);
            let outside = !within || heads_numbers(at, heads);
            let rank = if above && outside { ABOVE } else { BELOW };
            heads[at] = Some(Head { rank, lines: candidate.lines });
        }
    }
}

/// Whether a numbered head follows directly.
fn heads_numbers(at: usize, heads: &[Option<Head>]) -> bool {
    heads.get(at + 1).is_some_and(|next| next.is_some_and(|head| head.rank >= 20))
}

/// The candidate that begins at a line, by its form and its neighbours.
fn candidate(lines: &[Line], at: usize, first: usize, heads: &[Option<Head>]) -> Option<Candidate> {
    let plain = lines[at].plain();
    if !has_form(&lines[at]) || at < first && !heads_text(plain) {
        return None;
    }
    let before = at == 0 || ends_text(&lines[at - 1]);
    let follows = |line: &Line| {
        let torn = line.role == Role::Short
            && line.reads_as_text()
            && line.block.characters() > lines[at].block.characters() + 8;
        is_paragraph(line) || line.role == Role::Markup || torn
    };
    let after = lines.get(at + 1).is_some_and(follows);
    let numbers = heads_numbers(at, heads) && heads_text(plain);
    if before && (after || numbers) {
        return Some(Candidate { at, lines: 1 });
    }
    // A heading set on two lines.
    let second = lines.get(at + 1).is_some_and(|line| has_form(line) && !line.block.apart);
    let after = lines.get(at + 2).is_some_and(is_paragraph);
    (before && second && after).then_some(Candidate { at, lines: 2 })
}

/// Whether a line is short and set like a heading.
fn has_form(line: &Line) -> bool {
    let plain = line.plain();
    let characters = line.block.characters();
    let role = matches!(line.role, Role::Short | Role::Frame(_) | Role::Office(Sureness::Weak));
    if !role
        || line.block.kind != BlockKind::Text
        || numbering(plain).is_some()
        || !LENGTHS.contains(&characters)
    {
        return false;
    }
    let marks = plain.matches([',', '、']).count();
    let bulleted = plain.starts_with(['-', '·', '*', '>', '□', '☆'])
        && !(plain.starts_with("--") && characters >= 8);
    let set_right = line.block.style.align == Align::End;
    !plain.contains([':', '。', ';', '!', '?', '|', '('])
        && marks <= 2
        && !plain.ends_with([',', '、'])
        && !bulleted
        && !set_right
        && !line.block.style.linked
}

fn is_paragraph(line: &Line) -> bool {
    line.role == Role::Paragraph && (line.block.ends_sentence() || line.plain().ends_with(':'))
}

/// Whether a line ends the text before a heading.
fn ends_text(line: &Line) -> bool {
    is_paragraph(line) || matches!(line.role, Role::Markup | Role::Caption | Role::Salutation)
}

/// Whether the candidates are alike: two at least, of similar length.
fn is_pattern(lines: &[Line], candidates: &[Candidate]) -> bool {
    let lengths: Vec<usize> = candidates.iter().map(|it| lines[it.at].block.characters()).collect();
    let (least, most) =
        (lengths.iter().min().copied().unwrap_or(1), lengths.iter().max().copied().unwrap_or(1));
    lengths.len() >= 2 && (most <= least * 3 || most - least <= 12)
}

/// 主要做法, 2009年工作回顾.
fn heads_text(plain: &str) -> bool {
    HEADS.iter().any(|word| plain.ends_with(word)) && plain.chars().count() <= 24
}
