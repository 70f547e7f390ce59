//! Documents that a file counts: 案例一, 第一篇, a table of contents.

use std::sync::LazyLock;

use regex::Regex;

use super::{Start, are_documents, text_of};
use crate::document::Kind;
use crate::intake::describe::without_bracket;
use crate::intake::roles::{Line, Role};
use crate::intake::shape::numbering::value;
use crate::intake::shape::{office, pattern};
use crate::intake::words;
use crate::knowledge::region;

/// 案例一 典型案例1: 【案例三】 第一篇: 之一
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[《(]?(典型|优秀|创新|实践|参考|经典)?(案例|事例|范例|经验|例)[ ]?(之)?([0-9]{1,2}|[一二三四五六七八九十]{1,3})[》)]?[ :、.]*(.*)$|^(?:第|篇)([0-9]{1,2}|[一二三四五六七八九十]{1,3})(篇|例|则|:)[ :、.]*(.*)$",
    )
});
/// The share of the entries of a table of contents that must stand in the text again.
const FOUND: f64 = 0.7;
/// An entry is no longer than this, in characters.
const ENTRY: usize = 70;

/// Marks that count from one, each with a text of its own. The last chain counts: the first may be
/// a table of contents.
pub(super) fn sequence(lines: &[Line]) -> Vec<Start> {
    let marks: Vec<(usize, u32, bool, bool)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| {
            let (value, bare, case) = mark(line)?;
            Some((at, value, bare, case))
        })
        .collect();
    let Some(first) = marks.iter().rposition(|(_, value, _, _)| *value == 1) else {
        return Vec::new();
    };
    let mut chain: Vec<(usize, bool, bool)> = Vec::new();
    for (at, value, bare, case) in &marks[first..] {
        if usize::try_from(*value) == Ok(chain.len() + 1) {
            chain.push((*at, *bare, *case));
        }
    }
    let starts: Vec<Start> = chain
        .into_iter()
        .map(|(line, bare, case)| Start {
            line,
            title_lines: if bare { 0 } else { 1 },
            office: false,
            kind: case.then_some(Kind::Case),
        })
        .collect();
    // Two examples inside a long text are no collection.
    let before = starts.first().map_or(0, |first| text_of(&lines[..first.line]));
    let whole = before <= 300 || before * 5 <= text_of(lines);
    if starts.len() >= 2 && whole && are_documents(lines, &starts) { starts } else { Vec::new() }
}

/// The number that a mark counts, whether it stands alone on its line, and whether it counts cases.
fn mark(line: &Line) -> Option<(u32, bool, bool)> {
    if matches!(line.role, Role::Paragraph | Role::Markup) && line.block.characters() > ENTRY
        || line.plain().ends_with('。')
    {
        return None;
    }
    let captures = MARK.captures(line.plain())?;
    let case = captures.get(4).is_some();
    let number = captures.get(4).or_else(|| captures.get(6))?;
    let rest = captures.get(5).or_else(|| captures.get(8)).map_or("", |it| it.as_str());
    Some((value(number.as_str())?, rest.trim_matches(['》', ' ', ':']).is_empty(), case))
}

/// Whether the folded line is a mark alone: 案例一, 一.
pub(in crate::intake) fn is_bare_mark(line: &Line) -> bool {
    let number = line.plain().trim_end_matches(['、', '.']);
    let alone = number.chars().count() <= 3 && value(number).is_some();
    alone || mark(line).is_some_and(|(_, bare, _)| bare)
}

/// The folded title without the mark before it, and the bytes of the mark.
pub(in crate::intake) fn mark_length(plain: &str) -> usize {
    let rest = MARK.captures(plain).and_then(|it| it.get(5).or_else(|| it.get(8)));
    rest.filter(|rest| !rest.as_str().is_empty()).map_or(0, |rest| rest.start())
}

/// Entries of a table of contents that stand as lines in the text again, each before a text, when
/// they name documents and not chapters.
pub(super) fn contents(lines: &[Line]) -> Vec<Start> {
    let Some(mark) = lines.iter().take(30).position(|line| line.role == Role::Contents) else {
        return Vec::new();
    };
    let entries: Vec<(usize, String)> = lines
        .iter()
        .enumerate()
        .skip(mark + 1)
        .take_while(|(_, line)| line.block.characters() <= ENTRY && !line.plain().ends_with('。'))
        .map(|(at, line)| (at, entry(line.plain())))
        .filter(|(_, entry)| entry.chars().count() >= 4)
        .collect();
    let mut starts: Vec<Start> = Vec::new();
    let mut from = mark + 1;
    let mut count = 0;
    let mut named = 0;
    for (at, entry) in &entries {
        // The text begins where the first entry comes again.
        if starts.first().is_some_and(|first| *at >= first.line) {
            break;
        }
        count += 1;
        named += usize::from(names_document(entry));
        let found = (from.max(at + 1)..lines.len())
            .find_map(|line| joined(lines, line, entry).map(|count| (line, count)));
        if let Some((line, title_lines)) = found {
            from = line + 1;
            starts.push(Start { line, title_lines, office: false, kind: None });
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "entries of a table are few")]
    let enough = starts.len() as f64 >= FOUND * count as f64 && named * 3 >= count * 2;
    if count >= 2 && starts.len() >= 2 && enough && are_documents(lines, &starts) {
        starts
    } else {
        Vec::new()
    }
}

/// How many lines from `at` join to the entry: two at most.
fn joined(lines: &[Line], at: usize, entry: &str) -> Option<usize> {
    let first = self::entry(lines[at].plain());
    if first.is_empty() || lines[at].block.characters() > ENTRY + 10 {
        return None;
    }
    if first == *entry {
        return Some(1);
    }
    let second = lines.get(at + 1).filter(|_| entry.starts_with(&first))?;
    (format!("{first}{}", self::entry(second.plain())) == *entry).then_some(2)
}

/// An entry without number, dots and page.
fn entry(plain: &str) -> String {
    let start = mark_length(plain);
    let rest = &plain[start..];
    let number = crate::intake::shape::numbering::numbering(rest).map_or(0, |number| number.length);
    let rest = rest[number..].trim_start_matches(['、', '.', ' ', ')']);
    let end = rest.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | ' ' | '-' | '(')
    });
    let end = if end.ends_with(')') { end } else { end.trim_end_matches(')') };
    end.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether an entry names a document: a genre, a place or a body, a whole statement.
fn names_document(entry: &str) -> bool {
    let characters = entry.chars().count();
    let genre = words::genre(without_bracket(entry)).is_some();
    let placed = region::leading(entry).is_some() || office::leading(entry).is_some();
    characters >= 6 && (genre || placed) || characters >= 12
}
