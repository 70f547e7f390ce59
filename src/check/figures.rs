//! Figures: each laid beside the held ones, field by field, and blamed where exactly one differs.

mod change;
mod fields;
mod held;
mod whose;

use super::amounts::{self, Agreement};
use super::claims::{evidence, held, holding, letters};
use super::finding::{Class, Difference, Finding, Verdict};
use super::measures;
use super::sheet::quotations;
use super::shelf::Shelf;
use super::statements::{Statement, place, words_held};
use crate::index::engine::EngineError;
use crate::knowledge::region::{self, Region};
use crate::knowledge::{Fact, FactType};
use crate::text::Span;
use crate::text::segment::is_han;
use fields::{Beside, Field, Own};
use held::Held;

/// How sure it is of a figure that only a name ties to the held one, and no place.
pub(super) const BY_NAME: f32 = 0.65;
/// From this likeness on an agreement is told.
const LIKE: f32 = 0.6;
/// From this likeness on a figure agrees where another is of the very measure, place and year.
const EXACT: f32 = 0.9;

/// What the figures of a sentence are found to be.
pub(super) fn findings(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Vec<Finding>, EngineError> {
    let mut claims = statement.of(FactType::Indicator).peekable();
    if claims.peek().is_none() {
        return Ok(Vec::new());
    }
    let mut beside: Vec<Held<'_>> =
        statement.held(FactType::Indicator).filter_map(Held::of).collect();
    let bodies = named_bodies(statement.text);
    let quoted = quoted_names(statement.text);
    let own = letters(statement.text).replace(|c: char| c.is_ascii_digit(), "");
    for held in &mut beside {
        let title = shelf.card(&held.fact.document)?.map(|it| letters(&it.title));
        let near = title.unwrap_or_default() + &letters(&held.fact.sentence);
        held.is_told_alike = measures::share(&own, &near) >= TOLD_ALIKE;
        held.is_of_named = quoted.iter().any(|name| near.contains(name.as_str()));
        if !held.is_of_named && !bodies.is_empty() {
            let text = shelf.text_of(&held.fact.document)?;
            held.is_of_named = bodies.iter().any(|name| text.contains(name.as_str()));
        }
        held.near = near;
    }
    let found = claims.filter_map(|claim| figure(shelf, statement, &beside, claim).transpose());
    found.collect()
}

/// How much of the draft's words the held sentence and its title have where the draft names no place
/// that a table holds and yet can mean no other: 平潭气象部门应对34场次.
const TOLD_ALIKE: f32 = 0.78;

/// Ends of the names of places and bodies that no table of divisions holds.
const BODIES: [&str; 16] = [
    "街道",
    "镇",
    "乡",
    "村",
    "社区",
    "园区",
    "开发区",
    "经开区",
    "高新区",
    "示范区",
    "大队",
    "支队",
    "派出所",
    "公司",
    "学校",
    "医院",
];
/// Letters of a quoted name that a sentence is about.
const QUOTED: std::ops::RangeInclusive<usize> = 3..=12;
/// Letters of such a name before its end.
const OWN_NAME: usize = 2;

/// The names in quote marks of a sentence: “苏州12345”.
fn quoted_names(text: &str) -> Vec<String> {
    let names = quotations(text).into_iter().map(|it| letters(it.of(text)));
    names.filter(|it| QUOTED.contains(&it.chars().count())).collect()
}

/// The towns, streets, villages and other bodies that a sentence names, each by the two letters
/// before its end and that.
fn named_bodies(text: &str) -> Vec<String> {
    let text = letters(text);
    let mut names = Vec::new();
    for end in BODIES {
        for (at, _) in text.match_indices(end) {
            let before: Vec<char> = text[..at].chars().rev().take(OWN_NAME).collect();
            let own: String = before.iter().rev().collect();
            let vague = ["各", "全", "个", "该", "两", "些", "级", "乡", "城", "农"];
            let is_name = before.len() == OWN_NAME
                && before.iter().all(|c| is_han(*c))
                && !vague.iter().any(|word| own.contains(word));
            if is_name {
                names.push(format!("{own}{end}"));
            }
        }
    }
    names
}

fn figure(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    beside: &[Held<'_>],
    claim: &Fact,
) -> Result<Option<Finding>, EngineError> {
    let Some(own) = Own::of(statement, claim).filter(|_| !is_of_several(statement, claim)) else {
        return Ok(None);
    };
    let mut named = Vec::new();
    if let Some(place) = own.place {
        let names = [claim.name.as_str(), &claim.details.measure];
        if names.iter().any(|name| !name.is_empty()) {
            named = held(shelf, FactType::Indicator, &names, Some(place))?;
        }
    }
    let named: Vec<Held<'_>> = named.iter().filter_map(Held::of).collect();
    match judged(&own, beside, &named) {
        Judged::Agrees(same) => return same.map(|it| agreeing(shelf, claim, it)).transpose(),
        Judged::Differs(field, beside) => {
            return differing(shelf, statement, (claim, own.place), (field, &beside)).map(Some);
        }
        Judged::Open => {}
    }
    // The same value may be another place's.
    if own.place.is_none() || !own.is_telling() {
        return Ok(None);
    }
    let named = holding(shelf, FactType::Indicator, &amounts::told(claim))?;
    let named: Vec<Held<'_>> = named.iter().filter_map(Held::of).collect();
    match judged(&own, beside, &named) {
        Judged::Differs(field, beside) => {
            differing(shelf, statement, (claim, own.place), (field, &beside)).map(Some)
        }
        _ => Ok(None),
    }
}

/// Whether a figure is the sum of several places' or sorts' own: 东胜区、康巴什区合计20所, 盗窃、诈骗和
/// 赌博犯罪嫌疑人合计223人.
fn is_of_several(statement: &Statement<'_>, claim: &Fact) -> bool {
    let at = claim.span.end.saturating_sub(statement.span.start).min(statement.text.len());
    let head = &statement.text[..at];
    let sums = ["合计", "共计", "总共", "一共", "加起来"].iter().any(|word| head.contains(word));
    let clause = head.rsplit(['，', '；', '：']).next().unwrap_or(head);
    let places = head.contains('、') && region::mentions(head).len() > 1;
    sums && (places || clause.contains('、') && clause.contains(['和', '及', '与']))
}

/// What a figure is found to be.
enum Judged<'a> {
    /// It is held so; the fact where that is worth telling.
    Agrees(Option<&'a Fact>),
    /// Exactly one field is another.
    Differs(Field, Beside<'a>),
    Open,
}

/// Lays a figure beside the held ones of its sentence and of its name: what agrees in every field
/// decides, then the nearest that differs in one.
fn judged<'h>(own: &Own<'_>, beside: &'h [Held<'h>], named: &'h [Held<'h>]) -> Judged<'h> {
    let all = beside.iter().chain(named);
    let mut beside: Vec<Beside<'h>> = all.filter_map(|held| own.beside(held)).collect();
    beside.sort_by(|a, b| b.score.total_cmp(&a.score));
    let is_other = |it: &Beside<'_>| it.differs.len() == 1 && own.is_exactly_of(it);
    let exact = beside.iter().any(is_other);
    // 玉米种植面积23.4万亩 does not make 小麦种植面积23.4万亩 true.
    let agrees = |it: &&Beside<'_>| it.differs.is_empty() && (!exact || it.likeness >= EXACT);
    if let Some(same) = beside.iter().find(agrees) {
        // A likeness that is weak keeps quiet and says nothing.
        return Judged::Agrees(Some(same.fact).filter(|_| same.likeness >= LIKE));
    }
    if own.is_the_writers() {
        return Judged::Agrees(None);
    }
    let blamed = |at: &usize| own.blamed(&beside[*at], &beside);
    let Some(at) = (0..beside.len()).find(|at| blamed(at).is_some()) else { return Judged::Open };
    let Some(field) = blamed(&at) else { return Judged::Open };
    Judged::Differs(field, beside.swap_remove(at))
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
            let (own, held) = (change::told_direction(claim), change::told_direction(fact));
            let message = format!("{named}增减与库中不一致：草稿为{own}，库中为{held}");
            (message, own.to_owned(), held.to_owned(), 0.85)
        }
        Field::Base => {
            let (own, held) = (change::told_base(claim), change::told_base(fact));
            let message = format!("{named}比较的基期与库中不一致：草稿为{own}，库中为{held}");
            (message, own, held, 0.75)
        }
        Field::Target => {
            let goal = goal(fact);
            let message = format!("{named}在库中是预期目标（力争），不是已经做到的：库中为{goal}");
            (message, String::new(), "目标".to_owned(), 0.75)
        }
    };
    let confidence = if beside.of_subject { confidence.min(BY_NAME) } else { confidence };
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

/// What was meant, with the year of which it is where the held text says it elsewhere.
fn goal(fact: &Fact) -> String {
    let until = fact.year.as_ref().filter(|year| !fact.text.contains(year.as_str()));
    let until = until.map_or_else(String::new, |year| format!("到{year}年"));
    format!("{until}{}", fact.text.trim())
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
