//! From a query taken apart to a question to the engine.

use super::article::{cited, mentions};
use super::function_words::{FUNCTION_WEIGHT, function_spans};
use super::parse::Parsed;
use super::request::{Request, either};
use super::understand::Understanding;
use crate::index::query::{Near, Query, Reading, Replacement, Scored, Titled, Whole};
use crate::text::Span;
use crate::text::segment::{Analyzer, Cut, characters, is_han, pairs};

/// What a term adds that stands in the query once more.
const AGAIN: f32 = 0.5;
/// What a word of the title adds, beside its share in the passage.
const TITLE_WEIGHT: f32 = 0.1;
/// What a part of the query adds where it stands as a near phrase.
const NEAR_WEIGHT: f32 = 0.5;
/// What a part of the query adds where it stands whole.
const WHOLE_WEIGHT: f32 = 0.9;
/// What single characters are worth in a query of keywords, where they stand for nothing by
/// themselves.
const KEYWORD_CHARACTERS: f32 = 0.4;
/// A part of more characters than this is no keyword.
const KEYWORD_LENGTH: usize = 8;
/// How far a near phrase may be pulled apart.
const NEAR_SLOP: u32 = 4;
/// A part with more pairs than this is a sentence, and hardly ever stands as a phrase.
const NEAR_PAIRS: usize = 16;
/// What a word that stands for one that was asked gives, by the rarity of that.
const SYNONYM_WEIGHT: f32 = 4.0;
/// What the word itself gives beside its share in words, pairs and characters, which is 2.3 of its
/// rarity and more in a passage of average length.
const ITSELF_WEIGHT: f32 = 0.5;
/// What the word itself gives with that share at least, in however long a passage.
const ITSELF_LEAST: f32 = 1.01 * SYNONYM_WEIGHT;
/// What the words of the query add where a title holds all of them.
const TITLED_WEIGHT: f32 = 1.0;
/// A query of more words is a question, and no title that is half remembered.
const TITLED_WORDS: usize = 8;
/// Documents below this share of the best score are not hits.
const FLOOR: f32 = 0.05;

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
        explained: request.explained,
        ..Query::default()
    };
    query.filters.extend(either(request.filters.iter().cloned()));
    query.filters.extend(either(parsed.filters.iter().map(|it| it.filter.clone())));
    let short = |part: &String| part.chars().count() <= KEYWORD_LENGTH;
    let keywords = parsed.words.len() > 1 && parsed.words.iter().all(short);
    let characters = if keywords { KEYWORD_CHARACTERS } else { 1.0 };
    for (index, part) in parsed.words.iter().enumerate() {
        add_words(&mut query, part, characters, analyzer);
        add_synonyms(&mut query, part, analyzer);
        let others = parsed.exact.iter().chain(&parsed.words[..index]).map(String::as_str);
        query.cited.extend(cited(part, &others.collect::<Vec<_>>(), analyzer));
    }
    let telling = telling_words(&parsed.words, analyzer);
    if telling.len() > 1 {
        query.together =
            telling.iter().map(|word| alternatives(word, &query.replacements)).collect();
    }
    let fits = (1..=TITLED_WORDS).contains(&telling.len());
    query.titled = fits.then_some(Titled { words: telling, weight: TITLED_WEIGHT });
    // Words in quotation marks rank among the passages that hold them.
    for text in &parsed.exact {
        add_words(&mut query, text, 1.0, analyzer);
    }
    query
}

/// Adds the terms of `part` (folded) in every reading, single ones at `single`. Terms inside
/// function words weigh little.
fn add_words(query: &mut Query, part: &str, single: f32, analyzer: &Analyzer) {
    let words = analyzer.plain_words(part);
    let function = function_spans(&words);
    let is_function = |span: Span| function.iter().any(|word| word.contains(span));
    let weight = |span: Span| if is_function(span) { FUNCTION_WEIGHT } else { 1.0 };
    // Single characters and function words stand in nearly every passage and find nothing.
    let decides = |cut: &Cut| !is_single(&cut.term) && !is_function(cut.span);
    for cut in &words {
        add(query, Reading::Words, cut, weight(cut.span), decides(cut));
        add(query, Reading::Title, cut, TITLE_WEIGHT * weight(cut.span), false);
    }
    let pairs = pairs(part);
    for cut in &pairs {
        add(query, Reading::Pairs, cut, weight(cut.span), decides(cut));
    }
    for cut in characters(part) {
        add(query, Reading::Characters, &cut, single * weight(cut.span), false);
    }
    query.near.extend(mentions(part));
    let telling = words.iter().any(|cut| !is_function(cut.span));
    if (1..=NEAR_PAIRS).contains(&pairs.len()) && telling {
        query.whole.push(Whole { text: part.to_owned(), weight: WHOLE_WEIGHT });
    }
    if (2..=NEAR_PAIRS).contains(&pairs.len()) {
        let pairs = pairs.into_iter().map(|cut| (cut.position, cut.term)).collect();
        let text = part.to_owned();
        query.near.push(Near { text, pairs, slop: NEAR_SLOP, weight: NEAR_WEIGHT });
    }
}

/// Adds other words for those of `part` (folded); a word that is asked itself is none.
fn add_synonyms(query: &mut Query, part: &str, analyzer: &Analyzer) {
    for replaceable in analyzer.replaceable(part) {
        let asked = replaceable.span.of(part).to_owned();
        let others = replaceable.synonyms.iter().filter(|synonym| !part.contains(&synonym.word));
        let others: Vec<String> = others.map(|synonym| synonym.word.clone()).collect();
        let known = query.replacements.iter().any(|known| known.asked == asked);
        if !known && !others.is_empty() {
            query.replacements.push(Replacement {
                asked,
                others,
                weight: SYNONYM_WEIGHT,
                beside: ITSELF_WEIGHT,
                least: ITSELF_LEAST,
            });
        }
    }
}

/// A word, and what may stand in its place.
fn alternatives(word: &str, replacements: &[Replacement]) -> Vec<String> {
    let others = replacements.iter().filter(|it| it.asked == word).flat_map(|it| &it.others);
    std::iter::once(word.to_owned()).chain(others.cloned()).collect()
}

/// The words of a query, function words left out.
fn telling_words(parts: &[String], analyzer: &Analyzer) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in parts {
        let cuts = analyzer.plain_words(part);
        let function = function_spans(&cuts);
        let telling = cuts.into_iter().filter(|cut| !function.contains(&cut.span));
        words.extend(telling.map(|cut| cut.term));
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// A term that is asked again weighs more, but not twice.
fn add(query: &mut Query, reading: Reading, cut: &Cut, weight: f32, decides: bool) {
    let known = |scored: &&mut Scored| scored.reading == reading && scored.term == cut.term;
    match query.scored.iter_mut().find(known) {
        Some(scored) => {
            scored.weight += weight * AGAIN;
            scored.decides |= decides;
        }
        None => query.scored.push(Scored { reading, term: cut.term.clone(), weight, decides }),
    }
}

/// Whether a term is one Chinese character.
fn is_single(term: &str) -> bool {
    let mut characters = term.chars();
    characters.next().is_some_and(is_han) && characters.next().is_none()
}
