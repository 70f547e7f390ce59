//! Limits and headers around every answer.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::error::HttpError;
use super::numbered::REQUEST_ID;
use super::state::Library;

/// The longest body that is read, in bytes.
pub(super) const BODY_BYTES: usize = 1024 * 1024;
/// The longest file that is read back, in bytes.
pub(super) const FILE_BYTES: usize = 8 * 1024 * 1024;
/// A request is given up after this long.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Scripts, styles and pictures from here alone, none inside pages, no frames.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Lets in who may come, gives up a request that takes too long, and sets the headers of every
/// answer.
pub(super) async fn guarded(
    State(library): State<Arc<Library>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let route = route(&request).to_owned();
    let mut answer = match library.doors.refusal(&request) {
        Some(refusal) => refusal.answer(&path),
        None => {
            let headers = request.headers().clone();
            let work = library.lanes.answering(request, async |it| next.run(it).await);
            let work = library.doors.answering(&headers, work);
            // Work that is under way ends with its answer: see `on_snapshot`.
            match tokio::time::timeout(TIMEOUT, work).await {
                Ok(answer) => answer.unwrap_or_else(|refusal| refusal.answer(&path)),
                Err(_) => HttpError::Timeout.answer(&path),
            }
        }
    };
    library.answered.count(&route, answer.status());
    for (name, value) in HEADERS {
        answer.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    answer
}

/// What the log says of a request: its route, not what was asked, nor of what.
pub(super) fn named(request: &Request) -> tracing::Span {
    let route = route(request);
    let number = request.headers().get(&REQUEST_ID).and_then(|it| it.to_str().ok());
    let number = number.unwrap_or_default();
    tracing::info_span!("request", number, method = %request.method(), route)
}

/// The route of the router that a request takes; empty where there is none.
fn route(request: &Request) -> &str {
    request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str)
}

/// The answer when a handler panics; what it said goes to the log alone.
pub(super) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let said = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    HttpError::Internal(format!("panic: {}", said.unwrap_or_default())).answer("/api/")
}
