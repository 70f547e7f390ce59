//! Where a draft says that a quotation comes from, and whether it stands there.

use std::ops::Range;
use std::sync::Arc;

use super::finding::{Class, Finding, Verdict};
use super::sheet::{Sheet, titles};
use super::shelf::{Held, Shelf};
use crate::index::engine::EngineError;
use crate::knowledge::region::{self, Region};
use crate::text::Span;

/// Words before a title that make it a source.
const BEFORE: [&str; 10] =
    ["据", "根据", "按照", "依据", "依照", "引自", "摘自", "出自", "见", "参见"];
/// Words after a title that make it a source.
const AFTER: [&str; 16] = [
    "指出", "提出", "明确", "规定", "强调", "要求", "载", "写道", "称", "中", "说", "介绍", "记载",
    "报道", "一文", "所载",
];

/// Fewer letters are a watchword, which nobody quotes from somewhere.
const SLOGAN: usize = 16;

/// What a draft names as the source of a quotation.
pub(super) enum Source<'a> {
    /// The document of this title.
    Title(&'a str),
    /// Somebody of this place.
    Place(&'static Region),
}

/// The source that is named in the sentence, before the quotation.
pub(super) fn spoken_of<'a>(sheet: &Sheet<'a>, quotation: Span) -> Option<Source<'a>> {
    let sentence = sheet.sentence_at(quotation.start);
    let before = &sheet.text()[sentence.start..quotation.start.max(sentence.start)];
    let cited = titles(before).into_iter().rev().find(|title| {
        let lead = before[..title.start].trim_end_matches(['《', '【']);
        let rest = before[title.end..].trim_start_matches(['》', '】']);
        BEFORE.iter().any(|word| lead.ends_with(word))
            || AFTER.iter().any(|word| rest.starts_with(word))
    });
    if let Some(title) = cited {
        return Some(Source::Title(title.of(before)));
    }
    let place = region::mentions(before).into_iter().map(|(_, region)| region).next_back();
    place.map(Source::Place)
}

/// The finding that a quotation, which stands in `places`, is not from where the draft says.
/// `None` when it is, or when that cannot be told.
pub(super) fn elsewhere(
    shelf: &Shelf<'_>,
    source: &Source<'_>,
    places: &[(Arc<Held>, Range<usize>)],
) -> Result<Option<Finding>, EngineError> {
    let Some((held, letters)) = places.first() else { return Ok(None) };
    let card = &held.entry.document;
    let (said, sure) = match source {
        Source::Title(title) => {
            let named = shelf.snapshot.engine.named(title)?;
            let is_named = |held: &Arc<Held>| {
                let card = &held.entry.document;
                let ids =
                    [Some(card.id.as_str()), card.part_of.as_deref(), card.reprint_of.as_deref()];
                named.iter().any(|it| ids.contains(&Some(it.id.as_str())))
            };
            if named.is_empty() || places.iter().any(|(held, _)| is_named(held)) {
                return Ok(None);
            }
            (format!("《{title}》"), 0.85)
        }
        Source::Place(place) => {
            // A few words (一机关一品牌、一支部一特色) are many people's.
            if letters.len() < SLOGAN || places.iter().any(|(held, _)| is_about(held, place)) {
                return Ok(None);
            }
            (region::path(place).replace('/', ""), 0.6)
        }
    };
    let message = format!("这段话不见于{said}，而见于《{}》", card.title);
    Ok(Some(Finding {
        suggestion: Some(format!("改注出处为《{}》", card.title)),
        evidence: vec![held.evidence(letters.clone())],
        confidence: sure,
        ..Finding::new(Class::Quotation, Verdict::Elsewhere, message)
    }))
}

/// Whether a passage speaks of a place, or its document's place cannot be told.
pub(super) fn is_about(held: &Held, place: &'static Region) -> bool {
    let card = &held.entry.document;
    let Some(home) = card.region.as_deref().and_then(region::parse_path) else { return true };
    let related =
        |other: &Region| region::is_within(other, place) || region::is_within(place, other);
    related(home) || region::mentions(&held.entry.text).iter().any(|(_, other)| related(other))
}
