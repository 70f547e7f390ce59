//! What is said of words that stand in a passage as they are, or otherwise.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::super::align::Hunk;
use super::super::finding::{Class, Difference, Finding, Verdict};
use super::super::sheet::{Sheet, closed};
use super::super::shelf::{Held, Shelf};
use super::super::sources::{elsewhere, spoken_of};
use super::counted::counted;
use super::{Match, Near};
use crate::index::engine::EngineError;
use crate::text::Span;

/// How many places are given as evidence.
const EVIDENCE: usize = 3;

/// What a match says.
pub(super) fn told(
    shelf: &Shelf<'_>,
    sheet: &Sheet<'_>,
    matched: Match,
    in_quotes: bool,
) -> Result<Vec<Finding>, EngineError> {
    Ok(match matched {
        Match::Exact(places, letters) => {
            let span = sheet.letters.span(letters.clone());
            let said = if in_quotes { spoken_of(sheet, span) } else { None };
            let elsewhere = match said {
                Some(said) => elsewhere(shelf, &said, &places)?,
                None => None,
            };
            vec![elsewhere.map_or_else(
                || agreeing(sheet, &letters, &places),
                |finding| Finding { span, ..finding },
            )]
        }
        Match::Near(near) => differing(shelf, sheet, &near, in_quotes)?,
        Match::None => Vec::new(),
    })
}

fn agreeing(
    sheet: &Sheet<'_>,
    letters: &Range<usize>,
    places: &[(Arc<Held>, Range<usize>)],
) -> Finding {
    let evidence = places.iter().take(EVIDENCE).map(|(held, at)| held.evidence(at.clone()));
    let message = match places {
        [(held, _)] => format!("与《{}》所载一致", held.entry.document.title),
        places => format!("与库中 {} 处所载一致", places.len()),
    };
    Finding {
        span: closed(sheet.text(), sheet.letters.span(letters.clone())),
        evidence: evidence.collect(),
        confidence: 1.0,
        ..Finding::new(Class::Quotation, Verdict::Agrees, message)
    }
}

/// One finding for each figure and each title that differs, one for all other words that count.
fn differing(
    shelf: &Shelf<'_>,
    sheet: &Sheet<'_>,
    near: &Near,
    in_quotes: bool,
) -> Result<Vec<Finding>, EngineError> {
    let text = sheet.text();
    let mut sorts: BTreeMap<(Class, Span), Vec<&Hunk>> = BTreeMap::new();
    let whole = closed(text, sheet.letters.span(near.letters.clone()));
    for hunk in counted(shelf, sheet, near)? {
        let sort = match class(sheet, near, hunk) {
            Class::Title => (Class::Title, sheet.title_around(&hunk.draft).unwrap_or(whole)),
            Class::Figure => (Class::Figure, sheet.letters.span(hunk.draft.clone())),
            class => (class, whole),
        };
        sorts.entry(sort).or_default().push(hunk);
    }
    let sure = ((near.similarity - 0.6) / 0.4).clamp(0.3, 0.98);
    let sure = if in_quotes { sure.max(0.8) } else { sure };
    let told = sorts.into_iter().map(|((class, span), hunks)| {
        let finding = sort_of(sheet, near, class, &hunks);
        Finding { span, confidence: sure, taken: Some(whole), ..finding }
    });
    Ok(told.collect())
}

/// The differences of one sort.
fn sort_of(sheet: &Sheet<'_>, near: &Near, class: Class, hunks: &[&Hunk]) -> Finding {
    let difference = hunks.iter().map(|hunk| {
        let span = sheet.letters.span(hunk.draft.clone());
        let held = if hunk.held.is_empty() { "" } else { near.held.words(hunk.held.clone()) };
        Difference { span, draft: span.of(sheet.text()).to_owned(), held: held.to_owned() }
    });
    let difference: Vec<Difference> = difference.collect();
    let message = compared(class, &near.held.entry.document.title, &difference);
    let held = match class {
        Class::Figure => difference[0].held.clone(),
        Class::Title => near.held.title_at(hunks[0].held.start).unwrap_or_default(),
        _ => near.held.words(near.fit.held.clone()).to_owned(),
    };
    Finding {
        suggestion: Some(held).filter(|held| !held.is_empty()),
        difference,
        evidence: vec![near.held.evidence(near.fit.held.clone())],
        ..Finding::new(class, Verdict::Differs, message)
    }
}

/// The message that the draft differs from a document of this title.
pub(in crate::check) fn compared(class: Class, title: &str, difference: &[Difference]) -> String {
    let what = match class {
        Class::Title => "文件名",
        Class::Figure => "数字",
        _ => "文字",
    };
    let words = difference.iter().map(worded).collect::<Vec<_>>().join("；");
    format!("{what}与《{title}》所载不一致：{words}")
}

fn worded(difference: &Difference) -> String {
    match (difference.draft.is_empty(), difference.held.is_empty()) {
        (true, _) => format!("草稿少“{}”", difference.held),
        (_, true) => format!("草稿多“{}”", difference.draft),
        _ => format!("草稿作“{}”，库中为“{}”", difference.draft, difference.held),
    }
}

/// A title when the difference stands in one, a figure when both sides are figures; else words.
pub(super) fn class(sheet: &Sheet<'_>, near: &Near, hunk: &Hunk) -> Class {
    let sides =
        [&sheet.letters.chars[hunk.draft.clone()], &near.held.letters.chars[hunk.held.clone()]];
    if sheet.title_around(&hunk.draft).is_some() {
        Class::Title
    } else if sides.iter().all(|side| !side.is_empty() && side.iter().all(|c| is_figure(*c))) {
        Class::Figure
    } else {
        Class::Quotation
    }
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || ".%·-+/〇零一二三四五六七八九十百千万亿两".contains(c)
}
