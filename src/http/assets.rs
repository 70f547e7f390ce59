//! The static files, inside the binary.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;

use super::error::{HttpError, named};

#[derive(Embed)]
#[folder = "web/static"]
struct Files;

/// A static file, with a tag by which browsers ask again cheaply.
pub(super) async fn file(
    name: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let Some(file) = named(name).ok().and_then(|name| Files::get(&name)) else {
        return HttpError::NoPage.answer("/static");
    };
    let hash = file.metadata.sha256_hash();
    let tag: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{tag}\"");
    if is_known(&headers, &tag) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let kind = file.metadata.mimetype().to_owned();
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::ETAG, tag),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    (headers, file.data).into_response()
}

/// Whether a browser says that it has the file with this tag (RFC 9110, 13.1.2).
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let stated = headers.get_all(header::IF_NONE_MATCH).into_iter();
    let mut tags = stated.filter_map(|it| it.to_str().ok()).flat_map(|list| list.split(','));
    tags.any(|known| matches!(known.trim(), "*") || known.trim().trim_start_matches("W/") == tag)
}
