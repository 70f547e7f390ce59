//! `/documents/{id}/similar`: documents like a document, or like one of its passages.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::address::document_url;
use super::frame::Frame;
use super::hit::ShownHit;
use super::rendered;
use crate::document::DocumentId;
use crate::http::api::documents::LikeQuery;
use crate::http::api::{held, on_snapshot};
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::index::entry::DocumentEntry;
use crate::library::Snapshot;
use crate::search::similar::similar;

/// How many are listed.
const LISTED: usize = 20;
/// Characters of the passage that are shown.
const SAMPLE_CHARACTERS: usize = 200;

#[derive(Template)]
#[template(path = "similar.html")]
struct SimilarPage {
    frame: Frame,
    title: String,
    /// The document, at the passage that is asked about.
    back: String,
    /// The beginning of that passage; empty for the whole document.
    sample: String,
    /// Label, URL and whether it is the current one.
    tabs: Vec<(String, String, bool)>,
    found: Vec<ShownHit>,
}

/// What is like a document, or like the passage of `?passage=`; with `kind=same` of its kind alone.
pub(in crate::http) async fn page(
    State(library): State<Arc<Library>>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Response {
    let page = on_snapshot(&library, move |snapshot| {
        let document = held(snapshot, id)?;
        let asked = LikeQuery::of(snapshot, &document, &query.unwrap_or_default())?;
        rendered(&shown(snapshot, &document, &asked)?)
    });
    answered("/documents", page.await)
}

/// Where what is like a passage is listed.
pub(super) fn similar_url(id: &DocumentId, anchor: &str) -> String {
    let id = utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC);
    let passage = utf8_percent_encode(anchor, NON_ALPHANUMERIC);
    format!("/documents/{id}/similar?passage={passage}")
}

fn shown(
    snapshot: &Snapshot,
    document: &DocumentEntry,
    asked: &LikeQuery,
) -> Result<SimilarPage, HttpError> {
    let anchor = asked.passage.as_ref().map_or("", |passage| passage.anchor.as_str());
    let text = asked.passage.as_ref().map_or("", |passage| passage.text.trim());
    let mut sample: String = text.chars().take(SAMPLE_CHARACTERS).collect();
    if sample.len() < text.len() {
        sample.push_str("……");
    }
    let own = document.front_matter.kind;
    let url = similar_url(&document.id, anchor);
    let tabs = vec![
        ("各类文档".to_owned(), url.clone(), asked.kind.is_none()),
        (format!("只看{}", own.label()), format!("{url}&kind=same"), asked.kind == Some(own)),
    ];
    let found = similar(snapshot, &asked.sample(document), LISTED)?;
    Ok(SimilarPage {
        frame: Frame::new(snapshot, ""),
        title: document.front_matter.title.clone(),
        back: document_url(document.id.as_str(), "", anchor),
        sample,
        tabs,
        found: found.into_iter().map(ShownHit::from).collect(),
    })
}
