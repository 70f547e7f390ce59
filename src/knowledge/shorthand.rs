//! Shorthands: short forms that count what they abbreviate, with what they stand for.

mod shape;
mod listing;
mod expansion;
mod heads;

use std::cell::OnceCell;

use expansion::{Place, expansion};
use heads::Heads;
use shape::Shape;

use super::facts::{Claim, Details, FactType};
use super::marks::{Mark, Marked, marked};
use super::reading::{Prose, Reading};
use crate::text::Span;

/// What follows a number that is dialled.
const DIALLED: [&str; 8] =
    ["热线", "电话", "专线", "政务服务热线", "便民", "平台", "举报", "服务热线"];

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
        let far = || heads.get_or_init(|| Heads::of(reading)).expansion(at, &shape);
        let found = match near {
            Some((items, true)) => Some((items, true)),
            partial => far().map(|items| (items, true)).or(partial),
        };
        let (items, whole) = found.unwrap_or((Vec::new(), true));
        let details = Details { items, partial: !whole, ..Details::default() };
        let claim = Claim::new(FactType::Shorthand, name.inner.of(text).trim(), name.outer);
        claims.push(Claim { details, ..claim });
    }
    claims
}

/// The shape of a marked name; numbers to call have none.
fn shape_of(text: &str, name: &Marked) -> Option<Shape> {
    let shape = Shape::read(name.inner.of(text))?;
    let after = &text[name.outer.end..];
    let digits = shape.parts.iter().all(|part| part.key.is_empty());
    let dialled = digits && DIALLED.iter().any(|word| after.starts_with(word));
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
