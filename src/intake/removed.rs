//! What cleaning takes out of a raw file, and by which rule.

use serde::Serialize;

/// A piece of the raw text that is no part of a document, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Removed {
    /// The rule's name.
    pub rule: &'static str,
    /// What was removed.
    pub text: String,
}

impl Removed {
    /// A piece that `rule` removed.
    #[must_use]
    pub fn by(rule: &'static str, text: &str) -> Self {
        Self { rule, text: text.to_owned() }
    }
}
