//! `GET /api/status`, `/healthz`, `/readyz`, `/metrics`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{json as answer_json, on_snapshot};
use crate::http::error::{HttpError, answered};
use crate::http::state::Library;
use crate::library::QueryLog;

/// How much is held, and what is broken.
#[utoipa::path(
    get, path = "/status", tag = "状况", operation_id = "status",
    summary = "语料与索引的状况", description = "收了多少，哪些文件读不出来。",
    responses((status = 200, description = "状况", body = ref("#/components/schemas/Status")))
)]
pub(in crate::http) async fn answer(State(library): State<Arc<Library>>) -> Response {
    let log = library.log.as_ref().map(QueryLog::looked_for);
    let queries = log.map(|it| json!({ "asked": it.asked, "without_hits": it.without_hits }));
    let damage = library.damage();
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
            "damage": damage,
            "broken": broken,
            "queries": queries,
        });
        if let Some(progress) = snapshot.progress() {
            status["meaning"] = json!(progress);
        }
        Ok(status)
    });
    answered("/api/status", status.await.map(|status| answer_json(&status)))
}

/// Says that the service answers; it does not listen before it has a snapshot.
pub(in crate::http) async fn healthy() -> &'static str {
    "ok\n"
}

/// Says whether what is asked can be answered: 503 while the index is damaged.
pub(in crate::http) async fn ready(State(library): State<Arc<Library>>) -> Response {
    match library.damage() {
        None => "ok\n".into_response(),
        Some(reason) => HttpError::Damaged(reason).answer("/readyz"),
    }
}

/// How the library is, for Prometheus; nothing of what was asked.
pub(in crate::http) async fn metrics(State(library): State<Arc<Library>>) -> Response {
    let log = library.log.as_ref().map(QueryLog::looked_for);
    let requests = library.answered.printed();
    let damaged = u64::from(library.damage().is_some());
    let text = on_snapshot(&library, move |snapshot| {
        let held = snapshot.engine.statistics()?;
        let files = snapshot.engine.files()?;
        let broken = files.iter().filter(|file| file.problem.is_some()).count();
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let mut values = vec![
            ("dianan_documents", "gauge", count(held.documents)),
            ("dianan_passages", "gauge", count(held.passages)),
            ("dianan_facts", "gauge", count(held.facts)),
            ("dianan_index_bytes", "gauge", held.bytes),
            ("dianan_broken_files", "gauge", count(broken)),
            ("dianan_index_damaged", "gauge", damaged),
            ("dianan_generation", "gauge", snapshot.generation.number),
        ];
        if let Some(log) = log {
            values.push(("dianan_queries_total", "counter", log.asked));
            values.push(("dianan_queries_without_hits_total", "counter", log.without_hits));
        }
        let line = |(name, kind, value)| format!("# TYPE {name} {kind}\n{name} {value}\n");
        Ok(values.into_iter().map(line).chain([requests]).collect::<String>())
    });
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    answered("/metrics", text.await.map(|text| (kind, text).into_response()))
}
