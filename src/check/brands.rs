//! Named practices: whose a name is, and a name that is almost the one that is held.

mod elsewhere;

use super::bodies::{Kinship, kinship};
use super::claims::{evidence, held, letters};
use super::finding::{Class, Difference, Finding, Verdict};
use super::sheet::quotations;
use super::shelf::Shelf;
use super::statements::{Statement, distinct, place, words_held};
use crate::index::engine::EngineError;
use crate::index::query::Query;
use crate::knowledge::owner::told_owner;
use crate::knowledge::region::{self, Region};
use crate::knowledge::{Fact, FactType};
use crate::text::segment::is_han;
use crate::text::{Span, fold};

/// Names of fewer or more letters are not looked into.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=14;
/// How much of the draft's words the held sentence has where the draft names no owner.
const WORDS_HELD: f32 = 0.6;
/// Letters at the end of a body's name that say of what kind it is: 税务局, 检察院.
const KIND: usize = 3;
/// A name of so many letters is seldom given twice in one city.
const TELLING: usize = 5;
/// Letters of the name of a part of a body.
const BRANCH: usize = 8;
/// Ends of names that are given to many: 大禹杯.
const AWARDS: [&str; 5] = ["杯", "奖", "号", "大赛", "称号"];
/// Words right behind a name in quotes that make it a practice's.
const PRACTICES: [&str; 10] =
    ["品牌", "党建品牌", "服务品牌", "工程", "行动", "工作法", "模式", "机制", "项目", "党支部"];

/// A name in the draft, with who is said to have it.
struct Named<'a> {
    name: &'a str,
    /// Bytes of the draft.
    span: Span,
    owner: Option<Owner>,
    /// Whether the draft speaks of it as a practice.
    is_practice: bool,
}

/// The body that is said to have a practice.
struct Owner {
    name: String,
    /// Bytes of the draft.
    span: Span,
    place: Option<&'static Region>,
}

/// What the names of a sentence are found to be.
pub(super) fn findings(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Vec<Finding>, EngineError> {
    let mut findings = Vec::new();
    for named in names(statement) {
        let held = held(shelf, FactType::Brand, &[named.name], None)?;
        if !held.is_empty() {
            findings.extend(owner(shelf, statement, &named, &held)?);
        } else {
            let found = elsewhere::finding(shelf, statement, &named)?;
            let is_quiet = found.is_none();
            findings.extend(found);
            if is_quiet && named.is_practice {
                findings.extend(name(shelf, statement, &named)?);
            }
        }
    }
    Ok(findings)
}

/// What stands in no name of a body.
const VERBAL: [&str; 6] = ["已", "了", "过", "曾", "正在", "连办"];

/// The names in quotes of a sentence, each with its owner.
fn names<'a>(statement: &'a Statement<'_>) -> Vec<Named<'a>> {
    let text = statement.text;
    let quoted = quotations(text);
    let named = quoted.iter().filter(|it| LETTERS.contains(&letters(it.of(text)).chars().count()));
    named
        .filter(|it| !is_in_title(text, **it))
        .filter(|it| !is_award(it.of(text)))
        .map(|span| {
            let behind = text[span.end..].chars().next().map_or(0, char::len_utf8);
            let behind = &text[span.end + behind..];
            let known =
                statement.of(FactType::Brand).any(|it| letters(&it.name) == letters(span.of(text)));
            let practice = PRACTICES.iter().any(|word| behind.starts_with(word));
            Named {
                name: span.of(text),
                span: span.shift(statement.span.start),
                owner: owner_of(statement, &quoted, *span),
                is_practice: known || practice || told_as_brand(text, *span),
            }
        })
        .collect()
}

/// Whether a name stands in the title of something: 《关于建设“…”品牌的方案》 says of nobody that
/// it is his.
fn is_in_title(text: &str, name: Span) -> bool {
    let before = &text[..name.start];
    let opened = before.rfind('《');
    opened.is_some_and(|at| !before[at..].contains('》')) && text[name.end..].contains('》')
}

/// 党建品牌是“…”.
fn told_as_brand(text: &str, span: Span) -> bool {
    let before = text[..span.start].trim_end_matches(['“', '"', '「', '『']);
    ["品牌是", "品牌为", "品牌", "品牌——"].iter().any(|word| before.ends_with(word))
}

/// The body that a name is said to be of: the last before it with no other name in between, or the
/// first after it in the same way.
fn owner_of(statement: &Statement<'_>, quoted: &[Span], name: Span) -> Option<Owner> {
    let start = statement.span.start;
    let bodies = || {
        statement
            .of(FactType::Organization)
            .map(move |it| {
                (it, it.span.start.saturating_sub(start), it.span.end.saturating_sub(start))
            })
            .filter(|(_, from, to)| !quoted.iter().any(|it| it.contains(Span::new(*from, *to))))
    };
    let parted = |from: usize, to: usize| {
        let between = &statement.text[from.min(to)..to];
        quoted.iter().any(|it| from <= it.start && it.end <= to) || between.contains(['；', '。'])
    };
    let before = bodies().filter(|(_, _, to)| *to <= name.start && !parted(*to, name.start)).last();
    let after = || bodies().find(|(_, from, _)| *from >= name.end && !parted(name.end, *from));
    let body = before.or_else(after).map(|(body, from, to)| {
        let part = branch(&statement.text[to..]);
        let span = Span::new(from, to + part.len()).shift(start);
        Owner {
            name: body.name.clone() + part,
            span: if part.is_empty() { body.span } else { span },
            place: place(body).or_else(|| statement.place_of(body)),
        }
    });
    // Bodies that no table of offices knows: 襄垣经开区, 宗加镇乌图村.
    body.or_else(|| {
        let span = told_owner(statement.text, name)?;
        let said = span.of(statement.text);
        let home = region::leading(said).map(|(place, _)| place).or(statement.place);
        Some(Owner { name: said.to_owned(), span: span.shift(start), place: home })
    })
}

/// The part of a body whose name goes on behind the body's: 某法院|第一党支部.
fn branch(rest: &str) -> &str {
    let name: String = rest.chars().take(BRANCH).collect();
    let end = ["党支部", "支部", "大队", "支队"]
        .iter()
        .filter_map(|end| name.find(end).map(|at| at + end.len()))
        .min();
    end.filter(|end| rest[..*end].chars().all(is_han)).map_or("", |end| &rest[..end])
}

/// Whether a name is one that is given to many; 旧居巷3号 is an address.
fn is_award(name: &str) -> bool {
    let address = name.strip_suffix('号').is_some_and(|it| it.ends_with(|c: char| c.is_numeric()));
    !address && AWARDS.iter().any(|word| name.ends_with(word))
}

/// A name that is held: its owner may be another.
fn owner(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    named: &Named<'_>,
    held: &[Fact],
) -> Result<Option<Finding>, EngineError> {
    // 省直机关已连办三年 names no body.
    let is_body = |own: &&Owner| !VERBAL.iter().any(|word| own.name.contains(word));
    let Some(own) = named.owner.as_ref().filter(is_body) else { return Ok(None) };
    let home = own.place;
    // A name is often taken by others elsewhere.
    let near = |it: &&Fact| related(home, place(it)) || are_siblings(own, it);
    let here: Vec<&Fact> = held.iter().filter(near).collect();
    let kin = |fact: &Fact| {
        let theirs = fact.organization.as_deref();
        theirs.map_or(Kinship::Unknown, |theirs| kinship((&own.name, home), (theirs, place(fact))))
    };
    if let Some(same) = here.iter().find(|it| kin(it) == Kinship::Same) {
        let message = format!("“{}”是{}的，与库中一致", named.name, own.name);
        let evidence = evidence(shelf, same)?.into_iter().collect();
        let agrees = Finding::new(Class::Name, Verdict::Agrees, message);
        return Ok(Some(Finding { span: named.span, evidence, confidence: 0.9, ..agrees }));
    }
    let others = here.iter().all(|it| kin(it) == Kinship::Other);
    let Some(fact) = here.first().filter(|_| others) else { return Ok(None) };
    let theirs = fact.organization.as_deref().unwrap_or_default();
    let message = format!(
        "“{}”的创建单位与库中不一致：草稿作{}，库中为{theirs}",
        named.name,
        said(statement, own.span)
    );
    let differs = Finding::new(Class::Name, Verdict::Differs, message);
    let draft = said(statement, own.span).to_owned();
    Ok(Some(Finding {
        span: own.span,
        suggestion: Some(theirs.to_owned()),
        difference: vec![Difference { span: own.span, draft, held: theirs.to_owned() }],
        evidence: evidence(shelf, fact)?.into_iter().collect(),
        confidence: 0.8,
        ..differs
    }))
}

/// A name that is not held: the same owner may have one that is almost so.
fn name(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
    named: &Named<'_>,
) -> Result<Option<Finding>, EngineError> {
    let engine = &shelf.snapshot.engine;
    let query = Query { exact: vec![fold(named.name).text], limit: 1, ..Query::default() };
    if !engine.search(&query)?.hits.is_empty() {
        return Ok(None);
    }
    let brand = statement
        .of(FactType::Brand)
        .find(|it| named.span.start <= it.span.end && it.span.start <= named.span.end);
    let told = named.owner.as_ref().and_then(|it| it.place);
    let home = told.or_else(|| brand.and_then(|it| statement.place_of(it)));
    let Some(home) = home else { return Ok(None) };
    let here = held(shelf, FactType::Brand, &[], Some(home))?;
    let all = distinct(statement.held(FactType::Brand).chain(&here));
    let whose = |fact: &Fact| {
        let owners =
            named.owner.as_ref().map(|it| it.name.as_str()).zip(fact.organization.as_deref());
        owners.map_or(Kinship::Unknown, |(own, theirs)| {
            kinship((own, Some(home)), (theirs, place(fact)))
        })
    };
    let fits = |fact: &&&Fact| match whose(fact) {
        Kinship::Same => true,
        Kinship::Other => false,
        Kinship::Unknown => {
            place(fact).is_some_and(|it| it.code == home.code)
                && words_held(&statement.text.replace(named.name, ""), fact) >= WORDS_HELD
        }
    };
    let near = all.iter().filter(fits).filter(|it| same_frame(named.name, &it.name));
    let Some(fact) = near.max_by_key(|it| frame(named.name, &it.name)) else { return Ok(None) };
    let message = format!("“{}”库中未见；库中为“{}”", named.name, fact.name);
    let differs = Finding::new(Class::Name, Verdict::Differs, message);
    Ok(Some(Finding {
        span: named.span,
        suggestion: Some(fact.name.clone()),
        difference: vec![Difference {
            span: named.span,
            draft: named.name.to_owned(),
            held: fact.name.clone(),
        }],
        evidence: evidence(shelf, fact)?.into_iter().collect(),
        confidence: if whose(fact) == Kinship::Same { 0.8 } else { 0.65 },
        ..differs
    }))
}

/// Whether two places are one, or one lies in the other.
fn related(own: Option<&Region>, held: Option<&Region>) -> bool {
    own.zip(held)
        .is_some_and(|(own, held)| region::is_within(own, held) || region::is_within(held, own))
}

/// Whether a held practice is that of a body of the same kind in another part of the same whole: two
/// district tax offices of one city. A name is seldom given twice there.
fn are_siblings(own: &Owner, held: &Fact) -> bool {
    let theirs = held.organization.as_deref().unwrap_or_default();
    // 国家税务总局|黔东南州税务局.
    let seat = |name: &str| region::mentions(name).first().map(|(_, place)| *place);
    let places = seat(&own.name).or(own.place).zip(seat(theirs).or_else(|| place(held)));
    let whole = |it: &Region| region::path(it).rsplit_once('/').map(|(whole, _)| whole.to_owned());
    let apart = places.is_some_and(|(a, b)| {
        let (one, other) = (whole(a), whole(b));
        a.code != b.code && one.is_some() && one == other
    });
    let kind = |name: &str| letters(name).chars().rev().take(KIND).collect::<String>();
    let telling = letters(&held.name).chars().count() >= TELLING;
    apart && telling && kind(&own.name) == kind(theirs)
}

/// Whether one name is the other with a part in its middle or at an end exchanged.
fn same_frame(own: &str, held: &str) -> bool {
    let (a, b) = (letters(own).chars().count(), letters(held).chars().count());
    a != 0
        && a.abs_diff(b) <= 1
        && letters(own) != letters(held)
        && frame(own, held) * 2 >= a.max(b)
}

/// How many letters two names share at their beginning and end.
fn frame(own: &str, held: &str) -> usize {
    let (own, held): (Vec<char>, Vec<char>) =
        (letters(own).chars().collect(), letters(held).chars().collect());
    let head = own.iter().zip(&held).take_while(|(a, b)| a == b).count();
    let rest = own.len().min(held.len()) - head;
    let tail =
        own.iter().rev().zip(held.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    head + tail
}

/// The draft's characters at a span of it.
fn said<'a>(statement: &Statement<'a>, span: Span) -> &'a str {
    let start = span.start.saturating_sub(statement.span.start);
    statement.text.get(start..start + span.len()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_frame_are_near() {
        assert!(same_frame("奉医蓝", "奉医红"));
        assert!(same_frame("玲珑e站", "玲玲e站"));
        assert!(same_frame("政工干部一本通", "政工干部一本账"));
        assert!(!same_frame("春风暖企", "海上锋领"));
        assert!(!same_frame("奉医红", "奉医红"));
    }
}
