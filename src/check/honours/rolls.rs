//! Honours that are a rank alone, and rolls that name everyone who got one.

use super::super::claims::{evidence, letters};
use super::super::finding::{Class, Finding, Verdict};
use super::super::sheet::quotations;
use super::super::shelf::Shelf;
use super::super::statements::{Statement, distinct};
use super::{Field, differing};
use crate::index::engine::EngineError;
use crate::knowledge::{Fact, FactType};
use crate::text::numerals::{Numeral, NumeralKind, numerals};
use crate::text::segment::is_han;

/// An honour that is its rank alone (一等奖): who has it is known by who else has which.
pub(super) fn ranked(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    claim: &Fact,
) -> Result<Option<Finding>, EngineError> {
    let rank = &claim.details.rank;
    let held = distinct(statement.held(FactType::Honour));
    let same = |fact: &&&Fact| {
        let mut own = claim.details.holders.iter();
        let is_among = |own: &String| fact.details.holders.iter().any(|it| is_one(own, it));
        // “五彩党建”案例…荣获全省二等奖: the sentence tells of it.
        let told = fact.details.holders.is_empty();
        let is_told = |own: &String| {
            let name = quotations(own).first().map(|it| letters(it.of(own)));
            told && name.is_some_and(|name| letters(&fact.sentence).contains(&name))
        };
        !fact.details.rank.is_empty() && own.all(|it| is_among(it) || is_told(it))
    };
    let held: Vec<&&Fact> = held.iter().filter(same).collect();
    let Some(fact) = held.first().filter(|_| !rank.is_empty()) else { return Ok(None) };
    let levels = |it: &Fact| (claim.details.level.clone(), it.details.level.clone());
    let other_level = |it: &Fact| {
        let (own, held) = levels(it);
        !own.is_empty() && !held.is_empty() && own != held
    };
    if held.iter().any(|it| it.details.rank == *rank && !other_level(it)) {
        return Ok(None);
    }
    differing(shelf, statement, claim, fact, Field::Level).map(Some)
}

/// Whether two holders are one: by the name that both quote, or by all their letters.
pub(super) fn is_one(one: &str, other: &str) -> bool {
    let quoted = |text: &str| quotations(text).first().map(|it| letters(it.of(text)));
    match (quoted(one), quoted(other)) {
        (Some(one), Some(other)) => one == other,
        _ => letters(one) == letters(other),
    }
}

/// Whether a draft says how many got an honour, and a held roll of them all has another number of
/// names; the roll says of which place it is, and so does the draft.
pub(super) fn miscounts(claim: &Fact, fact: &Fact) -> bool {
    if let (Some(own), Some(held)) = (count_of(claim), count_of(fact)) {
        let (own_unit, held_unit) = (counted(claim), counted(fact));
        return own != held && own_unit == held_unit && claim.sentence != fact.sentence;
    }
    let place = fact.sentence.split('（').nth(1).map(|it| {
        let name: String = it.chars().take_while(|c| is_han(*c)).collect();
        name.trim_start_matches('共').to_owned()
    });
    let here = place.is_some_and(|it| it.chars().count() > 1 && claim.sentence.contains(&it));
    let whole = here || is_of_all(claim, fact);
    whole
        && is_closed(fact)
        && count_of(claim).is_some_and(|count| count != fact.details.holders.len())
}

/// Whether a draft counts all who got an honour in the place of a roll: 湖南省共有8个市 beside the
/// names of six cities.
fn is_of_all(claim: &Fact, fact: &Fact) -> bool {
    let all = ["共有", "共", "一共", "总共"].iter().any(|word| claim.sentence.contains(word));
    let kind = counted(claim).chars().next_back();
    let fits = |holder: &String| holder.chars().next_back() == kind;
    let here = claim.region.is_some() && claim.region == fact.region;
    let years = claim.year.as_ref().zip(fact.year.as_ref());
    all && here
        && letters(&claim.name) == without_year(&letters(&fact.name))
        && years.is_none_or(|(own, held)| own == held)
        && fact.details.holders.iter().all(fits)
}

/// The name of an honour behind its year: 2011年|全省粮食生产先进市.
fn without_year(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.strip_prefix('年').filter(|_| rest.len() < name.len()).unwrap_or(name)
}

/// How many holders there are, where the only one is how many: 22个村镇.
fn count_of(claim: &Fact) -> Option<usize> {
    let [holder] = claim.details.holders.as_slice() else { return None };
    let counted = numerals(holder).into_iter().find(|it| it.kind == NumeralKind::Cardinal)?;
    let exact = counted.qualifier.is_none() && counted.upper.is_none() && !counted.unit.is_empty();
    let digits = counted.value.to_string();
    digits.parse().ok().filter(|_| exact)
}

/// What the only holder of an honour counts: 个团队.
fn counted(fact: &Fact) -> String {
    let letters = fact.details.holders.first().map(|it| letters(it)).unwrap_or_default();
    // 湖南省共有8个市.
    let after = letters.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
    letters[after..].trim_start_matches(|c: char| c.is_ascii_digit()).to_owned()
}

pub(super) fn miscounted(
    shelf: &Shelf<'_>,
    claim: &Fact,
    fact: &Fact,
) -> Result<Finding, EngineError> {
    let own = claim.details.holders.join("");
    let held = match count_of(fact) {
        Some(_) => fact.details.holders.join(""),
        None => fact.details.holders.len().to_string(),
    };
    let message = format!("“{}”的个数与库中不一致：草稿作{own}，库中为{held}", fact.name);
    Ok(Finding {
        span: claim.span,
        evidence: evidence(shelf, fact)?.into_iter().collect(),
        confidence: 0.75,
        ..Finding::new(Class::Figure, Verdict::Differs, message)
    })
}

/// Whether a text names all of a roll: it says how many they are (文明校园名单（2所）), or decides who
/// they are (决定授予甲、乙、丙为…).
pub(super) fn is_closed(fact: &Fact) -> bool {
    let all = fact.details.holders.len();
    let counts = ['个', '名', '家', '户', '所', '项', '县', '市', '区', '镇', '乡', '村'];
    let said = |it: &Numeral| {
        it.value.to_string() == all.to_string() && fact.sentence[it.span.end..].starts_with(counts)
    };
    let decided = fact.sentence.contains("决定") && fact.sentence.contains("授予");
    all > 1 && numerals(&fact.sentence).iter().any(said) || all > 2 && decided
}
