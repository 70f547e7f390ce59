//! Figures: those whose measure and place are held with another value, unit or year.

use super::claims::{evidence, held, letters};
use super::draft::Draft;
use super::finding::{Class, Difference, Finding, Verdict};
use super::shelf::Shelf;
use crate::index::engine::EngineError;
use crate::knowledge::region::{self, Region};
use crate::knowledge::{Fact, FactType};
use crate::text::Span;

/// A measure of fewer letters (党员, 项目) is counted of too many things to be compared.
const MEASURE_LEAST: usize = 3;

/// A shorter measure than this (党支部, 示范点) is compared only with values that are near.
const MEASURE_TELLING: usize = 4;
/// Values are near when one is at most so many times the other.
const NEAR: f64 = 2.0;

/// A rounded figure differs by no more than this share.
const ROUNDED: f64 = 0.05;

/// What the indicators among the draft's claims are found to be.
pub(super) fn findings(
    shelf: &Shelf<'_>,
    draft: &Draft,
    claims: &[Fact],
) -> Result<Vec<Finding>, EngineError> {
    let mut findings = Vec::new();
    for claim in claims.iter().filter(|claim| claim.kind == FactType::Indicator) {
        let told =
            claim.details.value.is_some() && letters(&claim.name).chars().count() >= MEASURE_LEAST;
        let Some(place) = place_of(draft, claim).filter(|_| told) else { continue };
        findings.extend(indicator(shelf, claim, place)?);
    }
    Ok(findings)
}

/// The place that a claim speaks of: its own, or the last that the draft names before it.
fn place_of(draft: &Draft, claim: &Fact) -> Option<&'static Region> {
    let own = claim.region.as_deref().and_then(region::parse_path);
    own.or_else(|| {
        let before = draft.paragraphs.iter().rev().filter_map(|paragraph| {
            let all = paragraph.to_draft(Span::new(0, paragraph.text.len()));
            (all.start < claim.span.end).then_some(all)
        });
        let mut mentions = before.take(6).filter_map(|all| {
            let until = all.end.min(claim.span.start.max(all.start));
            let text = draft.text.get(all.start..until).unwrap_or_default();
            region::mentions(text).last().map(|(_, place)| *place)
        });
        mentions.next()
    })
}

fn indicator(
    shelf: &Shelf<'_>,
    claim: &Fact,
    place: &'static Region,
) -> Result<Option<Finding>, EngineError> {
    let held_here = held(shelf.snapshot, claim, Some(place))?;
    let here: Vec<&Fact> =
        held_here.iter().filter(|fact| is_at(fact, place) && is_whose(fact, claim)).collect();
    if let Some(same) = here.iter().find(|fact| same_value(fact, claim)) {
        return years(shelf, claim, same);
    }
    // Figures of other years are others, and say nothing of this one.
    let telling = letters(&claim.name).chars().count() >= MEASURE_TELLING;
    let comparable = here
        .iter()
        .filter(|fact| same_year(fact, claim) != Some(false) && (telling || is_near(fact, claim)));
    let nearest = comparable.min_by_key(|fact| !is_near(fact, claim));
    let Some(fact) = nearest else { return elsewhere(shelf, claim) };
    if is_rounded(claim, fact) {
        return Ok(None);
    }
    let same_unit = fact.details.unit == claim.details.unit;
    let (what, sure) = if same_unit { ("数值", 0.8) } else { ("数值或单位", 0.5) };
    let sure = if same_year(fact, claim) == Some(true) { sure + 0.1 } else { sure - 0.1 };
    let sure = if is_near(fact, claim) { sure } else { sure - 0.2 };
    let held_text = amount(fact);
    let message = format!(
        "{}的“{}”{what}与库中不一致：草稿为{}，库中为{held_text}",
        place.name,
        claim.name,
        amount(claim)
    );
    Ok(Some(Finding { confidence: sure, ..differing(shelf, claim, fact, message, held_text)? }))
}

/// The same value; the year may be another.
fn years(shelf: &Shelf<'_>, claim: &Fact, fact: &Fact) -> Result<Option<Finding>, EngineError> {
    if let (Some(own), Some(theirs), Some(false)) =
        (&claim.year, &fact.year, same_year(fact, claim))
    {
        let message = format!("这个数字的年份与库中不一致：草稿为{own}年，库中为{theirs}年");
        let finding = differing(shelf, claim, fact, message, format!("{theirs}年"))?;
        let difference = exchanged(claim, &format!("{own}年"), &format!("{theirs}年"));
        return Ok(Some(Finding { difference, confidence: 0.5, ..finding }));
    }
    let message = format!("“{}”与库中一致", claim.name);
    let evidence = evidence(shelf, fact)?.into_iter().collect();
    let agrees = Finding::new(Class::Figure, Verdict::Agrees, message);
    Ok(Some(Finding { span: claim.span, evidence, confidence: 0.9, ..agrees }))
}

/// The same telling value of the same measure, but of another place.
fn elsewhere(shelf: &Shelf<'_>, claim: &Fact) -> Result<Option<Finding>, EngineError> {
    let telling =
        claim.details.value.is_some_and(|value| value.fract() != 0.0 || value.abs() >= 100.0);
    if !telling {
        return Ok(None);
    }
    let held = held(shelf.snapshot, claim, None)?;
    let same = held.iter().find(|fact| same_value(fact, claim) && fact.region.is_some());
    let Some(fact) = same else { return Ok(None) };
    let theirs = fact.region.as_deref().unwrap_or_default().replace('/', "");
    let message = format!("这个数字在库中属于{theirs}，草稿写在别处");
    let finding = differing(shelf, claim, fact, message, theirs)?;
    let difference = Vec::new();
    Ok(Some(Finding { difference, verdict: Verdict::Elsewhere, confidence: 0.6, ..finding }))
}

fn differing(
    shelf: &Shelf<'_>,
    claim: &Fact,
    fact: &Fact,
    message: String,
    held: String,
) -> Result<Finding, EngineError> {
    Ok(Finding {
        span: claim.span,
        difference: exchanged(claim, &amount(claim), &held),
        suggestion: Some(held),
        evidence: evidence(shelf, fact)?.into_iter().collect(),
        ..Finding::new(Class::Figure, Verdict::Differs, message)
    })
}

/// The difference, where the words that differ stand in the claim once.
fn exchanged(claim: &Fact, draft: &str, held: &str) -> Vec<Difference> {
    let once = claim.text.matches(draft).count() == 1;
    let at = claim.text.find(draft).filter(|_| once && !draft.is_empty());
    let difference = at.map(|at| Difference {
        span: Span::new(at, at + draft.len()).shift(claim.span.start),
        draft: draft.to_owned(),
        held: held.to_owned(),
    });
    difference.into_iter().collect()
}

/// Whether a fact is of this place; one of the places inside it is another.
fn is_at(fact: &Fact, place: &Region) -> bool {
    fact.region.as_deref().and_then(region::parse_path).is_some_and(|it| it.code == place.code)
}

/// Whether a fact may be of the same organization: both must be stated to be different. A place and
/// its government are one: 某县人民政府 reports what is so in 某县.
fn is_whose(fact: &Fact, claim: &Fact) -> bool {
    match (&fact.organization, &claim.organization) {
        (Some(theirs), Some(own)) => {
            letters(theirs) == letters(own) || is_place(theirs) || is_place(own)
        }
        _ => true,
    }
}

/// Whether the name is a place's or its government's.
fn is_place(name: &str) -> bool {
    let rest = region::leading(name).map(|(_, consumed)| &name[consumed..]);
    matches!(rest, Some("" | "人民政府"))
}

/// Whether the draft says that its figure is about the one held: 近30亿元 of 29.67亿元.
fn is_rounded(claim: &Fact, fact: &Fact) -> bool {
    const ABOUT: [&str; 9] = ["近", "超", "逾", "余", "多", "约", "左右", "以上", "突破"];
    let said = amount(claim);
    let values = fact.details.value.zip(claim.details.value);
    let close = values.is_some_and(|(held, own)| (held - own).abs() <= ROUNDED * held.abs());
    close && ABOUT.iter().any(|word| said.contains(word))
}

fn is_near(fact: &Fact, claim: &Fact) -> bool {
    let values = fact.details.value.zip(claim.details.value);
    values.is_some_and(|(a, b)| a > 0.0 && b > 0.0 && (a / b).max(b / a) <= NEAR)
}

fn same_value(fact: &Fact, claim: &Fact) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
    let values = fact.details.value.zip(claim.details.value);
    values.is_some_and(|(a, b)| close(a, b)) && fact.details.unit == claim.details.unit
}

/// Whether the years are the same; `None` where the draft states none.
fn same_year(fact: &Fact, claim: &Fact) -> Option<bool> {
    claim.year.as_ref().zip(fact.year.as_ref()).map(|(own, theirs)| own == theirs)
}

/// The value as the text writes it, without the measure.
fn amount(fact: &Fact) -> String {
    let numerals = crate::text::numerals::numerals(&fact.text);
    let wanted = numerals.into_iter().find(|numeral| !numeral.unit.of(&fact.text).is_empty());
    wanted.map_or_else(
        || fact.text.clone(),
        |numeral| fact.text[numeral.span.start..numeral.unit.end].to_owned(),
    )
}
