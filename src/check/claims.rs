//! What a draft claims, read by the extractors that read documents.

use rayon::prelude::{ParallelIterator, ParallelSlice};

use super::draft::Draft;
use super::finding::Evidence;
use super::shelf::Shelf;
use crate::budget::carried;
use crate::document::outline::Passage;
use crate::document::{DocumentId, FrontMatter, Kind};
use crate::index::engine::EngineError;
use crate::index::query::{FacetField, FactQuery, Filter, Test};
use crate::knowledge::region::{self, Region};
use crate::knowledge::theme::Themes;
use crate::knowledge::{Corrections, Fact, FactType, Knowledge, Reading, Rules};
use crate::text::fold;
use crate::text::segment::is_han;

/// How many held facts are compared with one of the draft.
const FACTS: usize = 64;
/// How many paragraphs are read together; what is read in one may lean on those around it.
const TOGETHER: usize = 8;

/// The claims of the paragraphs whose number `wanted` accepts; spans are bytes of the draft. Places
/// and organizations are those that the text gives them, none where it gives none.
pub(super) fn claims(draft: &Draft, wanted: impl Fn(usize) -> bool) -> Vec<Fact> {
    let passages = draft.passages().into_iter().enumerate();
    let passages: Vec<Passage> =
        passages.filter(|(at, _)| wanted(*at)).map(|(_, passage)| passage).collect();
    let themes = Themes::parse("").expect("no themes are well formed");
    let knowledge = Knowledge::new(themes, Corrections::default(), Rules::built_in());
    let id = DocumentId::parse("draft").expect("it is an identifier");
    let front_matter = FrontMatter::new("", Kind::Report);
    let read = |passages: &[Passage]| {
        let reading = Reading::new(&id, &front_matter, None, passages);
        knowledge.facts(&reading, &draft.text)
    };
    passages.par_chunks(TOGETHER).flat_map_iter(carried(read)).collect()
}

/// The held facts of a type that have one of the names (any, where none is given), those of `place`
/// alone where one is given; the latest first.
pub(super) fn held(
    shelf: &Shelf<'_>,
    kind: FactType,
    names: &[&str],
    place: Option<&Region>,
) -> Result<Vec<Fact>, EngineError> {
    let names = names.iter().filter(|name| !name.is_empty()).map(|&name| name.to_owned());
    asked(shelf, FactQuery { names: names.collect(), ..about(kind, place) })
}

/// The held facts of a type whose characters hold a text; none for a text of one letter.
pub(super) fn holding(
    shelf: &Shelf<'_>,
    kind: FactType,
    text: &str,
) -> Result<Vec<Fact>, EngineError> {
    let text = letters(text);
    if text.chars().count() < 2 {
        return Ok(Vec::new());
    }
    asked(shelf, FactQuery { holding: vec![text], ..about(kind, None) })
}

fn about(kind: FactType, place: Option<&Region>) -> FactQuery {
    let at = |place| Filter { field: FacetField::Region, test: Test::Is(region::path(place)) };
    let filters = place.map(at).into_iter().collect();
    FactQuery { types: vec![kind], filters, limit: FACTS, ..FactQuery::default() }
}

fn asked(shelf: &Shelf<'_>, query: FactQuery) -> Result<Vec<Fact>, EngineError> {
    Ok(shelf.snapshot.engine.facts(&query)?.facts)
}

/// The evidence that a held fact is.
pub(super) fn evidence(shelf: &Shelf<'_>, fact: &Fact) -> Result<Option<Evidence>, EngineError> {
    let Some(document) = shelf.card(&fact.document)? else { return Ok(None) };
    let anchor = fact.passage.split_once('#').map_or("", |(_, anchor)| anchor);
    Ok(Some(Evidence {
        document,
        passage: fact.passage.clone(),
        anchor: anchor.to_owned(),
        span: fact.span,
        sentence: fact.sentence.clone(),
    }))
}

/// A name or item by its letters alone.
pub(super) fn letters(text: &str) -> String {
    fold(text).text.chars().filter(|c| is_han(*c) || c.is_alphanumeric()).collect()
}
