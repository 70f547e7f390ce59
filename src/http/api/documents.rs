//! `GET /api/documents/{id}` and what is like it.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde_json::json;

use super::{held, json as answer_json, on_snapshot};
use crate::document::Kind;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::index::query::FacetField;
use crate::search::answer::AnswerPassage;
use crate::search::request::filter;
use crate::search::similar::{Sample, similar as like};

/// How many similar documents are given.
const SIMILAR: usize = 10;

/// A document with its passages.
pub(in crate::http) async fn document(
    State(library): State<Arc<Library>>,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let document = on_snapshot(&library, move |snapshot| {
        let document = held(snapshot, id)?;
        let passages = snapshot.engine.passages(&document.id)?.into_iter();
        Ok(json!({
            "id": document.id,
            "front_matter": document.front_matter,
            "body": document.body,
            "themes": document.themes,
            "passages": passages.map(AnswerPassage::from).collect::<Vec<_>>(),
            "generation": snapshot.generation.number,
        }))
    });
    answered("/api/documents/", document.await.map(|document| answer_json(&document)))
}

/// Documents like a document, or like the passage of `?passage=`; with `kind=same` of its kind
/// alone.
pub(in crate::http) async fn similar(
    State(library): State<Arc<Library>>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Response {
    let found = on_snapshot(&library, move |snapshot| {
        let document = held(snapshot, id)?;
        let (passage, kind) = asked(&query.unwrap_or_default(), document.front_matter.kind)?;
        let anchor = |anchor: &String| -> Result<(), HttpError> {
            let passages = snapshot.engine.passages(&document.id)?;
            let held = passages.iter().any(|passage| passage.anchor == *anchor);
            if held { Ok(()) } else { Err(HttpError::NoPassage(anchor.clone())) }
        };
        passage.as_ref().map(anchor).transpose()?;
        let sample = Sample { document: &document.id, passage: passage.as_deref(), kind };
        Ok(like(snapshot, &sample, SIMILAR)?)
    });
    answered("/api/documents/", found.await.map(|found| answer_json(&json!({ "similar": found }))))
}

/// The passage that is asked about, and the kind that others should be, of which `same` is `own`.
fn asked(query: &str, own: Kind) -> Result<(Option<String>, Option<Kind>), HttpError> {
    let (mut passage, mut kind) = (None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match (name.as_ref(), value.trim()) {
            ("passage" | "kind", "") => {}
            ("passage", anchor) => passage = Some(anchor.trim_start_matches('#').to_owned()),
            ("kind", "same") => kind = Some(own),
            ("kind", value) => {
                filter(FacetField::Kind, value)?;
                kind = Kind::parse(&crate::text::fold(value).text);
            }
            (other, _) => return Err(HttpError::UnknownParameter(other.to_owned())),
        }
    }
    Ok((passage, kind))
}
