//! The versioned paths of the API and today's, which are the same calls.

use std::borrow::Cow;

/// Where the first version of the API stays.
pub(super) const FIRST: &str = "/api/v1";
/// Where the API of today is.
pub(super) const TODAY: &str = "/api";

/// The path by which rights and lanes know a call: `/api/v1/search` is `/api/search`.
pub(super) fn unversioned(path: &str) -> Cow<'_, str> {
    match path.strip_prefix(FIRST) {
        Some(rest) if rest.starts_with('/') => Cow::Owned(format!("{TODAY}{rest}")),
        _ => Cow::Borrowed(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_versioned_path_is_todays() {
        for (path, today) in [
            ("/api/v1/search", "/api/search"),
            ("/api/v1/documents/v1", "/api/documents/v1"),
            ("/api/v1", "/api/v1"),
            ("/api/v10/search", "/api/v10/search"),
            ("/", "/"),
        ] {
            assert_eq!(unversioned(path), today);
        }
    }
}
