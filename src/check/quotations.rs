//! Words that are quoted or taken from a held passage: the same, changed, from elsewhere, not held.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::align::{Hunk, fit};
use super::finding::{Class, Difference, Finding, Verdict};
use super::near::Near;
use super::sheet::{QUOTATION_LEAST, Sheet, closed};
use super::shelf::{Held, Likely, Looked, Shelf, likely};
use super::sources::{elsewhere, spoken_of};
use crate::index::engine::EngineError;
use crate::text::Span;
use crate::text::sentences::sentences;

/// A sentence shorter than this, in letters, is not looked into unless it is quoted.
const SENTENCE_LEAST: usize = 12;
/// A longer one is not laid over passages: no passage holds it.
const SENTENCE_MOST: usize = 420;
/// From this share of letters on, words are taken from a passage and not like it by chance.
const TAKEN: f32 = 0.8;
/// As [`TAKEN`], for what stands in quote marks.
const QUOTED: f32 = 0.7;
/// A passage that holds less of what was asked for is not laid beside.
const LIKELY: f32 = 0.3;
/// How many passages are laid beside a sentence.
const LAID: usize = 4;
/// How many places are given as evidence.
const EVIDENCE: usize = 3;

/// How words of the draft stand to the passages.
pub(super) enum Match {
    /// These letters of the paragraph stand in these, to the letter.
    Exact(Vec<(Arc<Held>, Range<usize>)>, Range<usize>),
    /// They stand in this one otherwise.
    Near(Near),
    None,
}

impl Match {
    /// The letters that were found.
    fn letters(&self) -> Option<&Range<usize>> {
        match self {
            Self::Exact(_, letters) => Some(letters),
            Self::Near(near) => Some(&near.letters),
            Self::None => None,
        }
    }
}

/// What a paragraph's quotations and sentences are found to be.
pub(super) fn findings(
    shelf: &Shelf<'_>,
    sheet: &Sheet<'_>,
    looked: &[Looked],
) -> Result<Vec<Finding>, EngineError> {
    let mut findings = Vec::new();
    for sentence in &sheet.sentences {
        let letters = sheet.letters.within(*sentence);
        let matched = if (SENTENCE_LEAST..=SENTENCE_MOST).contains(&letters.len()) {
            compare(shelf, sheet, looked, &letters, TAKEN)?
        } else {
            Match::None
        };
        let long = |it: &&Span| sheet.letters.within(**it).len() >= QUOTATION_LEAST;
        let inside = sheet.quotations.iter().filter(|it| sentence.contains(**it)).filter(long);
        // What is quoted is told of the quotation, not of the words around it as well.
        let inside: Vec<&Span> = inside.collect();
        let whole = matched.letters().is_none_or(|taken| *taken == letters);
        match matched {
            _ if !whole && !inside.is_empty() => {
                for quotation in inside {
                    findings.extend(quoted(shelf, sheet, looked, *quotation)?);
                }
            }
            Match::None => {
                for quotation in inside {
                    findings.extend(quoted(shelf, sheet, looked, *quotation)?);
                }
            }
            matched => findings.extend(told(shelf, sheet, matched, false)?),
        }
    }
    Ok(findings)
}

/// What a quotation is found to be, sentence by sentence where it has several.
fn quoted(
    shelf: &Shelf<'_>,
    sheet: &Sheet<'_>,
    looked: &[Looked],
    quotation: Span,
) -> Result<Vec<Finding>, EngineError> {
    let mut findings = Vec::new();
    for part in sentences(quotation.of(sheet.text())) {
        let letters = sheet.letters.within(part.shift(quotation.start));
        if !(QUOTATION_LEAST..=SENTENCE_MOST).contains(&letters.len()) {
            continue;
        }
        match compare(shelf, sheet, looked, &letters, QUOTED)? {
            Match::None => findings.push(unseen(sheet, &letters)),
            matched => findings.extend(told(shelf, sheet, matched, true)?),
        }
    }
    Ok(findings)
}

fn unseen(sheet: &Sheet<'_>, letters: &Range<usize>) -> Finding {
    let span = sheet.letters.span(letters.clone());
    let message = "引号里的话库中未见；请核对原文，或注明出处".to_owned();
    Finding { span, confidence: 0.4, ..Finding::new(Class::Quotation, Verdict::Unseen, message) }
}

/// Finds where words stand, or stand almost.
fn compare(
    shelf: &Shelf<'_>,
    sheet: &Sheet<'_>,
    looked: &[Looked],
    letters: &Range<usize>,
    least: f32,
) -> Result<Match, EngineError> {
    let likely = likely(looked, letters);
    let piece = &sheet.letters.chars[letters.clone()];
    let mut exact = Vec::new();
    for (place, _) in &likely {
        let held = shelf.passage(*place)?;
        if let Some(at) = held.letters.find(piece) {
            exact.push((held, at..at + piece.len()));
        }
    }
    if !exact.is_empty() {
        return Ok(Match::Exact(exact, letters.clone()));
    }
    let near = laid(shelf, sheet, &likely, letters)?;
    let near = near.filter(|near| near.similarity >= least);
    Ok(match near {
        Some(near) if near.hunks.is_empty() => {
            Match::Exact(vec![(near.held, near.fit.held)], near.letters)
        }
        Some(near) => Match::Near(near),
        None => Match::None,
    })
}

/// The passage that words fit best.
fn laid(
    shelf: &Shelf<'_>,
    sheet: &Sheet<'_>,
    likely: &[Likely],
    letters: &Range<usize>,
) -> Result<Option<Near>, EngineError> {
    let piece = &sheet.letters.chars[letters.clone()];
    let mut best: Option<Near> = None;
    for (place, _) in likely.iter().take(LAID).filter(|(_, share)| *share >= LIKELY) {
        let held = shelf.passage(*place)?;
        let fit = fit(piece, &held.letters.chars);
        // The fewest edits over the whole decide, before anything is taken off.
        if best.as_ref().is_none_or(|best| fit.edits < best.fit.edits) {
            best = Some(Near::new(sheet, held, fit, letters));
        }
    }
    Ok(best)
}

/// What a match says.
fn told(
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
        Match::Near(near) => differing(sheet, &near, in_quotes),
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

/// One finding for each figure and each title that differs, one for all other words.
fn differing(sheet: &Sheet<'_>, near: &Near, in_quotes: bool) -> Vec<Finding> {
    let text = sheet.text();
    let mut sorts: BTreeMap<(Class, Span), Vec<&Hunk>> = BTreeMap::new();
    let whole = closed(text, sheet.letters.span(near.letters.clone()));
    for hunk in &near.hunks {
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
        Finding { span, confidence: sure, ..finding }
    });
    told.collect()
}

/// The differences of one sort.
fn sort_of(sheet: &Sheet<'_>, near: &Near, class: Class, hunks: &[&Hunk]) -> Finding {
    let difference = hunks.iter().map(|hunk| {
        let span = sheet.letters.span(hunk.draft.clone());
        let held = if hunk.held.is_empty() { "" } else { near.held.words(hunk.held.clone()) };
        Difference { span, draft: span.of(sheet.text()).to_owned(), held: held.to_owned() }
    });
    let difference: Vec<Difference> = difference.collect();
    let what = match class {
        Class::Title => "文件名",
        Class::Figure => "数字",
        _ => "文字",
    };
    let title = &near.held.entry.document.title;
    let words = difference.iter().map(worded).collect::<Vec<_>>().join("；");
    let held = match class {
        Class::Figure => difference[0].held.clone(),
        Class::Title => near.held.title_at(hunks[0].held.start).unwrap_or_default(),
        _ => near.held.words(near.fit.held.clone()).to_owned(),
    };
    Finding {
        suggestion: Some(held).filter(|held| !held.is_empty()),
        difference,
        evidence: vec![near.held.evidence(near.fit.held.clone())],
        ..Finding::new(class, Verdict::Differs, format!("{what}与《{title}》所载不一致：{words}"))
    }
}

fn worded(difference: &Difference) -> String {
    match (difference.draft.is_empty(), difference.held.is_empty()) {
        (true, _) => format!("草稿少“{}”", difference.held),
        (_, true) => format!("草稿多“{}”", difference.draft),
        _ => format!("草稿作“{}”，库中为“{}”", difference.draft, difference.held),
    }
}

/// A title when the difference stands in one, a figure when both sides are figures; else words.
fn class(sheet: &Sheet<'_>, near: &Near, hunk: &Hunk) -> Class {
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
