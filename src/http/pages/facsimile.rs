//! `/documents/{id}/pages/{n}`: a page of the raw file, its text and lines where they stand on it.
//! For OFD, which browsers do not show. With `?passage=` what a passage says is marked.

mod marks;

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::address::document_url;
use super::frame::Frame;
use super::rendered;
use crate::http::api::{held, on_snapshot};
use crate::http::error::{HttpError, answered};
use crate::http::originals;
use crate::http::state::Library;
use crate::intake::extract::{Page, Rule, pages};
use crate::library::Snapshot;

#[derive(Template)]
#[template(path = "facsimile.html")]
struct FacsimilePage {
    frame: Frame,
    title: String,
    /// Of the document.
    url: String,
    saved: String,
    name: String,
    number: u32,
    of: u32,
    before: Option<String>,
    next: Option<String>,
    width: f32,
    height: f32,
    texts: Vec<Text>,
    rules: Vec<Rule>,
}

/// A run of text as SVG sets it: from its left end, on its base line.
struct Text {
    x: f32,
    y: f32,
    width: f32,
    size: f32,
    bold: bool,
    /// Whether it is of the passage that was asked for.
    marked: bool,
    /// Whether it is the first such run: the page opens there.
    first: bool,
    text: String,
}

/// What is asked of a page.
#[derive(Default, Deserialize)]
pub(in crate::http) struct Asked {
    /// The anchor of a passage whose text is marked.
    #[serde(default)]
    passage: String,
}

/// A page of the raw file of a document.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    path: Result<Path<(String, u32)>, PathRejection>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let shared = Arc::clone(&library);
    let page = on_snapshot(&library, move |snapshot| {
        let Ok(Path((id, number))) = path else { return Err(HttpError::NoPage) };
        let Asked { passage } = asked.map(|Query(asked)| asked).unwrap_or_default();
        rendered(&shown(&shared, snapshot, (id, number), &passage)?)
    });
    answered("/documents", page.await)
}

fn shown(
    library: &Library,
    snapshot: &Snapshot,
    (id, number): (String, u32),
    anchor: &str,
) -> Result<FacsimilePage, HttpError> {
    let document = held(snapshot, Ok(Path(id)))?;
    let source = &document.front_matter.source;
    let (name, bytes) = originals::bytes(library.corpus.as_ref(), snapshot, source)?;
    let pages = pages(&name, &bytes).map_err(|error| HttpError::Original(error.to_string()))?;
    let of = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let found = pages.into_iter().find(|page| page.number == number);
    let Page { width, height, runs, rules, .. } = found.ok_or(HttpError::NoPage)?;
    let other = |number: u32| originals::page_url(&document.id, number, anchor);
    let passages =
        if anchor.is_empty() { Vec::new() } else { snapshot.engine.passages(&document.id)? };
    let passage = passages.iter().find(|it| it.anchor == anchor).map_or("", |it| &it.text);
    let marks = marks::marks(&runs, passage);
    let first = marks.iter().position(|marked| *marked);
    let runs = runs.into_iter().zip(marks).enumerate();
    let runs = runs
        .map(|(at, (run, marked))| (run, marked, first == Some(at)))
        .filter(|(run, ..)| !run.text.trim().is_empty());
    let texts = runs.map(|(run, marked, first)| Text {
        x: run.x,
        // The base line lies below the middle of the letters.
        y: run.y + run.size * 0.38,
        width: run.width,
        size: run.size,
        bold: run.bold,
        marked,
        first,
        text: run.text,
    });
    Ok(FacsimilePage {
        frame: Frame::new(snapshot, ""),
        title: document.front_matter.title.clone(),
        url: document_url(document.id.as_str(), "", anchor),
        saved: format!("{}?download", originals::url(&document.id, None)),
        name,
        number,
        of,
        before: number.checked_sub(1).filter(|it| *it > 0).map(other),
        next: Some(number + 1).filter(|it| *it <= of).map(other),
        width,
        height,
        texts: texts.collect(),
        rules,
    })
}
