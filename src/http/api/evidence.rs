//! `POST /api/evidence`: chosen passages as a pack; `/api/evidence/verify`: what has become of
//! them.

use std::io::{Cursor, Write};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{file, json as answer_json, on_snapshot, text, whole};
use crate::check::evidence::{self, Pack, State as Become, gather};
use crate::document::Date;
use crate::document::report;
use crate::http::error::{HttpError, answered};
use crate::http::guard::{BODY_BYTES, FILE_BYTES};
use crate::http::state::Library;

/// What a pack is to be made of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// `document#anchor`, or `document` for all its passages.
    anchors: Vec<String>,
    #[serde(default)]
    format: Format,
}

/// What is answered.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// A zip file with a Word document and the sidecar.
    #[default]
    Docx,
    /// A zip file with a Markdown document and the sidecar.
    Markdown,
    /// The sidecar alone.
    Json,
}

/// Makes a pack.
#[utoipa::path(
    post, path = "/evidence", tag = "检查", operation_id = "evidence",
    summary = "做引证包", description = "把选定的段落连同出处、原件和校验值做成一包。",
    request_body(content = ref("#/components/schemas/EvidenceAsked"), content_type = "application/json", example = json!({ "anchors": ["anhui-shengzhi-2024"], "format": "json" })),
    responses((status = 200, description = "引证包", content(
            (ref("#/components/schemas/EvidencePack") = "application/json"), (String = "application/zip"))))
)]
pub(in crate::http) async fn make(
    State(library): State<Arc<Library>>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let made = async {
        let body = whole(body, BODY_BYTES)?;
        let malformed = |error: serde_json::Error| {
            HttpError::Unacceptable(format!(
                "写法有误：{error}；应为 {{\"anchors\": [\"文档编号#段落编号\"], \"format\": \"docx\"}}"
            ))
        };
        let wanted: Wanted = serde_json::from_str(text(&body)?).map_err(malformed)?;
        let today = Date::in_china(jiff::Timestamp::now());
        let today = today.ok_or_else(|| HttpError::Internal("the clock is wrong".to_owned()))?;
        on_snapshot(&library, move |snapshot| {
            let pack = gather(snapshot, &wanted.anchors, today)?;
            packed(&pack, wanted.format)
        })
        .await
    };
    answered("/api/evidence", made.await)
}

/// Says what has become of the passages of a pack: its sidecar, or the file that it came with.
#[utoipa::path(
    post, path = "/evidence/verify", tag = "检查", operation_id = "evidence_verify",
    summary = "核验引证包", description = "引证包或它的清单里各段现在如何。",
    request_body(content = String, content_type = "application/octet-stream", description = "文件的字节"),
    responses((status = 200, description = "各段现在如何", body = ref("#/components/schemas/EvidenceVerified")))
)]
pub(in crate::http) async fn verify(
    State(library): State<Arc<Library>>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let verified = async {
        let body = whole(body, FILE_BYTES)?;
        on_snapshot(&library, move |snapshot| {
            let results = evidence::verify(snapshot, &Pack::in_file(&body)?)?;
            let unchanged = results.iter().all(|it| it.state == Become::Unchanged);
            Ok(json!({ "unchanged": unchanged, "passages": results }))
        })
        .await
    };
    answered("/api/evidence/verify", verified.await.map(|it| answer_json(&it)))
}

fn packed(pack: &Pack, format: Format) -> Result<Response, HttpError> {
    let report = pack.report();
    let sidecar = pack.json().into_bytes();
    let (name, bytes) = match format {
        Format::Json => return Ok(file("引证包.json", "application/json", sidecar)),
        Format::Docx => ("引证包.docx", report::docx::write(&report)),
        Format::Markdown => ("引证包.md", report::markdown::write(&report).into_bytes()),
    };
    let zipped = zipped(&[(name, &bytes), ("引证包.json", &sidecar)]);
    let zipped = zipped.map_err(|error| HttpError::Internal(error.to_string()))?;
    Ok(file("引证包.zip", "application/zip", zipped))
}

fn zipped(files: &[(&str, &[u8])]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
