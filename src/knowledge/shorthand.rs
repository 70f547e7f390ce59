//! Shorthands: short forms that count what they abbreviate, with what they stand for.

mod shape;
mod listing;
mod sound;
mod keyed;
mod expansion;
mod heads;

use std::cell::OnceCell;

use expansion::{Place, expansion};
use heads::Heads;
use shape::Shape;
use sound::sound;

use super::facts::{Claim, Details, FactType};
use super::marks::{Mark, Marked, first, in_one_list, marked};
use super::reading::{Prose, Reading};
use crate::text::Span;

/// What follows a number that is dialled.
const DIALLED: [&str; 4] = ["热线", "电话", "专线", "举报"];

/// The claims of passage `at`, in any order.
pub(super) fn claims(reading: &Reading<'_>, at: usize) -> Vec<Claim> {
    let prose = &reading.prose[at];
    let text = &prose.plain;
    let marked = marked(text);
    let heads = OnceCell::new();
    let mut claims = Vec::new();
    for name in marked.iter().filter(|name| matches!(name.mark, Mark::Quote | Mark::Inner)) {
        let Some(shape) = shape_of(text, name) else { continue };
        let near = expansion(&place(prose, name, &marked), &shape);
        let far = || {
            let items = heads.get_or_init(|| Heads::of(reading)).expansion(at, &shape)?;
            sound(items, &shape, name.inner.of(text).trim())
        };
        let found = match near {
            Some((items, true)) => Some((items, true)),
            partial => far().map(|items| (items, true)).or(partial),
        };
        let (items, whole) = found.unwrap_or((Vec::new(), true));
        let details = Details { items, partial: !whole, ..Details::default() };
        let claim = Claim::new(FactType::Shorthand, name.inner.of(text).trim(), name.outer);
        claims.push((shape, Claim { details, ..claim }));
    }
    unfold_by_parts(prose, &mut claims);
    claims.extend(counted_names(text, &marked));
    claims.into_iter().map(|(_, claim)| claim).collect()
}

/// “甲”“乙”“丙”三型: a form without marks right after the names that it counts.
fn counted_names(text: &str, marked: &[Marked]) -> Vec<(Shape, Claim)> {
    let names: Vec<&Marked> =
        marked.iter().filter(|name| name.mark == Mark::Quote && name.depth == 0).collect();
    let rows = names.chunk_by(|a, b| in_one_list(text, a, b)).filter(|row| row.len() > 2);
    let claims = rows.filter_map(|row| {
        let start = row.last()?.outer.end;
        let form = first(&text[start..], 2);
        let shape = Shape::read(form).filter(|shape| shape.total() == row.len())?;
        let counts = form
            .ends_with(['个', '项', '大', '类', '种', '支', '条', '名', '位', '家', '张', '场']);
        let items = row.iter().map(|name| name.inner.of(text).trim().to_owned()).collect();
        let span = Span::new(start, start + form.len());
        let claim = Claim::new(FactType::Shorthand, form, span);
        let details = Details { items, ..Details::default() };
        (!counts).then_some((shape, Claim { details, ..claim }))
    });
    claims.collect()
}

/// 「三级四岗」 by the forms after it in its sentence that each unfold one of its numbers: the
/// 「三级组织」 and the 「四个岗位」.
fn unfold_by_parts(prose: &Prose<'_>, claims: &mut [(Shape, Claim)]) {
    for at in 0..claims.len() {
        let (shape, claim) = &claims[at];
        let several = shape.parts.len() > 1 && claim.details.items.is_empty();
        let following = claims[at + 1..].iter().take(if several { shape.parts.len() } else { 0 });
        let end = prose.sentence_at(claim.span.start).end;
        let whole = |(other, one): &(Shape, Claim)| {
            one.span.end <= end && one.details.items.len() == other.total()
        };
        let same = shape.parts.iter().zip(following.clone()).all(|(part, other)| {
            other.0.parts.len() == 1 && other.0.parts[0].count == part.count && whole(other)
        });
        let items: Vec<String> =
            following.flat_map(|(_, one)| one.details.items.iter().cloned()).collect();
        if several && same && items.len() == shape.total() {
            claims[at].1.details.items = items;
        }
    }
}

/// The shape of a marked name; numbers to call have none.
fn shape_of(text: &str, name: &Marked) -> Option<Shape> {
    let shape = Shape::read(name.inner.of(text))?;
    let after = &text[name.outer.end..];
    let digits = shape.parts.iter().all(|part| part.key.is_empty());
    let dialled = digits && DIALLED.iter().any(|word| first(after, 10).contains(word));
    (!dialled).then_some(shape)
}

fn place<'a>(prose: &'a Prose<'_>, name: &Marked, marked: &'a [Marked]) -> Place<'a> {
    let sentence = prose.sentence_at(name.outer.start);
    let next = prose.sentences.iter().find(|next| next.start >= sentence.end);
    let sentence = Span::new(sentence.start, sentence.end.max(name.outer.end));
    let next = next.copied().filter(|next| next.start >= sentence.end);
    Place {
        text: &prose.plain,
        sentence,
        next: next.unwrap_or(Span::new(sentence.end, sentence.end)),
        form: name.outer,
        marked,
    }
}

#[cfg(test)]
mod tests;
