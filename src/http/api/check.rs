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
#[utoipa::path(
    post, path = "/check", tag = "检查", operation_id = "check",
    summary = "检查草稿", description = "逐句核对引文、文件名、数字、说法、名称，与库中文字的重合；草稿不保存。也接受 multipart/form-data（text、author、file）和纯文本。",
    request_body(content = ref("#/components/schemas/Draft"), content_type = "application/json", example = json!({ "text": "福建省设立办不成事窗口。", "author": "" })),
    responses((status = 200, description = "意见", body = ref("#/components/schemas/CheckReport")))
)]
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
