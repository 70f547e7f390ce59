//! `GET /api/ask`: what the library says to a question, word for word.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::{json, on_snapshot};
use crate::http::error::answered;
use crate::http::query::SearchQuery;
use crate::http::state::Library;
use crate::search::ask::ask;

/// Answers a question by quotations, or says that it cannot.
#[utoipa::path(
    get, path = "/ask", tag = "知识", operation_id = "ask",
    summary = "问答", description = "不用模型：照录库中最切题的句子和各地的数字，各带出处；没有切题的就说明不答。",
    params(
        ("q" = String, Query, max_length = 2000, example = "哪些地方设立了办不成事窗口", description = "问题"),
        ("kind" = Option<String>, Query, pattern = "^(report|case|guide|policy)$", description = "只从这一类里答"),
        ("region" = Option<String>, Query, description = "只从这一地的文档里答"),
        ("year" = Option<String>, Query, description = "年份 2024，或范围 2020..2024"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "最多从几份文档里引，默认 10")
    ),
    responses((status = 200, description = "答复；refusal 不为 null 时没有答", body = ref("#/components/schemas/Reply")))
)]
pub(in crate::http) async fn answer(
    State(library): State<Arc<Library>>,
    RawQuery(query): RawQuery,
) -> Response {
    let reply = on_snapshot(&library, move |snapshot| {
        let request = SearchQuery::parse(&query.unwrap_or_default()).strict()?.request()?;
        Ok(ask(snapshot, request)?)
    });
    answered("/api/ask", reply.await.map(|reply| json(&reply)))
}
