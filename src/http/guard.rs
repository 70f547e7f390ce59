//! Limits and headers around every answer.

use std::any::Any;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::error::HttpError;

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

/// Gives up a request that takes too long, refuses what another site's page sends, and sets the
/// headers of every answer.
pub(super) async fn guarded(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut answer = if !request.method().is_safe() && comes_from_elsewhere(request.headers()) {
        HttpError::CrossOrigin.answer(&path)
    } else {
        let answer = tokio::time::timeout(TIMEOUT, next.run(request)).await;
        answer.unwrap_or_else(|_| HttpError::Timeout.answer(&path))
    };
    for (name, value) in HEADERS {
        answer.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    answer
}

/// Whether a browser says that the request was made by a page of another site. Programs that are
/// no browsers say nothing and are believed: nobody is tricked into running them.
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    let stated = |name: HeaderName| headers.get(name).map(|it| it.to_str().unwrap_or_default());
    if let Some(site) = stated(HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = stated(header::ORIGIN) else { return false };
    let host = stated(header::HOST).unwrap_or_default();
    origin.split_once("://").is_none_or(|(_, authority)| authority != host)
}

/// The answer when a handler panics; what it said goes to the log alone.
pub(super) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let said = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    HttpError::Internal(format!("panic: {}", said.unwrap_or_default())).answer("/api/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headers: &[(&'static str, &'static str)], elsewhere: bool) {
        let pairs = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        assert_eq!(comes_from_elsewhere(&pairs.collect()), elsewhere, "{headers:?}");
    }

    #[test]
    fn what_another_site_sends_is_known_by_its_headers() {
        check(&[], false);
        check(&[("sec-fetch-site", "same-origin"), ("origin", "http://x")], false);
        check(&[("sec-fetch-site", "cross-site")], true);
        check(&[("sec-fetch-site", "same-site")], true);
        check(&[("origin", "http://10.0.0.1:7878"), ("host", "10.0.0.1:7878")], false);
        check(&[("origin", "http://10.0.0.2"), ("host", "10.0.0.1:7878")], true);
        check(&[("origin", "null"), ("host", "10.0.0.1")], true);
    }
}
