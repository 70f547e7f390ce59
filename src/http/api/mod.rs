//! The API: JSON in the shapes that scripts rely on.

pub(super) mod compare;
pub(super) mod documents;
pub(super) mod entities;
pub(super) mod facts;
pub(super) mod search;
pub(super) mod status;

use std::sync::Arc;

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::{HttpError, named as in_path};
use super::state::Library;
use crate::document::DocumentId;
use crate::index::entry::DocumentEntry;
use crate::library::Snapshot;

/// Runs `work` on one snapshot, off the threads that serve connections.
pub(super) async fn on_snapshot<T: Send + 'static>(
    library: &Arc<Library>,
    work: impl FnOnce(&Snapshot) -> Result<T, HttpError> + Send + 'static,
) -> Result<T, HttpError> {
    let snapshot = library.snapshot();
    let done = tokio::task::spawn_blocking(move || work(&snapshot)).await;
    done.map_err(|error| HttpError::Internal(error.to_string()))?
}

/// The document that a path names.
pub(super) fn held(
    snapshot: &Snapshot,
    named: Result<Path<String>, PathRejection>,
) -> Result<DocumentEntry, HttpError> {
    let id = in_path(named)?;
    let document = match DocumentId::parse(&id) {
        Some(id) => snapshot.engine.document(&id)?,
        None => None,
    };
    document.ok_or(HttpError::NoDocument(id))
}

fn json(answer: &impl Serialize) -> Response {
    Json(answer).into_response()
}
