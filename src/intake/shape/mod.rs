//! What a single line tells by its form alone: numbering, days, document numbers, labels, offices.

pub(super) mod day;
pub(super) mod frame;
pub(super) mod info;
pub(super) mod number;
pub(super) mod numbering;
pub(super) mod office;
pub(super) mod opening;

/// A pattern that is known to be well formed.
pub(super) fn pattern(source: &str) -> regex::Regex {
    regex::Regex::new(source).expect("patterns of the house are well formed")
}
