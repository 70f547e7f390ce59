//! A paragraph of a draft as it is compared: its letters, sentences, quotations, and the windows by
//! which it is looked up.

use std::ops::Range;

use super::draft::Paragraph;
use super::letters::Letters;
use crate::knowledge::region;
use crate::text::Span;
use crate::text::segment::Cut;
use crate::text::sentences::sentences;

/// A window holds at least this many letters where the text goes on.
const WINDOW_LEAST: usize = 16;
/// A window without punctuation is cut here.
const WINDOW_MOST: usize = 36;
/// Quotations shorter than this are terms and names, not quotations.
pub(super) const QUOTATION_LEAST: usize = 8;

/// Opening quote marks, each with its closing one.
const QUOTES: [(char, char); 5] =
    [('“', '”'), ('「', '」'), ('『', '』'), ('"', '"'), ('\u{ff02}', '\u{ff02}')];

/// A paragraph, read.
pub(super) struct Sheet<'a> {
    pub(super) paragraph: &'a Paragraph,
    pub(super) letters: Letters,
    /// Bytes of the paragraph's text.
    pub(super) sentences: Vec<Span>,
    /// What stands within quote marks, without them; bytes of the paragraph's text.
    pub(super) quotations: Vec<Span>,
    /// Letters of the places that are named.
    pub(super) places: Vec<Range<usize>>,
    /// Ranges of letters; together they are all of them.
    pub(super) windows: Vec<Range<usize>>,
    pairs: Vec<(Range<usize>, Cut)>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(paragraph: &'a Paragraph) -> Self {
        let text = &paragraph.text;
        let letters = Letters::of(text);
        let quotations = quotations(text);
        let long = quotations.iter().map(|span| letters.within(*span));
        let long: Vec<Range<usize>> = long.filter(|it| it.len() >= QUOTATION_LEAST).collect();
        let windows = windows(&letters, &long);
        let places = region::mentions(text).into_iter();
        let places = places.map(|(span, _)| letters.within(span)).collect();
        let (sentences, pairs) = (sentences(text), letters.pairs());
        Self { paragraph, letters, sentences, quotations, places, windows, pairs }
    }

    /// The text of the paragraph.
    pub(super) fn text(&self) -> &'a str {
        &self.paragraph.text
    }

    /// The bytes of the draft at these bytes of the paragraph's text.
    pub(super) fn to_draft(&self, span: Span) -> Span {
        self.paragraph.to_draft(span)
    }

    /// The terms by which letters can be looked up.
    pub(super) fn terms(&self, letters: &Range<usize>) -> impl Iterator<Item = &str> {
        let first = self.pairs.partition_point(|(at, _)| at.start < letters.start);
        let rest = self.pairs[first..].iter();
        let end = letters.end;
        rest.take_while(move |(at, _)| at.end <= end).map(|(_, cut)| cut.term.as_str())
    }

    /// The sentence that holds the byte `at` of the paragraph's text.
    pub(super) fn sentence_at(&self, at: usize) -> Span {
        let after = self.sentences.partition_point(|sentence| sentence.start <= at);
        self.sentences.get(after.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// Whether the letters stand within a title's marks; the bytes between the marks.
    pub(super) fn title_around(&self, letters: &Range<usize>) -> Option<Span> {
        let span = self.letters.span(letters.clone());
        titles(self.text()).into_iter().find(|title| title.contains(span))
    }
}

/// What stands within title marks, without them, the outer ones where they are nested.
pub(super) fn titles(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '《' | '【' => open.push(at + c.len_utf8()),
            '》' | '】' => {
                if let Some(start) = open.pop().filter(|_| open.is_empty()) {
                    found.push(Span::new(start, at));
                }
            }
            '\n' => open.clear(),
            _ => {}
        }
    }
    found
}

/// The span with the closing marks right after it whose opening ones stand in it.
pub(super) fn closed(text: &str, mut span: Span) -> Span {
    const MARKS: [(char, char); 6] = [
        ('“', '”'),
        ('「', '」'),
        ('『', '』'),
        ('《', '》'),
        ('(', ')'),
        ('\u{ff08}', '\u{ff09}'),
    ];
    while let Some(next) = text[span.end..].chars().next() {
        let Some((open, close)) = MARKS.iter().find(|(_, close)| *close == next) else { break };
        let inside = span.of(text);
        if inside.matches(*open).count() <= inside.matches(*close).count() {
            break;
        }
        span.end += next.len_utf8();
    }
    span
}

/// What stands within quote marks, the outer ones where they are nested.
pub(super) fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let inside = at + c.len_utf8();
        at = inside;
        let Some((open, close)) = QUOTES.iter().find(|(open, _)| *open == c) else { continue };
        if let Some(end) = closing(&text[inside..], *open, *close) {
            found.push(Span::new(inside, inside + end));
            at = inside + end + close.len_utf8();
        }
    }
    found
}

/// Where the mark that closes stands in `text`, marks of the same kind inside passed over.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == close {
            match depth.checked_sub(1) {
                None => return Some(at),
                Some(less) => depth = less,
            }
        } else if c == open {
            depth += 1;
        }
    }
    None
}

/// Cuts letters into windows at punctuation, never across the edge of a long quotation.
fn windows(letters: &Letters, quotations: &[Range<usize>]) -> Vec<Range<usize>> {
    let edge = |at: usize| quotations.iter().any(|it| it.start == at || it.end == at);
    let mut windows: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for at in 1..=letters.len() {
        let length = at - start;
        let cut = at == letters.len()
            || edge(at)
            || (length >= WINDOW_LEAST && letters.parted(at))
            || length >= WINDOW_MOST;
        if !cut {
            continue;
        }
        let short = length < WINDOW_LEAST / 2 && !edge(start) && !edge(at);
        match windows.last_mut().filter(|_| short) {
            Some(last) => last.end = at,
            None => windows.push(start..at),
        }
        start = at;
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::draft::Draft;

    #[test]
    fn quotations_and_titles_are_taken_without_their_marks() {
        let text = "据《意见〈试行〉》,「把『四強』建好」和“一”、\"两\"。";
        let of = |spans: Vec<Span>| spans.iter().map(|it| it.of(text)).collect::<Vec<_>>();
        assert_eq!(of(quotations(text)), ["把『四強』建好", "一", "两"]);
        assert_eq!(of(titles(text)), ["意见〈试行〉"]);
        assert!(quotations("没有“配对").is_empty());
    }

    #[test]
    fn windows_are_all_letters_and_keep_quotations_apart() {
        let text = "开展调查研究,提出“党建引领业务发展”的思路,并在全市机关各级党组织推开。";
        let draft = Draft::pasted(text).unwrap();
        let sheet = Sheet::new(&draft.paragraphs[0]);
        let read: Vec<&str> =
            sheet.windows.iter().map(|it| sheet.letters.span(it.clone()).of(text)).collect();
        assert_eq!(
            read,
            ["开展调查研究,提出", "党建引领业务发展", "的思路,并在全市机关各级党组织推开"]
        );
        let terms: Vec<&str> = sheet.terms(&sheet.windows[1]).collect();
        assert_eq!(terms.first(), Some(&"党建"));
        assert_eq!(terms.len(), 7);
    }
}
