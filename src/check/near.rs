//! Words of a draft laid over the passage that they were taken from: what is taken, what differs.

use std::ops::Range;
use std::sync::Arc;

use super::align::{Fit, Hunk, widened};
use super::sheet::Sheet;
use super::shelf::Held;
use crate::knowledge::region;

/// A part of a sentence counts as taken when it has so many letters.
const PART_LEAST: usize = 16;
/// A place that is another counts as so many edits at most.
const PLACE_EDITS: usize = 2;

/// A passage that words were taken from, and changed.
pub(super) struct Near {
    pub(super) held: Arc<Held>,
    pub(super) fit: Fit,
    /// What differs; `draft` in letters of the paragraph.
    pub(super) hunks: Vec<Hunk>,
    /// The letters of the paragraph that were taken.
    pub(super) letters: Range<usize>,
    /// The share of letters that is the same.
    pub(super) similarity: f32,
}

impl Near {
    /// Words that the draft puts before or after what it takes are its own and no difference.
    pub(super) fn new(
        sheet: &Sheet<'_>,
        held: Arc<Held>,
        fit: Fit,
        letters: &Range<usize>,
    ) -> Self {
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
        let hunks = widened(&fit, piece, &held.letters.chars).into_iter().map(shifted);
        let hunks = hunks.filter_map(clipped).map(|hunk| whole_place(sheet, &held, hunk));
        let hunks: Vec<Hunk> = hunks.collect();
        let similarity = share_left(edits, taken.len());
        Self { held, fit, hunks, letters: taken, similarity }
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
