//! What a draft claims, read by the extractors that read documents.

use crate::document::{DocumentId, FrontMatter, Kind};
use crate::index::engine::EngineError;
use crate::index::entry::DocumentCard;
use crate::index::query::FactQuery;
use crate::knowledge::theme::Themes;
use crate::knowledge::{Corrections, Fact, Knowledge, Reading};
use crate::library::Snapshot;
use crate::text::fold;
use crate::text::segment::is_han;

use super::draft::Draft;
use super::finding::Evidence;

/// How many held facts are compared with one of the draft.
const FACTS: usize = 60;

/// The draft's claims; spans are bytes of the draft. Places and organizations are those that the
/// text gives them, none where it gives none.
pub(super) fn claims(draft: &Draft) -> Vec<Fact> {
    let id = DocumentId::parse("draft").expect("it is an identifier");
    let front_matter = FrontMatter::new("", Kind::Report);
    let passages = draft.passages();
    let reading = Reading::new(&id, &front_matter, None, &passages);
    let themes = Themes::parse("").expect("no themes are well formed");
    let knowledge = Knowledge { themes, corrections: Corrections::default() };
    knowledge.facts(&reading, &draft.text)
}

/// The held facts of the type and name of `claim`.
pub(super) fn held(snapshot: &Snapshot, claim: &Fact) -> Result<Vec<Fact>, EngineError> {
    let names = vec![claim.name.clone()];
    let query = FactQuery { types: vec![claim.kind], names, limit: FACTS, ..FactQuery::default() };
    Ok(snapshot.engine.facts(&query)?.facts)
}

/// The evidence that a held fact is.
pub(super) fn evidence(snapshot: &Snapshot, fact: &Fact) -> Result<Option<Evidence>, EngineError> {
    let Some(document) = snapshot.engine.document(&fact.document)? else { return Ok(None) };
    let anchor = fact.passage.split_once('#').map_or("", |(_, anchor)| anchor);
    Ok(Some(Evidence {
        document: DocumentCard::new(&document.id, &document.front_matter),
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
