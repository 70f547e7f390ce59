//! How the names at the beginning of a text are read: the longest, and chains of them.

use super::followers::fixed;
use super::names::{Beginning, Entry, NAMES, Use, beginnings, hides, is_broken, largest, within};
use super::table::{Region, is_within};

/// What a text begins with.
pub(super) enum Reading {
    /// A division and the bytes of its name, or of the chain of names that leads to it.
    Region(&'static Region, usize),
    /// A word, a fixed name or the name of several divisions: nothing begins within its bytes.
    Word(usize),
    Nothing,
}

/// Reads what `text` begins with.
pub(super) fn read(text: &str) -> Reading {
    for Beginning { name, length } in beginnings(text) {
        let Some(entries) = NAMES.get(&*name) else { continue };
        let alone: Vec<&Entry> = entries.iter().filter(|it| it.stands_alone(&name)).collect();
        let alias = entries.iter().any(|entry| entry.how == Use::Alias);
        if alone.is_empty() && (hides(&name) || alias) {
            return Reading::Word(length);
        }
        if !alone.is_empty() && !is_broken(&name, &text[length..]) {
            return match one(&alone) {
                Some(entry) => chain(text, length, entry),
                None => Reading::Word(length),
            };
        }
    }
    Reading::Nothing
}

/// The entry that a name means by itself: the largest of today, unless a former division of the
/// name lay elsewhere (东山区 in 鹤岗, once in 广州).
fn one<'a>(entries: &[&'a Entry]) -> Option<&'a Entry> {
    let entry = largest(entries.iter().copied())?;
    let related = |other: &&&Entry| {
        is_within(entry.region, other.region) || is_within(other.region, entry.region)
    };
    let former = entries.iter().filter(|other| other.former.is_some());
    former.into_iter().all(|other| related(&other)).then_some(entry)
}

fn chain(text: &str, length: usize, entry: &Entry) -> Reading {
    let first = Step { region: entry.region, consumed: length, how: entry.how };
    match follow(text, first) {
        Ok(last) => Reading::Region(last.region, last.consumed),
        Err(length) => Reading::Word(length),
    }
}

/// The division in `outer` whose name, or chain of names, `text` begins with.
pub(super) fn inner(text: &str, outer: &'static Region) -> Option<(&'static Region, usize)> {
    let start = Step { region: outer, consumed: 0, how: Use::Short };
    let last = follow(text, start).ok().filter(|last| last.consumed > 0)?;
    Some((last.region, last.consumed))
}

/// How far a chain of names has been read, and how its last name was written.
#[derive(Clone, Copy)]
struct Step {
    region: &'static Region,
    consumed: usize,
    how: Use,
}

/// The end of the chain that goes on from `first`, without a last name that is a part of a fixed
/// name (陕西|延安精神); the bytes of the fixed name if it is the first of all.
fn follow(text: &str, first: Step) -> Result<Step, usize> {
    let mut before = None;
    let mut last = first;
    while let Some(next) = next_in_chain(text, last) {
        before = Some(last);
        last = next;
    }
    let rest = &text[last.consumed..];
    match fixed(rest).filter(|_| last.how == Use::Short && last.consumed > 0) {
        Some(length) => before.ok_or(last.consumed + length),
        None => Ok(last),
    }
}

fn next_in_chain(text: &str, step: Step) -> Option<Step> {
    let rest = &text[step.consumed..];
    for Beginning { name, length } in beginnings(rest) {
        let Some(entries) = NAMES.get(&*name) else { continue };
        if entries.is_empty() {
            return None;
        }
        let fitting = entries.iter().filter(|entry| entry.stands_in_chain(&name, step.how));
        let Some(entry) =
            within(fitting, step.region).filter(|_| !is_broken(&name, &rest[length..]))
        else {
            continue;
        };
        let consumed = step.consumed + length;
        return Some(Step { region: entry.region, consumed, how: entry.how });
    }
    None
}
