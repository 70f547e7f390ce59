//! Completions while a person types: by characters, by full pinyin, by initials, and mixed.
//!
//! A completion is found through the initials of two neighbouring characters, whatever way it is
//! typed in: `sanhuiyike`, `shyk` and `三会` all lead to the places where one character that may
//! begin with s stands before one that may begin with h. What stands there is then compared.

mod phrases;
mod sources;

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::snippet::Piece;
use crate::index::engine::EngineError;
use crate::library::Snapshot;
use crate::text::pinyin::{begins_syllable, initials, typed_length};
use crate::text::{Span, fold};

pub use sources::Source;

/// The most completions that one answer gives.
pub const MAX_SUGGESTIONS: usize = 20;
/// What is typed beyond this is a sentence, which nothing completes, in characters.
const MAX_TYPED: usize = 60;
/// A longer text is no completion, in characters.
const MAX_CHARACTERS: usize = 60;
/// The most texts that are kept, so that memory stays bounded (some 40 MB at most).
const MAX_ENTRIES: usize = 120_000;
/// Classes of initials: 26 letters, and all else.
const CLASSES: usize = 27;

/// A completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The whole text.
    pub text: String,
    /// What to search for: the same without signs that would be read as conditions.
    pub query: String,
    /// The text in pieces, those marked that were typed.
    pub pieces: Vec<Piece>,
    /// Where it comes from: `query`, `word`, `organization`, …
    pub source: &'static str,
    /// The same as the page names it.
    pub label: &'static str,
}

/// Everything in a snapshot that completes what is typed.
pub struct Suggestions {
    /// The most worthy first.
    entries: Vec<Entry>,
    /// What each is worth, wherever it is found.
    bases: Vec<f32>,
    /// The characters of each.
    lengths: Vec<usize>,
    /// Where a pair of initials stands, by the classes of both; a last character is followed by
    /// class 26.
    pairs: Vec<Vec<Place>>,
    /// Entries by the class of their first character.
    heads: Vec<Vec<u32>>,
}

/// A text that can complete what is typed.
pub(super) struct Entry {
    text: String,
    /// Folded letters, digits and characters of the text.
    form: Vec<char>,
    source: Source,
    /// Passages, documents or askings.
    count: u64,
}

#[derive(Clone, Copy)]
struct Place {
    entry: u32,
    at: u16,
}

/// An entry that fits, better ones with a higher worth.
struct Match<'a> {
    entry: &'a Entry,
    worth: f32,
    at: usize,
    length: usize,
}

/// The best matches so far, the best first, each text once.
struct Best<'a> {
    matches: Vec<Match<'a>>,
    limit: usize,
}

impl<'a> Best<'a> {
    fn of(limit: usize) -> Self {
        Self { matches: Vec::new(), limit }
    }

    /// What a match must be worth more than.
    fn floor(&self) -> f32 {
        let last = self.limit.checked_sub(1).map(|last| self.matches.get(last));
        last.map_or(f32::INFINITY, |last| last.map_or(f32::NEG_INFINITY, |it| it.worth))
    }

    /// Takes the entry in, when `pattern` may stand for what begins at `at` in it and it is worth
    /// more than what is held. `base` is its worth wherever it is found.
    fn offer(&mut self, entry: &'a Entry, base: f32, at: usize, pattern: &[char]) {
        let Some(length) = typed_length(&entry.form[at..], pattern) else { return };
        let worth = base + place(at, length == entry.form.len());
        if worth <= self.floor() {
            return;
        }
        if let Some(known) = self.matches.iter().position(|it| it.entry.form == entry.form) {
            if self.matches[known].worth >= worth {
                return;
            }
            self.matches.remove(known);
        }
        let place = self.matches.partition_point(|it| it.worth >= worth);
        self.matches.insert(place, Match { entry, worth, at, length });
        self.matches.truncate(self.limit);
    }
}

/// What a match is worth by where it stands: the whole, a beginning, or inside.
fn place(at: usize, whole: bool) -> f32 {
    match (at, whole) {
        (0, true) => 60.0,
        (0, false) => 40.0,
        _ => 0.0,
    }
}

/// Up to `limit` completions of `typed` in `snapshot`, the best first; `past` are queries that
/// found something, with how often they were asked. Where nothing that has a name completes
/// letters, words and phrases of the corpus do.
///
/// # Errors
/// When the index cannot be read.
pub fn complete(
    snapshot: &Snapshot,
    typed: &str,
    past: &[(String, u64)],
    limit: usize,
) -> Result<Vec<Suggestion>, EngineError> {
    let suggestions = Suggestions::of(snapshot)?;
    let found = suggestions.complete(typed, past, limit);
    let letters: String = form(typed).into_iter().collect();
    if !found.is_empty() || !letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Ok(found);
    }
    let phrases = Suggestions::new(phrases::phrases(snapshot, &letters)?);
    Ok(phrases.complete(typed, &[], limit))
}

impl Suggestions {
    /// Those of `snapshot`, gathered the first time that they are asked for.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn of(snapshot: &Snapshot) -> Result<Arc<Self>, EngineError> {
        snapshot.derived(|snapshot| Ok(Self::new(sources::gathered(snapshot)?)))
    }

    fn new(mut entries: Vec<Entry>) -> Self {
        entries.truncate(MAX_ENTRIES);
        entries.sort_by(|a, b| b.base().total_cmp(&a.base()).then_with(|| a.text.cmp(&b.text)));
        let mut pairs = vec![Vec::new(); CLASSES * CLASSES];
        let mut heads = vec![Vec::new(); CLASSES];
        let mut known: HashMap<char, Vec<usize>> = HashMap::new();
        for (number, entry) in (0u32..).zip(&entries) {
            let classes: Vec<&Vec<usize>> = {
                for &c in &entry.form {
                    known.entry(c).or_insert_with(|| classes(c));
                }
                entry.form.iter().map(|c| &known[c]).collect()
            };
            classes.first().into_iter().copied().flatten().for_each(|&it| heads[it].push(number));
            let last = vec![CLASSES - 1];
            for (at, first) in (0u16..).zip(&classes) {
                let then = classes.get(usize::from(at) + 1).copied().unwrap_or(&last);
                for (a, b) in first.iter().flat_map(|a| then.iter().map(move |b| (a, b))) {
                    pairs[a * CLASSES + b].push(Place { entry: number, at });
                }
            }
        }
        let bases = entries.iter().map(Entry::base).collect();
        let lengths = entries.iter().map(|entry| entry.form.len()).collect();
        Self { entries, bases, lengths, pairs, heads }
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is nothing that completes anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Up to `limit` completions of `typed`, the best first; `past` are queries that found
    /// something, with how often they were asked. Where the whole completes to little, the last of
    /// several words is completed and those before it are kept.
    #[must_use]
    pub fn complete(&self, typed: &str, past: &[(String, u64)], limit: usize) -> Vec<Suggestion> {
        let limit = limit.min(MAX_SUGGESTIONS);
        let past: Vec<Entry> = past
            .iter()
            .filter_map(|(text, count)| Entry::new(text, Source::Query, *count))
            .collect();
        let mut found = self.completed("", typed, &past, limit);
        let trimmed = typed.trim_start();
        if let Some((head, last)) = trimmed.rsplit_once(char::is_whitespace)
            && found.len() < limit
            && !last.is_empty()
        {
            found.extend(self.completed(&format!("{} ", head.trim_end()), last, &past, limit));
        }
        found.truncate(limit);
        found
    }

    fn completed(&self, head: &str, typed: &str, past: &[Entry], limit: usize) -> Vec<Suggestion> {
        let pattern = form(typed);
        if pattern.is_empty() || pattern.len() > MAX_TYPED {
            return Vec::new();
        }
        let mut best = Best::of(limit);
        for entry in past {
            (0..entry.form.len()).for_each(|at| best.offer(entry, entry.base(), at, &pattern));
        }
        self.find(&pattern, &mut best);
        best.matches.iter().map(|found| found.suggestion(head)).collect()
    }

    fn find<'a>(&'a self, pattern: &[char], best: &mut Best<'a>) {
        let (heads, seconds) = ways(pattern);
        let firsts = classes(pattern[0]);
        if heads {
            for &number in firsts.iter().flat_map(|&class| &self.heads[class]) {
                self.offer(Place { entry: number, at: 0 }, pattern, best);
            }
        }
        for (first, second) in firsts.iter().flat_map(|a| seconds.iter().map(move |b| (a, b))) {
            for place in &self.pairs[first * CLASSES + second] {
                self.offer(*place, pattern, best);
            }
        }
    }

    /// Compares what stands at a place with what was typed, unless even the best outcome would not
    /// be shown: most places are passed over so.
    fn offer<'a>(&'a self, found: Place, pattern: &[char], best: &mut Best<'a>) {
        let (number, at) = (found.entry as usize, usize::from(found.at));
        let may_be_whole = self.lengths[number] <= pattern.len();
        if self.bases[number] + place(at, may_be_whole) > best.floor() {
            best.offer(&self.entries[number], self.bases[number], at, pattern);
        }
    }
}

/// Whether all of `pattern` may stand for one character at the start of an entry, and the classes
/// with which the second character may begin.
fn ways(pattern: &[char]) -> (bool, Vec<usize>) {
    let letters: String = pattern.iter().take_while(|c| c.is_ascii_lowercase()).collect();
    let firsts = (1..=letters.len().max(1)).filter(|&length| {
        length == 1 || (length <= letters.len() && begins_syllable(&letters[..length]))
    });
    let mut seconds = Vec::new();
    let mut whole = false;
    for length in firsts {
        match pattern.get(length) {
            Some(&next) => seconds.extend(classes(next)),
            None => whole = true,
        }
    }
    if whole && pattern.len() == 1 && !pattern[0].is_ascii_lowercase() {
        // One character is looked for everywhere, one letter at the start alone.
        seconds.extend(0..CLASSES);
    }
    seconds.sort_unstable();
    seconds.dedup();
    (whole, seconds)
}

impl Entry {
    fn new(text: &str, source: Source, count: u64) -> Option<Self> {
        let form = form(text);
        let fits = (2..=MAX_CHARACTERS).contains(&form.len());
        fits.then(|| Self { text: text.trim().to_owned(), form, source, count })
    }

    /// What it is worth wherever it is found: by source, by frequency, and short before long.
    #[expect(clippy::cast_precision_loss, reason = "counts and lengths only order completions")]
    fn base(&self) -> f32 {
        self.source.weight() + 3.0 * (1.0 + self.count as f32).ln() - self.form.len() as f32
    }
}

impl Match<'_> {
    fn suggestion(&self, head: &str) -> Suggestion {
        let text = &self.entry.text;
        let folded = fold(text);
        let letters: Vec<Span> = folded
            .text
            .char_indices()
            .filter(|(_, c)| c.is_alphanumeric())
            .map(|(at, c)| folded.to_original(Span::new(at, at + c.len_utf8())))
            .collect();
        let (start, end) = (letters[self.at].start, letters[self.at + self.length - 1].end);
        let piece = |text: &str, hit| Piece { text: text.to_owned(), hit };
        let pieces = [
            piece(&format!("{head}{}", &text[..start]), false),
            piece(&text[start..end], true),
            piece(&text[end..], false),
        ];
        let query = match self.entry.source {
            Source::Query => text.clone(),
            _ => text.replace([':', '\u{ff1a}'], " "),
        };
        Suggestion {
            text: format!("{head}{text}"),
            query: format!("{head}{query}"),
            pieces: pieces.into_iter().filter(|piece| !piece.text.is_empty()).collect(),
            source: self.entry.source.name(),
            label: self.entry.source.label(),
        }
    }
}

/// Folded letters, digits and characters: an input method parts its syllables by spaces and
/// apostrophes, and a title holds quote marks that nobody types.
fn form(text: &str) -> Vec<char> {
    fold(text).text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The classes of the initials of `c`.
fn classes(c: char) -> Vec<usize> {
    let class = |initial: char| match initial {
        'a'..='z' => initial as usize - 'a' as usize,
        _ => CLASSES - 1,
    };
    initials(c).into_iter().map(class).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn suggestions() -> Suggestions {
        let entries = [
            ("三会一课", Source::Word, 40),
            ("三会一课制度落实情况", Source::Heading, 1),
            ("粤港澳大湾区", Source::Word, 9),
            ("珠海市财政局机关党委", Source::Organization, 5),
            ("打造「四強」黨支部", Source::Title, 1),
            ("5G+工业互联网", Source::Word, 2),
        ];
        let entries = entries.into_iter();
        Suggestions::new(entries.filter_map(|(t, s, n)| Entry::new(t, s, n)).collect())
    }

    fn check(typed: &str, expected: &str) {
        let found = suggestions().complete(typed, &[], 5);
        let first = found.first().unwrap_or_else(|| panic!("nothing completes {typed}"));
        assert_eq!(first.text, expected, "{typed}");
        let whole: String = first.pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole, first.text);
    }

    #[test]
    fn a_text_is_completed_however_it_is_typed() {
        for typed in
            ["三会", "三會一", "会一课", "课", "sanhuiyike", "san'hui'yi'k", "shyk", "三会yi"]
        {
            check(typed, "三会一课");
        }
        for typed in ["ygadwq", "yuegangao", "dawan", "湾区"] {
            check(typed, "粤港澳大湾区");
        }
        check("caizhengju", "珠海市财政局机关党委");
        check("四强", "打造「四強」黨支部");
        check("siqiangdang", "打造「四強」黨支部");
        check("5g", "5G+工业互联网");
        check("gyhlw", "5G+工业互联网");
    }

    #[test]
    fn the_marked_piece_is_what_was_typed_in_its_own_script() {
        let found = suggestions().complete("siqiangdang", &[], 1).remove(0);
        let hit = found.pieces.iter().find(|piece| piece.hit).unwrap();
        assert_eq!(hit.text, "四強」黨");
    }

    #[test]
    fn past_queries_and_the_last_of_several_words_are_completed() {
        let past = [("办不成事 窗口".to_owned(), 3)];
        assert_eq!(suggestions().complete("bbcs", &past, 5)[0].text, "办不成事 窗口");
        assert_eq!(suggestions().complete("审计 sanhui", &past, 5)[0].text, "审计 三会一课");
        assert!(suggestions().complete("  ", &past, 5).is_empty());
        assert!(suggestions().complete("没有这样的词", &past, 5).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_typed_panics_and_every_completion_is_whole(typed in "[a-z三会一课珠海𠮷' 0-9“e\u{301}]{0,24}") {
            for found in suggestions().complete(&typed, &[], 20) {
                let whole: String = found.pieces.iter().map(|piece| piece.text.as_str()).collect();
                prop_assert_eq!(&whole, &found.text);
                prop_assert_eq!(found.pieces.iter().filter(|piece| piece.hit).count(), 1);
            }
        }
    }
}
