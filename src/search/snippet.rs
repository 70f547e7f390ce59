//! The part of a passage that shows best why it was found, with what was found marked.

use serde::Serialize;
use unicode_normalization::char::canonical_combining_class;

use crate::text::segment::{Analyzer, Finder, is_han};
use crate::text::sentences::{clauses, sentences};
use crate::text::{Span, fold};

/// About how long a snippet is, in characters.
const SNIPPET_CHARACTERS: usize = 110;

/// A part of the query up to this long is also looked for whole, in characters.
const WHOLE_PART: usize = 16;

/// A clause longer than a snippet is taken in pieces of this many characters.
const CHUNK: usize = 50;

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
    /// Of words, folded, quote marks left out.
    words: Finder,
    /// Texts that were asked exactly, folded.
    exact: Vec<String>,
    /// Chinese characters of the parts: by them alone the window of a passage is chosen that was
    /// found by nothing longer. They are never marked.
    characters: Vec<String>,
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
        let characters = parts.iter().flat_map(|part| part.chars()).filter(|c| is_han(*c));
        let characters = characters.map(String::from).collect();
        Self { words: Finder::new(words), exact: exact.to_vec(), characters }
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
        joined(&self.found(text))
    }

    /// How much of what was asked stands in `text`: letters of different things found.
    #[must_use]
    pub fn told(&self, text: &str) -> usize {
        worth(Span::new(0, text.len()), &self.found(text)).0
    }

    /// Every place in `text` that is marked, in order, with what stands there: folded, without
    /// quote marks.
    fn found(&self, text: &str) -> Vec<(Span, String)> {
        let folded = fold(text);
        let mut found = self.words.find(&folded.text);
        // The a of data is no A.
        found.retain(|span| {
            !(is_inside(&folded.text, span.start) || is_inside(&folded.text, span.end))
        });
        for exact in self.exact.iter().filter(|exact| !exact.is_empty()) {
            let at = folded.text.match_indices(exact.as_str());
            found.extend(at.map(|(at, text)| Span::new(at, at + text.len())));
        }
        let place = |span: Span| {
            let original = folded.to_original(span);
            let end = original.end + attached(&text[original.end..]);
            (Span::new(original.start, end), span.of(&folded.text).replace(['"', '\''], ""))
        };
        let mut places: Vec<(Span, String)> = found.into_iter().map(place).collect();
        places.sort_unstable();
        places
    }
}

/// Whether the byte `at` parts two Latin letters or two digits: what begins or ends there is a piece
/// of another word.
fn is_inside(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    before.zip(after).is_some_and(|(before, after)| {
        (before.is_ascii_alphabetic() && after.is_ascii_alphabetic())
            || (before.is_ascii_digit() && after.is_ascii_digit())
    })
}

/// Spans that overlap or touch become one.
fn joined(places: &[(Span, String)]) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in places.iter().map(|(span, _)| *span).filter(|span| !span.is_empty()) {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// Bytes at the start of `rest` that belong to the character before: combining marks, variation
/// selectors, joiners and skin tones.
fn attached(rest: &str) -> usize {
    let attaches = |c: char| {
        canonical_combining_class(c) != 0
            || matches!(c, '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}'
                | '\u{E0100}'..='\u{E01EF}')
    };
    rest.len() - rest.trim_start_matches(attaches).len()
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
    let found = needles.found(text);
    let best = best_window(text, &found, needles);
    let mut shown = pieces(text, best, &joined(&found));
    let ellipsis = || Piece { text: "……".to_owned(), hit: false };
    if !text[..best.start].trim().is_empty() {
        shown.insert(0, ellipsis());
    }
    if !text[best.end..].trim().is_empty() {
        shown.push(ellipsis());
    }
    shown
}

/// The window that holds the most different things found, without the blanks around it; where
/// nothing was found, the most characters of what was asked.
fn best_window(text: &str, found: &[(Span, String)], needles: &Needles) -> Span {
    let characters =
        || Needles { words: Finder::new(needles.characters.clone()), ..Needles::default() };
    let single = if found.is_empty() { characters().found(text) } else { Vec::new() };
    let found = if found.is_empty() { &single } else { found };
    let units = units(text, &joined(found));
    let windows = (0..units.len()).map(|first| window(text, &units[first..]));
    // Of equal windows the first.
    let best = windows.rev().max_by_key(|window| worth(*window, found));
    let best = best.unwrap_or(Span::new(0, text.len()));
    let trimmed = best.of(text).trim();
    let start = best.start + best.of(text).len() - best.of(text).trim_start().len();
    Span::new(start, start + trimmed.len())
}

/// What a window is made of: sentences, the clauses of a long one, pieces of a long clause.
fn units(text: &str, marks: &[Span]) -> Vec<Span> {
    let is_long = |span: &Span| characters(span.of(text)) > SNIPPET_CHARACTERS;
    let clauses = |sentence: Span| {
        let inner = if is_long(&sentence) { clauses(sentence.of(text)) } else { Vec::new() };
        let inner: Vec<Span> = inner.into_iter().map(|it| it.shift(sentence.start)).collect();
        if inner.is_empty() { vec![sentence] } else { inner }
    };
    let chunks =
        |clause: Span| if is_long(&clause) { chunks(text, clause, marks) } else { vec![clause] };
    sentences(text).into_iter().flat_map(clauses).flat_map(chunks).collect()
}

/// Pieces of a clause that has no border of its own, cut neither inside a mark nor between a
/// character and what is attached to it.
fn chunks(text: &str, clause: Span, marks: &[Span]) -> Vec<Span> {
    let mut chunks = Vec::new();
    let mut start = clause.start;
    while start < clause.end {
        let cut = text[start..clause.end].char_indices().nth(CHUNK);
        let mut end = cut.map_or(clause.end, |(at, _)| start + at);
        if let Some(mark) = marks.iter().find(|mark| mark.start < end && end < mark.end) {
            end = if mark.start > start { mark.start } else { mark.end.min(clause.end) };
        }
        end = (end + attached(&text[end..])).min(clause.end);
        chunks.push(Span::new(start, end));
        start = end;
    }
    chunks
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
    let end = cut.map_or(end, |(at, _)| first.start + at);
    Span::new(first.start, end + attached(&text[end..]))
}

/// How many different things a window holds, weighed by their length, then how many in all.
fn worth(window: Span, found: &[(Span, String)]) -> (usize, usize) {
    let held = found.iter().filter(|(span, _)| window.contains(*span));
    let mut texts: Vec<&str> = held.map(|(_, text)| text.as_str()).collect();
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

    #[test]
    fn a_window_is_found_in_text_without_borders() {
        let filler = "没有标点的长文".repeat(60);
        let text = format!("{filler}营商环境{filler}");
        let shown = snippet(&text, &needles(&["营商环境"], &[]));
        assert_eq!(hits(&shown), ["营商环境"]);
        let length: usize = shown.iter().map(|piece| characters(&piece.text)).sum();
        assert!(length < 2 * SNIPPET_CHARACTERS, "{length}");
    }

    #[test]
    fn single_characters_of_other_words_are_never_marked() {
        let asked = needles(&["机关当建"], &[]);
        assert!(hits(&snippet("应当抓建设", &asked)).is_empty());
        assert_eq!(hits(&snippet("机关应当抓建设", &asked)), ["机关"]);
        let filler = "这一句话与所问无关只是占去篇幅。".repeat(12);
        let shown = snippet(&format!("{filler}应当抓建设。{filler}"), &asked);
        assert!(shown.iter().any(|piece| piece.text.contains("应当抓建设")), "{shown:?}");
    }

    #[test]
    fn letters_and_digits_are_marked_as_whole_words() {
        let text = "Data 的 A 类有 5G 和 25G,A级。";
        assert_eq!(hits(&marked(text, &needles(&["A类", "5G"], &[]))), ["A 类", "5G", "A"]);
    }

    #[test]
    fn different_things_are_worth_more_than_the_same_again() {
        let filler = "这一句话与所问无关只是占去篇幅。".repeat(12);
        let text = format!("审计审计审计审计审计审计。{filler}审计整改由财政牵头。{filler}");
        let shown = snippet(&text, &needles(&["审计", "财政"], &[]));
        assert_eq!(hits(&shown), ["审计", "财政"]);
    }

    #[test]
    fn what_is_attached_to_a_character_is_marked_with_it() {
        let text = "葛\u{E0100}城区,四\u{FE00}強,e\u{301}cole";
        assert_eq!(hits(&marked(text, &needles(&["四强"], &[]))), ["四\u{FE00}強"]);
        assert_eq!(hits(&marked(text, &needles(&[], &["葛"]))), ["葛\u{E0100}"]);
        assert_eq!(hits(&marked(text, &needles(&["\u{e9}cole"], &[]))), ["e\u{301}cole"]);
    }

    /// Text of all kinds, rich in what is hard: marks that combine, characters beyond the basic
    /// plane, quote marks, sentence ends, spaces.
    fn texts() -> impl Strategy<Value = String> {
        let dense =
            "[一-三。，！？；,a「」“”\"'\\n 𠮷👍🏽e\u{301}\u{FE00}\u{200B}\u{3000}㈠強黨]{0,300}";
        prop_oneof![dense.prop_map(String::from), any::<String>()]
    }

    proptest! {
        #[test]
        fn whatever_is_asked_of_whatever_text_pieces_are_parts_of_the_original(
            text in texts(),
            query in prop_oneof![texts(), "[一-三強]{1,3}".prop_map(String::from)],
        ) {
            let parsed = crate::search::parse::parse(&query);
            let needles = Needles::new(&parsed.words, &parsed.exact, &ANALYZER);
            let marks = needles.marks(&text);
            prop_assert!(marks.iter().all(|mark| text.get(mark.start..mark.end).is_some_and(|it| !it.is_empty())));
            prop_assert!(marks.windows(2).all(|two| two[0].end < two[1].start));
            let whole: String = marked(&text, &needles).into_iter().map(|piece| piece.text).collect();
            prop_assert_eq!(&whole, &text);
            let found = needles.found(&text);
            let window = best_window(&text, &found, &needles);
            let shown: String = snippet(&text, &needles).into_iter().map(|piece| piece.text).collect();
            prop_assert!(shown.contains(window.of(&text)));
            prop_assert!(characters(&shown) <= characters(window.of(&text)) + 4);
            prop_assert!(marks.is_empty() || marks.iter().any(|mark| mark.start < window.end && window.start < mark.end));
        }
    }
}
