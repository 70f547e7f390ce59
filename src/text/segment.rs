//! The one analyzer: how folded text is cut into what is indexed and what is asked.

mod finder;

use aho_corasick::{AhoCorasick, MatchKind};
use jieba_rs::{Jieba, TokenizeMode};
use sha2::{Digest, Sha256};

use super::fold::fold;
use super::lexicon::{Lexicon, merged_words};
use super::span::Span;
use super::synonyms::{Replaceable, Synonyms};
use crate::budget;

pub use finder::{Finder, occurrences};

/// Raised by hand with every change of folding or cutting, so that an index made by another way
/// of reading is rebuilt.
pub const ANALYZER_VERSION: u32 = 3;

/// Verbs of official prose that jieba's dictionary takes for names.
const VERBS: [&str; 6] = ["印发", "荣获", "落实", "评为", "获批", "获颁"];

/// A piece of folded text as it is indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The term.
    pub term: String,
    /// Where it stands in the folded text.
    pub span: Span,
    /// Counted in characters from the start of the text, quote marks left out.
    pub position: usize,
}

/// Cuts folded text into words by jieba's dictionary and a lexicon. Immutable and shared; made
/// once, since the dictionary takes some 100 ms to load.
pub struct Analyzer {
    jieba: Jieba,
    /// Lexicon words that hold more than Chinese characters, which jieba would always cut.
    mixed: AhoCorasick,
    synonyms: Synonyms,
    identity: String,
}

impl Analyzer {
    /// Loads the dictionary and adds `lexicon`.
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut jieba = Jieba::new();
        let mut mixed = Vec::new();
        for entry in merged_words() {
            jieba.add_word(&fold(&entry.word).text, entry.weight, entry.tag.as_deref());
        }
        for entry in &lexicon.words {
            let word = unquoted(&fold(&entry.word).text).text;
            if word.is_empty() {
                continue;
            }
            if !word.chars().all(is_han) {
                mixed.push(word.clone());
            }
            // A weight below what keeps the word whole would make the entry do nothing.
            let weight = entry.weight.unwrap_or(0).max(jieba.suggest_freq(&word));
            jieba.add_word(&word, Some(weight), entry.tag.as_deref());
        }
        let mixed = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&mixed)
            .expect("a lexicon is far below the automaton's limits");
        Self { jieba, mixed, synonyms: Synonyms::new(lexicon), identity: identity(lexicon) }
    }

    /// Names this way of reading: the analyzer's version and the lexicon's hash. Indexes made
    /// under different identities are never mixed.
    #[must_use]
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// The words of `folded`, in jieba's search mode without its guessing model: words, and the
    /// shorter words inside them. Quote marks do not part words (`“四强”党支部` is cut like
    /// `四强党支部`); punctuation is left out. Sorted by position.
    #[must_use]
    pub fn words(&self, folded: &str) -> Vec<Cut> {
        budget::look();
        let plain = unquoted(folded);
        let mut cuts = Vec::new();
        let mut starts = Vec::new();
        for token in self.jieba.tokenize(&plain.text, TokenizeMode::Search, false) {
            starts.push(token.byte_start);
            if token.word.chars().any(char::is_alphanumeric) {
                cuts.push(plain.cut(token.byte_start, token.byte_end, token.start));
            }
        }
        for found in self.mixed.find_iter(&plain.text) {
            cuts.push(plain.cut_at(found.start(), found.end()));
        }
        for code in codes(&plain.text).into_iter().chain(document_numbers(&plain.text, &starts)) {
            cuts.push(plain.cut_at(code.start, code.end));
        }
        cuts.sort_by_key(|cut| (cut.position, cut.span.end));
        cuts.dedup_by(|a, b| a.span == b.span);
        cuts
    }

    /// The words of `folded` that no other word covers: those of [`Analyzer::words`] without the
    /// shorter ones inside them.
    #[must_use]
    pub fn plain_words(&self, folded: &str) -> Vec<Cut> {
        let words = self.words(folded);
        let mut order: Vec<usize> = (0..words.len()).collect();
        let span = |at: usize| words[at].span;
        order.sort_by_key(|&at| (span(at).start, std::cmp::Reverse(span(at).end)));
        // Who begins no later and comes before in this order covers all that ends no later.
        let (mut covered, mut reach) = (vec![false; words.len()], 0);
        for group in order.chunk_by(|&a, &b| span(a) == span(b)) {
            group.iter().for_each(|&at| covered[at] = span(at).end <= reach);
            reach = reach.max(span(group[0]).end);
        }
        let plain = words.iter().zip(&covered).filter(|(_, covered)| !**covered);
        plain.map(|(cut, _)| cut.clone()).collect()
    }

    /// Whether jieba's dictionary or the lexicon has `word` (folded) as a verb.
    #[must_use]
    pub fn is_verb(&self, word: &str) -> bool {
        let tagged = self.jieba.tag(word, false);
        matches!(tagged.as_slice(), [one] if one.tag.starts_with('v')) || VERBS.contains(&word)
    }

    /// The other words of the group that `word` (folded) belongs to, standard form first.
    #[must_use]
    pub fn synonyms(&self, word: &str) -> Vec<&str> {
        self.synonyms.equals(word)
    }

    /// The standard form of `word` (folded), the first of its group; `None` for a word in no group.
    #[must_use]
    pub fn standard(&self, word: &str) -> Option<&str> {
        self.synonyms.standard(word)
    }

    /// The words of `folded` that have synonyms and that `wanted` accepts, in order. A text without
    /// any is not even cut into words.
    #[must_use]
    pub fn replaceable_where(
        &self,
        folded: &str,
        wanted: impl Fn(&Replaceable<'_>) -> bool,
    ) -> Vec<Replaceable<'_>> {
        if !self.synonyms.of(folded, &[]).iter().any(&wanted) {
            return Vec::new();
        }
        self.replaceable(folded).into_iter().filter(wanted).collect()
    }

    /// The words of `folded` that have synonyms, in order.
    #[must_use]
    pub fn replaceable(&self, folded: &str) -> Vec<Replaceable<'_>> {
        let words: Vec<Span> = self.plain_words(folded).iter().map(|cut| cut.span).collect();
        self.synonyms.of(folded, &words)
    }
}

/// Pairs of neighbouring Chinese characters, and runs of other letters and digits whole. Quote
/// marks do not part a pair; other punctuation does.
#[must_use]
pub fn pairs(folded: &str) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for run in unquoted(folded).runs() {
        match run {
            Run::Han(characters) => {
                for pair in characters.windows(2) {
                    let term: String = pair.iter().map(|at| at.c).collect();
                    let span = Span::new(pair[0].span.start, pair[1].span.end);
                    cuts.push(Cut { term, span, position: pair[0].position });
                }
            }
            Run::Latin(characters) => cuts.push(joined(&characters)),
        }
    }
    cuts
}

/// Single Chinese characters, and runs of other letters and digits whole.
#[must_use]
pub fn characters(folded: &str) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for run in unquoted(folded).runs() {
        match run {
            Run::Han(characters) => {
                cuts.extend(characters.iter().map(|at| joined(std::slice::from_ref(at))));
            }
            Run::Latin(characters) => cuts.push(joined(&characters)),
        }
    }
    cuts
}

/// What exact search reads: every character with its follower, punctuation and quote marks too,
/// and the last character alone. Positions count every character.
#[must_use]
pub fn exact_pairs(folded: &str) -> Vec<Cut> {
    let starts: Vec<usize> =
        folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
    let count = starts.len() - 1;
    (0..count)
        .map(|position| {
            let span = Span::new(starts[position], starts[(position + 2).min(count)]);
            Cut { term: span.of(folded).to_owned(), span, position }
        })
        .collect()
}

/// Whether `c` is a Chinese character.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '〇')
}

/// A character of folded text with its place.
#[derive(Debug, Clone, Copy)]
struct At {
    c: char,
    span: Span,
    position: usize,
}

enum Run {
    Han(Vec<At>),
    Latin(Vec<At>),
}

/// Folded text without its quote marks, and where each character stood.
struct Unquoted {
    text: String,
    places: Vec<At>,
    /// The byte in `text` at which each of `places` begins.
    starts: Vec<usize>,
}

fn unquoted(folded: &str) -> Unquoted {
    let mut plain = Unquoted { text: String::new(), places: Vec::new(), starts: Vec::new() };
    for (at, c) in folded.char_indices().filter(|&(_, c)| c != '"' && c != '\'') {
        plain.starts.push(plain.text.len());
        let span = Span::new(at, at + c.len_utf8());
        plain.places.push(At { c, span, position: plain.places.len() });
        plain.text.push(c);
    }
    plain
}

impl Unquoted {
    fn cut(&self, start: usize, end: usize, position: usize) -> Cut {
        let last = self.starts.partition_point(|&at| at < end) - 1;
        let span = Span::new(self.places[position].span.start, self.places[last].span.end);
        Cut { term: self.text[start..end].to_owned(), span, position }
    }

    fn cut_at(&self, start: usize, end: usize) -> Cut {
        self.cut(start, end, self.starts.partition_point(|&at| at < start))
    }

    /// Stretches of Chinese characters, and of other letters and digits.
    fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut before = None;
        for &at in &self.places {
            let kind = at.c.is_alphanumeric().then(|| is_han(at.c));
            match (kind, runs.last_mut()) {
                (Some(true), Some(Run::Han(run))) if before == Some(true) => run.push(at),
                (Some(false), Some(Run::Latin(run))) if before == Some(false) => run.push(at),
                (Some(true), _) => runs.push(Run::Han(vec![at])),
                (Some(false), _) => runs.push(Run::Latin(vec![at])),
                (None, _) => {}
            }
            before = kind;
        }
        runs
    }
}

fn joined(characters: &[At]) -> Cut {
    let first = characters.first().expect("a run holds a character");
    let last = characters.last().expect("a run holds a character");
    let term = characters.iter().map(|at| at.c).collect();
    Cut { term, span: Span::new(first.span.start, last.span.end), position: first.position }
}

/// Codes that are one word to a reader: percentages (`98.82%`), dates and versions with a dot or
/// middle dot (`7·9`, `2.5`). Spans of `plain`.
fn codes(plain: &str) -> Vec<Span> {
    let mut codes = Vec::new();
    let mut number: Option<Span> = None;
    for (at, c) in plain.char_indices() {
        let inside = c.is_ascii_digit() || (matches!(c, '.' | '·' | '%') && number.is_some());
        match (inside, number.as_mut()) {
            (true, Some(span)) => span.end = at + c.len_utf8(),
            (true, None) => number = Some(Span::new(at, at + c.len_utf8())),
            (false, _) => codes.extend(number.take().and_then(|span| signed(plain, span))),
        }
    }
    codes.extend(number.and_then(|span| signed(plain, span)));
    codes
}

/// A run of digits and signs as a code, when a sign stands in it.
fn signed(plain: &str, span: Span) -> Option<Span> {
    let kept = span.of(plain).trim_end_matches(['.', '·']);
    let code = Span::new(span.start, span.start + kept.len());
    kept.contains(['.', '·', '%']).then_some(code)
}

/// Document numbers, `国办发(2023)41号`: an issuer's mark of two to six Chinese characters, a year
/// in brackets, a number, 号. What stands before the mark (按照国办发…) cannot be told from it, so
/// each word border among `starts` gives a reading.
fn document_numbers(plain: &str, starts: &[usize]) -> Vec<Span> {
    let mut numbers = Vec::new();
    for (open, _) in plain.match_indices('(') {
        let Some(end) = numbered(&plain[open..]).map(|length| open + length) else { continue };
        let marks = starts.iter().filter(|&&start| {
            let mark = plain.get(start..open).unwrap_or_default();
            (2..=6).contains(&mark.chars().count()) && mark.chars().all(is_han)
        });
        numbers.extend(marks.map(|&start| Span::new(start, end)));
    }
    numbers
}

/// The length of `(2023)41号` at the start of `text`.
fn numbered(text: &str) -> Option<usize> {
    let year = text.get(1..5).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
    let after = text[1 + year.len()..].strip_prefix(')')?;
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    after[digits..].strip_prefix('号').filter(|_| digits > 0)?;
    Some("(2023)".len() + digits + "号".len())
}

fn identity(lexicon: &Lexicon) -> String {
    let mut hash = Sha256::new();
    for word in &lexicon.words {
        hash.update(format!("{}\t{:?}\t{:?}\n", word.word, word.weight, word.tag));
    }
    let hash: String = hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
    format!("{ANALYZER_VERSION}-{hash}")
}

#[cfg(test)]
mod tests;
