//! The name of a document in the house: its file name without the ending.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest identifier, in bytes; file systems stop at 255 with the ending.
const MAX_BYTES: usize = 120;
/// The longest identifier made of a title, in bytes: some thirty Chinese characters.
const TITLE_BYTES: usize = 96;

/// A document's identifier: letters (Chinese ones too), digits, `-` and `_`; safe in a path, a
/// URL and a query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(String);

impl DocumentId {
    /// The identifier `text`, when it is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let allowed = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let valid = !text.is_empty() && text.len() <= MAX_BYTES && text.chars().all(allowed);
        valid.then(|| Self(text.to_owned()))
    }

    /// An identifier made of `text`: what cannot stand in one becomes `-`, what is too long is cut.
    /// `None` where nothing is left.
    #[must_use]
    pub fn from_title(text: &str) -> Option<Self> {
        let mut id = String::new();
        for c in text.chars() {
            let c = if c.is_alphanumeric() { c } else { '-' };
            if c == '-' && (id.is_empty() || id.ends_with('-')) {
                continue;
            }
            if id.len() + c.len_utf8() > TITLE_BYTES {
                break;
            }
            id.extend(c.to_lowercase());
        }
        Self::parse(id.trim_end_matches('-'))
    }

    /// The identifier with a number behind it, to tell it from one that is taken.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        Self(format!("{}-{number}", self.0))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_safe_in_paths() {
        assert!(DocumentId::parse("zhuhai-2024").is_some());
        assert!(DocumentId::parse("江门_一").is_some());
        for bad in ["", "../x", "a/b", "a b", "a.md", "con\0"] {
            assert_eq!(DocumentId::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn titles_become_identifiers() {
        let id = |title| DocumentId::from_title(title).map(|id| id.to_string());
        assert_eq!(id("打造“让我先来”党建品牌"), Some("打造-让我先来-党建品牌".to_owned()));
        assert_eq!(id("《》!"), None);
        assert!(id(&"长".repeat(500)).is_some_and(|id| id.len() <= MAX_BYTES));
    }
}
