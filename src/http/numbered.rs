//! A number for every request, by which an answer and what the log says of it are found together.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// Where it stands, in the request of a reverse proxy and in every answer.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest number of a reverse proxy that is taken over, in characters.
const LONGEST: usize = 64;

/// Requests since the program began.
static COUNT: AtomicU64 = AtomicU64::new(0);
/// When that was, in milliseconds since 1970.
static BEGAN: LazyLock<i64> = LazyLock::new(|| jiff::Timestamp::now().as_millisecond());

/// Gives a request its number, and its answer the same: that of a reverse proxy where it is one.
pub(super) async fn numbered(mut request: Request, next: Next) -> Response {
    let stated = request.headers().get(&REQUEST_ID).filter(|it| is_plain(it)).cloned();
    let number = stated.unwrap_or_else(|| {
        let number = format!("{:x}-{:x}", *BEGAN, COUNT.fetch_add(1, Ordering::Relaxed));
        HeaderValue::from_str(&number).unwrap_or(HeaderValue::from_static("0"))
    });
    request.headers_mut().insert(REQUEST_ID, number.clone());
    let mut answer = next.run(request).await;
    answer.headers_mut().insert(REQUEST_ID, number);
    answer
}

/// Whether a number may stand in the log.
fn is_plain(value: &HeaderValue) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    !value.is_empty() && value.len() <= LONGEST && value.as_bytes().iter().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_number_is_taken_over() {
        for (value, expected) in [
            ("7c1e-2_a.b", true),
            ("", false),
            ("a b", false),
            ("a\"b", false),
            (&"a".repeat(LONGEST + 1), false),
        ] {
            let value = HeaderValue::from_str(value).unwrap();
            assert_eq!(is_plain(&value), expected, "{value:?}");
        }
    }
}
