//! The token that programs of other systems show, where the settings name one.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use sha2::{Digest, Sha256};

use super::error::HttpError;

/// What programs must show; nothing where no token is set. Only a hash of the token is kept.
#[derive(Debug, Clone, Default)]
pub(super) struct Bearer(Option<[u8; 32]>);

impl Bearer {
    /// Programs must show `token`.
    pub(super) fn new(token: &str) -> Self {
        Self(Some(hash(token.trim())))
    }

    /// Lets in a request that shows the token, or any where none is set.
    ///
    /// # Errors
    /// [`HttpError::NoToken`] without `Authorization: Bearer …`, [`HttpError::WrongToken`] with
    /// another token.
    pub(super) fn admit(&self, headers: &HeaderMap) -> Result<(), HttpError> {
        let Some(expected) = self.0 else { return Ok(()) };
        let stated = headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
        let (scheme, token) = stated.and_then(|it| it.split_once(' ')).unwrap_or_default();
        let token = token.trim();
        if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
            return Err(HttpError::NoToken);
        }
        // Hashes are compared, so that the time taken tells nothing of the token.
        if hash(token) == expected { Ok(()) } else { Err(HttpError::WrongToken) }
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_is_let_in() {
        let check = |stated: Option<&'static str>, expected: &str| {
            let headers = stated.map(|it| (AUTHORIZATION, it.parse().unwrap()));
            let admitted = Bearer::new("s3cret").admit(&headers.into_iter().collect());
            let found = match admitted {
                Ok(()) => "in",
                Err(HttpError::NoToken) => "none",
                Err(_) => "wrong",
            };
            assert_eq!(found, expected, "{stated:?}");
        };
        check(Some("Bearer s3cret"), "in");
        check(Some("bearer  s3cret"), "in");
        check(Some("Bearer s3cret2"), "wrong");
        check(Some("Bearer "), "none");
        check(Some("Basic s3cret"), "none");
        check(Some("s3cret"), "none");
        check(None, "none");
        assert!(Bearer::default().admit(&HeaderMap::new()).is_ok());
    }
}
