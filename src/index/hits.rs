//! What an engine answers: documents, each with its best passages, and counts of values.

use super::entry::PassageEntry;
use super::query::{FacetField, FactField};
use crate::knowledge::Fact;

/// A document that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its best passage.
    pub passage: PassageEntry,
    /// Best passage, plus a share of the next two.
    pub score: f32,
    /// How many more of its passages match.
    pub more_passages: usize,
}

/// Where an engine keeps a passage; it means something to the engine that gave it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The part of the index.
    pub part: u32,
    /// The entry in it.
    pub entry: u32,
}

/// A passage that holds terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// Where it is kept.
    pub place: Place,
    /// How many of the terms it holds.
    pub terms: usize,
}

/// The values of a field among the matching documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// The field.
    pub field: FacetField,
    /// Value and number of documents, most first. Counted under all filters but this field's own.
    pub values: Vec<(String, usize)>,
}

/// An engine's answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Matching documents in all.
    pub total: usize,
    /// The part that was asked for.
    pub hits: Vec<Hit>,
    /// In the order of [`FacetField::ALL`], when asked for.
    pub facets: Vec<FacetCounts>,
}

/// An engine's answer to a question for facts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FactsFound {
    /// Facts in all.
    pub total: usize,
    /// The part that was asked for: those of the latest documents first, in the order of their
    /// documents.
    pub facts: Vec<Fact>,
    /// For each field asked for, its values with their number of facts, most first, then by value.
    pub counts: Vec<(FactField, Vec<(String, usize)>)>,
}

/// The passages that match within one value of a field.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// Passages in all.
    pub passages: usize,
    /// Their documents.
    pub documents: usize,
    /// The best, with their scores, best first.
    pub best: Vec<(PassageEntry, f32)>,
}

/// What is held within one value of a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    /// Passages in all.
    pub passages: usize,
    /// Their documents.
    pub documents: usize,
    /// For each field asked for, its values with their numbers of passages and documents, by value.
    pub counts: Vec<(FacetField, Vec<SpreadCount>)>,
}

/// How much there is of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpreadCount {
    /// The value.
    pub value: String,
    /// Passages.
    pub passages: usize,
    /// Documents.
    pub documents: usize,
}
