//! What an engine answers: documents, each with its best passages, and counts of values.

use super::entry::{DocumentCard, PassageEntry};
use super::query::{FacetField, FactField, Filter, Reading};
use crate::knowledge::Fact;

/// A document that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its best passage.
    pub passage: PassageEntry,
    /// That of its best passage.
    pub score: f32,
    /// How many more of its passages match.
    pub more_passages: usize,
    /// Matching documents of the same text, which are no hits of their own.
    pub reprints: Vec<DocumentCard>,
    /// What the score is made of, the largest share first, when asked for.
    pub shares: Vec<Share>,
}

/// A share of a hit's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// What it is given for.
    pub reason: Reason,
    /// Together the shares are the score.
    pub score: f32,
}

/// What a share of a score is given for.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// A term stands in the best passage.
    Term(Reading, String),
    /// A part of the query stands there as it is, or nearly.
    Near(String),
    /// A part of the query stands there whole.
    Whole(String),
    /// Another word stands there for one that was asked.
    Synonym {
        /// The word that was asked.
        asked: String,
        /// The word that stands there.
        found: String,
    },
    /// All words stand in the title.
    Titled(Vec<String>),
    /// It is the article that was named.
    Cited {
        /// As it is kept.
        article: String,
        /// The words of the name that the title holds.
        name: Vec<String>,
    },
    /// A quoted text stands there.
    Exact(String),
    /// A condition is met that is preferred and not required.
    Preferred(Filter),
    /// The document is near in meaning.
    Meaning,
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
    /// Value and number of documents, most first, the most frequent ones alone where there are very
    /// many. Counted under all filters but this field's own.
    pub values: Vec<(String, usize)>,
}

/// An engine's answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Matching documents in all.
    pub total: usize,
    /// Those among them with a passage that holds all words, where several were asked together.
    pub complete: Option<usize>,
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
