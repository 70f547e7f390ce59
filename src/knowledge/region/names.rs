//! What divisions are called besides their official names, and the words that only look like them.
//!
//! All names are kept in their folded form, and a text is folded as it is compared, so that 乾縣 and
//! 乾县 are the same name in any form of a text.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::table::{FORMER, Former, Level, REGIONS, Region, by_code, is_within};
use crate::text::variants::searched;

/// Names by which places are known: name, code.
const ALIASES: &str = include_str!("aliases.tsv");
/// Zones that are a division's area: name, code.
const ZONES: &str = include_str!("zones.tsv");
/// Lists of words, each opened by its name in brackets.
const LISTS: &str = include_str!("words.txt");

/// One division that bears a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// The division of today: for the name of a former one, what holds all of its area.
    pub(super) region: &'static Region,
    pub(super) how: Use,
    /// The division whose name it was.
    pub(super) former: Option<&'static Former>,
}

/// How a name is used for a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// 珠海市, 恩施土家族苗族自治州, also 恩施州.
    Full,
    /// 珠海, 恩施.
    Short,
    /// 鹏城, 八桂: for [`super::lookup`], and in texts about the place; elsewhere many are words.
    Alias,
}

/// Every folded name with the divisions that bear it; a word that hides names within it bears
/// none.
pub(super) static NAMES: LazyLock<HashMap<String, Vec<Entry>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<Entry>> = HashMap::new();
    let mut add = |name: &str, entry: Entry| {
        let entries = names.entry(folded(name).into_owned()).or_default();
        if !entries.iter().any(|other: &Entry| other.region.code == entry.region.code) {
            entries.push(entry);
        }
    };
    for region in REGIONS.iter() {
        for (name, how) in names_of(region.name, region.level) {
            add(&name, Entry { region, how, former: None });
        }
    }
    // 大连市郊区 is said of the outskirts of any town.
    for former in FORMER.iter().filter(|it| !is_quarter(it.name)) {
        for (name, how) in names_of(former.name, former.level) {
            add(&name, Entry { region: former.present(), how, former: Some(former) });
        }
    }
    for (name, code) in ALIASES.lines().filter_map(|line| line.split_once('\t')) {
        let region = code.parse().ok().and_then(by_code);
        if let Some(region) = region {
            add(name, Entry { region, how: Use::Alias, former: None });
        }
    }
    for (name, code) in ZONES.lines().filter_map(|line| line.split_once('\t')) {
        if let Some(region) = code.parse().ok().and_then(by_code) {
            add(name, Entry { region, how: Use::Full, former: None });
        }
    }
    for word in list("hiding") {
        names.entry(folded(word).into_owned()).or_default();
    }
    names
});

/// The longest name, in characters, for each pair of first characters.
static LENGTHS: LazyLock<HashMap<(char, char), usize>> = LazyLock::new(|| {
    let mut lengths = HashMap::new();
    for name in NAMES.keys() {
        let mut chars = name.chars();
        if let (Some(first), Some(second)) = (chars.next(), chars.next()) {
            let longest = lengths.entry((first, second)).or_insert(0);
            *longest = name.chars().count().max(*longest);
        }
    }
    lengths
});

/// Whether a name begins with the character, by code point less 0x4E00: most places in a text are
/// dismissed by one look here.
static FIRST: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let mut first = vec![false; 0x5200];
    for (c, _) in LENGTHS.keys() {
        if let Some(begins) = first.get_mut((u32::from(*c) as usize).wrapping_sub(0x4E00)) {
            *begins = true;
        }
    }
    first
});

static HIDDEN: LazyLock<HashSet<Cow<'_, str>>> =
    LazyLock::new(|| list("hiding").map(folded).collect());

static WORDS: LazyLock<HashSet<Cow<'_, str>>> =
    LazyLock::new(|| list("common").map(folded).collect());

static NATIONALITIES: LazyLock<Vec<&str>> = LazyLock::new(|| list("nationalities").collect());

impl Entry {
    /// Whether the (folded) name means the division without another before it.
    pub(super) fn stands_alone(&self, name: &str) -> bool {
        let long = name.chars().nth(2).is_some();
        let county = self.former.map_or(self.region.level, |it| it.level) == Level::County;
        // 巢湖 is a lake, too, and no more a prefecture.
        let parted = self.former.is_some_and(|it| it.successors.len() > 1);
        match self.how {
            Use::Alias => false,
            _ if WORDS.contains(name) => false,
            Use::Full => long,
            Use::Short => !parted && (long || !county),
        }
    }

    /// Whether the name means the division after a name of what it lies in. Only after a short name
    /// may a county have its short one (深圳龙岗): 荆州市公安局 is no 公安县.
    pub(super) fn stands_in_chain(&self, name: &str, after: Use) -> bool {
        match (self.how, self.former.map_or(self.region.level, |it| it.level)) {
            (Use::Alias, _) => false,
            (Use::Full, _) | (_, Level::Province | Level::Prefecture) => true,
            (Use::Short, Level::County) => after == Use::Short && !WORDS.contains(name),
        }
    }

    /// Whether `name` (folded) is the official one.
    pub(super) fn is_official(&self, name: &str) -> bool {
        let official = self.former.map_or(self.region.name, |it| it.name);
        self.how == Use::Full && folded(official) == name
    }
}

/// The entry that lies in `outer`, the one of today before a former one. A former county may be as
/// large as `outer` (巢湖市/居巢区).
pub(super) fn within<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    outer: &Region,
) -> Option<&'a Entry> {
    let inside = |entry: &&Entry| {
        let smaller = entry.former.is_some() || entry.region.code != outer.code;
        smaller && is_within(entry.region, outer)
    };
    largest(entries.filter(inside))
}

/// The entry of the largest division (吉林 is the province before the city), those of today before
/// former ones; `None` where two are equally large.
pub(super) fn largest<'a>(entries: impl Iterator<Item = &'a Entry>) -> Option<&'a Entry> {
    let mut entries: Vec<&Entry> = entries.collect();
    let rank = |entry: &Entry| (entry.former.is_some(), entry.region.level);
    entries.sort_by_key(|entry| Reverse(rank(entry)));
    let largest = entries.pop()?;
    entries.pop().is_none_or(|next| rank(next) != rank(largest)).then_some(largest)
}

/// `name` as names are kept.
pub(super) fn folded(name: &str) -> Cow<'_, str> {
    if name.chars().all(|c| searched(c) == c) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.chars().map(searched).collect())
    }
}

/// The beginning of a text that may be a name.
pub(super) struct Beginning<'a> {
    /// As names are kept.
    pub(super) name: Cow<'a, str>,
    /// Its bytes in the text.
    pub(super) length: usize,
}

/// The beginnings of the text that may be names, longest first, at least two characters.
pub(super) fn beginnings(text: &str) -> impl Iterator<Item = Beginning<'_>> {
    let mut chars = text.chars().map(searched);
    let begins =
        |c: char| FIRST.get((u32::from(c) as usize).wrapping_sub(0x4E00)).copied().unwrap_or(false);
    let pair = chars.next().filter(|first| begins(*first)).zip(chars.next());
    let longest = pair.and_then(|pair| LENGTHS.get(&pair)).copied().unwrap_or(0);
    let ends = text.char_indices().take(longest).map(|(at, c)| at + c.len_utf8());
    let ends: Vec<usize> = ends.skip(1).collect();
    ends.into_iter().rev().map(|length| Beginning { name: folded(&text[..length]), length })
}

/// Whether no name is to be looked for within the word, unless it is one itself.
pub(super) fn hides(word: &str) -> bool {
    HIDDEN.contains(word)
}

/// Whether the name's last character belongs to the next word: 珠海市|场, 江南区|域, 会同县|级.
pub(super) fn is_broken(name: &str, rest: &str) -> bool {
    let next = rest.chars().next().map(searched);
    let begins = |word: &str| next.is_some_and(|c| word.contains(c));
    match name.chars().next_back() {
        Some('市') => begins("场"),
        Some('区') => begins("域划间位块别"),
        Some('旗') => begins("帜号舰"),
        _ => false,
    }
}

/// The code of the province with this abbreviation.
pub(super) fn abbreviated(mark: char) -> Option<u32> {
    let is_mark = !mark.is_ascii() && !mark.is_whitespace();
    let group = list("abbreviations").find(|group| is_mark && group.contains(searched(mark)))?;
    group.get(..2)?.parse::<u32>().ok().map(|code| code * 10_000)
}

/// The words of a list of `words.txt`.
fn list(name: &str) -> impl Iterator<Item = &'static str> {
    let all = LISTS.split('[').find_map(|part| part.strip_prefix(name)?.strip_prefix("]\n"));
    all.into_iter().flat_map(str::split_whitespace)
}

/// 郊区, 城区, 矿区: the kind of a place with one character before.
fn is_quarter(name: &str) -> bool {
    name.ends_with('区') && name.chars().nth(2).is_none()
}

/// The names of a division by its official one: 恩施土家族苗族自治州, 恩施, 恩施州.
fn names_of(name: &'static str, level: Level) -> Vec<(Cow<'static, str>, Use)> {
    let mut names = vec![(Cow::Borrowed(name), Use::Full)];
    if let Some(short) = short(name, level) {
        names.push((Cow::Borrowed(short), Use::Short));
        let suffix = colloquial_suffix(name);
        names.extend(suffix.map(|suffix| (Cow::Owned(format!("{short}{suffix}")), Use::Full)));
        // 紫云自治县 leaves the nationalities out.
        let kind = ["自治州", "自治县", "自治旗"].into_iter().find(|kind| name.ends_with(kind));
        let named = kind.map(|kind| format!("{short}{kind}")).filter(|it| it != name);
        names.extend(named.map(|name| (Cow::Owned(name), Use::Full)));
    }
    names
}

/// The official name without its kind and its nationalities; `None` when less than two characters
/// or only a nationality would be left.
fn short(name: &'static str, level: Level) -> Option<&'static str> {
    let kinds: &[&str] = match level {
        Level::Province => &["特别行政区", "自治区", "省", "市"],
        Level::Prefecture => &["自治州", "地区", "盟", "市"],
        Level::County => &["自治县", "自治旗", "新区", "特区", "林区", "县", "市", "区", "旗"],
    };
    let kind = kinds.iter().find(|kind| name.ends_with(**kind))?;
    let stem = name.strip_suffix(kind)?;
    let stem = if kind.starts_with("自治") { without_nationalities(stem) } else { stem };
    let is_name =
        stem.chars().nth(1).is_some() && !stem.ends_with('族') && !NATIONALITIES.contains(&stem);
    is_name.then_some(stem)
}

fn without_nationalities(mut stem: &'static str) -> &'static str {
    while let Some(shorter) = NATIONALITIES
        .iter()
        .filter_map(|nationality| {
            let bare = stem.strip_suffix('族').unwrap_or(stem);
            // 三都水族 ends in 水族, but 黎 or 水 without 族 are parts of a name.
            let whole = stem.ends_with('族') || nationality.chars().nth(1).is_some();
            bare.strip_suffix(nationality)
                .filter(|shorter| whole && shorter.chars().nth(1).is_some())
        })
        .min_by_key(|shorter| shorter.len())
    {
        stem = shorter;
    }
    stem
}

/// 恩施州 for the 自治州, 恭城县 for the 自治县.
fn colloquial_suffix(name: &str) -> Option<&'static str> {
    [("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")]
        .into_iter()
        .find(|(kind, _)| name.ends_with(kind))
        .map(|(_, suffix)| suffix)
}
