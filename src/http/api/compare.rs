//! `GET /api/compare`, the same as a file by its suffix, and `GET /api/coverage`.

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{DOCX, XLSX, json, on_snapshot, site};
use crate::compare::chart::{chart, heat};
use crate::compare::export::{Format, write};
use crate::compare::{Question, compare, coverage as covered};
use crate::http::comparison::ComparisonQuery;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;

const SVG: &str = "image/svg+xml; charset=utf-8";

/// The matrix.
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let matrix = on_snapshot(&library, move |snapshot| {
        let (_, question) = asked(query)?;
        Ok(compare(snapshot, &question)?)
    });
    answered("/api/compare", matrix.await.map(|matrix| json(&matrix)))
}

/// A chart of it.
pub(in crate::http) async fn svg(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let drawn = on_snapshot(&library, move |snapshot| {
        let (query, question) = asked(query)?;
        let matrix = compare(snapshot, &question)?;
        Ok(chart(&matrix, &query.chart, &query.indicator)?.svg())
    });
    answered(
        "/api/compare.svg",
        drawn.await.map(|svg| ([(CONTENT_TYPE, SVG)], svg).into_response()),
    )
}

/// A route for each form of a file.
pub(in crate::http) fn files() -> Router<Arc<Library>> {
    Format::ALL.into_iter().fold(Router::new(), |router, format| {
        let answer = move |library: State<Arc<Library>>, query: RawQuery, headers: HeaderMap| {
            file(library, query, headers, format)
        };
        router.route(&format!("/api/compare.{}", format.suffix()), get(answer))
    })
}

/// What the corpus holds, by theme, kind and year.
pub(in crate::http) async fn coverage(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let held = on_snapshot(&library, move |snapshot| {
        let query = ComparisonQuery::parse(&query.unwrap_or_default()).strict()?;
        Ok(covered(snapshot, &query.question()?)?)
    });
    answered("/api/coverage", held.await.map(|held| json(&held)))
}

/// The same as a heat map.
pub(in crate::http) async fn coverage_svg(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let drawn = on_snapshot(&library, move |snapshot| {
        let query = ComparisonQuery::parse(&query.unwrap_or_default()).strict()?;
        Ok(heat(&covered(snapshot, &query.question()?)?).svg())
    });
    answered(
        "/api/coverage.svg",
        drawn.await.map(|svg| ([(CONTENT_TYPE, SVG)], svg).into_response()),
    )
}

fn asked(query: Option<String>) -> Result<(ComparisonQuery, Question), HttpError> {
    let query = ComparisonQuery::parse(&query.unwrap_or_default()).strict()?;
    let question = query.question()?.with_topic()?;
    Ok((query, question))
}

async fn file(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    format: Format,
) -> Response {
    let site = site(&headers);
    let written = on_snapshot(&library, move |snapshot| {
        let (_, question) = asked(query)?;
        let matrix = compare(snapshot, &question)?;
        Ok(write(&matrix, &*snapshot.engine, format, &site)?)
    });
    let answer = written.await.map(|bytes| {
        let name = format!("attachment; filename=\"compare.{}\"", format.suffix());
        ([(CONTENT_TYPE, kind(format).to_owned()), (CONTENT_DISPOSITION, name)], bytes)
            .into_response()
    });
    answered("/api/compare", answer)
}

fn kind(format: Format) -> &'static str {
    match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::Xlsx => XLSX,
        Format::Docx => DOCX,
        Format::Markdown => "text/markdown; charset=utf-8",
    }
}
