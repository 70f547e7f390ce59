//! Documents like a document or like one of its passages: those that share its telling words.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::meaning;
use super::snippet::{Needles, Piece, snippet};
use crate::document::{DocumentId, Kind};
use crate::index::engine::EngineError;
use crate::index::entry::{DocumentCard, PassageEntry};
use crate::index::hits::Hit;
use crate::index::query::{FacetField, Filter, Query, Reading, Scored, Test};
use crate::library::Snapshot;
use crate::text::fold;

/// How many words stand for a document.
const TELLING_WORDS: usize = 30;
/// How many documents are asked for beyond those that are wanted: some of them are the document's
/// own whole, parts and reprints.
const SPARE: usize = 30;

/// What others should be like.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    /// A document.
    pub document: &'a DocumentId,
    /// One of its passages, by anchor; the whole document where there is none.
    pub passage: Option<&'a str>,
    /// The kind that the others should be, where it matters.
    pub kind: Option<Kind>,
}

impl<'a> Sample<'a> {
    /// The whole of `document`, and others of any kind.
    #[must_use]
    pub fn of(document: &'a DocumentId) -> Self {
        Self { document, passage: None, kind: None }
    }
}

/// A document that is like the sample.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Like {
    /// The document.
    #[serde(flatten)]
    pub document: DocumentCard,
    /// The anchor of the passage that is most like the sample.
    pub passage: String,
    /// The headings that it stands under.
    pub heading: String,
    /// The part of it that shares most words with the sample.
    pub snippet: Vec<Piece>,
    /// Documents of the same text.
    pub reprints: Vec<DocumentCard>,
}

/// Up to `limit` documents like `sample`, the nearest first; none when there is no such document
/// or passage. The document itself, the whole that it was divided out of, its own parts and its
/// reprints are left out: they hold the same text. Reprints of one text are one.
///
/// A word tells by its frequency in the sample times the logarithm of its rarity (tf·idf, with
/// idf = ln(1 + passages / passages that hold it)), and weighs by the root of its frequency; a word
/// that stands nowhere else tells nothing. Where the library has a model, the first hundred are
/// ranked by words and meaning together; the meaning of a document is that of its passages.
///
/// # Errors
/// When the index cannot be read.
pub fn similar(
    snapshot: &Snapshot,
    sample: &Sample,
    limit: usize,
) -> Result<Vec<Like>, EngineError> {
    let mut passages = snapshot.engine.passages(sample.document)?;
    let Some(own) = passages.first().map(|passage| passage.document.clone()) else {
        return Ok(Vec::new());
    };
    if let Some(anchor) = sample.passage {
        passages.retain(|passage| passage.anchor == anchor);
    }
    let scored = telling(snapshot, &passages)?;
    if scored.is_empty() {
        return Ok(Vec::new());
    }
    let kind = sample.kind.map(|kind| {
        let test = Test::Is(kind.name().to_owned());
        Filter { field: FacetField::Kind, test }
    });
    let words: Vec<String> = scored.iter().map(|it| it.term.clone()).collect();
    let needles = Needles::new(&words, &[], &snapshot.analyzer);
    let query = Query {
        scored,
        filters: kind.into_iter().collect(),
        without: Some(sample.document.clone()),
        limit: limit + SPARE,
        ..Query::default()
    };
    let found = near(snapshot, &passages, query)?.into_iter();
    let is_other = |hit: &Hit| {
        let mut cards = hit.reprints.iter().chain([&hit.passage.document]);
        !cards.any(|card| is_own(&own, card))
    };
    let mut folded = folded(found.filter(is_other));
    folded.truncate(limit);
    Ok(folded.into_iter().map(|(passage, reprints)| like(passage, reprints, &needles)).collect())
}

/// What the engine finds by `query`, ranked by the meaning of `passages` too where there is a model.
fn near(
    snapshot: &Snapshot,
    passages: &[PassageEntry],
    query: Query,
) -> Result<Vec<Hit>, EngineError> {
    let meaning = snapshot.meaning.as_ref();
    let Some((meaning, vector)) = meaning.and_then(|it| Some((it, it.direction(passages)?))) else {
        return Ok(snapshot.engine.search(&query)?.hits);
    };
    let query = Query { limit: query.limit.max(meaning::FIRST), ..query };
    let mut hits = snapshot.engine.search(&query)?.hits;
    meaning::rank(meaning, &vector, &mut hits);
    Ok(hits)
}

fn like(passage: PassageEntry, reprints: Vec<DocumentCard>, needles: &Needles) -> Like {
    Like {
        snippet: snippet(&passage.text, needles),
        document: passage.document,
        passage: passage.anchor,
        heading: passage.heading,
        reprints,
    }
}

/// Whether `other` holds the text of `own`.
fn is_own(own: &DocumentCard, other: &DocumentCard) -> bool {
    let is = |name: &Option<String>, card: &DocumentCard| name.as_deref() == Some(card.id.as_str());
    let whole_or_part = is(&own.part_of, other) || is(&other.part_of, own);
    let reprint_of_reprint = is(&other.reprint_of, own);
    whole_or_part || reprint_of_reprint || original(own) == original(other)
}

/// The document whose text a document gives.
fn original(card: &DocumentCard) -> &str {
    card.reprint_of.as_deref().unwrap_or(card.id.as_str())
}

/// The passages of hits with their reprints; a reprint whose original is not among them stands
/// under the first of its text.
fn folded(hits: impl Iterator<Item = Hit>) -> Vec<(PassageEntry, Vec<DocumentCard>)> {
    let mut folded: Vec<(PassageEntry, Vec<DocumentCard>)> = Vec::new();
    for Hit { passage, reprints, .. } in hits {
        let text = original(&passage.document);
        match folded.iter_mut().find(|(first, _)| original(&first.document) == text) {
            Some((_, others)) => others.push(passage.document),
            None => folded.push((passage, reprints)),
        }
    }
    folded
}

/// The words that stand for `passages`.
fn telling(snapshot: &Snapshot, passages: &[PassageEntry]) -> Result<Vec<Scored>, EngineError> {
    /// How often a word stands in the sample, and in how many of its passages.
    type Counts = HashMap<String, (u32, u64)>;
    let mut counts: Counts = HashMap::new();
    for passage in passages {
        let text = fold(&format!("{}\n{}", passage.document.title, passage.text)).text;
        let mut seen = HashSet::new();
        for cut in snapshot.analyzer.words(&text) {
            if cut.term.chars().count() > 1 {
                let first = seen.insert(cut.term.clone());
                let count = counts.entry(cut.term).or_default();
                count.0 += 1;
                count.1 += u64::from(first);
            }
        }
    }
    let all = snapshot.engine.statistics()?.passages;
    let mut telling = Vec::new();
    for (term, (count, own)) in counts {
        let held = snapshot.engine.frequency(Reading::Words, &term)?;
        if held > own {
            telling.push((worth(count, held, all), count, term));
        }
    }
    telling.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
    telling.truncate(TELLING_WORDS);
    let most = telling.iter().map(|(_, count, _)| *count).max().unwrap_or(1);
    let scored = telling.into_iter().map(|(_, count, term)| {
        #[expect(clippy::cast_possible_truncation, reason = "a weight between 0 and 1")]
        let weight = (f64::from(count) / f64::from(most)).sqrt() as f32;
        Scored { reading: Reading::Words, term, weight, decides: true }
    });
    Ok(scored.collect())
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and passages are far below 2^52")]
fn worth(count: u32, held: u64, all: usize) -> f64 {
    f64::from(count).sqrt() * (1.0 + all as f64 / (held.max(1) as f64)).ln()
}
