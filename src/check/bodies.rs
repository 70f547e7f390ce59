//! Who is meant: whether two names of bodies may be of the same one.

use super::claims::letters;
use crate::knowledge::organization::full_name;
use crate::knowledge::region::{self, Region};

/// Words by which a writer means a body that is not named.
const UNNAMED: [&str; 6] = ["我", "本", "该", "其", "各", "某"];
/// Names of a place's own government and party committee, which a place may stand for.
const GOVERNMENT: [&str; 8] =
    ["", "人民政府", "政府", "委", "党委", "委员会", "中共", "人民政府办公室"];
/// A name of so many letters at the end of a longer one is the same body's.
const WHOLE_NAME: usize = 6;
/// The level that opens a name without its place: 市税务局, 县委.
const LEVELS: [(char, &str); 6] =
    [('省', "省"), ('市', "市"), ('州', "市"), ('县', "县"), ('区', "县"), ('旗', "县")];

/// How two names of bodies stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kinship {
    Same,
    Other,
    /// It cannot be told.
    Unknown,
}

/// A name of a body in its parts.
struct Body {
    place: Option<&'static Region>,
    level: Option<&'static str>,
    /// The letters behind the place or level.
    rest: Vec<char>,
    unnamed: bool,
}

impl Body {
    /// Reads a name that stands in a text about `home`; only a held text that says 该省 is about a
    /// place that is known.
    fn of(name: &str, home: Option<&'static Region>, is_held: bool) -> Self {
        let name = letters(name);
        let unnamed = UNNAMED.iter().any(|word| name.starts_with(word));
        let name = name.trim_start_matches(['我', '本', '该']);
        let placed = region::leading(name).or_else(|| in_home(name, home));
        if let Some((place, length)) = placed {
            let rest = name[length..].chars().collect();
            return Self { place: Some(place), level: None, rest, unnamed };
        }
        let first = name.chars().next();
        let level = LEVELS.iter().find(|(mark, _)| first == Some(*mark)).map(|(_, level)| *level);
        let rest = name.chars().skip(usize::from(level.is_some())).collect();
        let place = home.filter(|home| level.is_some_and(|level| level == level_of(home)));
        let unnamed = unnamed && !(is_held && place.is_some());
        Self { place, level, rest, unnamed }
    }

    fn is_government(&self) -> bool {
        let rest: String = self.rest.iter().collect();
        GOVERNMENT.contains(&rest.as_str())
    }
}

/// A county of two letters around `home`: 南县 in a text about 益阳市.
fn in_home(name: &str, home: Option<&'static Region>) -> Option<(&'static Region, usize)> {
    let length = name.char_indices().nth(2).map_or(name.len(), |(at, _)| at);
    if let (Some(home), 2..=3) = (home, name.chars().count()) {
        // 泾川 in a text about 平凉市.
        let full = ["县", "市", "区"]
            .iter()
            .find_map(|end| region::resolve(&format!("{name}{end}"), home));
        if let Some(place) = full {
            return Some((place, name.len()));
        }
    }
    let named = name[..length].ends_with(['县', '市']).then_some(&name[..length])?;
    let mut found = region::lookup(named).into_iter();
    let place = match home {
        Some(home) => region::resolve(named, home),
        None => found.next().filter(|_| found.next().is_none()),
    };
    place.map(|place| (place, length))
}

fn level_of(place: &Region) -> &'static str {
    match place.level {
        region::Level::Province => "省",
        region::Level::Prefecture => "市",
        region::Level::County => "县",
    }
}

/// Whether `own`, told in a text about `home`, and `held`, told in one about `there`, may be the
/// same body: short forms leave letters out (卫健局, 卫生健康局), and a place may stand for its
/// government.
pub(super) fn kinship(
    (own, home): (&str, Option<&'static Region>),
    (held, there): (&str, Option<&'static Region>),
) -> Kinship {
    // …福州公安处福州车站派出所 is 福州车站派出所.
    let (own_name, held_name) = (letters(own), letters(held));
    let (shorter, longer) = if own_name.len() < held_name.len() {
        (&own_name, &held_name)
    } else {
        (&held_name, &own_name)
    };
    // 城子河法院第一党支部 is 第一党支部 there.
    let counted = shorter.starts_with('第') && shorter.ends_with("支部");
    let whole = shorter.chars().count() >= WHOLE_NAME || counted;
    if whole && longer.ends_with(shorter.as_str()) {
        return Kinship::Same;
    }
    if let Some(kinship) = by_full_form((&own_name, home), (&held_name, there)) {
        return kinship;
    }
    let (own, held) = (Body::of(own, home, false), Body::of(held, there, true));
    if own.unnamed || held.unnamed {
        return Kinship::Unknown;
    }
    match (own.place, held.place) {
        (Some(a), Some(b)) if a.code != b.code => {
            let above = region::is_within(a, b) || region::is_within(b, a);
            // A place stands above its parts; which body is meant there cannot be told by it alone.
            let named = !own.rest.is_empty() && !held.rest.is_empty();
            return if !above || named { Kinship::Other } else { Kinship::Unknown };
        }
        (Some(_), Some(_)) => {}
        _ => {
            if let (Some(a), Some(b)) =
                (own.level.or(own.place.map(level_of)), held.level.or(held.place.map(level_of)))
                && a != b
            {
                return Kinship::Other;
            }
        }
    }
    if own.rest == held.rest {
        return Kinship::Same;
    }
    if own.is_government() && held.is_government() {
        return Kinship::Unknown;
    }
    if own.rest.is_empty() || held.rest.is_empty() {
        return Kinship::Unknown;
    }
    // 襄垣经开区, 临汾|经开区: what stands before it names another place, which no table has.
    let other_name = |unplaced: &Body, placed: &Body| {
        let more = unplaced.rest.len().saturating_sub(placed.rest.len());
        let no_place = unplaced.place.is_none() && unplaced.level.is_none();
        no_place && placed.place.is_some() && more >= 2 && unplaced.rest.ends_with(&placed.rest)
    };
    if other_name(&own, &held) || other_name(&held, &own) {
        return Kinship::Other;
    }
    let (short, long) = if own.rest.len() < held.rest.len() { (own, held) } else { (held, own) };
    if is_left_out_of(&short.rest, &long.rest) { Kinship::Same } else { Kinship::Other }
}

/// What the full forms of two names tell (区直机关工委, 直属机关工作委员会), and of a branch whether it
/// is one of the other (市府办的支部).
fn by_full_form(
    (own, home): (&str, Option<&'static Region>),
    (held, there): (&str, Option<&'static Region>),
) -> Option<Kinship> {
    let full = (full_name(own), full_name(held));
    let others = full.0 != own || full.1 != held;
    if others && kinship((&full.0, home), (&full.1, there)) == Kinship::Same {
        return Some(Kinship::Same);
    }
    let branch = |name: &'_ str| {
        let ends = ["的支部", "的党支部", "党支部", "党委", "党组", "党总支"];
        ends.iter().find_map(|end| name.strip_suffix(*end).map(str::to_owned))
    };
    let (of, other) = match (branch(own), branch(held)) {
        (Some(of), None) => (of, held),
        (None, Some(of)) => (of, own),
        _ => return None,
    };
    let same = kinship((&of, home), (other, there)) == Kinship::Same;
    same.then_some(Kinship::Unknown)
}

/// Whether the letters stand in the longer name in their order.
pub(super) fn is_left_out_of(short: &[char], long: &[char]) -> bool {
    let mut rest = long.iter();
    short.len() >= 2 && short.iter().all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(own: &str, held: &str, home: &str, expected: Kinship) {
        let home = region::lookup(home).into_iter().next();
        assert_eq!(kinship((own, home), (held, home)), expected, "{own} {held}");
    }

    #[test]
    fn bodies_are_told_by_place_level_and_letters() {
        check("奉化区税务局", "区税务局", "奉化区", Kinship::Same);
        check("奉化区卫健局", "奉化区卫生健康局", "", Kinship::Same);
        check("奉化区检察院", "奉化区人民检察院", "", Kinship::Same);
        check("奉化区税务局", "奉化区法院", "", Kinship::Other);
        check("榆林市纪委监委", "该省纪委监委", "", Kinship::Unknown);
        check("榆林市纪委监委", "该省纪委监委", "陕西省", Kinship::Other);
        check("略阳县", "略阳县人民政府", "", Kinship::Unknown);
        check("吉首市人民政府", "湘西土家族苗族自治州人民政府", "", Kinship::Other);
        check("我局", "略阳县财政局", "", Kinship::Unknown);
        check("江门市府办的支部", "江门市政府办公室", "", Kinship::Unknown);
        check("广西区直机关工委", "广西壮族自治区党委区直机关工委", "", Kinship::Same);
        check("南县税务局", "市税务局", "益阳市", Kinship::Other);
        check("湖南省人大常委会", "国务院", "", Kinship::Other);
    }
}
