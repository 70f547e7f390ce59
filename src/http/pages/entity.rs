//! `/entities/{type}/{name}`: all that the library says of one name.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;

use super::address::document_url;
use super::citing::{Citing, Sources};
use super::facts::{Figure, confirmed, figure};
use super::frame::{Frame, date, place};
use super::ink::{correction_url, entity_url, fact_url};
use super::rendered;
use crate::compare::figures::written;
use crate::http::access;
use crate::http::api::on_snapshot;
use crate::http::error::{HttpError, answered};
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::index::entry::DocumentCard;
use crate::knowledge::{Fact, FactType};
use crate::library::Snapshot;
use crate::search::entity::{Beside, Entity, Expansion, Group, entity};

/// Bars of one chart.
const BARS: usize = 12;
/// The longest bar, in the chart's own units.
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "entity.html")]
struct EntityPage {
    frame: Frame,
    kind: FactType,
    name: String,
    total: usize,
    documents: usize,
    /// Search for the name.
    search: String,
    held: Vec<(String, String)>,
    expansions: Vec<ShownExpansion>,
    charts: Vec<Chart>,
    figures: Vec<Figure>,
    groups: Vec<ShownGroup>,
    shown: usize,
    beside: Vec<ShownBeside>,
    /// Whether the reader may correct what was read.
    is_corrected: bool,
}

/// An expansion with its first places.
pub(super) struct ShownExpansion {
    pub(super) items: Vec<String>,
    pub(super) partial: bool,
    /// Text and URL of each place that gives it.
    pub(super) places: Vec<(String, String)>,
}

/// Bars with their counts.
struct Chart {
    title: &'static str,
    /// Label, count, length of the bar.
    bars: Vec<(String, usize, usize)>,
    height: usize,
}

struct ShownGroup {
    title: String,
    mentions: Vec<Mention>,
}

struct Mention {
    citing: Option<Citing>,
    before: String,
    text: String,
    after: String,
    url: String,
    about: Vec<String>,
    /// Where it is corrected.
    corrected_at: String,
}

struct ShownBeside {
    label: &'static str,
    /// Name, URL, count.
    names: Vec<(String, String, usize)>,
}

/// The page of a name.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Response {
    let is_corrected = library.desk.is_some() && access::may_edit();
    let page = on_snapshot(&library, move |snapshot| {
        let page = shown(snapshot, named_entity(snapshot, path)?)?;
        rendered(&EntityPage { is_corrected, ..page })
    });
    answered("/entities", page.await)
}

/// The entity that a path names.
pub(in crate::http) fn named_entity(
    snapshot: &Snapshot,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Entity, HttpError> {
    let Path((kind, name)) = path.map_err(|_| HttpError::NoPage)?;
    let kind = FactType::parse(&kind).ok_or(HttpError::NoPage)?;
    entity(snapshot, kind, &name)?.ok_or(HttpError::NoEntity(name))
}

fn shown(snapshot: &Snapshot, entity: Entity) -> Result<EntityPage, HttpError> {
    let quoted = format!("“{}”", entity.name);
    let indicators = entity.groups.iter().flat_map(|group| &group.mentions);
    let figures = indicators.filter(|fact| fact.details.value.is_some()).map(figure);
    let charts = [
        chart("各地", &entity.places, place),
        chart("各年", &entity.years, |year| year.to_owned()),
    ];
    let mut sources = Sources::new(snapshot);
    let groups = entity.groups.iter().map(|it| group(it, &mut sources));
    Ok(EntityPage {
        frame: Frame::new(snapshot, ""),
        kind: entity.kind,
        search: SearchQuery::default().asking(&quoted).url(),
        held: entity.held.iter().map(held).collect(),
        expansions: entity.expansions.iter().map(expansion).collect(),
        charts: charts.into_iter().filter(|chart| chart.bars.len() > 1).collect(),
        figures: figures.collect(),
        shown: entity.groups.iter().map(|group| group.mentions.len()).sum(),
        groups: groups.collect::<Result<_, _>>()?,
        beside: beside(&entity.beside),
        is_corrected: false,
        name: entity.name,
        total: entity.total,
        documents: entity.documents,
    })
}

/// Title and URL of a document, with its place and date.
pub(super) fn held(card: &DocumentCard) -> (String, String) {
    let published = card.published.map(|published| date(Some(published)));
    let about: Vec<String> =
        [card.region.as_deref().map(place), published].into_iter().flatten().collect();
    let about =
        if about.is_empty() { String::new() } else { format!("（{}）", about.join("，")) };
    (format!("{}{about}", card.title), document_url(card.id.as_str(), "", ""))
}

/// An expansion as it is shown, with the first places that give it.
pub(super) fn expansion(expansion: &Expansion) -> ShownExpansion {
    let places = expansion.mentions.iter().take(4).map(|fact| (whose(fact), fact_url(fact)));
    ShownExpansion {
        items: expansion.items.clone(),
        partial: expansion.partial,
        places: places.collect(),
    }
}

/// Whose a fact is: organization or place, and year; the document where neither is known.
pub(super) fn whose(fact: &Fact) -> String {
    let owner = fact.organization.clone().or_else(|| fact.region.as_deref().map(place));
    let year = fact.year.as_ref().map(|year| format!("{year} 年"));
    let about: Vec<String> = [owner, year].into_iter().flatten().collect();
    if about.is_empty() { fact.document.to_string() } else { about.join("，") }
}

fn chart(title: &'static str, values: &[(String, usize)], label: impl Fn(&str) -> String) -> Chart {
    let most = values.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let bars = values.iter().take(BARS);
    let bars = bars.map(|(value, count)| (label(value), *count, (count * LONGEST / most).max(1)));
    let bars: Vec<_> = bars.collect();
    Chart { title, height: bars.len() * 26, bars }
}

fn group(group: &Group, sources: &mut Sources<'_>) -> Result<ShownGroup, HttpError> {
    let title = match (group.region.as_str(), group.year.as_str()) {
        ("", "") => "地区、年份未写明".to_owned(),
        ("", year) => format!("地区未写明，{year} 年"),
        (region, "") => place(region),
        (region, year) => format!("{}，{year} 年", place(region)),
    };
    let mentions = group.mentions.iter().map(|fact| mention(fact, sources));
    Ok(ShownGroup { title, mentions: mentions.collect::<Result<_, _>>()? })
}

fn mention(fact: &Fact, sources: &mut Sources<'_>) -> Result<Mention, HttpError> {
    let at = fact.span.start.saturating_sub(fact.sentence_span.start);
    let (before, text) = if fact.sentence.get(at..at + fact.text.len()) == Some(&fact.text) {
        (fact.sentence[..at].to_owned(), fact.text.clone())
    } else {
        (String::new(), fact.text.clone())
    };
    let after = fact.sentence.get(at + text.len()..).unwrap_or_default().to_owned();
    let amount = Some(written(&fact.details)).filter(|amount| !amount.is_empty());
    let about =
        [fact.organization.clone(), amount, confirmed(fact)].into_iter().flatten().collect();
    let (citing, url, corrected_at) = (sources.fact(fact)?, fact_url(fact), correction_url(fact));
    Ok(Mention { citing, before, text, after, url, about, corrected_at })
}

fn beside(all: &[Beside]) -> Vec<ShownBeside> {
    let mut shown: Vec<ShownBeside> = Vec::new();
    for it in all {
        let name = (it.name.clone(), entity_url(it.kind, &it.name), it.count);
        match shown.iter_mut().find(|group| group.label == it.kind.label()) {
            Some(group) => group.names.push(name),
            None => shown.push(ShownBeside { label: it.kind.label(), names: vec![name] }),
        }
    }
    shown
}
