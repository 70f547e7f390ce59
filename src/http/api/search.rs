//! `GET /api/search`.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::{json, on_snapshot};
use crate::http::error::answered;
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::search::search;

/// Answers a search.
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let answer = on_snapshot(&library, move |snapshot| {
        let request = SearchQuery::parse(&query.unwrap_or_default()).strict()?.request()?;
        Ok(search(snapshot, request)?)
    });
    answered("/api/search", answer.await.map(|answer| json(&answer)))
}
