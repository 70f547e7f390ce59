//! What to try when nothing was found: which words are held, and which condition stood in the way.

use super::answer::{Answer, SearchError, search};
use super::request::Request;
use crate::index::query::{Query, Reading};
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
pub fn held_words(snapshot: &Snapshot, answer: &Answer) -> Result<Vec<HeldWord>, SearchError> {
    let words = answer.parsed.words.iter();
    let words = words.flat_map(|part| snapshot.analyzer.plain_words(part));
    let mut held: Vec<HeldWord> = Vec::new();
    for cut in words {
        if !held.iter().any(|known| known.word == cut.term) {
            let passages = snapshot.engine.frequency(Reading::Words, &cut.term)?;
            held.push(HeldWord { word: cut.term, passages });
        }
    }
    for text in &answer.parsed.exact {
        let query = Query { exact: vec![text.clone()], limit: 1, ..Query::default() };
        let passages = snapshot.engine.search(&query)?.total as u64;
        held.push(HeldWord { word: format!("“{text}”"), passages });
    }
    Ok(held)
}

/// The ways in which `request`, which found nothing, finds something: without each condition,
/// without quotation marks, without what was excluded.
///
/// # Errors
/// When the index cannot be read.
pub fn relaxed(
    snapshot: &Snapshot,
    request: &Request,
    answer: &Answer,
) -> Result<Vec<Relaxed>, SearchError> {
    let mut ways: Vec<(String, Request)> = Vec::new();
    for (index, filter) in request.filters.iter().enumerate() {
        let mut without = request.clone();
        without.filters.remove(index);
        ways.push((format!("去掉筛选“{}”", filter.field.label()), without));
    }
    for condition in &answer.parsed.filters {
        let text = request.text.replacen(&condition.typed, "", 1);
        ways.push((format!("去掉“{}”", condition.typed), Request { text, ..request.clone() }));
    }
    if !answer.parsed.exact.is_empty() {
        let text = [answer.parsed.words.join(" "), answer.parsed.exact.join(" ")].join(" ");
        let text = text.replace('"', " ");
        ways.push(("去掉引号，不要求一字不差".to_owned(), Request { text, ..request.clone() }));
    }
    if !answer.parsed.excluded.is_empty() {
        let text = answer.parsed.words.join(" ");
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
