//! What cleaning takes out of a raw file, and by which rule.

use serde::{Deserialize, Deserializer, Serialize};

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

/// Rules by which extractors remove, and what stands for any other.
const OF_EXTRACTORS: [&str; 6] =
    ["page_residue", "page_number", "pair", "hidden", "ruby", "ornament"];

/// As it comes from another process.
#[derive(Deserialize)]
struct Sent {
    rule: String,
    text: String,
}

impl<'de> Deserialize<'de> for Removed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Sent { rule, text } = Sent::deserialize(deserializer)?;
        let known = OF_EXTRACTORS.into_iter().find(|known| *known == rule);
        Ok(Self { rule: known.unwrap_or(OF_EXTRACTORS[0]), text })
    }
}
