//! The labels of a line.

use crate::intake::words::{self, Label};
use crate::text::fold;
use crate::text::segment::is_han;

/// The longest label, in characters with the spaces inside it.
const LONGEST_LABEL: usize = 16;

/// A label in a line: where it begins, where its value begins.
pub(super) struct Found {
    pub(super) label: Label,
    pub(super) start: usize,
    pub(super) value: usize,
}

/// 【文　号】 某政发〔2021〕14号 【成文日期】 2021-07-28: labels in brackets; none where none of them
/// is known.
fn bracketed_labels(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut known = false;
    for (start, _) in text.match_indices('【') {
        let inner = start + '【'.len_utf8();
        let Some(length) = text[inner..].find('】') else { break };
        let word = fold(&text[inner..inner + length]).text.replace(' ', "");
        let label = words::label(&word);
        known |= label.is_some();
        if (2..=8).contains(&word.chars().count()) {
            let value = inner + length + '】'.len_utf8();
            found.push(Found { label: label.unwrap_or(Label::Skip), start, value });
        }
    }
    found.retain(|_| known);
    found
}

/// Every label of the line that is known; an unknown one beside a known one counts as of no use.
pub(super) fn labels(text: &str) -> Vec<Found> {
    let mut found = bracketed_labels(text);
    if !found.is_empty() {
        return found;
    }
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if !matches!(c, ':' | '：' | '︰' | '﹕') {
            continue;
        }
        let after = &text[at + c.len_utf8()..];
        let clock = text[..at].ends_with(|c: char| c.is_ascii_digit())
            && after.starts_with(|c: char| c.is_ascii_digit());
        if clock || after.starts_with("//") {
            continue;
        }
        let known = label_before(&text[from..at]);
        let found_here =
            known.or_else(|| unknown_before(&text[from..at]).filter(|_| !found.is_empty()));
        if let Some((label, length)) = found_here {
            found.push(Found { label, start: at - length, value: at + c.len_utf8() });
            from = at + c.len_utf8();
        }
    }
    // An unknown first label counts only beside known ones.
    found
}

/// The known label that the text before a colon ends with, and its bytes.
fn label_before(text: &str) -> Option<(Label, usize)> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let first = starts.len().saturating_sub(LONGEST_LABEL);
    starts[first..].iter().find_map(|&at| {
        let word = fold(&text[at..]).text.replace(' ', "");
        let word = word.trim_matches(['《', '》', '(', ')', '·', '-', '*', '|', '"']);
        let before = text[..at].chars().next_back();
        // A day may run into the next label: …12月06日来源：
        let apart = before.is_none_or(|c| c == '日' || !is_han(c) && !c.is_alphabetic());
        let glued = !apart && word.chars().count() >= 3;
        words::label(word).filter(|_| apart || glued).map(|label| (label, text.len() - at))
    })
}

/// A short word of Chinese set apart before a colon.
fn unknown_before(text: &str) -> Option<(Label, usize)> {
    let word = text.rsplit(|c: char| c.is_whitespace() || "|｜丨]】".contains(c)).next()?;
    let short = (2..=8).contains(&word.chars().count()) && word.chars().all(is_han);
    (short && word.len() < text.len()).then_some((Label::Skip, word.len()))
}
