//! Did you mean: other spellings of what finds little, by sound and by shape, among the words that
//! the corpus holds.
//!
//! A stretch of the query is suspect when no more than [`FEW`] documents hold it as it stands. A
//! word of the corpus replaces it that sounds the same, looks like it (one character of
//! `correct/shapes.rs` changed) or sounds nearly the same, and that stands in far more passages.
//! It is offered; the query that was asked is the one that is answered.

mod shapes;

use std::collections::BTreeMap;

use super::parse::Parsed;
use super::suggest::complete;
use super::vocabulary::{LENGTHS, Vocabulary};
use crate::index::engine::EngineError;
use crate::index::query::Reading;
use crate::library::Snapshot;
use crate::text::lexicon::usual;
use crate::text::pinyin::sounds;
use crate::text::segment::is_han;
use crate::text::{Span, fold};

/// What more documents hold is no slip.
const FEW: u64 = 2;
/// A correction stands in so many times the passages of what was typed.
const MORE: u64 = 10;
/// A longer run of characters is a sentence, in which a slip cannot be told.
const MAX_RUN: usize = 24;
/// A word of the dictionary that the corpus lacks is replaced only by one that stands in this many
/// passages.
const FREQUENT: u64 = 5;
/// A longer query is a passage, and nobody looks for a slip in it, in characters.
const MAX_TEXT: usize = 80;
/// The most stretches that one correction changes.
const MAX_CHANGES: usize = 3;
/// The shortest word in letters that may be pinyin.
const MIN_LETTERS: usize = 3;

/// A stretch of the query and the word that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    /// Bytes of the part.
    span: Span,
    typed: String,
    word: String,
    passages: u64,
    likeness: Likeness,
}

/// How a word is like what was typed, the nearest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Loose,
    Shape,
    Sound,
}

/// Gathers what corrections are made of, so that the first to ask need not wait.
///
/// # Errors
/// When the index cannot be read.
pub fn prepare(snapshot: &Snapshot) -> Result<(), EngineError> {
    Vocabulary::of(snapshot).map(drop)
}

/// Another spelling of `text` (which was taken apart as `parsed` and finds `total` documents) that
/// finds more; `None` where nothing speaks for a slip.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn corrected(
    snapshot: &Snapshot,
    text: &str,
    parsed: &Parsed,
    total: usize,
) -> Result<Option<String>, EngineError> {
    let mut changes: BTreeMap<String, String> = BTreeMap::new();
    if text.chars().count() > MAX_TEXT {
        return Ok(None);
    }
    for part in parsed.words.iter().chain(&parsed.exact) {
        if total == 0 && is_letters(part) {
            let suggestions = complete(snapshot, part, &[], 1)?;
            let word = suggestions.into_iter().next().map(|found| found.query);
            changes.extend(word.map(|word| (part.clone(), word)));
        }
        for run in han_runs(part) {
            let found = changes_of(snapshot, part, run)?;
            changes.extend(found.into_iter().map(|change| (change.typed, change.word)));
        }
    }
    let folded = fold(text);
    let mut places: Vec<(Span, &str)> = Vec::new();
    for (typed, word) in &changes {
        let found = folded.text.match_indices(typed.as_str());
        let found = found.map(|(at, it)| folded.to_original(Span::new(at, at + it.len())));
        places.extend(found.map(|span| (span, word.as_str())));
    }
    places.sort_unstable_by_key(|(span, _)| *span);
    let mut corrected = String::new();
    let mut at = 0;
    for (span, word) in places.into_iter().take(MAX_CHANGES) {
        if span.start >= at {
            corrected.push_str(&text[at..span.start]);
            corrected.push_str(usual(word));
            at = span.end;
        }
    }
    corrected.push_str(&text[at..]);
    Ok((fold(&corrected).text != folded.text).then_some(corrected))
}

/// Whether `part` may have been typed without an input method.
fn is_letters(part: &str) -> bool {
    part.len() >= MIN_LETTERS && part.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The runs of Chinese characters in `part`.
fn han_runs(part: &str) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for (at, c) in part.char_indices().filter(|(_, c)| is_han(*c)) {
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = end,
            _ => runs.push(Span::new(at, end)),
        }
    }
    runs.retain(|run| run.of(part).chars().count() <= MAX_RUN);
    runs
}

/// The changes of one run, apart from each other: of longer stretches first, then of nearer words,
/// then of more frequent ones.
fn changes_of(snapshot: &Snapshot, part: &str, run: Span) -> Result<Vec<Change>, EngineError> {
    if holds_more(snapshot, run.of(part), FEW)? {
        return Ok(Vec::new());
    }
    let vocabulary = Vocabulary::of(snapshot)?;
    let known = known_words(snapshot, part)?;
    let mut candidates: Vec<Change> = windows(part, run)
        .into_iter()
        .filter(|window| known.iter().all(|(word, _)| !cuts_through(*window, *word)))
        .flat_map(|window| candidates(&vocabulary, part, window))
        .collect();
    candidates.sort_by_key(|it| (it.span.len(), it.likeness, it.passages));
    let mut chosen: Vec<Change> = Vec::new();
    while let Some(change) = candidates.pop() {
        let free = chosen
            .iter()
            .all(|it| it.span.end <= change.span.start || change.span.end <= it.span.start);
        if free && !is_held(snapshot, &change, &known)? {
            chosen.push(change);
        }
    }
    Ok(chosen)
}

/// The words of two characters and more in `part`, each with the passages that hold it.
fn known_words(snapshot: &Snapshot, part: &str) -> Result<Vec<(Span, u64)>, EngineError> {
    let words = snapshot.analyzer.plain_words(part).into_iter();
    let words = words.filter(|cut| cut.term.chars().nth(1).is_some());
    words.map(|cut| Ok((cut.span, snapshot.engine.frequency(Reading::Words, &cut.term)?))).collect()
}

/// Whether `window` begins or ends inside `word`.
fn cuts_through(window: Span, word: Span) -> bool {
    let inside = |at: usize| word.start < at && at < word.end;
    inside(window.start) || inside(window.end)
}

/// Whether what was typed stands in the corpus often enough to be meant.
fn is_held(
    snapshot: &Snapshot,
    change: &Change,
    known: &[(Span, u64)],
) -> Result<bool, EngineError> {
    let word = known.iter().find(|(span, _)| *span == change.span);
    if word.is_some() && (change.passages < FREQUENT || change.likeness == Likeness::Loose) {
        return Ok(true);
    }
    holds_more(snapshot, &change.typed, FEW.min(change.passages / MORE))
}

/// Whether more than `few` documents hold `text` as it stands.
fn holds_more(snapshot: &Snapshot, text: &str, few: u64) -> Result<bool, EngineError> {
    let few = usize::try_from(few).unwrap_or(usize::MAX);
    Ok(snapshot.engine.held(text, few.saturating_add(1))? > few)
}

/// Every stretch of the run that can be a word.
fn windows(part: &str, run: Span) -> Vec<Span> {
    let starts: Vec<usize> = run.of(part).char_indices().map(|(at, _)| run.start + at).collect();
    let borders: Vec<usize> = starts.into_iter().chain([run.end]).collect();
    let all =
        (0..borders.len()).flat_map(|first| LENGTHS.map(move |length| (first, first + length)));
    let whole =
        all.filter_map(|(first, last)| Some(Span::new(borders[first], *borders.get(last)?)));
    whole.collect()
}

/// The words that may be meant by a stretch of `part`.
fn candidates(vocabulary: &Vocabulary, part: &str, span: Span) -> Vec<Change> {
    let typed = span.of(part);
    let change = |word: &str, passages, likeness| Change {
        span,
        typed: typed.to_owned(),
        word: word.to_owned(),
        passages,
        likeness,
    };
    let mut candidates = Vec::new();
    for sound in sounds(typed) {
        let same = vocabulary.sounding(&sound);
        candidates.extend(same.map(|(word, n)| change(word, *n, Likeness::Sound)));
        let near = vocabulary.nearly_sounding(&sound);
        candidates.extend(near.map(|(word, n)| change(word, *n, Likeness::Loose)));
    }
    for (at, c) in typed.char_indices() {
        for like in shapes::like(c) {
            let word = format!("{}{like}{}", &typed[..at], &typed[at + c.len_utf8()..]);
            let held = vocabulary.passages(&word);
            candidates.extend(held.map(|passages| change(&word, passages, Likeness::Shape)));
        }
    }
    let length = typed.chars().count();
    candidates.retain(|it| it.word != typed && it.word.chars().count() == length);
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<(String, Likeness)> {
        let words = ["三会一课", "专精特新", "党建", "机关党建", "营商环境", "已经"];
        let mut words: Vec<_> = words.iter().map(|word| ((*word).to_owned(), 7)).collect();
        words.sort();
        let found = candidates(&Vocabulary::new(words), typed, Span::new(0, typed.len()));
        found.into_iter().map(|change| (change.word, change.likeness)).collect()
    }

    #[test]
    fn words_are_found_by_sound_and_by_shape() {
        let check = |typed: &str, word: &str, likeness| {
            assert!(found(typed).contains(&(word.to_owned(), likeness)), "{typed}");
        };
        check("机关当建", "机关党建", Likeness::Sound);
        check("三会一刻", "三会一课", Likeness::Sound);
        check("专金特新", "专精特新", Likeness::Loose);
        check("己经", "已经", Likeness::Shape);
        check("营商坏境", "营商环境", Likeness::Shape);
        assert!(found("党建").is_empty());
        assert!(found("天气").is_empty());
    }

    #[test]
    fn stretches_are_whole_characters_of_one_run() {
        let part = "党建a机关𠮷";
        assert_eq!(
            han_runs(part).iter().map(|run| run.of(part)).collect::<Vec<_>>(),
            ["党建", "机关𠮷"]
        );
        let all = windows(part, han_runs(part)[1]);
        assert_eq!(
            all.iter().map(|it| it.of(part)).collect::<Vec<_>>(),
            ["机关", "机关𠮷", "关𠮷"]
        );
        assert!(cuts_through(Span::new(0, 3), Span::new(0, 6)));
        assert!(!cuts_through(Span::new(0, 6), Span::new(0, 3)));
    }
}
