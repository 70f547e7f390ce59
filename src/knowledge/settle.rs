//! Gives each claim its place and year from the track, and figures what makes them comparable.

use super::facts::{Claim, FactType};
use super::track::{Place, Track};

/// Settles the claims of passage `at`: places and years by the nearest scope that states them,
/// and of figures whether they were reached, how they changed and against what.
pub(super) fn settle(track: &Track<'_>, at: usize, claims: &mut [Claim]) {
    claims.sort_by_key(|claim| claim.span);
    let mut before: Option<usize> = None;
    for index in 0..claims.len() {
        let previous = before.map(|it| claims[it].clone());
        let claim = &mut claims[index];
        if claim.kind == FactType::Region {
            continue;
        }
        place_and_year(track, at, claim);
        if claim.kind == FactType::Indicator {
            figure(track, at, claim, previous.as_ref());
            before = Some(index);
        }
    }
}

fn place_and_year(track: &Track<'_>, at: usize, claim: &mut Claim) {
    let byte = claim.figure.map_or(claim.span.start, |it| it.start);
    let place = Place { passage: at, byte };
    if claim.kind != FactType::Theme && claim.region.is_none() {
        let (region, scope) = track.region(place);
        claim.region = region;
        claim.details.region_scope = region.map_or("", |_| scope.name()).to_owned();
    }
    if claim.year.is_none() || claim.figure.is_some() {
        let (year, scope) = track.year(place);
        claim.year = year;
        claim.details.year_scope = year.map_or("", |_| scope.name()).to_owned();
    }
}

/// What makes a figure comparable; `previous` is the figure before it in the passage.
fn figure(track: &Track<'_>, at: usize, claim: &mut Claim, previous: Option<&Claim>) {
    let Some(span) = claim.figure else { return };
    let place = Place { passage: at, byte: span.start };
    let target = track.is_target(at, span, track.year(place));
    claim.details.status = if target { "target" } else { "achieved" }.to_owned();
    let sentence = track.sentence_start(place);
    let before = previous.filter(|it| it.figure.is_some_and(|it| it.start >= sentence));
    let from = before.and_then(|it| it.figure).map_or(sentence, |it| it.end);
    let change = track.change(at, from, span);
    change.direction.clone_into(&mut claim.details.direction);
    // 分别增长21.31%、18.03%: what is shared out changes in one way.
    let row = before.filter(|it| {
        let gap = it.figure.map(|it| track.between(at, it.end, span.start));
        gap.is_some_and(|gap| matches!(gap, "、" | "和" | "与"))
            && it.details.unit == claim.details.unit
    });
    if let Some(before) = row.filter(|_| change.direction.is_empty()) {
        claim.details.direction.clone_from(&before.details.direction);
        claim.details.compared_with.clone_from(&before.details.compared_with);
        return;
    }
    claim.details.compared_with = change.base;
    // 比去年新增3637元，增长12.7%: the same measure is compared with the same.
    let carried = before.filter(|it| {
        claim.details.compared_with.is_empty()
            && !claim.details.direction.is_empty()
            && !it.details.direction.is_empty()
            && it.name == claim.name
    });
    if let Some(before) = carried {
        claim.details.compared_with.clone_from(&before.details.compared_with);
    }
}
