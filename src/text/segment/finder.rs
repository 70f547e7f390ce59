//! Finding texts in others, whatever quote marks stand inside.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::unquoted;
use crate::text::Span;

/// Finds texts in others.
#[derive(Debug, Clone)]
pub struct Finder {
    needles: Vec<String>,
    automaton: AhoCorasick,
}

impl Finder {
    /// A finder of `needles`: folded, without quote marks.
    #[must_use]
    pub fn new(mut needles: Vec<String>) -> Self {
        needles.retain(|needle| !needle.is_empty());
        // Made for one query and asked for a few passages: what is quick to make is quickest.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(&needles)
            .expect("a query is far below the automaton's limits");
        Self { needles, automaton }
    }

    /// Whether it finds nothing anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.needles.is_empty()
    }

    /// Where they stand in `folded`, leftmost and longest, whatever quote marks stand inside.
    #[must_use]
    pub fn find(&self, folded: &str) -> Vec<Span> {
        let plain = unquoted(folded);
        let found = self.automaton.find_iter(&plain.text);
        found.map(|found| plain.cut_at(found.start(), found.end()).span).collect()
    }
}

impl Default for Finder {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl PartialEq for Finder {
    fn eq(&self, other: &Self) -> bool {
        self.needles == other.needles
    }
}

impl Eq for Finder {}

/// Where `needles` (folded, without quote marks) stand in `folded`, leftmost and longest, whatever
/// quote marks stand inside.
#[must_use]
pub fn occurrences(folded: &str, needles: &[String]) -> Vec<Span> {
    Finder::new(needles.to_vec()).find(folded)
}
