//! From passages that match to documents in order: a document's passages together, and documents
//! of one text under their original.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use tantivy::DocAddress;

use super::collect::Candidate;
use super::table::Documents;
use crate::index::query::Sort;

/// A reprint of a reprint of … is followed back this far.
const LONGEST_CHAIN: usize = 8;

/// The candidates of one document, which are neighbours in the index.
pub(super) struct Group {
    /// Its number.
    pub(super) document: u32,
    /// The key of the document that it reprints, however far back, or its own.
    original: u64,
    /// Its candidates.
    pub(super) candidates: Range<usize>,
}

/// Documents that match, those of one text next to each other.
pub(super) struct Groups {
    pub(super) groups: Vec<Group>,
    /// Where the groups begin that have a text of their own; those before share theirs.
    own: usize,
}

/// A document while it is ranked.
pub(super) struct Ranked {
    pub(super) score: f32,
    /// Its best passage.
    pub(super) best: Candidate,
    /// Its passages that match.
    pub(super) passages: usize,
    /// The best passages of its reprints that match, best first.
    pub(super) reprints: Vec<DocAddress>,
    published: u64,
    is_original: bool,
}

/// Where a candidate is read.
pub(super) fn address(candidate: &Candidate) -> DocAddress {
    DocAddress::new(candidate.segment, candidate.doc)
}

impl Groups {
    /// Brings `candidates`, in the order of the index, together by document and text.
    pub(super) fn of(documents: &Documents, candidates: &[Candidate]) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for (at, candidate) in candidates.iter().enumerate() {
            let document = documents.number(candidate.segment, candidate.doc);
            match groups.last_mut() {
                Some(group) if group.document == document => group.candidates.end = at + 1,
                _ => {
                    let original = documents.get(document).original;
                    groups.push(Group { document, original, candidates: at..at + 1 });
                }
            }
        }
        let own = sort_by_text(documents, &mut groups);
        Self { groups, own }
    }

    /// The groups of each text.
    pub(super) fn texts(&self) -> impl Iterator<Item = &[Group]> {
        let (shared, own) = self.groups.split_at(self.own);
        shared.chunk_by(|a, b| a.original == b.original).chain(own.chunks(1))
    }

    /// The texts that match, each as one document: the first `count` in order, after which the
    /// order means nothing.
    pub(super) fn ranked(
        &self,
        documents: &Documents,
        candidates: &[Candidate],
        (sort, count): (Sort, usize),
    ) -> Vec<Ranked> {
        let ranked = |text: &[Group]| {
            let found = text.iter().filter_map(|group| document(documents, group, candidates));
            folded(found.collect())
        };
        let mut texts: Vec<Ranked> = self.texts().filter_map(ranked).collect();
        let order = |a: &Ranked, b: &Ranked| match sort {
            Sort::Relevance => better(a, b),
            Sort::Newest => b.published.cmp(&a.published).then_with(|| better(a, b)),
        };
        if count < texts.len() {
            texts.select_nth_unstable_by(count, order);
            texts[..count].sort_unstable_by(order);
        } else {
            texts.sort_unstable_by(order);
        }
        texts
    }
}

/// Follows reprints back, and puts the documents first that share a text, by text; how many.
fn sort_by_text(documents: &Documents, groups: &mut [Group]) -> usize {
    let key = |group: &Group| documents.get(group.document).key;
    let reprints = groups.iter().filter(|it| it.original != key(it));
    let originals: HashMap<u64, u64> = reprints.map(|it| (key(it), it.original)).collect();
    if originals.is_empty() {
        return 0;
    }
    let mut shared = HashSet::new();
    for group in &mut *groups {
        for _ in 0..LONGEST_CHAIN {
            let Some(original) = originals.get(&group.original) else { break };
            group.original = *original;
        }
        if group.original != key(group) {
            shared.insert(group.original);
        }
    }
    groups.sort_by_key(|it| match shared.contains(&it.original) {
        true => (0, it.original),
        false => (1, 0),
    });
    groups.partition_point(|it| shared.contains(&it.original))
}

/// By score; among equals the newer first.
fn better(a: &Ranked, b: &Ranked) -> Ordering {
    let score = b.score.total_cmp(&a.score).then(b.published.cmp(&a.published));
    score.then_with(|| address(&a.best).cmp(&address(&b.best)))
}

/// A document by its best passage; `None` where no passage passes the filters.
fn document(documents: &Documents, group: &Group, candidates: &[Candidate]) -> Option<Ranked> {
    let known = documents.get(group.document);
    let passages = candidates[group.candidates.clone()].iter().filter(|it| it.failed.is_none());
    let count = passages.clone().count();
    let best = *passages.max_by(|a, b| a.score.total_cmp(&b.score).then(b.doc.cmp(&a.doc)))?;
    Some(Ranked {
        score: best.score,
        best,
        passages: count,
        reprints: Vec::new(),
        published: known.published,
        is_original: known.key == group.original,
    })
}

/// One hit for the documents of one text: the original where it matches, else the best.
fn folded(mut documents: Vec<Ranked>) -> Option<Ranked> {
    documents.sort_by(|a, b| b.is_original.cmp(&a.is_original).then_with(|| better(a, b)));
    let mut documents = documents.into_iter();
    let first = documents.next()?;
    Some(Ranked { reprints: documents.map(|it| address(&it.best)).collect(), ..first })
}
