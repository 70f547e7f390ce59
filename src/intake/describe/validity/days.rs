//! The days and terms by which a text bounds its own validity.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::phrases::{own, sentences, without_number, words};
use crate::document::Date;
use crate::intake::roles::Line;
use crate::intake::shape::{day, numbering, pattern};

/// When a text says that it comes into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// On this day.
    Day(Date),
    /// On the day of its issue.
    Issue,
}

/// When a text says that it ceases to be in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// After this day.
    Day(Date),
    /// So many months after it came into force.
    Months(u16),
}

/// 自2019年1月1日起施行, 自发布之日起施行.
static START: LazyLock<Regex> = LazyLock::new(|| {
    let (publish, begin) = (words("publish"), words("begin"));
    pattern(&format!(
        r"[自从于](?:(?P<day>[0-9一二〇○零][^,自从于]{{5,24}}?[日号])|(?:正式)?(?:{publish})之日)(?:零时|0时)?起(?:正式|开始)?(?P<verb>{begin})"
    ))
});
/// What may follow the verb.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:$|[,():、]|至|并|有效|试行|(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:年|个月))",
    )
});
/// 有效期5年, 试行期至2025年12月31日.
static TERM: LazyLock<Regex> = LazyLock::new(|| {
    let (term, begin) = (words("term"), words("begin"));
    pattern(&format!(
        r"(?:^(?:{begin})?|[,(:的])并?(?:(?:{term})(?:暂定)?[为:是]?(?:自[^,至]{{6,24}}?至)?(?:[至到]?(?P<day>[12一二][^,]{{6,16}}?日)|(?P<count>[0-9]{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?P<unit>年|个月))|至(?P<last>[12一二][^,]{{6,16}}?日)(?:失效|废止)?)(?:止|$|[,()])"
    ))
});

/// Whether the line begins a sentence: none goes on from the line before it.
fn begins_sentence(lines: &[Line], at: usize) -> bool {
    at == 0 || lines[at - 1].block.ends_sentence() || !lines[at - 1].is_text()
}

/// When the text comes into force, where it says so of itself once and for all; `None` where its
/// statements differ.
pub(super) fn start(lines: &[Line], title: Option<&str>) -> Option<Start> {
    let mut found: Vec<Start> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let line_begins = begins_sentence(lines, at);
        let plain = line.plain().replace(' ', "");
        for (at, sentence) in sentences(&plain) {
            let stated = begins(sentence, at == 0 && line_begins, title);
            found.extend(stated.map(|(start, _)| start).filter(|it| !found.contains(it)));
        }
    }
    <[Start; 1]>::try_from(found).ok().map(|[start]| start)
}

/// When the text ceases to be in force, by the same rule.
pub(super) fn end(lines: &[Line], title: Option<&str>) -> Option<End> {
    let mut found: Vec<End> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let line_begins = begins_sentence(lines, at);
        let plain = line.plain().replace(' ', "");
        let mut behind_start = false;
        for (at, sentence) in sentences(&plain) {
            let start = begins(sentence, at == 0 && line_begins, title).map(|(_, verb)| verb);
            let itself = own(sentence).map(|it| it.end());
            let said = start.or_else(|| behind_start.then_some(0)).or(itself);
            behind_start = start.is_some();
            let Some(from) = said else { continue };
            let near = start.is_some() || from == 0 || touches(&sentence[from..]);
            let term = TERM.captures(&sentence[from..]).filter(|_| near).and_then(|it| term(&it));
            found.extend(term.filter(|it| !found.contains(it)));
        }
    }
    <[End; 1]>::try_from(found).ok().map(|[end]| end)
}

/// Whether the term stands right behind the name: 本办法有效期5年.
fn touches(rest: &str) -> bool {
    TERM.find(rest).is_some_and(|it| it.start() == 0)
}

/// When the sentence says that the document comes into force, and where its verb begins.
fn begins(sentence: &str, is_first: bool, title: Option<&str>) -> Option<(Start, usize)> {
    let captures = START.captures(sentence)?;
    let (whole, verb) = (captures.get(0)?, captures.name("verb")?);
    if !AFTER.is_match(&sentence[whole.end()..]) {
        return None;
    }
    let start = match captures.name("day") {
        Some(text) => {
            let (date, span) = day::first(text.as_str())?;
            (span.start == 0 && span.end == text.as_str().len()).then_some(Start::Day(date))?
        }
        None => Start::Issue,
    };
    let (before, numbered) = without_number(&sentence[..whole.start()]);
    let itself = if before.is_empty() { numbered || is_first } else { is_subject(before, title) };
    itself.then_some((start, verb.start()))
}

/// Whether the text before 自 makes the document itself the subject.
fn is_subject(before: &str, title: Option<&str>) -> bool {
    const PASSING: [&str; 9] = [",", "由", "经", "业经", "已", "为准", "请", "给", "如"];
    if let Some(named) = before.strip_suffix('》').and_then(|it| it.rsplit_once('《')) {
        let issues = |title: &str| {
            let marked = format!("《{}》", named.1);
            ["印发", "公布", "发布"].iter().any(|verb| title.contains(&format!("{verb}{marked}")))
        };
        return title.is_some_and(|title| title == named.1 || issues(title));
    }
    let Some(own) = own(before) else { return false };
    let gap = &before[own.end()..];
    let passes = gap.ends_with(',') && PASSING.iter().any(|word| gap.starts_with(word));
    gap.is_empty() || gap == "将" || passes && !gap.contains("的,") && !gap.contains('》')
}

fn term(captures: &Captures<'_>) -> Option<End> {
    if let Some(last) = captures.name("day").or_else(|| captures.name("last")) {
        return day::first(last.as_str()).map(|(date, _)| End::Day(date));
    }
    let count = numbering::value(captures.name("count")?.as_str())?;
    let count = u16::try_from(count).ok()?;
    let months = if captures.name("unit")?.as_str() == "年" { count * 12 } else { count };
    (months > 0).then_some(End::Months(months))
}
