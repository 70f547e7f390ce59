//! `GET /api/status`, `/healthz`, `/readyz`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use super::{json as answer_json, on_snapshot};
use crate::http::error::answered;
use crate::http::state::Library;
use crate::library::QueryLog;

/// How much is held, and what is broken.
pub(in crate::http) async fn answer(State(library): State<Arc<Library>>) -> Response {
    let log = library.log.as_ref().map(QueryLog::looked_for);
    let queries = log.map(|it| json!({ "asked": it.asked, "without_hits": it.without_hits }));
    let status = on_snapshot(&library, move |snapshot| {
        let held = snapshot.engine.statistics()?;
        let files = snapshot.engine.files()?;
        let broken: Vec<_> = files.into_iter().filter(|file| file.problem.is_some()).collect();
        let mut status = json!({
            "documents": held.documents,
            "passages": held.passages,
            "bytes": held.bytes,
            "generation": snapshot.generation.number,
            "refreshed": snapshot.generation.refreshed,
            "identity": snapshot.generation.identity,
            "broken": broken,
            "queries": queries,
        });
        if let Some(meaning) = &snapshot.meaning {
            status["meaning"] = json!(meaning.progress());
        }
        Ok(status)
    });
    answered("/api/status", status.await.map(|status| answer_json(&status)))
}

/// Says that the service answers; it does not listen before it has a snapshot.
pub(in crate::http) async fn healthy() -> &'static str {
    "ok\n"
}
