//! A quoted name that is no practice's by the reader of facts, and yet is told of another body in the
//! same words: 明水县人民法院以“党心联建法韵同彰”为抓手.

use super::super::align::distance;
use super::super::bodies::{Kinship, kinship};
use super::super::claims::letters;
use super::super::finding::{Class, Difference, Finding, Verdict};
use super::super::sheet::quotations;
use super::super::shelf::{Held, Shelf};
use super::super::statements::Statement;
use super::{Named, said};
use crate::index::engine::EngineError;
use crate::knowledge::{FactType, region};
use crate::text::Span;

/// Names of fewer letters are quoted by many.
const LETTERS: usize = 6;
/// What stands between a body and the name has so many characters at most.
const FRAME: usize = 4;

/// A finding where all passages near the sentence that quote the name tell it, with the same word
/// between, of another body of the same kind.
pub(super) fn finding(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    named: &Named<'_>,
) -> Result<Option<Finding>, EngineError> {
    let Some(own) = named.owner.as_ref() else { return Ok(None) };
    let name = letters(named.name);
    let from = own.span.end.saturating_sub(statement.span.start);
    let to = named.span.start.saturating_sub(statement.span.start);
    let frame = statement.text.get(from..to).map(letters).unwrap_or_default();
    if name.chars().count() < LETTERS || !(1..=FRAME).contains(&frame.chars().count()) {
        return Ok(None);
    }
    let mut told: Option<(std::sync::Arc<Held>, Span, String)> = None;
    for place in &statement.near {
        let held = shelf.passage(*place)?;
        let text = held.entry.text.as_str();
        let facts = shelf.facts_of(&held.entry.id())?;
        let home = held.entry.document.region.as_deref().and_then(region::parse_path);
        for quote in quotations(text).into_iter().filter(|it| letters(it.of(text)) == name) {
            let mut bodies = facts.iter().filter(|it| it.kind == FactType::Organization);
            let before = bodies.rfind(|it| {
                let between = text.get(it.span.end..quote.start).map(letters);
                it.span.end <= quote.start && between.is_some_and(|it| it == frame)
            });
            let Some(body) = before else { return Ok(None) };
            if kinship((&own.name, own.place), (&body.name, home)) != Kinship::Other
                || !is_of_one_kind(&own.name, &body.name)
            {
                return Ok(None);
            }
            told.get_or_insert((held.clone(), quote, body.name.clone()));
        }
    }
    Ok(told.map(|(held, quote, theirs)| {
        let draft = said(statement, own.span).to_owned();
        let message = format!("“{}”在库中是{theirs}的，草稿写作{draft}", named.name);
        Finding {
            span: own.span,
            suggestion: Some(theirs.clone()),
            difference: vec![Difference { span: own.span, draft, held: theirs }],
            evidence: vec![held.evidence(held.letters.within(quote))],
            confidence: 0.7,
            ..Finding::new(Class::Name, Verdict::Differs, message)
        }
    }))
}

/// Whether two bodies are called alike at their ends: two courts, two villages.
fn is_of_one_kind(one: &str, other: &str) -> bool {
    let end = |name: &str| letters(name).chars().rev().take(2).collect::<Vec<char>>();
    distance(&end(one), &end(other)) == 0
}
