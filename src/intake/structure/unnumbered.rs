//! Headings without numbers: a repeated pattern of short lines between paragraphs, or a lone one
//! with a word that heads.

use super::Head;
use crate::intake::layout::{Align, BlockKind};
use crate::intake::roles::{Line, Role};
use crate::intake::shape::numbering::numbering;

/// The shortest and the longest heading without a number, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=30;
/// Words at the end of a line that heads the text after it.
const HEADS: [&str; 28] = [
    "回顾", "总结", "任务", "措施", "做法", "成效", "经验", "启示", "背景", "安排", "打算", "建议", "问题", "不足", "目标", "要求", "概况",
    "情况", "意义", "体会", "计划", "重点", "思路", "展望", "意见", "特点", "原则", "内容",
];
/// Rank above numbers, and below them.
const ABOVE: u8 = 19;
const BELOW: u8 = 40;

/// Adds heads that the pattern of lines speaks for.
pub(super) fn propose(lines: &[Line], heads: &mut [Option<Head>]) {
    let first = lines.iter().position(Line::is_text).unwrap_or(lines.len());
    let numbered: Vec<usize> = (0..lines.len()).filter(|at| heads[*at].is_some_and(|head| head.rank >= 20)).collect();
    let candidates: Vec<usize> =
        (0..lines.len()).filter(|at| heads[*at].is_none() && fits(lines, *at, first, heads)).collect();
    let enough = pattern(lines, &candidates);
    let before_numbers = |at: usize| numbered.first().is_none_or(|first| at <= *first);
    for at in &candidates {
        let lone = heads_text(lines[*at].plain());
        let styled = lines[*at].block.style.bold || lines[*at].block.style.align == Align::Center;
        let needed = if numbered.len() >= 3 && !before_numbers(*at) { 3 } else { 2 };
        let several = enough && candidates.len() >= needed;
        if several || lone && (numbered.is_empty() || before_numbers(*at) || styled) {
            let above = numbered.is_empty() || numbered.iter().any(|number| number > at);
            let within = numbered.iter().any(|number| number < at);
            let rank = if above && !(within && !heads_numbers(lines, *at, heads)) { ABOVE } else { BELOW };
            heads[*at] = Some(Head { rank, lines: 1 });
        }
    }
}

/// Whether a numbered head follows directly.
fn heads_numbers(lines: &[Line], at: usize, heads: &[Option<Head>]) -> bool {
    heads.get(at + 1).is_some_and(|next| next.is_some_and(|head| head.rank >= 20)) && at + 1 < lines.len()
}

/// Whether a line could be such a heading by itself and its neighbours.
fn fits(lines: &[Line], at: usize, first: usize, heads: &[Option<Head>]) -> bool {
    let line = &lines[at];
    let plain = line.plain();
    let characters = line.block.characters();
    let role = matches!(line.role, Role::Short | Role::Frame(_)) || line.role == Role::Office(crate::intake::shape::office::Sureness::Weak);
    if !role || line.block.kind != BlockKind::Text || numbering(plain).is_some() || !LENGTHS.contains(&characters) {
        return false;
    }
    let marks = plain.matches([',', '、']).count();
    let form = !plain.contains([':', '。', ';', '!', '?', '|', '(']) && marks <= 2 && !plain.ends_with([',', '、'])
        && (!plain.starts_with(['-', '·', '*', '>', '□', '☆']) || plain.starts_with("--") && characters >= 8);
    let set_right = line.block.style.align == Align::End;
    if !form || set_right || line.block.style.linked || at < first && !heads_text(plain) {
        return false;
    }
    let text = |line: &Line| line.role == Role::Paragraph && (line.block.ends_sentence() || line.plain().ends_with(':'));
    let after = lines.get(at + 1).is_some_and(|next| {
        text(next) || next.role == Role::Markup || next.role == Role::Short && next.reads_as_text() && next.block.characters() > characters + 8 || heads[at + 1].is_some_and(|head| head.rank >= 20) && heads_text(plain)
    });
    let before = at == first.min(at) || lines[..at].last().is_some_and(|line| text(line) || matches!(line.role, Role::Markup | Role::Caption | Role::Salutation));
    after && before
}

/// Whether the candidates are alike: two at least, of similar length.
fn pattern(lines: &[Line], candidates: &[usize]) -> bool {
    if candidates.len() < 2 {
        return false;
    }
    let lengths: Vec<usize> = candidates.iter().map(|at| lines[*at].block.characters()).collect();
    let (least, most) = (lengths.iter().min().copied().unwrap_or(1), lengths.iter().max().copied().unwrap_or(1));
    most <= least * 3 || most - least <= 12
}

/// 主要做法, 2009年工作回顾.
fn heads_text(plain: &str) -> bool {
    HEADS.iter().any(|word| plain.ends_with(word)) && plain.chars().count() <= 24
}
