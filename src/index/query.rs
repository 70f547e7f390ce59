//! What can be asked of an engine, as plain data.

use crate::document::DocumentId;
use crate::knowledge::FactType;

/// A field whose values are counted and filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FacetField {
    /// Report, case, guide, policy.
    Kind,
    /// Each region with those above it.
    Region,
    /// The document's organization, and the passage's own.
    Organization,
    /// Themes of the passage.
    Theme,
    /// The year of publication.
    Year,
    /// The newspaper, site or office.
    Source,
}

impl FacetField {
    /// All fields, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Kind, Self::Region, Self::Organization, Self::Theme, Self::Year, Self::Source];

    /// The name in requests and answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Region => "region",
            Self::Organization => "organization",
            Self::Theme => "theme",
            Self::Year => "year",
            Self::Source => "source",
        }
    }

    /// The name on the page and in the query language.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Kind => "类型",
            Self::Region => "地区",
            Self::Organization => "机构",
            Self::Theme => "主题",
            Self::Year => "年份",
            Self::Source => "来源",
        }
    }
}

/// A condition on a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The field.
    pub field: FacetField,
    /// What its value must be.
    pub test: Test,
}

/// What a value must be to pass a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Equal to this.
    Is(String),
    /// Holds this, both folded.
    Contains(String),
    /// Equal to one of these.
    OneOf(Vec<String>),
    /// A year of this range, both ends included.
    Years(u64, u64),
    /// What passes one of these.
    Any(Vec<Test>),
}

/// Ways of reading a passage that can be scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reading {
    /// Words of title, headings and text.
    Words,
    /// Pairs of characters of the same.
    Pairs,
    /// Single characters of the same.
    Characters,
    /// Words of the title alone.
    Title,
}

/// A term that adds to a passage's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Where it is looked up.
    pub reading: Reading,
    /// As the analyzer cuts it.
    pub term: String,
    /// Multiplies its BM25 score.
    pub weight: f32,
    /// Whether a passage that holds it matches by that; if not, it adds to what matches. Where few
    /// documents match by the terms that decide, all do.
    pub decides: bool,
}

/// Terms near each other that add to a passage's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The words that they were cut from, folded.
    pub text: String,
    /// Pairs of characters with their positions, at least two.
    pub pairs: Vec<(usize, String)>,
    /// How many positions the pairs may be out of place in all.
    pub slop: u32,
    /// Multiplies the BM25 score of the phrase.
    pub weight: f32,
}

/// A part of the query that adds to a passage's score where it stands whole, by the square of its
/// rarity: of several parts the rare one decides.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// Folded.
    pub text: String,
    /// Multiplies the square of the inverse document frequency of its rarest pair.
    pub weight: f32,
}

/// Words that may stand in the place of a word of the query. What a passage gains for the word is
/// the largest of three: what its pieces in [`Query::scored`] and the word itself give together,
/// what one of the others gives, and what the word itself gives at least; where the word does not
/// stand, no more than one of the others can give. Rarities are inverse document frequencies; no
/// other word is taken as rarer than the word that was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Replacement {
    /// The word that was asked, folded.
    pub asked: String,
    /// Other words, folded.
    pub others: Vec<String>,
    /// Multiplies the rarity of another word.
    pub weight: f32,
    /// Multiplies the rarity of the word itself, beside its pieces.
    pub beside: f32,
    /// Multiplies the rarity of the word itself; more than `weight`, so that no passage with
    /// another word gains more.
    pub least: f32,
}

/// An article of a law, which is the first answer to a question that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// Its number as it is kept, `12` or `133-1`.
    pub article: String,
    /// The words before the number, the nearest first: the law's name, and perhaps what stands
    /// before it.
    pub name: Vec<String>,
}

/// Words that add to the passages of a document whose title holds all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Titled {
    /// As the analyzer cuts them.
    pub words: Vec<String>,
    /// Multiplies the sum of their BM25 scores in the title.
    pub weight: f32,
}

/// The order of documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Latest published first, then best.
    Newest,
}

/// A question to an engine.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// A passage matches when it holds at least one of these that decides; empty means every
    /// passage. Beside `exact` they only rank.
    pub scored: Vec<Scored>,
    /// Words, each with others that may stand in its place, folded: documents with a passage that
    /// holds all are counted apart.
    pub together: Vec<Vec<String>>,
    /// Other words for words of `scored`.
    pub replacements: Vec<Replacement>,
    /// Add to the score of passages that match.
    pub near: Vec<Near>,
    /// Add to the score of passages that match.
    pub whole: Vec<Whole>,
    /// Adds to the score of passages that match.
    pub titled: Option<Titled>,
    /// Articles of laws that are named.
    pub cited: Vec<Cited>,
    /// Folded texts that a document must hold, character for character: in its title, a heading or
    /// a passage. The passages that hold one of them match.
    pub exact: Vec<String>,
    /// Folded texts that a document must not hold anywhere.
    pub excluded: Vec<String>,
    /// All must pass.
    pub filters: Vec<Filter>,
    /// A passage that passes one of these gains this share of the best score.
    pub preferred: Vec<(Filter, f32)>,
    /// A document to leave out.
    pub without: Option<DocumentId>,
    /// Passages below this share of the best score, taken without filters, are no hits; 0 keeps
    /// all.
    pub floor: f32,
    /// The order of documents.
    pub sort: Sort,
    /// Documents to skip.
    pub offset: usize,
    /// Documents to give.
    pub limit: usize,
    /// Whether values are counted.
    pub facets: bool,
    /// Whether each hit says what its score is made of.
    pub explained: bool,
}

/// A field whose values facts are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactField {
    /// What they are about.
    Type,
    /// Canonical names.
    Name,
    /// Their documents.
    Document,
    /// Their passages.
    Passage,
    /// Their places, each with those above it.
    Region,
    /// Whose they are.
    Organization,
    /// Their years.
    Year,
}

/// A question for facts. Empty lists and `None` ask for nothing in particular.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FactQuery {
    /// Of one of these types.
    pub types: Vec<FactType>,
    /// Of one of these canonical names, in any script and width, with or without marks.
    pub names: Vec<String>,
    /// Their name, measure or characters hold each of these texts, in any script and width;
    /// quote marks are passed over.
    pub holding: Vec<String>,
    /// In one of these passages, `document#anchor`.
    pub passages: Vec<String>,
    /// In this document.
    pub document: Option<DocumentId>,
    /// All must pass; region, organization and year are the fact's own.
    pub filters: Vec<Filter>,
    /// Paths of places, no one of which goes short when there are more facts than are given: the
    /// latest of each come first, then the next latest of each.
    pub evenly: Vec<String>,
    /// Facts to skip.
    pub offset: usize,
    /// Facts to give.
    pub limit: usize,
    /// Fields whose values are counted, over all facts that are found.
    pub count: Vec<FactField>,
}

/// A way in which a passage matches: it holds all of these texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Folded texts, found in title, headings and text; quote marks there are passed over, unless
    /// the text itself holds punctuation.
    pub texts: Vec<String>,
    /// Multiplies the BM25 score of the texts.
    pub weight: f32,
}

/// A question for the best passages, apart for each of some values of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupQuery {
    /// A passage matches in one way at least; the more, the better.
    pub ways: Vec<Way>,
    /// All must pass.
    pub filters: Vec<Filter>,
    /// The field; years and other numbers have no groups.
    pub by: FacetField,
    /// The values, one group for each, in this order.
    pub values: Vec<String>,
    /// Passages to give for each value.
    pub each: usize,
}

/// A question for counts over passages, apart for each of some values of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct SpreadQuery {
    /// All must pass.
    pub filters: Vec<Filter>,
    /// The field; years and other numbers have no groups.
    pub by: FacetField,
    /// The values, one count for each, in this order.
    pub values: Vec<String>,
    /// Fields whose values are counted within each.
    pub count: Vec<FacetField>,
}
