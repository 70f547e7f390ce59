//! From a query taken apart to a question to the engine.

use super::article::article_phrases;
use super::function_words::{FUNCTION_WEIGHT, function_spans};
use super::parse::Parsed;
use super::request::Request;
use super::understand::Understanding;
use crate::index::query::{Near, Query, Reading, Scored};
use crate::text::Span;
use crate::text::segment::{Analyzer, Cut, characters, pairs};

/// What a term adds that stands in the query once more.
const AGAIN: f32 = 0.5;
/// What a word of the title adds, beside its share in the passage.
const TITLE_WEIGHT: f32 = 0.1;
/// What a part of the query adds where it stands as a near phrase.
const NEAR_WEIGHT: f32 = 0.5;
/// How far a near phrase may be pulled apart.
const NEAR_SLOP: u32 = 4;
/// A part with more pairs than this is a sentence, and hardly ever stands as a phrase.
const NEAR_PAIRS: usize = 16;
/// Documents below this share of the best score are not hits.
const FLOOR: f32 = 0.1;

/// The question to the engine.
#[must_use]
pub fn plan(
    request: &Request,
    parsed: &Parsed,
    understanding: &Understanding,
    analyzer: &Analyzer,
) -> Query {
    let mut query = Query {
        exact: parsed.exact.clone(),
        excluded: parsed.excluded.clone(),
        preferred: understanding.preferred.clone(),
        // Every document that holds a quoted text is a hit.
        floor: if parsed.exact.is_empty() { FLOOR } else { 0.0 },
        sort: request.sort,
        offset: request.offset,
        limit: request.limit,
        facets: true,
        ..Query::default()
    };
    query.filters.extend(request.filters.iter().cloned());
    query.filters.extend(parsed.filters.iter().map(|it| it.filter.clone()));
    for part in &parsed.words {
        add_words(&mut query, part, analyzer);
    }
    // Words in quotation marks rank among the passages that hold them.
    for text in &parsed.exact {
        add_words(&mut query, text, analyzer);
    }
    query
}

/// Adds the terms of `part` (folded) in every reading. Terms inside function words weigh little.
fn add_words(query: &mut Query, part: &str, analyzer: &Analyzer) {
    let words = analyzer.plain_words(part);
    let function = function_spans(&words);
    let weight = |span: Span| {
        let inside = function.iter().any(|word| word.contains(span));
        if inside { FUNCTION_WEIGHT } else { 1.0 }
    };
    for cut in &words {
        add(query, Reading::Words, cut, weight(cut.span));
        add(query, Reading::Title, cut, TITLE_WEIGHT * weight(cut.span));
    }
    let pairs = pairs(part);
    for cut in &pairs {
        add(query, Reading::Pairs, cut, weight(cut.span));
    }
    for cut in characters(part) {
        add(query, Reading::Characters, &cut, weight(cut.span));
    }
    query.near.extend(article_phrases(part));
    if (2..=NEAR_PAIRS).contains(&pairs.len()) {
        let pairs = pairs.into_iter().map(|cut| (cut.position, cut.term)).collect();
        query.near.push(Near { pairs, slop: NEAR_SLOP, weight: NEAR_WEIGHT });
    }
}

/// A term that is asked again weighs more, but not twice.
fn add(query: &mut Query, reading: Reading, cut: &Cut, weight: f32) {
    let known = |scored: &&mut Scored| scored.reading == reading && scored.term == cut.term;
    match query.scored.iter_mut().find(known) {
        Some(scored) => scored.weight += weight * AGAIN,
        None => query.scored.push(Scored { reading, term: cut.term.clone(), weight }),
    }
}
