//! `GET /api/entities/{type}/{name}`.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{json, on_snapshot};
use crate::http::error::answered;
use crate::http::pages::entity::named_entity;
use crate::http::state::Library;

/// All that the library says of one name.
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Response {
    let entity = on_snapshot(&library, move |snapshot| named_entity(snapshot, path));
    answered("/api/entities/", entity.await.map(|entity| json(&entity)))
}
