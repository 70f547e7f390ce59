//! `/compare`: a topic over places, or what the corpus holds of them.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::coverage::{CoveragePart, coverage_part};
use super::frame::{Frame, place};
use super::matrix::{MatrixPart, matrix_part};
use super::rendered;
use crate::compare::question::{Place, Places};
use crate::compare::{Question, compare};
use crate::http::api::on_snapshot;
use crate::http::comparison::ComparisonQuery;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::index::query::{FacetField, FactField, FactQuery, SpreadQuery};
use crate::knowledge::{FactType, region, theme};
use crate::library::Snapshot;

/// Names that are suggested beside the themes.
const NAMES: usize = 40;
/// Examples on the page without a topic.
const EXAMPLES: [&str; 4] = ["四强党支部", "业务融合", "减负", "考核评价"];

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    frame: Frame,
    title: String,
    form: Form,
    /// Why the question was refused.
    /// Whether places were chosen and no topic.
    lacks_topic: bool,
    refused: Option<String>,
    examples: Vec<(&'static str, String)>,
    matrix: Option<MatrixPart>,
    coverage: Option<CoveragePart>,
}

/// The question as a form.
struct Form {
    topic: String,
    suggestions: Vec<String>,
    /// Provinces whose cities can be compared: path, name, whether it is chosen.
    provinces: Vec<(String, String, bool)>,
    /// Places that the corpus holds, and places chosen though it does not.
    chips: Vec<PlaceChip>,
    from: String,
    to: String,
}

struct PlaceChip {
    path: String,
    name: String,
    documents: usize,
    checked: bool,
}

/// The page.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = ComparisonQuery::parse(&query.unwrap_or_default());
    let page = on_snapshot(&library, move |snapshot| {
        let (page, status) = shown(snapshot, &query)?;
        Ok((status, rendered(&page)?).into_response())
    });
    answered("/compare", page.await)
}

fn shown(
    snapshot: &Snapshot,
    query: &ComparisonQuery,
) -> Result<(ComparePage, StatusCode), HttpError> {
    let asked = query.question();
    let question = asked.as_ref().ok();
    let (mut matrix, mut coverage) = (None, None);
    if let Some(question) = question {
        if question.topic.is_empty() {
            coverage = Some(coverage_part(snapshot, question, query)?);
        } else {
            let compared = compare(snapshot, question)?;
            matrix = Some(matrix_part(snapshot, &compared, question, query)?);
        }
    }
    let asking = |topic: &'static str| {
        (
            topic,
            ComparisonQuery { topic: topic.to_owned(), ..ComparisonQuery::default() }
                .at("/compare"),
        )
    };
    let title = if query.topic.is_empty() {
        "各地比较".to_owned()
    } else {
        format!("“{}”各地比较", query.topic)
    };
    let status = if asked.is_ok() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let page = ComparePage {
        frame: Frame::new(snapshot, "compare"),
        title,
        form: form(snapshot, query, question)?,
        lacks_topic: coverage.is_some() && !query.regions.is_empty(),
        refused: asked.as_ref().err().map(ToString::to_string),
        examples: EXAMPLES.into_iter().map(asking).collect(),
        matrix,
        coverage,
    };
    Ok((page, status))
}

fn form(
    snapshot: &Snapshot,
    query: &ComparisonQuery,
    question: Option<&Question>,
) -> Result<Form, HttpError> {
    let provinces = region::all().iter().filter(|it| it.parent.is_none()).map(Place::of).collect();
    let provinces = with_documents(snapshot, provinces)?;
    let within = question.and_then(|question| question.within.as_ref());
    let chosen: Vec<Place> = match question.map(|question| &question.places) {
        Some(Places::Chosen(places)) => places.clone(),
        _ => Vec::new(),
    };
    let offered = match within {
        None => provinces.clone(),
        Some(province) => {
            let inner = region::all().iter().filter(|it| {
                it.parent
                    .and_then(region::by_code)
                    .is_some_and(|it| region::path(it) == province.path)
            });
            with_documents(snapshot, inner.map(Place::of).collect())?
        }
    };
    let mut chips: Vec<PlaceChip> = offered
        .into_iter()
        .filter(|(place, documents)| *documents > 0 || chosen.contains(place))
        .map(|(place, documents)| PlaceChip {
            checked: chosen.contains(&place),
            path: place.path,
            name: place.name,
            documents,
        })
        .collect();
    let further: Vec<&Place> =
        chosen.iter().filter(|it| !chips.iter().any(|chip| chip.path == it.path)).collect();
    let further = with_documents(snapshot, further.into_iter().cloned().collect())?;
    chips.extend(further.into_iter().map(|(place_, documents)| PlaceChip {
        name: place(&place_.path),
        path: place_.path,
        documents,
        checked: true,
    }));
    let is_within = |place: &Place| within.is_some_and(|it| it.path == place.path);
    let held = provinces.into_iter().filter(|(place, n)| *n > 0 || is_within(place));
    Ok(Form {
        topic: query.topic.clone(),
        suggestions: suggestions(snapshot)?,
        provinces: held.map(|(it, _)| (it.path.clone(), it.name.clone(), is_within(&it))).collect(),
        chips,
        from: years(query).0,
        to: years(query).1,
    })
}

/// The years as the form shows them.
fn years(query: &ComparisonQuery) -> (String, String) {
    if query.years.is_empty() {
        return (query.from.clone(), query.to.clone());
    }
    match query.years.split_once("..") {
        Some((from, to)) => (from.to_owned(), to.to_owned()),
        None => (query.years.clone(), query.years.clone()),
    }
}

/// Places with the number of their documents.
fn with_documents(
    snapshot: &Snapshot,
    places: Vec<Place>,
) -> Result<Vec<(Place, usize)>, HttpError> {
    let spreads = snapshot.engine.spread(&SpreadQuery {
        filters: Vec::new(),
        by: FacetField::Region,
        values: places.iter().map(|place| place.path.clone()).collect(),
        count: Vec::new(),
    })?;
    Ok(places.into_iter().zip(spreads.into_iter().map(|spread| spread.documents)).collect())
}

/// Themes, then the names that facts are most often about.
fn suggestions(snapshot: &Snapshot) -> Result<Vec<String>, HttpError> {
    let themes = theme::stated(&snapshot.generation.themes).unwrap_or_default();
    let mut names: Vec<String> = themes.into_iter().map(|theme| theme.name).collect();
    let query = FactQuery {
        types: vec![FactType::Shorthand, FactType::Brand],
        count: vec![FactField::Name],
        ..FactQuery::default()
    };
    let counts = snapshot.engine.facts(&query)?.counts.into_iter().next();
    let counted = counts.map_or_else(Vec::new, |(_, values)| values);
    names.extend(counted.into_iter().take(NAMES).map(|(name, _)| name));
    names.dedup();
    Ok(names)
}
