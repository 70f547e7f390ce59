//! Which county a town lies in: 福清市鸿尾乡, where the library tells 闽侯县鸿尾乡 and no other.

use super::super::claims::letters;
use super::super::finding::{Class, Difference, Finding, Verdict};
use super::super::shelf::Shelf;
use super::super::statements::Statement;
use crate::index::engine::EngineError;
use crate::knowledge::region::{self, Region};
use crate::text::Span;
use crate::text::segment::is_han;

/// What the name of a town or village ends with.
const ENDS: [&str; 5] = ["街道", "镇", "乡", "社区", "村"];
/// Letters of such a name before its end.
const OWN: std::ops::RangeInclusive<usize> = 2..=4;
/// Names that towns of many counties have.
const COMMON: [&str; 8] = ["城关", "城区", "中心", "新城", "城东", "城西", "城南", "城北"];

/// A town with the place right before it.
struct Town {
    place: Span,
    region: &'static Region,
    name: String,
}

/// A finding where a passage near the sentence names a town of it under another place of the same
/// level, and none names it under the sentence's.
pub(super) fn finding(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Option<Finding>, EngineError> {
    for own in towns(statement.text) {
        let mut other = None;
        let mut same = false;
        for place in &statement.near {
            let held = shelf.passage(*place)?;
            let text = held.entry.text.as_str();
            for theirs in towns(text).into_iter().filter(|it| it.name == own.name) {
                same |= theirs.region.code == own.region.code
                    || region::is_within(theirs.region, own.region)
                    || region::is_within(own.region, theirs.region);
                if theirs.region.level == own.region.level {
                    other.get_or_insert((held.clone(), theirs));
                }
            }
        }
        if let Some((held, theirs)) = other.filter(|_| !same) {
            let text = held.entry.text.as_str();
            let (draft, told) = (own.place.of(statement.text), theirs.place.of(text));
            let name = &own.name;
            let message = format!("{name}在库中属于{told}，草稿写作{draft}");
            let span = own.place.shift(statement.span.start);
            let difference = Difference { span, draft: draft.to_owned(), held: told.to_owned() };
            return Ok(Some(Finding {
                span,
                suggestion: Some(told.to_owned()),
                difference: vec![difference],
                evidence: vec![held.evidence(held.letters.within(theirs.place))],
                confidence: 0.7,
                ..Finding::new(Class::Name, Verdict::Differs, message)
            }));
        }
    }
    Ok(None)
}

/// The towns that a text names right behind a county or a city.
fn towns(text: &str) -> Vec<Town> {
    let mentions = region::mentions(text).into_iter();
    mentions
        .filter_map(|(place, region)| {
            let name = town(&text[place.end..])?;
            Some(Town { place, region, name: letters(name) })
        })
        .collect()
}

/// The town that a text begins with: 鸿尾乡.
fn town(text: &str) -> Option<&str> {
    let run: Vec<(usize, char)> = text.char_indices().take_while(|(_, c)| is_han(*c)).collect();
    OWN.filter_map(|own| {
        let at = run.get(own)?.0;
        let end = ENDS.iter().find(|end| text[at..].starts_with(**end))?;
        Some(&text[..at + end.len()])
    })
    .next()
    .filter(|name| !COMMON.iter().any(|word| name.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_stand_right_behind_their_place() {
        assert_eq!(town("鸿尾乡入选"), Some("鸿尾乡"));
        assert_eq!(town("新南街道"), Some("新南街道"));
        for text in ["城关镇", "的鸿尾", "人民政府和乡镇", ""] {
            assert_eq!(town(text), None, "{text}");
        }
        let found = towns("福清市南岭镇、闽侯县鸿尾乡");
        let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["南岭镇", "鸿尾乡"]);
    }
}
