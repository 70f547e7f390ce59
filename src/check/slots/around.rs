//! What stands around a stretch of a text.

use super::super::claims::letters;
use crate::text::Span;
use crate::text::segment::is_han;

/// Letters on both sides of a year that say what it is the year of.
const ABOUT: usize = 8;
/// The name of a town with what it is has so many letters at most.
const TOWN: usize = 5;

/// The runs of digits in letters.
pub(super) fn figures(letters: &str) -> Vec<&str> {
    letters.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty()).collect()
}

/// The letter before a stretch of a text and the two behind it.
pub(super) fn neighbours(text: &str, span: Span) -> (Option<char>, String) {
    (text[..span.start].chars().next_back(), text[span.end..].chars().take(2).collect())
}

/// The letters around a stretch of a text, the nearest [`ABOUT`] on each side.
pub(super) fn around(text: &str, span: Span) -> (String, String) {
    let before: Vec<char> = letters(&text[..span.start]).chars().collect();
    let before = before[before.len().saturating_sub(ABOUT)..].iter().collect();
    (before, letters(&text[span.end..]).chars().take(ABOUT).collect())
}

/// Whether a text begins with the name of a town, district or the like: 格尔木市|宗加镇.
pub(super) fn is_town(text: &str) -> bool {
    const ENDS: [&str; 8] = ["镇", "乡", "街道", "区", "县", "社区", "局", "站"];
    let name: String = text.chars().take_while(|c| is_han(*c)).take(TOWN).collect();
    ENDS.iter().any(|end| name.contains(end))
}
