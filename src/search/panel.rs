//! The short panel above the hits, when the query is a name that the library knows.

use super::entity::{Expansion, expansions};
use super::parse::Parsed;
use crate::index::engine::EngineError;
use crate::index::entry::DocumentCard;
use crate::index::query::{FactField, FactQuery};
use crate::knowledge::{Fact, FactType};
use crate::library::Snapshot;

/// Types that a panel tells of; the first that is held decides what the name is.
const TYPES: [FactType; 6] = [
    FactType::Shorthand,
    FactType::Brand,
    FactType::Instrument,
    FactType::Honour,
    FactType::Organization,
    FactType::Indicator,
];
/// Facts that are looked through.
const FACTS: usize = 60;
/// Lines of each sort.
const LINES: usize = 4;

/// What is known of the name that was asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What it is.
    pub kind: FactType,
    /// Its name.
    pub name: String,
    /// Mentions in all, of this type.
    pub total: usize,
    /// The documents that it is the title of.
    pub held: Vec<DocumentCard>,
    /// Its expansions.
    pub expansions: Vec<Expansion>,
    /// Figures that measure it, each from another place or year.
    pub figures: Vec<Fact>,
    /// Whose it is, each another organization's.
    pub owners: Vec<Fact>,
}

/// What is known of the query's name; `None` when it is none, or has conditions.
///
/// # Errors
/// When the index cannot be read.
pub fn panel(snapshot: &Snapshot, parsed: &Parsed) -> Result<Option<Panel>, EngineError> {
    let name = parsed.words.concat() + &parsed.exact.concat();
    if name.chars().count() < 2 || parsed.exact.len() > 1 || !parsed.excluded.is_empty() {
        return Ok(None);
    }
    let found = snapshot.engine.facts(&FactQuery {
        types: TYPES.to_vec(),
        names: vec![name.clone()],
        limit: FACTS,
        count: vec![FactField::Type, FactField::Name],
        ..FactQuery::default()
    })?;
    let counted = |field| found.counts.iter().find(|(it, _)| *it == field).map(|(_, it)| it);
    let of_type = |kind: FactType| {
        let counts = counted(FactField::Type)?.iter().find(|(it, _)| it == kind.name());
        counts.map(|(_, count)| (kind, *count))
    };
    let Some((kind, total)) = TYPES.into_iter().find_map(of_type) else { return Ok(None) };
    let written = counted(FactField::Name).and_then(|names| names.first());
    let of = |kind| found.facts.iter().filter(move |fact| fact.kind == kind);
    let documents = match kind {
        FactType::Instrument => snapshot.engine.named(&name)?,
        _ => Vec::new(),
    };
    Ok(Some(Panel {
        kind,
        name: written.map_or(name, |(name, _)| name.clone()),
        total,
        held: documents.iter().map(|it| DocumentCard::new(&it.id, &it.front_matter)).collect(),
        expansions: expansions(&found.facts).into_iter().take(LINES).collect(),
        figures: apart(of(FactType::Indicator), |fact| {
            (fact.region.clone(), fact.year.clone(), fact.details.unit.clone())
        }),
        owners: apart(of(kind).filter(|it| is_owned(it)), |fact| fact.organization.clone()),
    }))
}

/// Whether a fact says whose the name is; a figure says it already.
fn is_owned(fact: &Fact) -> bool {
    fact.organization.is_some() && fact.kind != FactType::Indicator
}

/// The first facts of which no two have the same key.
fn apart<'a, K: PartialEq>(
    facts: impl Iterator<Item = &'a Fact>,
    key: impl Fn(&Fact) -> K,
) -> Vec<Fact> {
    let mut kept: Vec<Fact> = Vec::new();
    for fact in facts {
        if kept.len() < LINES && kept.iter().all(|other| key(other) != key(fact)) {
            kept.push(fact.clone());
        }
    }
    kept
}
