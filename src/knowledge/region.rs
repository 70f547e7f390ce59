//! The administrative divisions of China: their names, their paths, and where a text mentions them.

mod names;

use std::{cmp::Reverse, sync::LazyLock};

use self::names::{Entry, NAMES, Use};
use crate::text::span::Span;

/// A province, prefecture or county, as the national code table lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region {
    /// Six digits: 440000, 440400, 440402 (GB/T 2260).
    pub code: u32,
    /// The official name, without what it belongs to.
    pub name: &'static str,
    pub level: Level,
    /// The code of what it belongs to; `None` for provinces.
    pub parent: Option<u32>,
}

/// The level of a division, the larger one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// 省, 自治区, 直辖市, 特别行政区.
    Province,
    /// 地级市, 地区, 自治州, 盟.
    Prefecture,
    /// 县, 县级市, 区, 旗.
    County,
}

/// Every division, by code.
///
/// From `divisions.tsv`, which `divisions.py` writes: the pseudo-levels 市辖区, 县 and
/// 省直辖县级行政区划 are left out, so that districts of Beijing and counties governed by a province
/// stand directly under the province.
static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let table = include_str!("region/divisions.tsv");
    let mut regions: Vec<Region> = table.lines().filter_map(parse_line).collect();
    regions.sort_by_key(|region| region.code);
    regions
});

fn parse_line(line: &'static str) -> Option<Region> {
    let mut cells = line.split('\t');
    let code: u32 = cells.next()?.parse().ok()?;
    let name = cells.next()?;
    let parent: Option<u32> = cells.next()?.parse().ok();
    let level = match code {
        code if code % 10_000 == 0 => Level::Province,
        code if code % 100 == 0 => Level::Prefecture,
        _ => Level::County,
    };
    Some(Region { code, name, level, parent })
}

/// Every division, in the order of codes.
#[must_use]
pub fn all() -> &'static [Region] {
    &REGIONS
}

/// The division with this six-digit code.
#[must_use]
pub fn by_code(code: u32) -> Option<&'static Region> {
    REGIONS.binary_search_by_key(&code, |region| region.code).ok().map(|index| &REGIONS[index])
}

/// The official names from the province down, joined by `/`: 广东省/珠海市, 北京市/朝阳区.
#[must_use]
pub fn path(region: &Region) -> String {
    match region.parent.and_then(by_code) {
        Some(parent) => format!("{}/{}", path(parent), region.name),
        None => region.name.to_owned(),
    }
}

/// Whether `region` is `outer` or lies in it.
#[must_use]
pub fn is_within(region: &Region, outer: &Region) -> bool {
    region.code == outer.code
        || region.parent.and_then(by_code).is_some_and(|parent| is_within(parent, outer))
}

/// Every division of this name, larger ones first, then by code.
///
/// Takes official names, short names (珠海, 龙岗, 恩施, 恩施州), names by which a place is known
/// (八桂, 鹏城), paths (广东省/珠海市) and chains (广东省珠海市), in simplified characters. One-character
/// abbreviations are [`by_abbreviation`]'s.
#[must_use]
pub fn lookup(name: &str) -> Vec<&'static Region> {
    let name = name.trim();
    if let Some(entries) = NAMES.get(name).filter(|entries| !entries.is_empty()) {
        let mut regions: Vec<_> = entries.iter().map(|entry| entry.region).collect();
        regions.sort_by_key(|region| (region.level, region.code));
        return regions;
    }
    let chained =
        || leading(name).filter(|(_, consumed)| *consumed == name.len()).map(|(region, _)| region);
    parse_path(name).or_else(chained).into_iter().collect()
}

/// The province with this one-character abbreviation: 粤, 桂, 皖, also 川, 陕, 甘 and 申.
#[must_use]
pub fn by_abbreviation(mark: char) -> Option<&'static Region> {
    names::abbreviated(mark).and_then(by_code)
}

/// The division at the end of a path; each part may be an official or a short name.
///
/// `None` when a part is unknown, does not lie in the part before it, or is the name of several.
#[must_use]
pub fn parse_path(path: &str) -> Option<&'static Region> {
    let mut parts = path.split('/').map(str::trim);
    let first = NAMES.get(parts.next()?)?;
    parts.try_fold(largest(first.iter())?, |outer, part| {
        largest(NAMES.get(part)?.iter().filter(|entry| is_inside(entry.region, outer)))
    })
}

/// The division whose name the text begins with, and the bytes of the name.
///
/// The longest name wins, and names that follow are taken as long as each lies in the one before:
/// 广东省珠海市香洲区 is 香洲区. `None` where the first name belongs to several divisions of the same
/// level (朝阳区, 鼓楼区) or is also a common word; [`leading_within`] settles those.
#[must_use]
pub fn leading(text: &str) -> Option<(&'static Region, usize)> {
    match read(text) {
        Reading::Region(region, consumed) => Some((region, consumed)),
        Reading::Word(_) | Reading::Nothing => None,
    }
}

/// As [`leading`], for a text about `home`, as [`mentions_from`] reads it.
pub(super) fn leading_from(
    text: &str,
    home: Option<&'static Region>,
) -> Option<(&'static Region, usize)> {
    match read(text) {
        Reading::Region(region, consumed) => Some((region, consumed)),
        Reading::Word(length) => around(&text[..length], home).map(|region| (region, length)),
        Reading::Nothing => None,
    }
}

/// As [`leading`], for a text that speaks of `parent`: names of what lies in it need no chain.
#[must_use]
pub fn leading_within(text: &str, parent: &Region) -> Option<(&'static Region, usize)> {
    let chained = || leading(text).filter(|(region, _)| is_within(region, parent));
    let parent = by_code(parent.code)?;
    let inner = follow(text, Step { region: parent, consumed: 0, how: Use::Short });
    if inner.consumed > 0 { Some((inner.region, inner.consumed)) } else { chained() }
}

/// Every unambiguous mention in the text, in order, without overlap, leftmost and longest.
///
/// Chains are one mention. Counties are found by official names of three characters or more and
/// by unique short names of three or more (满洲里); shorter ones only in a chain (深圳龙岗), because
/// most of them are also words (资源, 合作, 公安) and the rest would be found at the price of those.
#[must_use]
pub fn mentions(text: &str) -> Vec<(Span, &'static Region)> {
    mentions_from(text, None)
}

/// As [`mentions`], for a text about `home`: an official name that several divisions bear (鼓楼区)
/// means the one around `home`, where there is one, and a name by which a place is known (鹏城) the
/// place where it lies in the province of `home`.
#[must_use]
pub fn mentions_from(text: &str, home: Option<&'static Region>) -> Vec<(Span, &'static Region)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at += match read(&text[at..]) {
            Reading::Region(region, consumed) => {
                found.push((Span::new(at, at + consumed), region));
                consumed
            }
            Reading::Word(length) => {
                let near = around(&text[at..at + length], home);
                found.extend(near.map(|region| (Span::new(at, at + length), region)));
                length
            }
            Reading::Nothing => c.len_utf8(),
        };
    }
    found
}

/// The one division of this official name in the prefecture or province of `home`, or the one that
/// lies there, or around it, and is known by this name (鹏城).
fn around(name: &str, home: Option<&'static Region>) -> Option<&'static Region> {
    let entries = NAMES.get(name)?;
    let known = entries.iter().find(|entry| entry.how == Use::Alias);
    if let Some(Entry { region, .. }) = known {
        let home = home?;
        return (is_within(home, region) || is_within(region, outermost(home))).then_some(region);
    }
    if !name.ends_with(['区', '县', '市', '旗']) {
        return None;
    }
    let mut outer = home;
    while let Some(region) = outer {
        let near = entries.iter().filter(|entry| {
            entry.how == Use::Full && entry.region.name == name && is_within(entry.region, region)
        });
        if let Some(entry) = largest_entry(near) {
            return Some(entry.region);
        }
        outer = region.parent.and_then(by_code);
    }
    None
}

/// The province that a division lies in.
fn outermost(region: &'static Region) -> &'static Region {
    region.parent.and_then(by_code).map_or(region, outermost)
}

enum Reading {
    Region(&'static Region, usize),
    /// A word, or the name of several divisions: nothing begins within it.
    Word(usize),
    Nothing,
}

fn read(text: &str) -> Reading {
    for name in names::beginnings(text) {
        let Some(entries) = NAMES.get(name) else { continue };
        let alone: Vec<&Entry> = entries.iter().filter(|entry| entry.stands_alone(name)).collect();
        let alias = entries.iter().any(|entry| entry.how == Use::Alias);
        if alone.is_empty() && (names::hides(name) || alias) {
            return Reading::Word(name.len());
        }
        if !alone.is_empty() && !names::is_broken(name, &text[name.len()..]) {
            return largest_entry(alone.into_iter())
                .map_or(Reading::Word(name.len()), |entry| chain(text, name, entry));
        }
    }
    Reading::Nothing
}

fn chain(text: &str, name: &str, entry: &Entry) -> Reading {
    let first = Step { region: entry.region, consumed: name.len(), how: entry.how };
    let last = follow(text, first);
    Reading::Region(last.region, last.consumed)
}

/// How far a chain of names has been read, and how its last name was written.
#[derive(Clone, Copy)]
struct Step {
    region: &'static Region,
    consumed: usize,
    how: Use,
}

fn follow(text: &str, mut step: Step) -> Step {
    while let Some(next) = next_in_chain(text, step) {
        step = next;
    }
    step
}

fn next_in_chain(text: &str, step: Step) -> Option<Step> {
    let rest = &text[step.consumed..];
    for name in names::beginnings(rest) {
        let Some(entries) = NAMES.get(name) else { continue };
        if entries.is_empty() {
            return None;
        }
        let fitting = entries.iter().filter(|entry| {
            is_inside(entry.region, step.region) && entry.stands_in_chain(name, step.how)
        });
        let Some(entry) =
            largest_entry(fitting).filter(|_| !names::is_broken(name, &rest[name.len()..]))
        else {
            continue;
        };
        let consumed = step.consumed + name.len();
        return Some(Step { region: entry.region, consumed, how: entry.how });
    }
    None
}

fn is_inside(region: &Region, outer: &Region) -> bool {
    region.code != outer.code && is_within(region, outer)
}

fn largest<'a>(entries: impl Iterator<Item = &'a Entry>) -> Option<&'static Region> {
    largest_entry(entries).map(|entry| entry.region)
}

/// The entry of the largest division (吉林 is the province before the city), `None` where two are
/// equally large.
fn largest_entry<'a>(entries: impl Iterator<Item = &'a Entry>) -> Option<&'a Entry> {
    let mut entries: Vec<&Entry> = entries.collect();
    entries.sort_by_key(|entry| Reverse(entry.region.level));
    let largest = entries.pop()?;
    entries.pop().is_none_or(|next| next.region.level != largest.region.level).then_some(largest)
}

#[cfg(test)]
mod tests;
