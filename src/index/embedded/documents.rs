//! From passages that match to documents in order: a document's passages together, and documents
//! of one text under their original.

use std::cmp::Ordering;
use std::collections::HashMap;

use tantivy::DocAddress;

use super::collect::Candidate;
use crate::index::query::Sort;

/// What a document's second and third best passages add to its best.
const NEXT_SHARES: [f32; 3] = [1.0, 0.1, 0.05];
/// A reprint of a reprint of … is followed back this far.
const LONGEST_CHAIN: usize = 8;

/// A document while it is ranked.
pub(super) struct Ranked {
    pub(super) score: f32,
    /// Its best passage.
    pub(super) best: Candidate,
    /// Its passages that match.
    pub(super) passages: usize,
    /// The best passages of its reprints that match, best first.
    pub(super) reprints: Vec<DocAddress>,
}

/// Where a candidate is read.
pub(super) fn address(candidate: &Candidate) -> DocAddress {
    DocAddress::new(candidate.segment, candidate.doc)
}

/// Follows reprints back, so that candidates of one text have one number as their original.
pub(super) fn trace_originals(candidates: &mut [Candidate]) {
    let reprints = candidates.iter().filter(|it| it.original != it.key);
    let originals: HashMap<u64, u64> = reprints.map(|it| (it.key, it.original)).collect();
    if originals.is_empty() {
        return;
    }
    for candidate in candidates {
        for _ in 0..LONGEST_CHAIN {
            let Some(original) = originals.get(&candidate.original) else { break };
            candidate.original = *original;
        }
    }
}

/// Brings passages together as documents, in order.
pub(super) fn ranked(candidates: &[Candidate], sort: Sort) -> Vec<Ranked> {
    let mut passages: HashMap<u64, Vec<&Candidate>> = HashMap::new();
    for candidate in candidates.iter().filter(|candidate| candidate.failed.is_none()) {
        passages.entry(candidate.key).or_default().push(candidate);
    }
    let mut texts: HashMap<u64, Vec<Ranked>> = HashMap::new();
    for document in passages.into_values().map(document) {
        texts.entry(document.best.original).or_default().push(document);
    }
    let mut documents: Vec<Ranked> = texts.into_values().map(folded).collect();
    documents.sort_by(|a, b| match sort {
        Sort::Relevance => better(a, b),
        Sort::Newest => b.best.published.cmp(&a.best.published).then_with(|| better(a, b)),
    });
    documents
}

/// By score; among equals the newer first.
fn better(a: &Ranked, b: &Ranked) -> Ordering {
    let score = b.score.total_cmp(&a.score).then(b.best.published.cmp(&a.best.published));
    score.then_with(|| address(&a.best).cmp(&address(&b.best)))
}

fn document(mut passages: Vec<&Candidate>) -> Ranked {
    passages.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
    let score = passages.iter().zip(NEXT_SHARES).map(|(passage, share)| passage.score * share);
    let score = score.sum();
    let best = passages.first().expect("a document is made of a passage that matches");
    Ranked { score, best: **best, passages: passages.len(), reprints: Vec::new() }
}

/// One hit for the documents of one text: the original where it matches, else the best.
fn folded(mut documents: Vec<Ranked>) -> Ranked {
    documents.sort_by(|a, b| {
        let original = |it: &Ranked| it.best.key == it.best.original;
        original(b).cmp(&original(a)).then_with(|| better(a, b))
    });
    let mut documents = documents.into_iter();
    let first = documents.next().expect("a text has a document");
    Ranked { reprints: documents.map(|it| address(&it.best)).collect(), ..first }
}
