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
        let query = SearchQuery::parse(&query.unwrap_or_default()).strict()?;
        let answer = search(snapshot, query.request()?)?;
        Ok((answer, query.is_first_asking()))
    });
    let answer = answer.await.map(|(answer, first)| {
        if first {
            let asked = &answer.query;
            library.record(&asked.text, answer.total, asked.corrected.as_deref());
        }
        json(&answer)
    });
    answered("/api/search", answer)
}
