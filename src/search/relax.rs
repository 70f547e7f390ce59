//! What to try when nothing was found: which words are held, and which condition stood in the way.

use super::answer::{Answer, SearchError, search};
use super::parse::Parsed;
use super::request::Request;
use crate::index::engine::EngineError;
use crate::index::query::{FacetField, Reading};
use crate::library::Snapshot;

/// A word of the query, and in how many passages it stands; a quoted text, and in how many
/// documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldWord {
    /// Folded.
    pub word: String,
    /// Passages, or documents for a quoted text.
    pub passages: u64,
}

/// A way to ask that finds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxed {
    /// In Chinese, what is changed.
    pub what: String,
    /// The changed request.
    pub request: Request,
    /// Documents that it finds.
    pub total: usize,
}

/// The words of an answer that found nothing, each with the passages that hold it.
///
/// # Errors
/// When the index cannot be read.
pub fn held_words(snapshot: &Snapshot, answer: &Answer) -> Result<Vec<HeldWord>, EngineError> {
    let words = answer.parsed.words.iter();
    let words = words.flat_map(|part| snapshot.analyzer.plain_words(part));
    let mut held: Vec<HeldWord> = Vec::new();
    for cut in words {
        if !held.iter().any(|known| known.word == cut.term) {
            let mut passages = snapshot.engine.frequency(Reading::Words, &cut.term)?;
            if passages == 0 {
                // The corpus may hold it across the borders of its own words.
                passages = documents_with(snapshot, &cut.term)?;
            }
            held.push(HeldWord { word: cut.term, passages });
        }
    }
    for text in &answer.parsed.exact {
        let passages = documents_with(snapshot, text)?;
        held.push(HeldWord { word: format!("“{text}”"), passages });
    }
    Ok(held)
}

/// How many documents hold `text` (folded) as it stands.
fn documents_with(snapshot: &Snapshot, text: &str) -> Result<u64, EngineError> {
    Ok(snapshot.engine.held(text, usize::MAX)? as u64)
}

/// The words of a query that found something that stand in no document.
///
/// # Errors
/// When the index cannot be read.
pub fn missing_words(snapshot: &Snapshot, answer: &Answer) -> Result<Vec<String>, EngineError> {
    let held = held_words(snapshot, answer)?.into_iter();
    let missing = held.filter(|held| held.passages == 0 && held.word.chars().nth(1).is_some());
    Ok(missing.map(|held| held.word).collect())
}

/// The ways in which `request`, which found nothing, finds something: without the words that no
/// document holds, without each condition, without quotation marks, without what was excluded.
///
/// # Errors
/// When the index cannot be read.
pub fn relaxed(
    snapshot: &Snapshot,
    request: &Request,
    answer: &Answer,
) -> Result<Vec<Relaxed>, SearchError> {
    let mut ways: Vec<(String, Request)> = Vec::new();
    if let Some((what, text)) = without_missing(snapshot, answer)? {
        ways.push((what, Request { text, ..request.clone() }));
    }
    for field in FacetField::ALL {
        if request.filters.iter().any(|filter| filter.field == field) {
            let mut without = request.clone();
            without.filters.retain(|filter| filter.field != field);
            ways.push((format!("去掉筛选“{}”", field.label()), without));
        }
    }
    for condition in &answer.parsed.filters {
        let text = request.text.replacen(&condition.typed, "", 1);
        ways.push((format!("去掉“{}”", condition.typed), Request { text, ..request.clone() }));
    }
    if !answer.parsed.exact.is_empty() {
        let parsed = &answer.parsed;
        let words: Vec<String> = parsed.words.iter().chain(&parsed.exact).cloned().collect();
        let text = written(&Parsed { words, exact: Vec::new(), ..parsed.clone() });
        let text = text.replace('"', " ");
        ways.push(("去掉引号，不要求一字不差".to_owned(), Request { text, ..request.clone() }));
    }
    if !answer.parsed.excluded.is_empty() {
        let text = written(&Parsed { excluded: Vec::new(), ..answer.parsed.clone() });
        ways.push(("不排除任何词".to_owned(), Request { text, ..request.clone() }));
    }
    let mut found = Vec::new();
    for (what, request) in ways {
        let request = Request { offset: 0, ..request };
        let total = search(snapshot, request.clone())?.total;
        if total > 0 {
            found.push(Relaxed { what, request, total });
        }
    }
    Ok(found)
}

/// What of the query stands in no document, in words, and the query without it; `None` where
/// nothing is missing or nothing would be left.
fn without_missing(
    snapshot: &Snapshot,
    answer: &Answer,
) -> Result<Option<(String, String)>, SearchError> {
    let (mut kept, mut missing) = (answer.parsed.clone(), Vec::new());
    for (list, mark) in [(&mut kept.words, ("", "")), (&mut kept.exact, ("“", "”"))] {
        let mut held = Vec::new();
        for text in list.drain(..) {
            if documents_with(snapshot, &text)? > 0 || is_known(snapshot, &text, mark.0)? {
                held.push(text);
            } else {
                missing.push(format!("{}{text}{}", mark.0, mark.1));
            }
        }
        *list = held;
    }
    let left = !(kept.words.is_empty() && kept.exact.is_empty());
    let what = || (format!("去掉库中未见的 {}", missing.join("、")), written(&kept));
    Ok((left && !missing.is_empty()).then(what))
}

/// Whether a part that is not quoted holds some word of the corpus.
fn is_known(snapshot: &Snapshot, part: &str, quote: &str) -> Result<bool, EngineError> {
    if !quote.is_empty() {
        return Ok(false);
    }
    for cut in snapshot.analyzer.plain_words(part) {
        if snapshot.engine.frequency(Reading::Words, &cut.term)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A query taken apart, in the query language again.
fn written(parsed: &Parsed) -> String {
    let words = parsed.words.iter().cloned();
    let exact = parsed.exact.iter().map(|text| format!("“{text}”"));
    let conditions = parsed.filters.iter().map(|it| it.typed.trim().to_owned());
    let excluded = parsed.excluded.iter().map(|text| format!("-“{text}”"));
    words.chain(exact).chain(conditions).chain(excluded).collect::<Vec<_>>().join(" ")
}
