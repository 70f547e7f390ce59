//! `GET /api/documents/{id}` and what is like it.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::json;

use super::{held, json as answer_json, on_snapshot};
use crate::http::error::answered;
use crate::http::state::Library;
use crate::search::answer::AnswerPassage;
use crate::search::similar::similar as like;

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

/// Documents like a document.
pub(in crate::http) async fn similar(
    State(library): State<Arc<Library>>,
    id: Result<Path<String>, PathRejection>,
) -> Response {
    let found = on_snapshot(&library, move |snapshot| {
        let document = held(snapshot, id)?;
        Ok(like(snapshot, &document.id, SIMILAR)?)
    });
    answered("/api/documents/", found.await.map(|found| answer_json(&json!({ "similar": found }))))
}
