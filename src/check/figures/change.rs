//! How a figure changed, from when, and what it is a share of.

use super::fields::ALIKE_LEAST;
use super::measures;
use crate::knowledge::Fact;

/// What a change is measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    /// The year, or the same time of the year, before.
    Before,
    Year(i32),
    Month,
}

/// Whether a figure tells how something changed, and not how much there is.
pub(super) fn is_growth(fact: &Fact) -> bool {
    let changed = !fact.details.direction.is_empty() && !reaches(fact);
    changed || !fact.details.compared_with.is_empty()
}

/// Whether the figure is what a change led to: 降至3.2%.
fn reaches(fact: &Fact) -> bool {
    ["升至", "降至", "增至", "减至", "提高到", "提升到", "降到", "增加到", "增长到", "达到"]
        .iter()
        .any(|word| fact.text.contains(word))
}

/// The direction of a change, told or meant: 多719件 is up.
pub(super) fn direction(fact: &Fact) -> &str {
    let told = fact.details.direction.as_str();
    if !told.is_empty() || fact.details.compared_with.is_empty() {
        return told;
    }
    if fact.text.contains('多') {
        "up"
    } else if fact.text.contains('少') {
        "down"
    } else {
        ""
    }
}

/// The word of a change.
pub(super) fn told_direction(fact: &Fact) -> &'static str {
    if direction(fact) == "down" { "下降" } else { "增长" }
}

/// What a change is compared with, as it is told or usual.
pub(super) fn told_base(fact: &Fact) -> String {
    let told = fact.details.compared_with.trim();
    let told = if told.is_empty() { fact.details.base.trim() } else { told };
    let told = if told.chars().count() < 2 { "" } else { told };
    if told.is_empty() { "上年（同比）".to_owned() } else { told.to_owned() }
}

/// Whether two shares are told of other wholes: 占全市的41.8%, 占年计划的41.8%.
pub(super) fn other_whole(claim: &Fact, fact: &Fact) -> bool {
    let (own, held) = (measures::normal(&claim.details.base), measures::normal(&fact.details.base));
    !own.is_empty()
        && !held.is_empty()
        && !own.contains(&held)
        && !held.contains(&own)
        && measures::likeness(&own, &held, "") < ALIKE_LEAST
}

/// Whether two changes are measured from other times.
pub(super) fn other_base(claim: &Fact, fact: &Fact) -> bool {
    let Some(own) = base(claim) else { return false };
    let held = base(fact).or_else(|| is_growth(fact).then_some(Base::Before));
    let year = |it: &Fact| it.year.as_deref().and_then(|year| year.parse::<i32>().ok());
    let year = year(fact).or_else(|| year(claim));
    match (own, held) {
        (_, None) => false,
        (Base::Before, Some(Base::Year(told))) | (Base::Year(told), Some(Base::Before)) => {
            year.is_some_and(|year| told != year - 1)
        }
        (own, Some(held)) => own != held,
    }
}

/// The national censuses, by the names that they are called by, each with its year (国家统计局).
const CENSUSES: [(&str, i32); 8] = [
    ("五普", 2000),
    ("六普", 2010),
    ("七普", 2020),
    ("第三次全国人口普查", 1982),
    ("第四次全国人口普查", 1990),
    ("第五次全国人口普查", 2000),
    ("第六次全国人口普查", 2010),
    ("第七次全国人口普查", 2020),
];

/// What a figure says that it is compared with.
fn base(fact: &Fact) -> Option<Base> {
    let told = fact.details.compared_with.as_str();
    let digits: String =
        told.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    if digits.len() == 4 {
        return digits.parse().ok().map(Base::Year);
    }
    if let Some((_, year)) = CENSUSES.iter().find(|(name, _)| told.contains(name)) {
        return Some(Base::Year(*year));
    }
    if told.contains("环比") || told.contains("上月") || told.contains("季") {
        return Some(Base::Month);
    }
    ["上年", "去年", "同比", "同期", "上一年", "期"]
        .iter()
        .any(|word| told.contains(word))
        .then_some(Base::Before)
}
