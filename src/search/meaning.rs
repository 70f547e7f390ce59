//! What words have found, ranked anew by how near it is in meaning.

use std::collections::HashSet;

use super::parse::Parsed;
use super::request::{Basis, Request};
use crate::document::DocumentId;
use crate::index::engine::EngineError;
use crate::index::entry::PassageEntry;
use crate::index::hits::{Found, Hit, Reason, Share};
use crate::index::query::{Query, Sort};
use crate::library::{Meaning, Snapshot};
use crate::meaning::Vector;
use crate::meaning::fusion::{Fused, fused};

/// How many of the documents that words have found are ranked anew.
pub(super) const FIRST: usize = 100;
/// How many documents that are near in meaning come in beside them, at most.
const NEIGHBOURS: usize = 10;

/// The answer of the engine to `query`. Where the library has a model and the request asks for
/// meaning, the first hundred documents are in the order of words and meaning together, and to a
/// question of plain words a few come in that are near in meaning alone. Quotations, filters and
/// exclusions decide alone what comes in, and what words have found never goes. A question that names
/// an article of a law is answered by words: meaning tells no numbers apart.
pub(super) fn search(
    snapshot: &Snapshot,
    request: &Request,
    parsed: &Parsed,
    query: &Query,
) -> Result<Found, EngineError> {
    let ranks = request.by == Basis::WordsAndMeaning
        && query.sort == Sort::Relevance
        && query.cited.is_empty();
    let text = asked(&request.text, parsed);
    let Some(meaning) = snapshot.meaning.as_ref().filter(|_| ranks && !text.is_empty()) else {
        return snapshot.engine.search(query);
    };
    let vector = of_question(meaning, &text)?;
    let end = query.offset + query.limit;
    let limit = if end > FIRST { end + NEIGHBOURS } else { FIRST };
    let whole = Query { offset: 0, limit, ..query.clone() };
    let mut found = snapshot.engine.search(&whole)?;
    let mut rest = found.hits.split_off(found.hits.len().min(FIRST));
    if query.filters.is_empty() && query.exact.is_empty() && query.excluded.is_empty() {
        let others = others(snapshot, meaning, &vector, &found.hits, query.explained)?;
        rest.retain(|hit| others.iter().all(|it| id(it) != id(hit)));
        // Of more than a hundred, words have found these too, far behind.
        if found.total <= FIRST {
            found.total += others.len();
        }
        found.hits.extend(others);
    }
    rank(meaning, &vector, &mut found.hits);
    let hits = found.hits.into_iter().chain(rest);
    found.hits = hits.skip(query.offset).take(query.limit).collect();
    Ok(found)
}

/// Documents near `vector` that are not among `first`, nearer than half of those are.
fn others(
    snapshot: &Snapshot,
    meaning: &Meaning,
    vector: &Vector,
    first: &[Hit],
    explained: bool,
) -> Result<Vec<Hit>, EngineError> {
    let mut cosines: Vec<f32> =
        first.iter().filter_map(|hit| meaning.nearness(&hit.passage, vector)).collect();
    cosines.sort_by(f32::total_cmp);
    let Some(middle) = cosines.get(cosines.len() / 2) else { return Ok(Vec::new()) };
    let cards = first.iter().flat_map(|hit| hit.reprints.iter().chain([&hit.passage.document]));
    let mut known: HashSet<String> = cards.map(|card| card.id.to_string()).collect();
    let near = meaning.nearest(vector, FIRST + NEIGHBOURS).into_iter();
    let near = near.take_while(|(_, _, cosine)| cosine > middle);
    let near: Vec<_> =
        near.filter(|(id, _, _)| known.insert(id.clone())).take(NEIGHBOURS).collect();
    let least = first.iter().map(|hit| hit.score).fold(f32::INFINITY, f32::min);
    let passages = read(snapshot, near)?.into_iter().map(|(passage, _)| passage);
    let originals = passages.filter(|passage| passage.document.reprint_of.is_none());
    let share = || Share { reason: Reason::Meaning, score: least };
    let hits = originals.map(|passage| Hit {
        passage,
        score: least,
        more_passages: 0,
        reprints: Vec::new(),
        shares: if explained { vec![share()] } else { Vec::new() },
    });
    Ok(hits.collect())
}

fn id(hit: &Hit) -> &DocumentId {
    &hit.passage.document.id
}

/// Ranks `hits` by words and meaning together.
pub(super) fn rank(meaning: &Meaning, vector: &Vector, hits: &mut [Hit]) {
    let candidates: Vec<(f32, Option<f32>)> =
        hits.iter().map(|hit| (hit.score, meaning.nearness(&hit.passage, vector))).collect();
    for (hit, fused) in hits.iter_mut().zip(fused(&candidates)) {
        score(hit, fused);
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
}

/// Gives a hit its new score, and each reason its share of it.
fn score(hit: &mut Hit, fused: Fused) {
    if !hit.shares.is_empty() {
        let part = fused.words / hit.score.max(f32::EPSILON);
        hit.shares.iter_mut().for_each(|share| share.score *= part);
        hit.shares.push(Share { reason: Reason::Meaning, score: fused.meaning });
    }
    hit.score = fused.score();
}

/// The question as it was typed, where it is nothing but words, quotations and titles.
fn asked(typed: &str, parsed: &Parsed) -> String {
    if parsed.words.is_empty() && parsed.exact.is_empty() {
        return String::new();
    }
    if parsed.filters.is_empty() && parsed.excluded.is_empty() {
        return typed.trim().to_owned();
    }
    let parts: Vec<&str> = parsed.words.iter().chain(&parsed.exact).map(String::as_str).collect();
    parts.join(" ")
}

/// The vector of a question.
///
/// # Errors
/// [`EngineError::Meaning`] when the model fails.
pub fn of_question(meaning: &Meaning, text: &str) -> Result<Vector, EngineError> {
    meaning.model().query(text).map_err(|error| EngineError::Meaning(error.to_string()))
}

/// The passages nearest to `vector` that `snapshot` holds, up to `count`, the nearest first, each
/// with its cosine.
///
/// # Errors
/// When the index cannot be read.
pub fn neighbours(
    snapshot: &Snapshot,
    meaning: &Meaning,
    vector: &Vector,
    count: usize,
) -> Result<Vec<(PassageEntry, f32)>, EngineError> {
    read(snapshot, meaning.nearest(vector, count))
}

/// The passages of these documents at these places.
fn read(
    snapshot: &Snapshot,
    near: Vec<(String, usize, f32)>,
) -> Result<Vec<(PassageEntry, f32)>, EngineError> {
    let mut found = Vec::new();
    for (document, ordinal, cosine) in near {
        let Some(id) = DocumentId::parse(&document) else { continue };
        // A document may have changed since its passages were listed.
        if let Some(passage) = snapshot.engine.passages(&id)?.into_iter().nth(ordinal) {
            found.push((passage, cosine));
        }
    }
    Ok(found)
}
