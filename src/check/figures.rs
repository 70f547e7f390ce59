//! Figures: each laid beside the held ones, field by field, and blamed where exactly one differs.

mod fields;

use super::amounts::{self, Agreement};
use super::claims::evidence;
use super::finding::{Class, Difference, Finding, Verdict};
use super::measures;
use super::shelf::Shelf;
use super::statements::{Statement, distinct, holding, place, words_held};
use crate::index::engine::EngineError;
use crate::knowledge::region::{self, Region};
use crate::knowledge::{Fact, FactType};
use crate::text::Span;
use fields::{Beside, Field, Own};

/// What the figures of a sentence are found to be.
pub(super) fn findings(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Vec<Finding>, EngineError> {
    let mut findings = Vec::new();
    for claim in statement.of(FactType::Indicator) {
        findings.extend(figure(shelf, statement, claim)?);
    }
    Ok(findings)
}

fn figure(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    claim: &Fact,
) -> Result<Option<Finding>, EngineError> {
    let Some(own) = Own::of(statement, claim) else { return Ok(None) };
    let mut named = Vec::new();
    if let Some(place) = own.place {
        named = holding(shelf, FactType::Indicator, &claim.details.measure, Some(place))?;
        if named.is_empty() {
            named = holding(shelf, FactType::Indicator, &claim.name, Some(place))?;
        }
    }
    if amounts::Amount::of(claim).is_some_and(|it| it.significant() >= 3) {
        named.extend(holding(shelf, FactType::Indicator, &amounts::told(claim), None)?);
    }
    let held = distinct(statement.held(FactType::Indicator).chain(&named));
    let mut beside: Vec<Beside<'_>> =
        held.into_iter().filter_map(|fact| own.beside(fact)).collect();
    beside.sort_by(|a, b| b.score.total_cmp(&a.score));
    if let Some(same) = beside.iter().find(|it| it.differs.is_empty()) {
        // A likeness that is weak keeps quiet and says nothing.
        return if same.likeness >= 0.6 {
            agreeing(shelf, claim, same.fact).map(Some)
        } else {
            Ok(None)
        };
    }
    if statement.is_own && own.place.is_none() {
        return Ok(None);
    }
    let blamed = beside.iter().find_map(|it| own.blamed(it, &beside).map(|field| (field, it)));
    let Some((field, beside)) = blamed else { return Ok(None) };
    differing(shelf, statement, (claim, own.place), (field, beside)).map(Some)
}

fn agreeing(shelf: &Shelf<'_>, claim: &Fact, fact: &Fact) -> Result<Finding, EngineError> {
    let message = format!("“{}”与库中一致", claim.name);
    let evidence = evidence(shelf, fact)?.into_iter().collect();
    let agrees = Finding::new(Class::Figure, Verdict::Agrees, message);
    Ok(Finding { span: claim.span, evidence, confidence: 0.9, ..agrees })
}

fn differing(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    (claim, at): (&Fact, Option<&'static Region>),
    (field, beside): (Field, &Beside<'_>),
) -> Result<Finding, EngineError> {
    let fact = beside.fact;
    let (own, held) = (amounts::told(claim), amounts::told(fact));
    let measure = if claim.name.is_empty() { &fact.name } else { &claim.name };
    let whose = at.map_or_else(String::new, |place| format!("{}的", place.name));
    let named = format!("{whose}“{measure}”");
    let sure = |sure: f32| if beside.same_year { sure + 0.1 } else { sure };
    let (message, draft, told, confidence) = match field {
        Field::Value => (
            format!("{named}数值与库中不一致：草稿为{own}，库中为{held}"),
            own,
            held,
            sure(if beside.is_slip { 0.85 } else { 0.7 }),
        ),
        Field::Unit => (
            format!("{named}数值或单位与库中不一致：草稿为{own}，库中为{held}"),
            own,
            held,
            sure(0.8),
        ),
        Field::Year => {
            let year = |it: &Fact| it.year.clone().map(|year| year + "年").unwrap_or_default();
            let (own, held) = (year(claim), year(fact));
            let message = format!("{named}这个数字的年份与库中不一致：草稿为{own}，库中为{held}");
            (message, own, held, 0.75)
        }
        Field::Place => {
            let theirs = fact.region.as_deref().unwrap_or_default().replace('/', "");
            let message = format!("这个数字在库中属于{theirs}，草稿写在别处");
            let draft = at.map_or("", |place| place.name).to_owned();
            (message, draft, theirs, 0.7)
        }
        Field::Direction => {
            let (own, held) = (fields::told_direction(claim), fields::told_direction(fact));
            let message = format!("{named}增减与库中不一致：草稿为{own}，库中为{held}");
            (message, own.to_owned(), held.to_owned(), 0.85)
        }
        Field::Base => {
            let (own, held) = (fields::told_base(claim), fields::told_base(fact));
            let message = format!("{named}比较的基期与库中不一致：草稿为{own}，库中为{held}");
            (message, own, held, 0.75)
        }
        Field::Target => {
            let message = format!(
                "{named}在库中是预期目标（力争），不是已经做到的：库中为{}",
                fact.text.trim()
            );
            (message, String::new(), "目标".to_owned(), 0.75)
        }
    };
    let difference = exchanged(statement, claim, &draft, &told);
    let verdict = if field == Field::Place { Verdict::Elsewhere } else { Verdict::Differs };
    Ok(Finding {
        span: claim.span,
        difference: if verdict == Verdict::Elsewhere { Vec::new() } else { difference },
        suggestion: Some(told),
        evidence: evidence(shelf, fact)?.into_iter().collect(),
        confidence,
        ..Finding::new(Class::Figure, verdict, message)
    })
}

/// The difference, where the words that differ stand in the claim, or else in the sentence, once.
fn exchanged(statement: &Statement<'_>, claim: &Fact, draft: &str, held: &str) -> Vec<Difference> {
    let once = |text: &str, start: usize| {
        let one = !draft.is_empty() && text.matches(draft).count() == 1;
        let at = text.find(draft).filter(|_| one)?;
        Some(Difference {
            span: Span::new(at, at + draft.len()).shift(start),
            draft: draft.to_owned(),
            held: held.to_owned(),
        })
    };
    let inside = once(&claim.text, claim.span.start);
    inside.or_else(|| once(statement.text, statement.span.start)).into_iter().collect()
}

/// Whether a place is the other, or the two cannot be told apart.
fn places(own: Option<&'static Region>, held: Option<&'static Region>) -> Option<fields::Where> {
    let (own, held) = own.zip(held)?;
    Some(if own.code == held.code {
        fields::Where::Same
    } else if region::is_within(own, held) || region::is_within(held, own) {
        fields::Where::Around
    } else {
        fields::Where::Other
    })
}
