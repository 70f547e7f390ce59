//! Titles of documents that a text attaches: named before in 《》, or behind the signature, or after
//! 附件.

use std::collections::HashSet;

use super::{LONGEST, is_genre_title};
use crate::intake::describe::{joined, without_bracket};
use crate::intake::roles::{Line, Role};
use crate::intake::shape::numbering::numbering;
use crate::text::fold;

/// A title of an attached document stands on at most so many lines.
const LINES: usize = 4;
/// So many lines after a signature a title may stand.
const AFTER_SIGNATURE: usize = 4;

/// Where attached titles begin and how many lines they take.
pub(super) fn titles(lines: &[Line], title: &str) -> Vec<(usize, usize)> {
    let names = names(lines, title);
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match named(lines, at, &names).or_else(|| placed(lines, at)) {
            Some(count) => {
                found.push((at, count));
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// Names in 《》 of the text and its title, and X of 关于印发X的通知; folded, without brackets.
pub(in crate::intake) fn names(lines: &[Line], title: &str) -> HashSet<String> {
    let mut names = HashSet::new();
    let texts = std::iter::once(title)
        .chain(lines.iter().filter(|line| line.is_text()).take(40).map(Line::plain));
    for text in texts {
        let mut rest = text;
        while let Some(open) = rest.find('《') {
            let inner = &rest[open + '《'.len_utf8()..];
            let Some(close) = closing(inner) else { break };
            names.insert(key(&inner[..close]));
            rest = &inner[close..];
        }
    }
    let issued = ["关于印发", "关于转发", "印发", "关于发布", "关于公布"]
        .iter()
        .find_map(|word| title.split_once(word))
        .map(|(_, rest)| rest);
    if let Some(name) = issued.and_then(|rest| rest.rsplit_once("的")).map(|(name, _)| name) {
        names.insert(key(name));
    }
    for note in lines.iter().filter(|line| line.role == Role::AttachmentNote) {
        let plain = note.plain();
        let name = plain.split_once([':', '、']).map_or(plain, |(_, name)| name);
        let name = numbering(name).map_or(name, |number| &name[number.length..]);
        names.insert(key(name));
    }
    names.retain(|name| name.chars().count() >= 4);
    names
}

/// The byte where the 》 stands that closes the first 《.
fn closing(inner: &str) -> Option<usize> {
    let mut depth = 1;
    inner.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == '《') - i32::from(c == '》');
        (depth == 0).then_some(at)
    })
}

/// A name for comparison: no marks, no bracket at its end.
fn key(name: &str) -> String {
    let bare = without_bracket(name);
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How many lines from `at` join to a name.
fn named(lines: &[Line], at: usize, names: &HashSet<String>) -> Option<usize> {
    let mut text = String::new();
    for count in 1..=LINES.min(lines.len() - at) {
        let line = &lines[at + count - 1];
        if !can_be_title(line) {
            return None;
        }
        text = if count == 1 { line.block.text.clone() } else { joined(&text, &line.block.text) };
        let plain = fold(&text).text;
        if plain.chars().count() > LONGEST + 30 {
            return None;
        }
        if names.contains(&key(&plain)) {
            // (试行) on a line of its own belongs to it.
            let bracket = lines
                .get(at + count)
                .is_some_and(|line| line.role == Role::Bracket && line.block.characters() < 14);
            return Some(count + usize::from(bracket && count < LINES));
        }
    }
    None
}

/// A title by its place: soon after signature and day, or right after 附件.
fn placed(lines: &[Line], at: usize) -> Option<usize> {
    let mark = at > 0 && lines[at - 1].role == Role::AttachmentMark;
    let from = at.saturating_sub(AFTER_SIGNATURE);
    let signed = lines[from..at]
        .iter()
        .rposition(|line| matches!(line.role, Role::Day(_)))
        .is_some_and(|day| {
            let day = from + day;
            day > 0
                && lines[day + 1..at]
                    .iter()
                    .all(|line| !line.is_text() || line.role == Role::Bracket)
        });
    let text_before = || lines[..at].iter().any(Line::is_text);
    let placed = mark || signed && text_before();
    if !placed {
        return None;
    }
    let mut text = String::new();
    for count in 1..=LINES.min(lines.len() - at) {
        let line = &lines[at + count - 1];
        if !can_be_title(line) || matches!(line.role, Role::Numbered(_)) {
            return None;
        }
        text = if count == 1 { line.block.text.clone() } else { joined(&text, &line.block.text) };
        let plain = fold(&text).text;
        let short = plain.chars().count() <= LONGEST;
        let next_is_text = lines.get(at + count).is_some_and(|next| {
            next.begins_body()
                || next.role == Role::Contents
                || matches!(next.role, Role::Numbered(_) | Role::History | Role::Bracket)
        });
        if short && (is_genre_title(&plain) || mark && next_is_text) && plain.chars().count() >= 4 {
            return Some(count);
        }
    }
    None
}

fn can_be_title(line: &Line) -> bool {
    let short = matches!(line.role, Role::Short | Role::Office(_) | Role::Numbered(_));
    let long = line.role == Role::Paragraph
        && !line.plain().contains(['。', ',', ';'])
        && is_genre_title(line.plain());
    short || long
}
