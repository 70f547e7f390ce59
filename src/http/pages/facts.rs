//! How facts are shown: figures with their words, links to their sentences.

use super::frame::place;
use super::ink::{correction_url, entity_url, fact_url};
use crate::compare::figures::written;
use crate::document::DocumentId;
use crate::http::error::HttpError;
use crate::http::query::SearchQuery;
use crate::index::query::FactQuery;
use crate::knowledge::{Fact, FactType};
use crate::library::Snapshot;

/// Facts of one document that its page reads.
const OF_DOCUMENT: usize = 5_000;

/// A fact as a row of a table.
pub(super) struct Figure {
    /// What it is: the measure, or the honour.
    pub(super) name: String,
    /// The page of the name.
    pub(super) page: String,
    /// Number, unit and qualifier, or level and rank.
    pub(super) value: String,
    /// Whose, where and when.
    pub(super) about: Vec<String>,
    /// The words of the text.
    pub(super) text: String,
    /// The sentence.
    pub(super) url: String,
    /// Where it is corrected.
    pub(super) corrected_at: String,
}

/// The facts of a document, in its order.
pub(super) fn document_facts(snapshot: &Snapshot, id: &DocumentId) -> Result<Vec<Fact>, HttpError> {
    let query =
        FactQuery { document: Some(id.clone()), limit: OF_DOCUMENT, ..FactQuery::default() };
    Ok(snapshot.engine.facts(&query)?.facts)
}

/// Whether a fact is marked in a text at all: places and themes stand everywhere.
pub(super) fn is_inked(fact: &Fact) -> bool {
    !matches!(fact.kind, FactType::Region | FactType::Theme)
}

/// Whether a fact is a link in the text even where facts are not marked.
pub(super) fn is_link(fact: &Fact) -> bool {
    fact.kind == FactType::Instrument
}

/// The link that marks the facts on the `page` of a document, or takes the marks away.
pub(super) fn facts_toggle(
    page: String,
    query: &SearchQuery,
    facts: &[Fact],
) -> Option<(String, String)> {
    let count = facts.iter().filter(|fact| is_inked(fact)).count();
    let joint = if page.contains('?') { '&' } else { '?' };
    match (count, query.facts == "1") {
        (0, _) => None,
        (_, true) => Some(("不标事实".to_owned(), page)),
        (count, false) => Some((format!("标出 {count} 处事实"), format!("{page}{joint}facts=1"))),
    }
}

/// That somebody has looked at a fact and found it right.
pub(super) fn confirmed(fact: &Fact) -> Option<String> {
    fact.details.confirmed.then(|| "已核实".to_owned())
}

/// A fact as a row of a table.
pub(super) fn figure(fact: &Fact) -> Figure {
    let about = [
        fact.organization.clone(),
        fact.region.as_deref().map(place),
        fact.year.as_ref().map(|year| format!("{year} 年")),
    ];
    Figure {
        name: fact.name.clone(),
        page: entity_url(fact.kind, &fact.name),
        value: match fact.kind {
            FactType::Honour => format!("{}{}", fact.details.level, fact.details.rank),
            _ => written(&fact.details),
        },
        about: about.into_iter().flatten().chain(confirmed(fact)).collect(),
        text: fact.text.clone(),
        url: fact_url(fact),
        corrected_at: correction_url(fact),
    }
}
