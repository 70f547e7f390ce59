//! The part of a passage that shows best why it was found, with what was found marked.

use serde::Serialize;

use crate::text::segment::{Analyzer, is_han, occurrences};
use crate::text::sentences::{clauses, sentences};
use crate::text::{Span, fold};

/// About how long a snippet is, in characters.
const SNIPPET_CHARACTERS: usize = 110;

/// A part of the query up to this long is also looked for whole, in characters.
const WHOLE_PART: usize = 16;

/// A stretch of a snippet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Original characters.
    pub text: String,
    /// Whether it is what was asked for.
    pub hit: bool,
}

/// What to mark in a passage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needles {
    /// Words, folded, quote marks left out.
    words: Vec<String>,
    /// Texts that were asked exactly, folded.
    exact: Vec<String>,
}

impl Needles {
    /// The words of `parts` with their synonyms, and the texts of `exact`, all folded. Single
    /// characters are marked only when there is nothing longer.
    #[must_use]
    pub fn new(parts: &[String], exact: &[String], analyzer: &Analyzer) -> Self {
        let cuts = parts.iter().flat_map(|part| analyzer.words(part));
        // A part that stands whole is marked whole, however the dictionary cuts it.
        let whole = parts.iter().map(|part| part.replace(['"', '\''], ""));
        let whole = whole.filter(|part| part.chars().count() <= WHOLE_PART);
        let synonyms = parts.iter().flat_map(|part| analyzer.replaceable(part));
        let synonyms = synonyms.flat_map(|it| it.synonyms.iter().map(|it| it.word.clone()));
        let all: Vec<String> = cuts.map(|cut| cut.term).chain(whole).chain(synonyms).collect();
        let long = |word: &String| word.chars().count() > 1 || !word.chars().all(is_han);
        let any_long = all.iter().any(long);
        let words = all.into_iter().filter(|word| !any_long || long(word)).collect();
        Self { words, exact: exact.to_vec() }
    }

    /// Whether there is nothing to mark.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.exact.is_empty()
    }

    /// Where they stand in `text` (original characters): spans of it, in order, apart from each
    /// other.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Span> {
        let folded = fold(text);
        let mut found = occurrences(&folded.text, &self.words);
        for exact in self.exact.iter().filter(|exact| !exact.is_empty()) {
            let at = folded.text.match_indices(exact.as_str());
            found.extend(at.map(|(at, text)| Span::new(at, at + text.len())));
        }
        let mut spans: Vec<Span> = found.into_iter().map(|it| folded.to_original(it)).collect();
        spans.sort_unstable();
        joined(spans)
    }
}

/// Spans that overlap or touch become one.
fn joined(spans: Vec<Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// The whole of `text` with `needles` marked.
#[must_use]
pub fn marked(text: &str, needles: &Needles) -> Vec<Piece> {
    pieces(text, Span::new(0, text.len()), &needles.marks(text))
}

/// The best window of `text`: whole sentences, or whole clauses of a long one, that hold the most
/// different things asked for. An ellipsis stands where text was left out.
#[must_use]
pub fn snippet(text: &str, needles: &Needles) -> Vec<Piece> {
    let marks = needles.marks(text);
    let units: Vec<Span> = sentences(text)
        .into_iter()
        .flat_map(|sentence| {
            let long = characters(sentence.of(text)) > SNIPPET_CHARACTERS;
            let inner = if long { clauses(sentence.of(text)) } else { vec![] };
            let inner: Vec<Span> =
                inner.into_iter().map(|clause| clause.shift(sentence.start)).collect();
            if inner.is_empty() { vec![sentence] } else { inner }
        })
        .collect();
    let windows = (0..units.len()).map(|first| window(text, &units[first..]));
    let worth = |window: &Span| worth(text, *window, &marks);
    // Of equal windows the first.
    let best = windows.rev().max_by_key(worth).unwrap_or(Span::new(0, text.len()));
    let trimmed = best.of(text).trim();
    let lead = best.of(text).len() - best.of(text).trim_start().len();
    let best = Span::new(best.start + lead, best.start + lead + trimmed.len());
    let mut shown = pieces(text, best, &marks);
    let ellipsis = || Piece { text: "……".to_owned(), hit: false };
    if !text[..best.start].trim().is_empty() {
        shown.insert(0, ellipsis());
    }
    if !text[best.end..].trim().is_empty() {
        shown.push(ellipsis());
    }
    shown
}

/// As many of `units` as a snippet holds, one at least; a single one that is much too long is cut.
fn window(text: &str, units: &[Span]) -> Span {
    let first = units[0];
    let mut end = first.end;
    for unit in &units[1..] {
        if characters(&text[first.start..unit.end]) > SNIPPET_CHARACTERS {
            break;
        }
        end = unit.end;
    }
    let cut = text[first.start..end].char_indices().nth(2 * SNIPPET_CHARACTERS);
    Span::new(first.start, cut.map_or(end, |(at, _)| first.start + at))
}

/// How many different marked texts a window holds, then how many in all.
fn worth(text: &str, window: Span, marks: &[Span]) -> (usize, usize) {
    let held = marks.iter().filter(|mark| window.contains(**mark));
    let mut texts: Vec<String> = held.map(|mark| fold(mark.of(text)).text).collect();
    let all = texts.len();
    texts.sort_unstable();
    texts.dedup();
    (texts.iter().map(|text| characters(text)).sum(), all)
}

fn pieces(text: &str, window: Span, marks: &[Span]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |from: usize, to: usize, hit| {
        if from < to {
            pieces.push(Piece { text: text[from..to].to_owned(), hit });
        }
    };
    let mut at = window.start;
    for mark in marks.iter().filter(|mark| mark.start < window.end && mark.end > window.start) {
        let (start, end) = (mark.start.max(window.start), mark.end.min(window.end));
        push(at, start, false);
        push(start, end, true);
        at = end;
    }
    push(at, window.end, false);
    pieces
}

fn characters(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::text::lexicon::Lexicon;
    use proptest::prelude::*;

    static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::new(&Lexicon::built_in()));

    fn needles(parts: &[&str], exact: &[&str]) -> Needles {
        let folded = |list: &[&str]| list.iter().map(|text| fold(text).text).collect::<Vec<_>>();
        Needles::new(&folded(parts), &folded(exact), &ANALYZER)
    }

    fn hits(pieces: &[Piece]) -> Vec<&str> {
        pieces.iter().filter(|piece| piece.hit).map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn marks_stand_on_the_original_whatever_its_script() {
        let text = "評定「四強」黨支部539個,𠮷林參加。";
        assert_eq!(hits(&marked(text, &needles(&["四强党支部"], &[]))), ["四強」黨支部"]);
        assert_eq!(hits(&marked(text, &needles(&[], &["参加"]))), ["參加"]);
        assert!(hits(&marked(text, &needles(&["没有"], &[]))).is_empty());
        let window = needles(&["一窗受理"], &[]);
        assert_eq!(hits(&marked("登记“一窗受理、一次办结”", &window)), ["一窗受理"]);
    }

    #[test]
    fn the_window_holds_what_was_asked_and_whole_sentences() {
        let filler = "这一句话与所问无关只是占去篇幅。".repeat(12);
        let text = format!("{filler}设立办不成事窗口,优化营商环境。{filler}");
        let shown = snippet(&text, &needles(&["营商环境", "办不成事"], &[]));
        assert!(
            hits(&shown).contains(&"办不成事") && hits(&shown).contains(&"营商环境"),
            "{shown:?}"
        );
        let whole: String = shown.iter().map(|piece| piece.text.as_str()).collect();
        assert!(whole.starts_with("……") && whole.ends_with("……"));
        assert!(whole.trim_matches('…').ends_with('。'), "{whole}");
        assert!(characters(&whole) < 2 * SNIPPET_CHARACTERS);
    }

    proptest! {
        #[test]
        fn pieces_together_are_the_text(text in "[一-三。,a「」\\n𠮷e\u{301}]{0,200}", word in "[一-三]{1,3}") {
            let needles = needles(&[&word], &[&word]);
            let whole: String = marked(&text, &needles).into_iter().map(|p| p.text).collect();
            prop_assert_eq!(&whole, &text);
            let window: String = snippet(&text, &needles).into_iter().map(|p| p.text).collect();
            prop_assert!(text.contains(window.trim_matches('…')));
        }
    }
}
