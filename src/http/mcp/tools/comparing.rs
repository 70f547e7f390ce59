//! `facts` and `compare`.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::arguments::{loose, read};
use crate::compare::evidence::{Item, Quote};
use crate::compare::matrix::Column;
use crate::compare::{Asked, Question, compare as compared};
use crate::http::error::HttpError;
use crate::index::query::FactQuery;
use crate::knowledge::Fact;
use crate::library::Snapshot;
use crate::search::facts::add_condition;

/// How many facts are given where the call does not say, and at most.
const USUAL: usize = 10;
const MOST: usize = 50;
/// How many pieces of evidence stand in a cell.
const IN_A_CELL: usize = 3;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct AskedFacts {
    #[serde(rename = "type")]
    kind: String,
    name: String,
    q: String,
    document: String,
    region: String,
    organization: String,
    #[serde(deserialize_with = "loose")]
    year: String,
    limit: Option<usize>,
    offset: usize,
}

/// Facts with their sentences.
pub(super) fn facts(snapshot: &Snapshot, arguments: Value) -> Result<Value, HttpError> {
    let asked: AskedFacts = read(arguments)?;
    let limit = asked.limit.unwrap_or(USUAL).clamp(1, MOST);
    let mut query = FactQuery { offset: asked.offset, limit, ..FactQuery::default() };
    for (name, value) in [
        ("type", &asked.kind),
        ("name", &asked.name),
        ("q", &asked.q),
        ("document", &asked.document),
        ("region", &asked.region),
        ("organization", &asked.organization),
        ("year", &asked.year),
    ] {
        add_condition(&mut query, name, value)?;
    }
    let found = snapshot.engine.facts(&query)?;
    let facts: Vec<_> = found.facts.iter().map(told).collect();
    let mut result = json!({ "total": found.total, "facts": facts });
    if found.total == 0 {
        result["note"] = json!("库中未见，不等于没有；可用 search 按字词再找");
    }
    Ok(result)
}

/// A fact in short; what it does not state is left out.
fn told(fact: &Fact) -> Map<String, Value> {
    let details = &fact.details;
    let text = |value: &str| (!value.is_empty()).then(|| json!(value));
    let stated = [
        ("id", text(&fact.passage)),
        ("type", text(fact.kind.name())),
        ("name", text(&fact.name)),
        ("text", text(&fact.text)),
        ("value", details.value.map(|it| json!(it))),
        ("unit", text(&details.unit)),
        ("region", fact.region.as_deref().and_then(text)),
        ("organization", fact.organization.as_deref().and_then(text)),
        ("year", fact.year.as_deref().and_then(text)),
        ("sentence", text(&fact.sentence)),
    ];
    stated.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct AskedComparison {
    topic: String,
    regions: Vec<String>,
    within: String,
    #[serde(deserialize_with = "loose")]
    years: String,
}

/// What each place did, with the places where it stands.
pub(super) fn compare(snapshot: &Snapshot, arguments: Value) -> Result<Value, HttpError> {
    let AskedComparison { topic, regions, within, years } = read(arguments)?;
    let question = Question::new(&Asked { topic, regions, within, years })?.with_topic()?;
    let matrix = compared(snapshot, &question)?;
    let places: Vec<Value> = matrix.columns.iter().map(place).collect();
    Ok(json!({ "topic": matrix.topic, "looked_for": matrix.looked_for, "places": places }))
}

fn place(column: &Column) -> Value {
    let mut told = json!({ "place": column.place.path, "documents": column.held.documents });
    let quotes: Vec<Value> = column.practices.iter().take(IN_A_CELL).map(quote).collect();
    let mut empty = quotes.is_empty();
    if !empty {
        told["practices"] = json!(quotes);
    }
    for (name, items) in [
        ("indicators", &column.indicators),
        ("instruments", &column.instruments),
        ("brands", &column.brands),
        ("honours", &column.honours),
    ] {
        if !items.is_empty() {
            told[name] = items.iter().take(IN_A_CELL).map(item).collect();
            empty = false;
        }
    }
    if empty {
        told["note"] = json!(column.nothing());
    }
    told
}

fn quote(quote: &Quote) -> Value {
    let source = &quote.source;
    let id = format!("{}#{}", source.document.id, source.anchor);
    json!({ "id": id, "text": quote.text, "title": source.document.title })
}

fn item(item: &Item) -> Value {
    let fact = &item.fact;
    json!({ "id": fact.passage, "told": item.told(), "sentence": fact.sentence })
}
