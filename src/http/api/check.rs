//! `POST /api/check`: a draft against the corpus.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;

use super::{json, on_snapshot};
use crate::check::check;
use crate::http::draft::Sent;
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;

/// The report on a draft, which is forgotten with the answer.
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    request: Request,
) -> Response {
    answered("/api/check", report(&library, request).await)
}

async fn report(library: &Arc<Library>, request: Request) -> Result<Response, HttpError> {
    let sent = Sent::read(request, &library.reader).await?;
    let work = move |snapshot: &_| Ok(check(snapshot, &sent.draft()?)?);
    on_snapshot(library, work).await.map(|report| json(&report))
}
