//! What the library says of one name: every mention in its sentence, where and when, with what.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::index::engine::EngineError;
use crate::index::entry::DocumentCard;
use crate::index::query::{FactField, FactQuery};
use crate::knowledge::{Fact, FactType};
use crate::library::Snapshot;

/// Mentions that are given with their sentences.
const MENTIONS: usize = 300;
/// Passages in which what stands beside a name is counted.
const PASSAGES: usize = 500;
/// Names of each type that are given as standing beside it.
const BESIDE: usize = 8;
/// Types of what stands beside a name.
const BESIDE_TYPES: [FactType; 5] = [
    FactType::Instrument,
    FactType::Brand,
    FactType::Shorthand,
    FactType::Honour,
    FactType::Organization,
];

/// A name that the library holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entity {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// As the texts write it most often.
    pub name: String,
    /// Mentions in all.
    pub total: usize,
    /// Documents that mention it.
    pub documents: usize,
    /// For instruments: the documents of this title or number that the library holds.
    pub held: Vec<DocumentCard>,
    /// For shorthands: each expansion that is given somewhere, with where.
    pub expansions: Vec<Expansion>,
    /// Provinces with their number of mentions, most first.
    pub places: Vec<(String, usize)>,
    /// Years with their number of mentions, in order.
    pub years: Vec<(String, usize)>,
    /// Mentions by place and year, places with most first, late years first.
    pub groups: Vec<Group>,
    /// What stands in the same passages, by type, most first.
    pub beside: Vec<Beside>,
}

/// An expansion of a short form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Expansion {
    /// In order.
    pub items: Vec<String>,
    /// Whether the number of items is another than the form says.
    pub partial: bool,
    /// Where it stands.
    pub mentions: Vec<Fact>,
}

/// The mentions of one place and year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Path of official names; empty when unknown.
    pub region: String,
    /// Empty when unknown.
    pub year: String,
    /// In the order of their documents.
    pub mentions: Vec<Fact>,
}

/// A name that stands in the same passages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// Its name.
    pub name: String,
    /// How often.
    pub count: usize,
}

/// What the library says of `name`; `None` where it says nothing.
///
/// # Errors
/// When the index cannot be read.
pub fn entity(
    snapshot: &Snapshot,
    kind: FactType,
    name: &str,
) -> Result<Option<Entity>, EngineError> {
    let found = snapshot.engine.facts(&FactQuery {
        types: vec![kind],
        names: vec![name.to_owned()],
        limit: MENTIONS,
        count: vec![
            FactField::Name,
            FactField::Document,
            FactField::Passage,
            FactField::Region,
            FactField::Year,
        ],
        ..FactQuery::default()
    })?;
    let mut counts: BTreeMap<FactField, Vec<(String, usize)>> = found.counts.into_iter().collect();
    let mut counted = |field| counts.remove(&field).unwrap_or_default();
    let Some((name, _)) = counted(FactField::Name).into_iter().next() else { return Ok(None) };
    let passages = counted(FactField::Passage).into_iter().map(|(id, _)| id).take(PASSAGES);
    let mut years = counted(FactField::Year);
    years.sort();
    let places = counted(FactField::Region).into_iter().filter(|(path, _)| !path.contains('/'));
    Ok(Some(Entity {
        held: held(snapshot, kind, &name)?,
        expansions: expansions(&found.facts),
        places: places.collect(),
        years,
        documents: counted(FactField::Document).len(),
        beside: beside(snapshot, &name, passages.collect())?,
        groups: groups(found.facts),
        total: found.total,
        kind,
        name,
    }))
}

/// The documents of an instrument's title.
fn held(snapshot: &Snapshot, kind: FactType, name: &str) -> Result<Vec<DocumentCard>, EngineError> {
    if kind != FactType::Instrument {
        return Ok(Vec::new());
    }
    let documents = snapshot.engine.named(name)?;
    Ok(documents.iter().map(|it| DocumentCard::new(&it.id, &it.front_matter)).collect())
}

/// The different expansions among `facts`: whole ones first, then those given most often.
#[must_use]
pub fn expansions(facts: &[Fact]) -> Vec<Expansion> {
    let mut all: Vec<Expansion> = Vec::new();
    for fact in facts.iter().filter(|fact| !fact.details.items.is_empty()) {
        match all.iter_mut().find(|it| it.items == fact.details.items) {
            Some(known) => known.mentions.push(fact.clone()),
            None => all.push(Expansion {
                items: fact.details.items.clone(),
                partial: fact.details.partial,
                mentions: vec![fact.clone()],
            }),
        }
    }
    all.sort_by_key(|it| (it.partial, std::cmp::Reverse(it.mentions.len())));
    all
}

fn groups(facts: Vec<Fact>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut of_place: BTreeMap<String, usize> = BTreeMap::new();
    for fact in facts {
        let region = fact.region.clone().unwrap_or_default();
        let year = fact.year.clone().unwrap_or_default();
        *of_place.entry(region.clone()).or_default() += 1;
        match groups.iter_mut().find(|it| it.region == region && it.year == year) {
            Some(group) => group.mentions.push(fact),
            None => groups.push(Group { region, year, mentions: vec![fact] }),
        }
    }
    groups.sort_by(|a, b| {
        let often = of_place[&b.region].cmp(&of_place[&a.region]);
        often.then_with(|| a.region.cmp(&b.region)).then_with(|| b.year.cmp(&a.year))
    });
    groups
}

fn beside(
    snapshot: &Snapshot,
    name: &str,
    passages: Vec<String>,
) -> Result<Vec<Beside>, EngineError> {
    let mut all = Vec::new();
    for kind in BESIDE_TYPES {
        let found = snapshot.engine.facts(&FactQuery {
            types: vec![kind],
            passages: passages.clone(),
            count: vec![FactField::Name],
            ..FactQuery::default()
        })?;
        let names = found.counts.into_iter().flat_map(|(_, values)| values);
        let others = names.filter(|(other, _)| other != name).take(BESIDE);
        all.extend(others.map(|(name, count)| Beside { kind, name, count }));
    }
    Ok(all)
}
