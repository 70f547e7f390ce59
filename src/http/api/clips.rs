//! `POST /api/clips.docx`, `/api/clips.md`, `/api/clips/read`: clips into a file and back. Nothing
//! is kept.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;

use super::{DOCX, MARKDOWN, file, json, text, whole};
use crate::document::clip::{ClipError, Clips, RECORD};
use crate::document::report;
use crate::http::error::{HttpError, answered};
use crate::http::guard::{BODY_BYTES, FILE_BYTES};
use crate::intake::extract::docx as word;

/// The clips as a Word document.
#[utoipa::path(
    post, path = "/clips.docx", tag = "摘录", operation_id = "clips_docx",
    summary = "摘录成 Word", description = "把摘录排成 Word 文件；不保存。",
    request_body(content = ref("#/components/schemas/Clips"), content_type = "application/json", example = json!({ "format": "dianan-clips/1", "clips": [{ "text": "原文", "title": "题目" }] })),
    responses((status = 200, description = "Word 文件", body = String, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))
)]
pub(in crate::http) async fn docx(body: Result<Bytes, BytesRejection>) -> Response {
    let written =
        given(body).map(|clips| file("摘录.docx", DOCX, report::docx::write(&clips.report())));
    answered("/api/clips.docx", written)
}

/// The clips as Markdown.
#[utoipa::path(
    post, path = "/clips.md", tag = "摘录", operation_id = "clips_markdown",
    summary = "摘录成 Markdown", description = "把摘录排成 Markdown 文件；不保存。",
    request_body(content = ref("#/components/schemas/Clips"), content_type = "application/json", example = json!({ "format": "dianan-clips/1", "clips": [{ "text": "原文", "title": "题目" }] })),
    responses((status = 200, description = "Markdown 文件", body = String, content_type = "text/markdown; charset=utf-8"))
)]
pub(in crate::http) async fn markdown(body: Result<Bytes, BytesRejection>) -> Response {
    let written = given(body).map(|clips| {
        let markdown = report::markdown::write(&clips.report());
        file("摘录.md", MARKDOWN, markdown.into_bytes())
    });
    answered("/api/clips.md", written)
}

/// The clips that a file of ours holds.
#[utoipa::path(
    post, path = "/clips/read", tag = "摘录", operation_id = "clips_read",
    summary = "读回摘录", description = "从本站导出的 Word 或 Markdown 文件里读回摘录。",
    request_body(content = String, content_type = "application/octet-stream", description = "文件的字节"),
    responses((status = 200, description = "摘录", body = ref("#/components/schemas/Clips")))
)]
pub(in crate::http) async fn read(body: Result<Bytes, BytesRejection>) -> Response {
    let clips = whole(body, FILE_BYTES).and_then(|bytes| held(&bytes));
    answered("/api/clips/read", clips.map(|clips| json(&clips)))
}

fn given(body: Result<Bytes, BytesRejection>) -> Result<Clips, HttpError> {
    Ok(Clips::parse(text(&whole(body, BODY_BYTES)?)?)?)
}

fn held(bytes: &[u8]) -> Result<Clips, HttpError> {
    if !word::looks_zipped(bytes) {
        let text = text(bytes)?.trim_start_matches('\u{feff}');
        return Ok(Clips::in_markdown(text)?);
    }
    let json = word::hidden_record(bytes, RECORD);
    let json = json.map_err(|error| HttpError::Unacceptable(error.to_string()))?;
    Ok(Clips::parse(&json.ok_or(ClipError::NoClips)?)?)
}
