//! The divisions of `divisions.tsv`: those of today, and those that are no more.

use std::sync::LazyLock;

/// A province, prefecture or county of today, as the national code table lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region {
    /// Six digits: 440000, 440400, 440402 (GB/T 2260).
    pub code: u32,
    /// The official name, without what it belongs to.
    pub name: &'static str,
    pub level: Level,
    /// The code of what it belongs to; `None` for provinces.
    pub parent: Option<u32>,
    /// The first year of this name and rank; `None` before 2003 or if not known.
    pub from: Option<u16>,
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

/// A division that was renamed, raised, joined or parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    /// The code that it had; another division may bear it today.
    pub code: u32,
    /// The official name that it had.
    pub name: &'static str,
    pub level: Level,
    /// The code of what it belonged to, of today or of its time.
    pub parent: u32,
    /// The year in which it ended.
    pub to: u16,
    /// The divisions of today that hold its area, the chief one first; never empty.
    pub successors: Vec<&'static Region>,
}

impl Former {
    /// The division of today that holds all of its area: its successor, or what its successors lie
    /// in.
    ///
    /// # Panics
    /// Never: a former division and its successors lie in one province.
    #[must_use]
    pub fn present(&self) -> &'static Region {
        let mut around = self.successors[0];
        while !self.successors.iter().all(|it| is_within(it, around)) {
            around = around.parent.and_then(by_code).expect("successors lie in one province");
        }
        around
    }

    /// The names from the province down at its time, joined by `/`: 安徽省/巢湖市/居巢区.
    #[must_use]
    pub fn path(&self) -> String {
        let outer = FORMER.iter().find(|it| it.code == self.parent && it.code != self.code);
        let above = match (by_code(self.parent), outer) {
            (_, Some(outer)) if outer.to >= self.to => outer.path(),
            (Some(parent), _) => path(parent),
            (None, outer) => outer.map(Former::path).unwrap_or_default(),
        };
        format!("{above}/{}", self.name)
    }
}

static TABLE: &str = include_str!("divisions.tsv");

/// Every division of today, by code. The pseudo-levels 市辖区, 县 and 省直辖县级行政区划 are left out,
/// so that districts of Beijing and counties governed by a province stand directly under the
/// province.
pub(super) static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let mut regions: Vec<Region> = TABLE.lines().filter_map(region).collect();
    regions.sort_by_key(|region| region.code);
    regions
});

pub(super) static FORMER: LazyLock<Vec<Former>> =
    LazyLock::new(|| TABLE.lines().filter_map(former_region).collect());

fn region(line: &'static str) -> Option<Region> {
    let [code, name, parent, from, "", _] = cells(line)? else { return None };
    let code: u32 = code.parse().ok()?;
    let (parent, from) = (parent.parse().ok(), from.parse().ok());
    Some(Region { code, name, level: level(code), parent, from })
}

fn former_region(line: &'static str) -> Option<Former> {
    let [code, name, parent, _, to, successors] = cells(line)?;
    let successor = |code: &str| code.parse().ok().and_then(by_code);
    let code: u32 = code.parse().ok()?;
    Some(Former {
        code,
        name,
        level: level(code),
        parent: parent.parse().ok()?,
        to: to.parse().ok()?,
        successors: successors.split(',').map(successor).collect::<Option<_>>()?,
    })
}

fn cells(line: &'static str) -> Option<[&'static str; 6]> {
    let mut cells = line.split('\t').map(str::trim);
    let mut next = || cells.next();
    Some([next()?, next()?, next()?, next()?, next()?, next()?])
}

fn level(code: u32) -> Level {
    match code {
        code if code % 10_000 == 0 => Level::Province,
        code if code % 100 == 0 => Level::Prefecture,
        _ => Level::County,
    }
}

/// Every division of today, in the order of codes.
#[must_use]
pub fn all() -> &'static [Region] {
    &REGIONS
}

/// Every division that is no more, in the order of codes: those that ended since 1999, and the
/// counties of Beijing and Shanghai before.
#[must_use]
pub fn former() -> &'static [Former] {
    &FORMER
}

/// The divisions that are no more and whose area `region` holds, all of it or a part.
pub fn formerly(region: &Region) -> impl Iterator<Item = &'static Former> + use<> {
    let code = region.code;
    FORMER.iter().filter(move |it| it.successors.iter().any(|successor| successor.code == code))
}

/// The division of today with this six-digit code.
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
