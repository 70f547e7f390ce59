//! The Model Context Protocol: the library as read-only tools of a chat client, over HTTP here and
//! over standard input and output in `dianan mcp`.

mod protocol;
mod resources;
mod tools;
mod message;

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::access::Visitor;
use super::api::{on_snapshot, text, whole};
use super::error::{HttpError, MCP};
use super::guard::BODY_BYTES;
use super::state::Library;
use protocol::{Fault, INTERNAL, METHOD_NOT_FOUND, VERSION_KEY, VERSIONS};

pub use message::reply;

/// Answers one message, `POST /mcp`: nothing is kept between two, and nothing is sent unasked.
pub(super) async fn answer(
    State(library): State<Arc<Library>>,
    visitor: Visitor,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let admitted = if visitor.signed_in { Ok(()) } else { library.bearer.admit(&headers) };
    let answer = match admitted {
        Ok(()) => answered(&library, &headers, body).await,
        Err(error) => Err(error),
    };
    answer.unwrap_or_else(|error| error.answer(MCP))
}

async fn answered(
    library: &Arc<Library>,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let message = text(&whole(body, BODY_BYTES)?)?.to_owned();
    if let Some(fault) = mismatch(headers, &message) {
        let told = Json(fault.told(&message::id(&message)));
        return Ok((StatusCode::BAD_REQUEST, told).into_response());
    }
    let modern = message::is_modern(&message);
    let reply = on_snapshot(library, move |snapshot| Ok(reply(snapshot, &message))).await?;
    Ok(match reply {
        None => StatusCode::ACCEPTED.into_response(),
        Some(reply) => {
            let code = reply["error"]["code"].as_i64().filter(|_| modern);
            (code.map_or(StatusCode::OK, status), Json(reply)).into_response()
        }
    })
}

/// The status that goes with an error since 2026-07-28.
fn status(code: i64) -> StatusCode {
    match code {
        METHOD_NOT_FOUND => StatusCode::NOT_FOUND,
        INTERNAL => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// Where headers and message disagree: a proxy may have let the message in by what the headers say.
fn mismatch(headers: &HeaderMap, message: &str) -> Option<Fault> {
    let stated = |name: &str| headers.get(name).map(|it| it.to_str().unwrap_or_default());
    let version = stated("mcp-protocol-version");
    if !message::is_modern(message) {
        let known = version.is_none_or(|it| VERSIONS.contains(&it));
        return (!known).then(|| Fault::version(version.unwrap_or_default()));
    }
    let message: Value = serde_json::from_str(message).unwrap_or_default();
    let params = &message["params"];
    let name = match message["method"].as_str() {
        Some("tools/call") => params["name"].as_str(),
        Some("resources/read") => params["uri"].as_str(),
        _ => None,
    };
    let agrees = version == params["_meta"][VERSION_KEY].as_str()
        && stated("mcp-method") == message["method"].as_str()
        && name.is_none_or(|name| stated("mcp-name") == Some(name));
    (!agrees).then(Fault::headers)
}
