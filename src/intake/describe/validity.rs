//! What a policy states of its validity: in force from and until, its standing, what it repeals and
//! amends. What the text does not state of itself stays empty.

mod days;
mod phrases;
mod relations;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use days::{End, Start};
use regex::Regex;
use relations::Act;

use super::Stated;
use super::candidate::{Candidate, Evidence, best};
use crate::document::{Date, Status, Validity};
use crate::intake::roles::Line;
use crate::intake::shape::{day, pattern};
use crate::intake::words::Label;
use crate::text::{Span, fold};

/// A longer line is no remark on the standing of its text, in characters.
const LONGEST_REMARK: usize = 80;

/// (本文件已废止), 注:该文已被《…》废止.
static REMARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[(《*]*(?:注|备注|说明|编者注)?:?(?:本|该|此)(?:文件|规范性文件|办法|规定|条例|通知|意见|文|件)(?:已|现已)(?:经|被|由|根据|依据)?(?P<by>《[^》]+》)?(?:[(].{0,40}[)])?(?P<word>废止|失效)[。)》*]*$",
    )
});

/// The validity of a policy and the reasons for it; `date` is its own day, with its evidence.
pub(super) fn validity(
    lines: &[Line],
    stated: &Stated,
    title: Option<&str>,
    date: Option<&Candidate<Date>>,
) -> (Validity, Vec<Evidence>) {
    let folded = title.map(|title| fold(title).text);
    let folded = folded.as_deref();
    let is_policy = !folded.is_some_and(phrases::is_about_a_policy);
    let own: &[Line] = if is_policy { lines } else { &[] };
    let in_force = in_force(own, stated, folded, date);
    let expires = expires(own, stated, folded, in_force.as_ref().map(|it| it.value));
    let (status, by) = status(lines, stated).unzip();
    let act = title
        .zip(folded)
        .filter(|_| is_policy)
        .and_then(|(title, plain)| relations::of_title(title, plain));
    let is = |wanted: Act| {
        act.as_ref().filter(|(act, _)| *act == wanted).map(|(_, titles)| titles.clone())
    };
    let repeals = named(is(Act::Repeals), |is_repeal| relations::repealed(own, is_repeal));
    let amends =
        named(is(Act::Amends), |amends| if amends { relations::amended(own) } else { Vec::new() });
    let reasons = [
        in_force.as_ref().map(|it| it.evidence("in_force")),
        expires.as_ref().map(|it| it.evidence("expires")),
        status.as_ref().map(|it| it.evidence("status")),
        repeals.as_ref().map(|it| it.evidence("repeals")),
        amends.as_ref().map(|it| it.evidence("amends")),
    ];
    let validity = Validity {
        in_force: in_force.map(|it| it.value),
        expires: expires.map(|it| it.value),
        status: status.map(|it| it.value),
        by: by.flatten(),
        repeals: repeals.map(|it| it.value).unwrap_or_default(),
        amends: amends.map(|it| it.value).unwrap_or_default(),
    };
    (validity, reasons.into_iter().flatten().collect())
}

/// The first day: a label, a day in the text, or the day of issue where the text refers to it.
fn in_force(
    lines: &[Line],
    stated: &Stated,
    title: Option<&str>,
    date: Option<&Candidate<Date>>,
) -> Option<Candidate<Date>> {
    let mut found = labelled(stated, Label::From);
    // The day of a page is not the day of issue.
    let issued = date
        .filter(|date| date.reasons.iter().any(|it| matches!(*it, "signature" | "signed_label")));
    match days::start(lines, title) {
        Some(Start::Day(day)) => found.push(Candidate::new(day, 8.0, "text")),
        Some(Start::Issue) => {
            let day = issued.filter(|date| date.value.day.is_some());
            found.extend(day.map(|day| Candidate::new(day.value, 7.0, "day_of_issue")));
        }
        None => {}
    }
    best(&found, 1.0)
}

/// The last day: a label, a day in the text, or a term that begins with the first day.
fn expires(
    lines: &[Line],
    stated: &Stated,
    title: Option<&str>,
    in_force: Option<Date>,
) -> Option<Candidate<Date>> {
    let mut found = labelled(stated, Label::Until);
    match days::end(lines, title) {
        Some(End::Day(day)) => found.push(Candidate::new(day, 8.0, "text")),
        Some(End::Months(months)) => {
            let last = in_force.and_then(|first| first.last_of_term(months));
            found.extend(last.map(|last| Candidate::new(last, 7.0, "term")));
        }
        None => {}
    }
    best(&found, 1.0)
}

fn labelled(stated: &Stated, label: Label) -> Vec<Candidate<Date>> {
    let days = stated.values(label).filter_map(|(value, _)| {
        let day = Date::parse(value).or_else(|| day::first(&fold(value).text).map(|it| it.0));
        day.map(|day| Candidate::new(day, 9.0, "label"))
    });
    days.collect()
}

/// The standing that a label or a remark on the text states, and the document that says so.
fn status(lines: &[Line], stated: &Stated) -> Option<(Candidate<Status>, Option<String>)> {
    let labels = stated.values(Label::Status).map(|(value, _)| Status::parse(&fold(value).text));
    if let Some(status) = labels.into_iter().find(|it| !matches!(it, Status::Other(_))) {
        return Some((Candidate::new(status, 9.0, "label"), None));
    }
    lines.iter().filter(|line| line.block.characters() <= LONGEST_REMARK).find_map(|line| {
        let captures = REMARK.captures(line.plain())?;
        let status = if &captures["word"] == "废止" { Status::Repealed } else { Status::Expired };
        let by = captures
            .name("by")
            .map(|it| line.block.original(Span::new(it.start(), it.end())).to_owned());
        Some((Candidate::new(status, 6.0, "remark"), by))
    })
}

/// The titles that the document's own title names, and those that its text adds.
fn named(
    of_title: Option<Vec<String>>,
    of_text: impl Fn(bool) -> Vec<String>,
) -> Option<Candidate<Vec<String>>> {
    let reason = if of_title.is_some() { "title" } else { "text" };
    let mut titles = of_title.clone().unwrap_or_default();
    for title in of_text(of_title.is_some()) {
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    (!titles.is_empty()).then(|| Candidate::new(titles, 8.0, reason))
}
