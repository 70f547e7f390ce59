//! Lists that unfold a short form because each item holds what the form counts: 强 in 四强.

use super::expansion::{MEANS, Place};
use super::listing::{item, items, stretches, without_lead};
use super::shape::{Part, Shape};
use crate::knowledge::marks::{Mark, first};
use crate::text::Span;

/// In the form's own sentence its list begins no further behind it, in characters: where a word
/// says that it does, and where none says it.
const TOLD: usize = 50;
const NEAR: usize = 18;

/// A list before the form ends no further from it, in characters.
const BACK: usize = 12;

/// In the next sentence the list begins no later.
const AT_ONCE: usize = 16;

/// 四强 by a list of four items with 强 in each, before or after the form; every part of the form
/// has its own list. The flag says whether all have one.
pub(super) fn by_keys(place: &Place<'_>, shape: &Shape) -> Option<(Vec<String>, bool)> {
    if shape.parts.iter().any(|part| part.key.is_empty()) {
        return None;
    }
    let before = Span::new(place.sentence.start, place.form.start);
    let behind = first(&place.text[place.form.end..place.sentence.end], TOLD);
    let told = MEANS.iter().any(|word| behind.contains(word));
    let near = if told { TOLD } else { NEAR };
    let after = reach(place.text, place.form.end, place.sentence.end, near);
    let next = reach(place.text, place.next.start, place.next.end, AT_ONCE);
    let found = [(before, before), after, next].into_iter().find_map(|(scope, starts)| {
        let lists = keyed(place, shape, scope, starts);
        lists.iter().any(Option::is_some).then_some(lists)
    })?;
    let whole = found.iter().all(Option::is_some);
    // Two words alike alone say little.
    let many = shape.parts.iter().zip(&found).any(|(part, list)| part.count > 2 && list.is_some());
    (whole || many).then(|| (found.into_iter().flatten().flatten().collect(), whole))
}

/// The text from `start` to `end`, and the part of it where a list may begin.
fn reach(text: &str, start: usize, end: usize, characters: usize) -> (Span, Span) {
    let scope = Span::new(start, end.max(start));
    (scope, Span::new(start, start + first(scope.of(text), characters).len()))
}

/// The list of each part of `shape` inside `scope`, the first to begin inside `starts`.
fn keyed(place: &Place<'_>, shape: &Shape, scope: Span, starts: Span) -> Vec<Option<Vec<String>>> {
    let keys: Vec<&str> = shape.parts.iter().map(|part| part.key.as_str()).collect();
    let spans = stretches(place.text, scope, &keys);
    let spans: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
    let name = place.form.of(place.text).trim_matches(QUOTE_MARKS);
    let runs: Vec<_> = shape
        .parts
        .iter()
        .map(|part| {
            let several = (part.count > 1).then(|| run(place.text, &spans, part)).flatten();
            let run = several.or_else(|| quoted(place, scope, part))?;
            // What repeats the form does not unfold it.
            (!run.spans.iter().any(|span| span.of(place.text).contains(name))).then_some(run)
        })
        .collect();
    let begins = runs.iter().flatten().filter_map(|run| run.spans.first()).map(|span| span.start);
    let ends = runs.iter().flatten().filter_map(|run| run.spans.last()).map(|span| span.end);
    let apart = |end: usize| place.text.get(end..place.form.start).unwrap_or_default();
    let near = ends.max().is_some_and(|end| apart(end).chars().count() <= BACK);
    if begins.min().is_none_or(|begins| begins > starts.end) || !near {
        return vec![None; shape.parts.len()];
    }
    let single = |(index, part): (usize, &Part)| match &runs[index] {
        Some(Run { spans, .. }) => Some(items(place.text, spans, &part.key)),
        None if part.count == 1 => beside(place.text, &spans, &runs, part).map(|it| vec![it]),
        None => None,
    };
    shape.parts.iter().enumerate().map(single).collect()
}

/// The marks around a form.
pub(super) const QUOTE_MARKS: [char; 9] = ['“', '”', '「', '」', '‘', '’', '『', '』', '"'];

/// The stretches of one list.
struct Run {
    spans: Vec<Span>,
}

/// The stretches that hold the key, when there are as many in a row as the form says; the last
/// such row of the scope.
fn run(text: &str, spans: &[Span], part: &Part) -> Option<Run> {
    let fits = |span: &Span| holds(item(span.of(text), &part.key), part);
    let linked = |a: &Span, b: &Span| {
        let listed = text[a.end..b.start].contains(['、', '和', '与', '及', '”', '」']);
        let short = |span: &Span| {
            let item = item(span.of(text), &part.key);
            alike(item, part) && item.chars().count() <= SHORT
        };
        fits(a) == fits(b) && (!fits(a) || listed || (short(a) && short(b)))
    };
    let mut rows = spans.chunk_by(linked).filter(|row| fits(&row[0]) && row.len() == part.count);
    Some(Run { spans: rows.next_back()?.to_vec() })
}

/// Items that only commas set apart are short.
const SHORT: usize = 12;

/// Whether an item begins or ends with the key.
fn alike(item: &str, part: &Part) -> bool {
    item.starts_with(part.key.as_str()) || item.ends_with(part.key.as_str())
}

/// Whether an item is one of those that the part counts: two alone must begin or end alike, and
/// what only repeats the key says nothing.
fn holds(item: &str, part: &Part) -> bool {
    let length = item.chars().count();
    let inside = part.count > 2 && item.contains(part.key.as_str()) && length <= SHORT;
    item.len() > part.key.len() && length <= 24 && (alike(item, part) || inside)
}

/// Names in quotes, each with the key, however far apart in the list: 来访「接诊」、督查「巡诊」.
fn quoted(place: &Place<'_>, scope: Span, part: &Part) -> Option<Run> {
    let names = place
        .marked
        .iter()
        .filter(|name| name.mark != Mark::Title && name.depth == 0 && scope.contains(name.outer));
    let spans: Vec<Span> = names.map(|name| name.inner).collect();
    run(place.text, &spans, part)
}

/// The one item of a part that counts one, next to the list of another part.
fn beside(text: &str, spans: &[Span], runs: &[Option<Run>], part: &Part) -> Option<String> {
    let lists = runs.iter().flatten();
    let ends = lists.filter_map(|run| Some((run.spans.first()?.start, run.spans.last()?.end)));
    let places = ends.flat_map(|(start, end)| {
        let before = spans.iter().rfind(|span| span.end <= start);
        let after = spans.iter().find(|span| span.start >= end);
        [before, after]
    });
    let mut near = places.flatten().map(|span| item(span.of(text), &part.key));
    let one = near.find(|item| item.contains(part.key.as_str()) && item.len() > part.key.len())?;
    let others = runs.iter().flatten().flat_map(|run| &run.spans);
    let longest = others.map(|span| item(span.of(text), "").chars().count()).max();
    Some(without_lead(one, longest.unwrap_or(0)).to_owned())
}
