//! The administrative divisions of China: their names, their paths, and where a text mentions them.

mod chain;
mod followers;
mod names;
mod table;

use self::chain::{Reading, inner, read};
use self::names::{Entry, NAMES, Use, folded, largest, within};
pub use self::table::{Former, Level, Region, all, by_code, former, formerly, is_within, path};
use crate::text::span::Span;

/// Characters before which nothing ends in a name: a name of two characters may begin behind them.
const LEADS: &str = "在到对与和及由为是向从往赴于让经把被给将原驻";
/// What follows 县 or 市 where it is the level and no part of a name: 建成县级, 随县直机关.
const NOT_AFTER_BARE: &str = "级域城区乡直属里内外场";

/// Every division of this name, larger ones first, then by code.
///
/// Takes official names, short names (珠海, 龙岗, 恩施, 恩施州), names by which a place is known
/// (八桂, 鹏城), paths (广东省/珠海市) and chains (广东省珠海市), in any script. A name that no division
/// bears any more gives those of today that hold its area (襄樊: 襄阳市; 江干区: 上城区 and 钱塘区).
/// One-character abbreviations are [`by_abbreviation`]'s.
#[must_use]
pub fn lookup(name: &str) -> Vec<&'static Region> {
    let name = name.trim();
    if let Some(entries) = NAMES.get(&*folded(name)).filter(|entries| !entries.is_empty()) {
        let present = entries.iter().filter(|entry| entry.former.is_none());
        let mut regions: Vec<_> = present.map(|entry| entry.region).collect();
        if regions.is_empty() {
            let successors = entries.iter().filter_map(|entry| entry.former);
            regions = successors.flat_map(|former| former.successors.clone()).collect();
        }
        regions.sort_by_key(|region| (region.level, region.code));
        regions.dedup();
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

/// The division at the end of a path; each part may be an official, a short or a former name.
///
/// `None` when a part is unknown, does not lie in the part before it, or is the name of several.
#[must_use]
pub fn parse_path(path: &str) -> Option<&'static Region> {
    let mut parts = path.split('/').map(str::trim);
    let first = NAMES.get(&*folded(parts.next()?))?;
    parts.try_fold(largest(first.iter())?.region, |outer, part| {
        within(NAMES.get(&*folded(part))?.iter(), outer).map(|entry| entry.region)
    })
}

/// The division that `name` means in a text about `context`, a province, city or county: one in
/// `context` or, where that has none, in what it lies in. Takes official, short and former names of
/// any length (乾县 for 陕西省); `None` if no division, or several, may be meant.
#[must_use]
pub fn resolve(name: &str, context: &Region) -> Option<&'static Region> {
    let entries = NAMES.get(&*folded(name.trim()))?;
    let mut around = by_code(context.code);
    while let Some(outer) = around {
        let inside = entries.iter().filter(|entry| is_within(entry.region, outer));
        if let Some(entry) = largest(inside) {
            return Some(entry.region);
        }
        around = outer.parent.and_then(by_code);
    }
    None
}

/// The division whose name the text begins with, and the bytes of the name.
///
/// The longest name wins, and names that follow are taken as long as each lies in the one before:
/// 广东省珠海市香洲区 is 香洲区. `None` where the first name belongs to several divisions of the same
/// level (朝阳区, 鼓楼区), is also a common word, or is a part of a fixed name (苏州河, 延安精神);
/// [`leading_within`] settles the first two.
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
    inner(text, by_code(parent.code)?).or_else(chained)
}

/// Every unambiguous mention in the text, in order, without overlap, leftmost and longest.
///
/// Chains are one mention. Counties are found by official names of three characters or more and
/// by unique short names of three or more (满洲里); shorter ones only in a chain (深圳龙岗), because
/// most of them are also words (资源, 合作, 公安) and the rest would be found at the price of those.
/// The name of a division that is no more is a mention of what holds its area today (襄樊市). A
/// short name inside a fixed one is none (苏州河, 延安精神, 湖北大学; `followers.tsv`).
#[must_use]
pub fn mentions(text: &str) -> Vec<(Span, &'static Region)> {
    mentions_from(text, None)
}

/// As [`mentions`], for a text about `home`: an official name that several divisions bear (鼓楼区)
/// means the one around `home`, where there is one, one of two characters (乾县) the one in the
/// province of `home`, and a name by which a place is known (鹏城) the place where it lies in the
/// province of `home`.
#[must_use]
pub fn mentions_from(text: &str, home: Option<&'static Region>) -> Vec<(Span, &'static Region)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before = None;
    while let Some(c) = text[at..].chars().next() {
        let (region, length) = match read(&text[at..]) {
            Reading::Region(region, consumed) => (Some(region), consumed),
            Reading::Word(length) => (around(&text[at..at + length], home), length),
            Reading::Nothing => match home.and_then(|home| bare(&text[at..], before, home)) {
                Some((region, length)) => (Some(region), length),
                None => (None, c.len_utf8()),
            },
        };
        found.extend(region.map(|region| (Span::new(at, at + length), region)));
        before = text[at..at + length].chars().next_back();
        at += length;
    }
    found
}

/// Words that tell of a place and may follow its bare name: 沛县|地区生产总值.
const FOLLOWING: [&str; 14] = [
    "地区生产",
    "生产总值",
    "一般公共",
    "规模以上",
    "规上",
    "固定资产",
    "社会消费",
    "居民",
    "城镇",
    "农村",
    "常住",
    "户籍",
    "财政",
    "工业",
];

/// The counties of two characters that a text names and only one province has, where a number, its
/// government or the like follows: 沛县|2024年, 沁县|人民政府. For texts of which nothing else tells
/// the place.
#[must_use]
pub fn bare_mentions(text: &str) -> Vec<(Span, &'static Region)> {
    let mut found = Vec::new();
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let free = before.is_none_or(|c| !c.is_alphanumeric() || LEADS.contains(c));
        before = Some(c);
        let rest = &text[at..];
        let Some(end) = rest.char_indices().nth(2).map(|(end, _)| end).filter(|_| free) else {
            continue;
        };
        let (name, rest) = rest.split_at(end);
        let said = rest
            .starts_with(|c: char| c.is_ascii_digit() || "的政人县委全共实完".contains(c))
            || FOLLOWING.iter().any(|word| rest.starts_with(word));
        if !name.ends_with('县') || !said {
            continue;
        }
        let name = folded(name);
        let Some(entries) = NAMES.get(&*name) else { continue };
        let mut official = entries.iter().filter(|it| it.former.is_none() && it.is_official(&name));
        if let (Some(only), None) = (official.next(), official.next()) {
            found.push((Span::new(at, at + end), only.region));
        }
    }
    found
}

/// The county of two characters in the province of `home` that the text names at its beginning,
/// and the bytes of the name. Nothing but a break or a word of [`LEADS`] may stand before it.
fn bare(
    text: &str,
    before: Option<char>,
    home: &'static Region,
) -> Option<(&'static Region, usize)> {
    let mut chars = text.char_indices();
    let (_, kind) = chars.nth(1).filter(|(_, c)| "县縣市".contains(*c))?;
    let free = before.is_none_or(|c| !c.is_alphanumeric() || LEADS.contains(c));
    let length = chars.next().map_or(text.len(), |(at, _)| at);
    let goes_on = text[length..].starts_with(|c| NOT_AFTER_BARE.contains(c));
    if !free || goes_on || kind.is_ascii() {
        return None;
    }
    let name = folded(&text[..length]);
    let official = NAMES.get(&*name)?.iter().filter(|entry| entry.is_official(&name));
    let mut inside = official.filter(|entry| is_within(entry.region, outermost(home)));
    let region = inside.next()?.region;
    inside.next().is_none().then_some((region, length))
}

/// The one division of this official name in the prefecture or province of `home`, or the one that
/// lies there, or around it, and is known by this name (鹏城).
fn around(name: &str, home: Option<&'static Region>) -> Option<&'static Region> {
    let name = folded(name);
    let entries = NAMES.get(&*name)?;
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
        let near = entries
            .iter()
            .filter(|entry| entry.is_official(&name) && is_within(entry.region, region));
        if let Some(entry) = largest(near) {
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

#[cfg(test)]
mod tests;
