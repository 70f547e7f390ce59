//! What a word would change if the lexicon kept it: which cuts, and the top tens of which queries.

use serde::Serialize;

use super::answer::{SearchError, find};
use super::request::Request;
use crate::document::DocumentId;
use crate::index::engine::EngineError;
use crate::index::entry::{DocumentCard, PassageEntry};
use crate::index::query::{Query, Reading, Scored};
use crate::library::{LibraryError, Snapshot};
use crate::text::lexicon::{Lexicon, LexiconError};
use crate::text::segment::{Analyzer, Cut, characters, occurrences, pairs};
use crate::text::sentences::clauses;
use crate::text::{Span, fold};

/// The most documents that are looked through for passages that hold the word.
const MAX_DOCUMENTS: usize = 2_000;
/// How many passages are shown before and after.
const EXAMPLES: usize = 12;
/// How many documents of an answer are compared.
const TOP: usize = 10;
/// The longest word, in characters.
const MAX_CHARACTERS: usize = 30;

/// A word that is tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// As given.
    pub word: String,
    /// As in `words.txt`.
    pub weight: Option<usize>,
}

/// A word that cannot be tried, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CandidateError {
    /// Nothing, or nothing that can be searched.
    #[error("请给出一个词")]
    Empty,
    /// A space or a `#` cannot stand in `words.txt`.
    #[error("“{0}”里有空格或 #，词库里写不下；一次试一个词")]
    Unwritable(String),
    /// Too long to be a word.
    #[error("“{0}”太长：一个词最多 {MAX_CHARACTERS} 字")]
    TooLong(String),
}

/// What the word changes in cutting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cuts {
    /// The line for `words.txt`.
    pub line: String,
    /// Whether the lexicon has the word already.
    pub known: bool,
    /// Passages whose title, heading or text holds it.
    pub passages: usize,
    /// Those among them that are cut otherwise with it.
    pub changed: usize,
    /// Whether there are more documents than were looked through.
    pub more: bool,
    /// Some of the changes.
    pub examples: Vec<CutChange>,
}

/// A clause before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CutChange {
    /// `document#anchor`.
    pub passage: String,
    /// Of the document.
    pub title: String,
    /// The words now.
    pub before: Vec<String>,
    /// The words with it.
    pub after: Vec<String>,
}

/// A query whose top ten changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankingChange {
    /// The query.
    pub query: String,
    /// Documents before, the best first.
    pub before: Vec<DocumentCard>,
    /// Documents after.
    pub after: Vec<DocumentCard>,
}

/// The top tens of several queries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rankings {
    /// How many queries were asked.
    pub compared: usize,
    /// Those whose top ten is another, or in another order.
    pub changed: Vec<RankingChange>,
}

impl Candidate {
    /// The word `word`.
    ///
    /// # Errors
    /// [`CandidateError`].
    pub fn new(word: &str, weight: Option<usize>) -> Result<Self, CandidateError> {
        let word = word.trim();
        if !word.chars().any(char::is_alphanumeric) {
            return Err(CandidateError::Empty);
        }
        if word.chars().any(|c| c.is_whitespace() || c.is_control() || c == '#') {
            return Err(CandidateError::Unwritable(word.to_owned()));
        }
        if word.chars().count() > MAX_CHARACTERS {
            return Err(CandidateError::TooLong(word.to_owned()));
        }
        Ok(Self { word: word.to_owned(), weight })
    }

    /// The line of `words.txt` that keeps it.
    #[must_use]
    pub fn line(&self) -> String {
        match self.weight {
            Some(weight) => format!("{} {weight}", self.word),
            None => self.word.clone(),
        }
    }

    /// The text of `words.txt` with the word in it.
    #[must_use]
    pub fn words(&self, snapshot: &Snapshot) -> String {
        format!("{}\n{}\n", snapshot.generation.words.trim_end(), self.line())
    }
}

/// What `candidate` changes in cutting the passages of `snapshot`.
///
/// # Errors
/// When the index cannot be read.
pub fn cuts(snapshot: &Snapshot, candidate: &Candidate) -> Result<Cuts, LibraryError> {
    let generation = &snapshot.generation;
    let faulty = |(file, error): (&'static str, LexiconError)| LibraryError::Words { file, error };
    let now = Lexicon::with(&generation.words, &generation.synonyms).map_err(faulty)?;
    let then = Lexicon::with(&candidate.words(snapshot), &generation.synonyms).map_err(faulty)?;
    let after = Analyzer::new(&then);
    let folded = unquoted(&candidate.word);
    let (passages, more) = passages_with(snapshot, &folded)?;
    let changed: Vec<&PassageEntry> = passages
        .iter()
        .filter(|passage| {
            let text = read(passage);
            snapshot.analyzer.words(&text) != after.words(&text)
        })
        .collect();
    let mut examples: Vec<CutChange> = Vec::new();
    for passage in &changed {
        let example = change(passage, &folded, &snapshot.analyzer, &after);
        // A title is read with every passage of its document: once is enough.
        let new = |it: &CutChange| examples.iter().all(|known| known.before != it.before);
        examples.extend(example.filter(new));
        if examples.len() == EXAMPLES {
            break;
        }
    }
    Ok(Cuts {
        line: candidate.line(),
        known: now.words.iter().any(|word| unquoted(&word.word) == folded),
        passages: passages.len(),
        changed: changed.len(),
        more,
        examples,
    })
}

/// The top tens of `queries` in `before` and in `after`.
///
/// # Errors
/// When an index cannot be read.
pub fn rankings(
    before: &Snapshot,
    after: &Snapshot,
    queries: &[String],
) -> Result<Rankings, SearchError> {
    let mut changed = Vec::new();
    for query in queries {
        let (was, is) = (top(before, query)?, top(after, query)?);
        let ids = |list: &[DocumentCard]| -> Vec<DocumentId> {
            list.iter().map(|card| card.id.clone()).collect()
        };
        if ids(&was) != ids(&is) {
            changed.push(RankingChange { query: query.clone(), before: was, after: is });
        }
    }
    Ok(Rankings { compared: queries.len(), changed })
}

fn top(snapshot: &Snapshot, query: &str) -> Result<Vec<DocumentCard>, SearchError> {
    let request = Request { text: query.to_owned(), limit: TOP, ..Request::default() }.checked()?;
    let found = find(snapshot, &request)?;
    Ok(found.hits.into_iter().map(|hit| hit.passage.document).collect())
}

/// The passages whose title, heading or text holds `word` (folded, without quote marks), whatever
/// quote marks stand inside; and whether there may be more.
fn passages_with(
    snapshot: &Snapshot,
    word: &str,
) -> Result<(Vec<PassageEntry>, bool), EngineError> {
    let mut terms: Vec<(Reading, Cut)> =
        pairs(word).into_iter().map(|it| (Reading::Pairs, it)).collect();
    if terms.is_empty() {
        terms = characters(word).into_iter().map(|it| (Reading::Characters, it)).collect();
    }
    let mut rarest: Option<(u64, Scored)> = None;
    for (reading, cut) in terms {
        let passages = snapshot.engine.frequency(reading, &cut.term)?;
        if rarest.as_ref().is_none_or(|(fewest, _)| passages < *fewest) {
            rarest =
                Some((passages, Scored { reading, term: cut.term, weight: 1.0, decides: true }));
        }
    }
    let Some((1.., scored)) = rarest else { return Ok((Vec::new(), false)) };
    let query = Query { scored: vec![scored], limit: MAX_DOCUMENTS, ..Query::default() };
    let found = snapshot.engine.search(&query)?;
    let needle = [word.to_owned()];
    let mut passages = Vec::new();
    for hit in &found.hits {
        let entries = snapshot.engine.passages(&hit.passage.document.id)?.into_iter();
        passages.extend(entries.filter(|it| !occurrences(&read(it), &needle).is_empty()));
    }
    Ok((passages, found.total > found.hits.len()))
}

/// What is read of a passage, folded.
fn read(passage: &PassageEntry) -> String {
    let parts = [&passage.document.title, &passage.heading, &passage.text];
    parts.map(|part| fold(part).text).join("\n")
}

/// The clause of the passage that holds the word, before and after; its title or heading where its
/// text does not hold it.
fn change(
    passage: &PassageEntry,
    word: &str,
    before: &Analyzer,
    after: &Analyzer,
) -> Option<CutChange> {
    let needle = [word.to_owned()];
    let parts = [&passage.text, &passage.heading, &passage.document.title];
    let clauses = parts.into_iter().flat_map(|text| {
        clauses(text).into_iter().map(|span| fold(span.of(text)).text).collect::<Vec<_>>()
    });
    let changed = |clause: &String| {
        !occurrences(clause, &needle).is_empty() && before.words(clause) != after.words(clause)
    };
    let clause = clauses.into_iter().find(changed)?;
    Some(CutChange {
        passage: passage.id(),
        title: passage.document.title.clone(),
        before: shown(before, &clause, &needle),
        after: shown(after, &clause, &needle),
    })
}

/// The words of a clause around the one that is tried.
fn shown(analyzer: &Analyzer, clause: &str, needle: &[String]) -> Vec<String> {
    const AROUND: usize = 3;
    let cuts = analyzer.plain_words(clause);
    let places: Vec<Span> = occurrences(clause, needle);
    let touches = |cut: &Cut| {
        places.iter().take(1).any(|it| cut.span.start < it.end && it.start < cut.span.end)
    };
    let first = cuts.iter().position(touches).unwrap_or(0);
    let last = cuts.iter().rposition(touches).unwrap_or(0);
    let kept = first.saturating_sub(AROUND)..(last + AROUND + 1).min(cuts.len());
    cuts[kept].iter().map(|cut| cut.term.clone()).collect()
}

fn unquoted(word: &str) -> String {
    fold(word).text.replace(['"', '\''], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_the_file_cannot_hold_are_refused() {
        assert_eq!(Candidate::new("  ", None), Err(CandidateError::Empty));
        assert_eq!(Candidate::new("“”", None), Err(CandidateError::Empty));
        assert!(matches!(Candidate::new("甲 乙", None), Err(CandidateError::Unwritable(_))));
        assert!(matches!(Candidate::new("甲#乙", None), Err(CandidateError::Unwritable(_))));
        assert!(matches!(Candidate::new(&"长".repeat(31), None), Err(CandidateError::TooLong(_))));
        let candidate = Candidate::new(" 三诊 ", Some(9)).unwrap();
        assert_eq!(candidate.line(), "三诊 9");
    }
}
