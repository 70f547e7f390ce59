//! The glossary: every short form with its expansions, conflicting ones side by side.

use serde::Serialize;

use super::entity::{Expansion, expansions};
use super::facts::{Listed, by_name};
use crate::index::engine::EngineError;
use crate::knowledge::FactType;
use crate::library::Snapshot;
use crate::text::numerals::numerals;

/// A short form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Term {
    /// As the texts write it.
    pub name: String,
    /// The first number in it: 四强 is 4, 1234 is 1234; 0 where there is none.
    pub number: u64,
    /// Mentions.
    pub mentions: usize,
    /// Its expansions, whole ones first.
    pub expansions: Vec<Expansion>,
}

/// Every short form whose name holds `part` (all where it is empty), by name.
///
/// # Errors
/// When the index cannot be read.
pub fn glossary(snapshot: &Snapshot, part: &str) -> Result<Listed<Term>, EngineError> {
    let (facts, unread) = by_name(snapshot, FactType::Shorthand, part)?;
    let terms = facts.into_iter().map(|(name, facts)| Term {
        number: number(&name),
        mentions: facts.len(),
        expansions: expansions(&facts),
        name,
    });
    Ok(Listed { entries: terms.collect(), unread })
}

/// The number that a short form begins with or holds: 一述三评 is 1, “1+3+3+6” is 1.
fn number(name: &str) -> u64 {
    let digits: String = name.chars().skip_while(|c| !c.is_ascii_digit()).collect();
    let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
    let hanzi = || {
        let at = name.find(['一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十'])?;
        let end = name[at..].find(|c: char| !"一二两三四五六七八九十百".contains(c));
        let figure = &name[at..end.map_or(name.len(), |end| at + end)];
        let counted = format!("{figure}个");
        let value = numerals(&counted).first()?.value;
        // A figure of a short form is a small whole number.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 999")]
        Some(value.clamp(0.0, 999.0) as u64)
    };
    digits.parse().ok().or_else(hanzi).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_short_form_is_read() {
        let cases = [("四强", 4), ("三会一课", 3), ("1310", 1310), ("1+3+3+6", 1), ("双报到", 0)];
        for (name, expected) in cases {
            assert_eq!(number(name), expected, "{name}");
        }
        assert_eq!(number("十项行动"), 10);
    }
}
