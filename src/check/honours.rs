//! Honours: the same honour of another level, year or holder.

mod names;
mod rolls;
mod times;

use super::bodies::{Kinship, kinship};
use super::claims::{evidence, holding, letters};
use super::finding::{Class, Difference, Finding, Verdict};
use super::shelf::Shelf;
use super::statements::{Statement, distinct, place, words_held};
use crate::index::engine::EngineError;
use crate::knowledge::region;
use crate::knowledge::{Fact, FactType};
use crate::text::numerals::{NumeralKind, numerals};
use crate::text::{Span, fold};
use names::{core, givers, is_almost};
use rolls::{is_closed, is_one, miscounted, miscounts, ranked};

/// An honour's own name has so many letters at least.
const CORE_LEAST: usize = 3;
/// A name of so many letters is the same honour's with more before it.
const CORE_TELLING: usize = 6;
/// How much of the draft's words the sentence of an honour has that names no holder.
const WORDS_HELD: f32 = 0.6;

/// Who was named for an honour and did not win it.
const NOMINATED: &str = "提名奖";
/// Parts of the country in which some honours count.
const PARTS: [&str; 3] = ["西部", "中部", "东部"];

/// A field in which two honours may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Level,
    Year,
    Holder,
    Times,
    Giver,
    Batch,
}

/// What the honours of a sentence are found to be.
pub(super) fn findings(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Vec<Finding>, EngineError> {
    let mut findings = Vec::new();
    for claim in statement.of(FactType::Honour) {
        findings.extend(honour(shelf, statement, claim)?);
    }
    Ok(findings)
}

fn honour(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    claim: &Fact,
) -> Result<Option<Finding>, EngineError> {
    let own = core_of(claim);
    if claim.details.holders.is_empty() {
        return Ok(None);
    }
    if own.chars().count() < CORE_LEAST {
        return ranked(shelf, statement, claim);
    }
    let named = holding(shelf, FactType::Honour, &own)?;
    let held = distinct(statement.held(FactType::Honour).chain(&named));
    let held: Vec<(&Fact, Vec<Field>)> = held
        .into_iter()
        .filter(|fact| are_alike(&core_of(fact), &own) || givers(claim, fact).is_some())
        .filter(|fact| !are_editions(claim, fact) || is_of_one_batch(claim, fact))
        .filter(|fact| {
            let here = claim.region.is_some() && claim.region == fact.region;
            let given = here && givers(claim, fact).is_some();
            !fact.details.holders.is_empty() || given || is_told_alike(statement, fact)
        })
        .map(|fact| (fact, differs(statement, claim, fact)))
        .collect();
    // 10个单位被授予… beside the roll of those who got it says nothing of who did.
    let mut held = held;
    let names = |fact: &Fact| !fact.details.holders.is_empty() && !counts(fact);
    if let Some(fact) = held.iter().map(|(fact, _)| *fact).find(|it| miscounts(claim, it)) {
        return miscounted(shelf, claim, fact).map(Some);
    }
    if held.iter().any(|(fact, _)| names(fact)) {
        held.retain(|(fact, _)| names(fact));
    }
    if let Some((same, _)) = held.iter().find(|(_, differs)| differs.is_empty()) {
        let message = format!("“{}”与库中一致", claim.name);
        let evidence = evidence(shelf, same)?.into_iter().collect();
        let agrees = Finding::new(Class::Name, Verdict::Agrees, message);
        return Ok(Some(Finding { span: claim.span, evidence, confidence: 0.9, ..agrees }));
    }
    let one = held.iter().filter_map(|(fact, differs)| match differs.as_slice() {
        [Field::Holder] => is_named_beside(shelf, claim, fact)
            .map(|beside| beside.then_some((*fact, Field::Holder)))
            .transpose(),
        [field] => Some(Ok((*fact, *field))),
        _ => None,
    });
    let mut blamed: Vec<(&Fact, Field)> = one.collect::<Result<_, EngineError>>()?;
    // The same holder says more than the same level.
    blamed.sort_by_key(|(_, field)| *field == Field::Holder);
    let Some((fact, field)) = blamed.first() else {
        return if held.is_empty() { ranked(shelf, statement, claim) } else { Ok(None) };
    };
    differing(shelf, statement, claim, fact, *field).map(Some)
}

/// The fields in which a draft's honour and a held one of the same name differ.
fn differs(statement: &Statement<'_>, claim: &Fact, fact: &Fact) -> Vec<Field> {
    let mut differs = Vec::new();
    let same_one = || {
        let mut own = claim.details.holders.iter();
        own.any(|own| fact.details.holders.iter().any(|held| is_one(own, held)))
    };
    let is_same = core_of(claim) == core_of(fact) || same_one();
    if givers(claim, fact).is_some() {
        differs.push(Field::Giver);
    } else if is_same && other_level(claim, fact) {
        differs.push(Field::Level);
    }
    if are_editions(claim, fact) {
        differs.push(Field::Batch);
    }
    let years = claim.year.as_ref().zip(fact.year.as_ref());
    let told = |it: &Fact| {
        let near = matches!(it.details.year_scope.as_str(), "clause" | "sentence" | "paragraph");
        near || it.year.as_ref().is_some_and(|year| it.sentence.contains(year.as_str()))
    };
    if years.is_some_and(|(own, held)| own != held) && told(claim) && told(fact) {
        differs.push(Field::Year);
    }
    let home = statement.place_of(claim);
    if counts(claim) || counts(fact) {
        return differs;
    }
    // How often grows with the years: it is compared within one, or where the draft tells none.
    let told = claim.year.is_some() || names_year(statement.text);
    let one_year = claim.year.is_some() && claim.year == fact.year || !told;
    if is_same && one_year && times::otherwise(claim, fact).is_some() {
        differs.push(Field::Times);
    }
    if fact.details.holders.is_empty() {
        return differs;
    }
    // One who is not among those who are told is one too many.
    let is_other = |own: &String| {
        // A case that the held sentence tells of beside those whose it is.
        let name = letters(own);
        let is_thing = ["案", "案例", "项目", "作品"].iter().any(|end| name.ends_with(end));
        if is_thing && letters(&fact.sentence).contains(&name) {
            return false;
        }
        let mut held = fact.details.holders.iter();
        held.all(|held| {
            let there = place(fact);
            !is_one(own, held) && kinship((own, home.or(there)), (held, there)) == Kinship::Other
        })
    };
    if claim.details.holders.iter().any(is_other) {
        differs.push(Field::Holder);
    }
    differs
}

/// Whether a text names a year of the calendar.
fn names_year(text: &str) -> bool {
    numerals(text).iter().any(|it| it.kind == NumeralKind::Year)
}

/// What holders are counted in.
const COUNTED: [char; 16] = [
    '个', '名', '家', '户', '所', '项', '例', '位', '人', '件', '处', '支', '座', '篇', '起', '村',
];

/// Whether a holder is how many there are, and not who: 另有1例.
fn counts(fact: &Fact) -> bool {
    let number = |holder: &String| {
        let counted = numerals(holder).into_iter();
        let mut counted = counted.filter(|it| it.kind == NumeralKind::Cardinal);
        // 双溪村 counts nothing.
        counted.any(|it| it.unit.of(holder).starts_with(COUNTED))
    };
    fact.details.holders.iter().any(number)
}

/// Whether two names are of the same honour: one may say of what sort of work it was
/// (农田基本建设|大禹杯竞赛先进单位).
fn are_alike(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    one == other || short.chars().count() >= CORE_TELLING && long.ends_with(short)
}

/// Whether two honours were given at other times, as both say: 第七届 and 第八届.
fn are_editions(one: &Fact, other: &Fact) -> bool {
    edition(one).zip(edition(other)).is_some_and(|(one, other)| one != other)
}

/// The time of an honour in a row of them: 七届, 二批.
fn edition(fact: &Fact) -> Option<String> {
    let counted = fact.text.split('第').skip(1).find_map(|rest| {
        let (end, mark) = rest.char_indices().find(|(_, c)| ['届', '批', '次'].contains(c))?;
        (rest[..end].chars().count() <= 3).then(|| rest[..end + mark.len_utf8()].to_owned())
    });
    counted.map(|it| fold(&it).text)
}

/// Whether two honours of other times are told as one: in one year, of the same holders.
fn is_of_one_batch(claim: &Fact, fact: &Fact) -> bool {
    let years = claim.year.as_ref().zip(fact.year.as_ref());
    let one_year = years.is_some_and(|(own, held)| own == held);
    let mut own = claim.details.holders.iter();
    let same = own.all(|own| fact.details.holders.iter().any(|held| is_one(own, held)));
    same && one_year && !claim.details.holders.is_empty()
}

/// Whether a held honour that names no holder is told in the draft's words.
fn is_told_alike(statement: &Statement<'_>, fact: &Fact) -> bool {
    words_held(statement.text, fact) >= WORDS_HELD
}

fn other_level(claim: &Fact, fact: &Fact) -> bool {
    let levels = (&claim.details.level, &fact.details.level);
    let told = !levels.0.is_empty() && !levels.1.is_empty();
    let named = |it: &Fact| region::leading(&letters(&it.name)).map(|(place, _)| place.code);
    let places = named(claim).zip(named(fact));
    let ranks = (&claim.details.rank, &fact.details.rank);
    // A 提名奖 is another honour than the one for which somebody was named.
    let named_only = (ranks.0 == NOMINATED) != (ranks.1 == NOMINATED);
    let ranked = !ranks.0.is_empty() && !ranks.1.is_empty() && ranks.0 != ranks.1 || named_only;
    let part = |it: &Fact| {
        let name = letters(&it.name);
        PARTS.iter().find(|part| name.starts_with(**part)).copied()
    };
    // 全国…百强县 is more than 西部…百强县.
    let nation = |it: &Fact| it.details.level == "国家";
    let wider = part(claim).is_none() && nation(claim) && part(fact).is_some()
        || part(fact).is_none() && nation(fact) && part(claim).is_some();
    wider || ranked || told && levels.0 != levels.1 || places.is_some_and(|(own, held)| own != held)
}

/// Whether the passage of a held honour speaks of the draft's holder too, and so knows that the
/// honour is not his; a list that ends in 等 does not.
fn is_named_beside(shelf: &Shelf<'_>, claim: &Fact, fact: &Fact) -> Result<bool, EngineError> {
    let open = fact.details.holders.last().is_some_and(|last| {
        fact.sentence.split(last.as_str()).nth(1).is_some_and(|rest| rest.starts_with('等'))
    });
    if open {
        return Ok(false);
    }
    if is_closed(fact) {
        return Ok(true);
    }
    let text = shelf.text_of(&fact.document)?;
    let almost = |holder: &String| fact.details.holders.iter().any(|held| is_almost(holder, held));
    // 南县税务局财务管理股 is known where 南县税务局 is.
    let known = |holder: &String| {
        let own: Vec<char> = letters(holder).chars().collect();
        let longest = (4..=own.len()).rev().find(|&to| {
            let head: String = own[..to].iter().collect();
            text.contains(&head)
        });
        longest.is_some_and(|to| to * 5 >= own.len() * 3)
    };
    Ok(claim.details.holders.iter().all(|holder| known(holder) || almost(holder)))
}

fn differing(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    claim: &Fact,
    fact: &Fact,
    field: Field,
) -> Result<Finding, EngineError> {
    let year = |it: &Fact| it.year.clone().unwrap_or_default() + "年";
    let (what, draft, held, confidence) = match field {
        Field::Level => ("级别", claim.name.clone(), fact.name.clone(), 0.85),
        Field::Year => ("年份", year(claim), year(fact), 0.75),
        Field::Holder => {
            let all = |it: &Fact| it.details.holders.join("、");
            ("获得者", all(claim), all(fact), 0.7)
        }
        Field::Times => {
            let (own, held) = times::otherwise(claim, fact).unwrap_or_default();
            ("次数", own, held, 0.8)
        }
        Field::Batch => {
            let told = |it: &Fact| edition(it).map(|it| format!("第{it}")).unwrap_or_default();
            ("批次", told(claim), told(fact), 0.75)
        }
        Field::Giver => {
            let (own, held) = givers(claim, fact).unwrap_or_default();
            ("授予单位", own, held, 0.7)
        }
    };
    let whose = fact.details.holders.join("、");
    let message = match field {
        Field::Holder => {
            format!("“{}”的获得者与库中不一致：草稿作{draft}，库中为{held}", fact.name)
        }
        _ => format!("{whose}所获“{}”的{what}与库中不一致：草稿作{draft}，库中为{held}", fact.name),
    };
    let at = statement.text.find(&draft).filter(|_| statement.text.matches(&draft).count() == 1);
    let difference = at.map(|at| Difference {
        span: Span::new(at, at + draft.len()).shift(statement.span.start),
        draft: draft.clone(),
        held: held.clone(),
    });
    Ok(Finding {
        span: difference.as_ref().map_or(claim.span, |it| it.span),
        suggestion: Some(held),
        difference: difference.into_iter().collect(),
        evidence: evidence(shelf, fact)?.into_iter().collect(),
        confidence,
        ..Finding::new(Class::Name, Verdict::Differs, message)
    })
}

/// The own name of an honour without the rank in which it was won.
fn core_of(fact: &Fact) -> String {
    let name = fact.name.strip_suffix(fact.details.rank.as_str()).unwrap_or(&fact.name);
    let own = core(name);
    if own.chars().count() >= CORE_LEAST {
        return own;
    }
    // 集体一等功 is its rank but for a word.
    letters(&fact.name).chars().filter(|c| !"特一二三".contains(*c)).collect()
}
