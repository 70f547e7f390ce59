//! Words that are quoted or taken from a held passage: the same, changed, from elsewhere, not held.

mod counted;
mod slips;
mod told;

use std::ops::Range;
use std::sync::Arc;

pub(super) use self::told::compared;
use self::told::told;
use super::align::{Fit, Hunk, fit, widened};
use super::finding::{Class, Finding, Verdict};
use super::sheet::{QUOTATION_LEAST, Sheet};
use super::shelf::{Held, Likely, Looked, Shelf, likely};
use super::sources;
use crate::index::engine::EngineError;
use crate::knowledge::region;
use crate::text::Span;
use crate::text::sentences::sentences;

/// A sentence shorter than this, in letters, is not looked into unless it is quoted.
const SENTENCE_LEAST: usize = 12;
/// A longer one is not laid over passages: no passage holds it.
const SENTENCE_MOST: usize = 420;
/// A part of a sentence counts as taken when it has so many letters.
const PART_LEAST: usize = 16;
/// From this share of letters on, words are taken from a passage and not like it by chance.
const TAKEN: f32 = 0.8;
/// As [`TAKEN`], for what stands in quote marks.
const QUOTED: f32 = 0.7;
/// A passage that holds less of what was asked for is not laid beside.
const LIKELY: f32 = 0.3;
/// A clause goes on for so many letters at most behind a difference.
const CLAUSE: usize = 30;
/// How many passages are laid beside a sentence.
const LAID: usize = 4;
/// A place that is another counts as so many edits at most.
const PLACE_EDITS: usize = 2;

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

/// A passage that words were taken from, and changed.
pub(super) struct Near {
    held: Arc<Held>,
    fit: Fit,
    /// What differs; `draft` in letters of the paragraph.
    hunks: Vec<Hunk>,
    /// The letters of the paragraph that were taken.
    letters: Range<usize>,
    /// The share of letters that is the same.
    similarity: f32,
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
        let said = if whole || inside.is_empty() {
            told(shelf, sheet, matched, false)?
        } else {
            Vec::new()
        };
        if said.is_empty() {
            for quotation in inside {
                findings.extend(quoted(shelf, sheet, looked, *quotation)?);
            }
        }
        findings.extend(said);
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
        let matched = compare(shelf, sheet, looked, &letters, QUOTED)?;
        let matched = match matched {
            // A few words that are almost the held ones are often another's.
            Match::Near(near) if letters.len() < PART_LEAST && !near.is_slip(sheet) => Match::None,
            matched => matched,
        };
        match matched {
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
    let near = near.filter(|near| near.similarity >= least && near.is_meant(letters));
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

impl Near {
    /// Whether a few words are mistold and not another's: the paragraph names a place that the passage
    /// is about, or one letter alone differs.
    fn is_slip(&self, sheet: &Sheet<'_>) -> bool {
        let one = matches!(self.hunks.as_slice(), [hunk] if hunk.draft.len() == 1);
        let places = region::mentions(sheet.text());
        one && self.letters.len() >= SENTENCE_LEAST
            || places.iter().any(|(_, place)| sources::is_about(&self.held, place))
    }

    /// Whether a few words are those that are held, with some exchanged: one more or one less makes
    /// another name (机关党建品牌, 机关党建示范品牌).
    fn is_meant(&self, letters: &Range<usize>) -> bool {
        let exchanged = self.hunks.iter().all(|it| it.draft.len() == it.held.len());
        letters.len() >= PART_LEAST || exchanged
    }

    /// Words that the draft puts before or after what it takes are its own and no difference.
    fn new(sheet: &Sheet<'_>, held: Arc<Held>, fit: Fit, letters: &Range<usize>) -> Self {
        let piece = &sheet.letters.chars[letters.clone()];
        let taken = taken(sheet, &held, &fit, letters);
        let shifted = |hunk: Hunk| Hunk {
            draft: hunk.draft.start + letters.start..hunk.draft.end + letters.start,
            held: hunk.held,
        };
        let clipped = |hunk: Hunk| -> Option<Hunk> {
            let draft = hunk.draft.start.max(taken.start)..hunk.draft.end.min(taken.end);
            let inside = hunk.draft.start < taken.end && hunk.draft.end > taken.start;
            let left_out = hunk.draft.is_empty() && taken.contains(&hunk.draft.start);
            (inside || left_out).then_some(Hunk { draft, held: hunk.held })
        };
        let raw = fit.hunks.iter().cloned().map(shifted).filter_map(clipped);
        let edits = raw.map(|hunk| weight(sheet, &hunk)).sum();
        // What lies outside is no part of a figure within.
        let inside = |hunk: &&Hunk| {
            let (start, end) = (hunk.draft.start + letters.start, hunk.draft.end + letters.start);
            (end > taken.start || taken.start == letters.start)
                && (start < taken.end || taken.end == letters.end)
        };
        let hunks = fit.hunks.iter().filter(inside).cloned().collect();
        let inner = Fit { hunks, ..fit.clone() };
        let hunks = widened(&inner, piece, &held.letters.chars).into_iter().map(shifted);
        let hunks = hunks.filter_map(clipped).map(|hunk| whole_place(sheet, &held, hunk));
        let mut hunks: Vec<Hunk> = hunks.collect();
        let mut fit = fit;
        if let Some(last) = hunks.last_mut().filter(|it| it.draft.end == letters.end) {
            to_clause_end(&held, last);
            fit.held.end = fit.held.end.max(last.held.end);
        }
        let similarity = share_left(edits, taken.len());
        Self { held, fit, hunks, letters: taken, similarity }
    }
}

/// A difference at the end, against all that the held clause has there: a draft that ends in other
/// words ends the comparison before the held ones do (研学 against 部门作部门评, not 部).
fn to_clause_end(held: &Held, last: &mut Hunk) {
    let cut_short = last.held.len() < last.draft.len() && !last.held.is_empty();
    let from = last.held.end;
    let all = held.letters.len();
    let mut ends = (from..=all).take(CLAUSE);
    let end = ends.find(|at| *at == all || held.letters.clause_ends(*at));
    if let Some(end) = end.filter(|_| cut_short) {
        last.held.end = end;
    }
}

/// The letters that are left when clauses that mostly differ are taken off both ends.
fn taken(sheet: &Sheet<'_>, held: &Held, fit: &Fit, letters: &Range<usize>) -> Range<usize> {
    let mut differs = vec![false; letters.len()];
    for hunk in &fit.hunks {
        differs[hunk.draft.clone()].fill(true);
    }
    let mostly = |clause: Range<usize>| {
        let own = differs[clause.start - letters.start..clause.end - letters.start].iter();
        own.filter(|it| **it).count() * 2 > clause.len()
    };
    let mut borders: Vec<usize> =
        (letters.start + 1..letters.end).filter(|at| sheet.letters.clause_ends(*at)).collect();
    borders.insert(0, letters.start);
    borders.push(letters.end);
    let clauses: Vec<Range<usize>> = borders.windows(2).map(|it| it[0]..it[1]).collect();
    let whole = |clause: &&Range<usize>| !mostly((*clause).clone());
    let first = clauses.iter().find(whole).map(|it| it.start);
    let last = clauses.iter().rev().find(whole).map(|it| it.end);
    // A clause at the end is the draft's own where the held sentence has ended; otherwise it stands
    // in the place of another.
    let last = last.map(|end| {
        let before = fit.hunks.iter().filter(|hunk| hunk.draft.end + letters.start <= end);
        let (more, less) = before
            .fold((0, 0), |(more, less), hunk| (more + hunk.held.len(), less + hunk.draft.len()));
        let there = fit.held.start + (end - letters.start) + more - less;
        if held.letters.sentence_ends(there) { end } else { letters.end }
    });
    match first.zip(last).map(|(start, end)| start..end) {
        Some(part) if part.len() >= PART_LEAST => part,
        _ => letters.clone(),
    }
}

/// A place that differs, against all of the place that is held there: 四川 against 黑龙江, not 龙江.
fn whole_place(sheet: &Sheet<'_>, held: &Held, mut hunk: Hunk) -> Hunk {
    let over = |place: &Range<usize>, part: &Range<usize>| {
        place.start < part.end && part.start < place.end
    };
    if sheet.places.iter().any(|place| over(place, &hunk.draft)) {
        let places = region::mentions(&held.entry.text).into_iter();
        let mut places = places.map(|(span, _)| held.letters.within(span));
        let first = |place: &Range<usize>| over(place, &hunk.held) && place.start < hunk.held.start;
        // What both sides have before the difference stays out of it.
        let same = hunk.draft.start > 0
            && sheet.letters.chars[hunk.draft.start - 1]
                == held.letters.chars[hunk.held.start.saturating_sub(1)];
        if let Some(place) = places.find(first).filter(|_| !same) {
            hunk.held.start = place.start;
        }
    }
    hunk
}

/// How many edits a difference counts for: a place that is another is little, however long its name.
fn weight(sheet: &Sheet<'_>, hunk: &Hunk) -> usize {
    let place = |place: &Range<usize>| {
        place.start <= hunk.draft.start && hunk.draft.end <= place.end && !hunk.draft.is_empty()
    };
    let edits = hunk.draft.len().max(hunk.held.len());
    if sheet.places.iter().any(place) { edits.min(PLACE_EDITS) } else { edits }
}

#[expect(clippy::cast_precision_loss, reason = "a sentence is far shorter than 2^24 letters")]
fn share_left(edits: usize, length: usize) -> f32 {
    1.0 - edits as f32 / length.max(1) as f32
}
