//! Whose practice a brand is: the organization that the text names for it.

use super::facts::{Claim, FactType};
use super::reading::Reading;
use super::{normal, organization};
use crate::text::Span;

/// What stands before an organization that is only dealt with: 向省财政厅学习.
const DEALT_WITH: [char; 16] = [
    '在', '与', '向', '对', '从', '据', '照', '和', '及', '同', '给', '到', '至', '赴', '把', '被',
];

/// What an organization that stands in a row, or whose officer is meant, is followed by.
const NOT_ALONE: [&str; 7] = ["、", "和", "与", "及", "书记", "主任", "局长"];

/// Gives the brands of passage `at` that have no owner yet to the organization that the text names
/// for them; `claims` are those of the passage by their place.
pub(super) fn own(reading: &Reading<'_>, at: usize, claims: &mut [Claim]) {
    let prose = &reading.prose[at];
    let text = prose.plain.as_str();
    let bodies: Vec<(Span, String)> = claims
        .iter()
        .filter(|claim| claim.kind == FactType::Organization)
        .map(|claim| (claim.span, claim.name.clone()))
        .collect();
    let title = title(reading);
    for claim in claims.iter_mut().filter(|claim| claim.kind == FactType::Brand) {
        let start = claim.span.start;
        let sentence = prose.sentence_at(start);
        let mut before = bodies.iter().rev().filter(|(span, _)| span.end <= start);
        let touching = before
            .clone()
            .next()
            .filter(|(span, _)| matches!(&text[span.end..start], "" | "的" | "‘" | "“" | "党支部"));
        let mut subject = || {
            before
                .by_ref()
                .take_while(|(span, _)| span.start >= sentence.start)
                .find(|(span, _)| acts(text, sentence, *span))
        };
        let told = claim.organization.is_some();
        let owner = match touching {
            Some(body) => Some(body),
            None if told => None,
            None => subject(),
        };
        let owner = owner.map(|(_, name)| name.clone());
        // “百日行动”开展以来，公安部组织…: the one who acts next.
        let later = || {
            let mut after = bodies.iter().filter(|(span, _)| span.start >= claim.span.end);
            let next = after.find(|(span, _)| span.end <= sentence.end)?;
            let opens = text[..next.0.start].ends_with(['，', '：']);
            (opens && acts(text, sentence, next.0)).then(|| next.1.clone())
        };
        let owner = owner.or_else(|| if told { None } else { later().or_else(|| title.clone()) });
        claim.organization = owner.or_else(|| claim.organization.take());
    }
}

/// Whether an organization is the one who acts in its clause: it opens it, or is told more of by a
/// clause that ends in it (获得一等奖的|松阳县税务局).
fn acts(text: &str, sentence: Span, span: Span) -> bool {
    let head = &text[sentence.start..span.start];
    let rest = &text[span.end..];
    let dealt = head.ends_with(DEALT_WITH);
    let row = NOT_ALONE.iter().any(|word| rest.starts_with(word));
    let clause = head.rsplit(['，', '；', '：', '。']).next().unwrap_or(head);
    let opens = super::actor::without_leads(clause).trim().is_empty();
    let told_of = clause.ends_with('的') && rest.starts_with('，');
    !dealt && !row && (opens || told_of)
}

/// The organization that the title begins with.
fn title(reading: &Reading<'_>) -> Option<String> {
    let title = normal::plain(&reading.front_matter.title);
    let named = organization::leading(&title, reading.home).map(|named| named.name);
    let national = || {
        let first = organization::national(&title).into_iter().next();
        first.filter(|(span, _)| span.start == 0).map(|(_, name)| name.to_owned())
    };
    named.or_else(national)
}
