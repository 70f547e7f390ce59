//! A text by its letters and figures alone: the form in which a draft and a held passage are
//! compared, so that punctuation, quote marks and spaces make no difference.

use std::ops::Range;

use crate::text::segment::{Cut, pairs};
use crate::text::{Folded, Span, fold};

/// A text's letters and figures, folded, each with where it stood.
pub(super) struct Letters {
    /// Folded characters. Signs inside a figure are kept: 98.82%, 7·9, 5-7.
    pub(super) chars: Vec<char>,
    /// For each of `chars` its bytes in the folded text.
    folded_at: Vec<Span>,
    folded: Folded,
}

impl Letters {
    pub(super) fn of(text: &str) -> Self {
        let folded = fold(text);
        let mut letters =
            Self { chars: Vec::new(), folded_at: Vec::new(), folded: Folded::default() };
        let mut before = None;
        let mut rest = folded.text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let after = rest.peek().map(|(_, next)| *next);
            if is_kept(before, c, after) {
                letters.chars.push(c);
                letters.folded_at.push(Span::new(at, at + c.len_utf8()));
            }
            before = Some(c);
        }
        letters.folded = folded;
        letters
    }

    /// The whole text, folded.
    pub(super) fn folded(&self) -> &Folded {
        &self.folded
    }

    /// The bytes of a letter in [`Letters::folded`].
    pub(super) fn folded_at(&self, letter: usize) -> Span {
        self.folded_at[letter]
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The bytes of the original text from the first to the last of these letters.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            let at = self.folded_at.get(range.start).map_or(self.folded.text.len(), |it| it.start);
            return self.folded.to_original(Span::new(at, at));
        }
        self.folded.to_original(self.folded_span(range))
    }

    /// The letters that stand within these bytes of the original text.
    pub(super) fn within(&self, span: Span) -> Range<usize> {
        let start =
            self.folded_at.partition_point(|it| self.folded.to_original(*it).end <= span.start);
        let end =
            self.folded_at.partition_point(|it| self.folded.to_original(*it).start < span.end);
        start..end.max(start)
    }

    /// The pairs of characters that the index knows, each with the first and the last of its
    /// letters.
    pub(super) fn pairs(&self) -> Vec<(Range<usize>, Cut)> {
        let cuts = pairs(&self.folded.text).into_iter();
        cuts.map(|cut| {
            let start = self.folded_at.partition_point(|it| it.end <= cut.span.start);
            let end = self.folded_at.partition_point(|it| it.start < cut.span.end);
            (start..end, cut)
        })
        .collect()
    }

    /// Whether a clause ends before letter `at`: a comma or more stands there, not only 、.
    pub(super) fn clause_ends(&self, at: usize) -> bool {
        self.between(at).contains([',', ';', ':', '。', '!', '?', '…'])
    }

    /// Whether a sentence ends before letter `at`, or the text.
    pub(super) fn sentence_ends(&self, at: usize) -> bool {
        at >= self.len() || self.between(at).contains([';', '。', '!', '?', '…'])
    }

    /// What stands between letter `at` and the one before; nothing at the ends.
    fn between(&self, at: usize) -> &str {
        if at == 0 || at >= self.len() {
            return "";
        }
        Span::new(self.folded_at[at - 1].end, self.folded_at[at].start).of(&self.folded.text)
    }

    /// Whether something that is no letter stands between letter `at` and the one before.
    pub(super) fn parted(&self, at: usize) -> bool {
        at == 0
            || at >= self.len()
            || self.between(at).contains(|c: char| !matches!(c, '"' | '\'' | ' ' | '·'))
    }

    /// Where `needle` stands first.
    pub(super) fn find(&self, needle: &[char]) -> Option<usize> {
        let first = needle.first()?;
        let last = self.len().checked_sub(needle.len())?;
        (0..=last).find(|&at| self.chars[at] == *first && self.chars[at..].starts_with(needle))
    }

    fn folded_span(&self, range: Range<usize>) -> Span {
        Span::new(self.folded_at[range.start].start, self.folded_at[range.end - 1].end)
    }
}

/// Whether a folded character counts, between those beside it.
fn is_kept(before: Option<char>, c: char, after: Option<char>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match c {
        '%' => digit(before),
        '.' | '·' | '-' | '/' | '+' => digit(before) && digit(after),
        c => c.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_makes_no_difference_and_figures_do() {
        let chars = |text: &str| Letters::of(text).chars.into_iter().collect::<String>();
        assert_eq!(chars("評定「四強」黨支部,539個。"), "评定四强党支部539个");
        assert_eq!(chars("98.82%、7·9 与 5-7；1,000"), "98.82%7·9与5-71000");
        assert_eq!(chars("完。"), "完");
    }

    #[test]
    fn letters_lead_back_to_the_text() {
        let text = "評定「四強」黨支部。";
        let letters = Letters::of(text);
        assert_eq!(letters.span(2..4).of(text), "四強");
        assert_eq!(letters.span(1..5).of(text), "定「四強」黨");
        let at = text.find("四").unwrap();
        assert_eq!(letters.within(Span::new(at, at + 6)), 2..4);
        assert_eq!(letters.find(&['四', '强']), Some(2));
        assert_eq!(letters.pairs()[1].0, 1..3);
    }
}
