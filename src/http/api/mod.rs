//! The API: JSON in the shapes that scripts rely on.

pub(super) mod ask;
pub(super) mod compare;
pub(super) mod check;
pub(super) mod clips;
pub(super) mod documents;
pub(super) mod evidence;
pub(super) mod entities;
pub(super) mod facts;
pub(super) mod file_library;
pub(super) mod guide;
pub(super) mod list;
pub(super) mod retrieval;
pub(super) mod search;
pub(super) mod status;
pub(super) mod suggest;

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody, PathRejection};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use serde::Serialize;
use utoipa::openapi::{Content, ResponseBuilder, Responses};

use super::access;
use super::error::{HttpError, named as in_path};
use super::state::Library;
use crate::budget::{self, Flag, Waiting};
use crate::document::DocumentId;
use crate::index::entry::DocumentEntry;
use crate::library::Snapshot;

/// An answer as a file: where it is asked, what it is, and who writes it.
pub(super) struct FileForm {
    pub(super) path: String,
    pub(super) media: &'static str,
    pub(super) handler: MethodRouter<Arc<Library>>,
}

/// What a call that answers with a file of this type says of its answer.
pub(super) fn file_answer(media: &str) -> Responses {
    let file = ResponseBuilder::new().description("文件").content(media, Content::default());
    Responses::builder().response("200", file.build()).build()
}

/// Runs `work` on one snapshot, off the threads that serve connections, when there is a seat for it.
/// The work is given up when its answer is not waited for any more; the seat is free when it ends.
pub(super) async fn on_snapshot<T: Send + 'static>(
    library: &Arc<Library>,
    work: impl FnOnce(&Snapshot) -> Result<T, HttpError> + Send + 'static,
) -> Result<T, HttpError> {
    let flag = Flag::default();
    let _waiting = Waiting::on(&flag);
    let seat = library.lanes.seat().await?;
    let (sight, reach) = (library.sight(), access::reach());
    let number = sight.whole().generation.number;
    let done = tokio::task::spawn_blocking(move || {
        let done = budget::under(&flag, || work(&*sight.of(&reach)?));
        drop(seat);
        done.unwrap_or(Err(HttpError::Timeout))
    });
    let done = done.await.map_err(|error| HttpError::Internal(error.to_string()))?;
    if let Err(HttpError::Damaged(reason)) = &done {
        library.note_damage(number, reason.clone());
    }
    done
}

/// The document that a path names.
pub(super) fn held(
    snapshot: &Snapshot,
    named: Result<Path<String>, PathRejection>,
) -> Result<DocumentEntry, HttpError> {
    let id = in_path(named)?;
    let document = match DocumentId::parse(&id) {
        Some(id) => snapshot.engine.document(&id)?,
        None => None,
    };
    document.ok_or(HttpError::NoDocument(id))
}

fn json(answer: &impl Serialize) -> Response {
    Json(answer).into_response()
}

/// The body of a request, up to `limit` bytes.
pub(super) fn whole(body: Result<Bytes, BytesRejection>, limit: usize) -> Result<Bytes, HttpError> {
    body.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
            HttpError::TooLarge(limit)
        }
        _ => HttpError::Unacceptable("内容没有传完".to_owned()),
    })
}

/// A body as text.
pub(super) fn text(body: &[u8]) -> Result<&str, HttpError> {
    let text = std::str::from_utf8(body);
    text.map_err(|_| HttpError::Unacceptable("内容不是 UTF-8 文字".to_owned()))
}

/// Where links in a file lead: the address by which the file was asked for. Empty where that is
/// not an address, so that nothing else gets into the file.
pub(super) fn site(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || ".:-[]".contains(c);
    if host.is_empty() || !host.chars().all(plain) {
        return String::new();
    }
    let scheme = if is_secure(headers) { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// Whether the browser speaks TLS to a proxy before us, as the proxy says.
pub(super) fn is_secure(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|it| it == "https")
}

/// A file to save under `name`, which nobody keeps.
pub(super) fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let name = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// The media type of Word documents.
pub(super) const DOCX: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// The media type of Excel workbooks.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The media type of Markdown.
const MARKDOWN: &str = "text/markdown; charset=utf-8";
