//! Organizations by the shape of their names: a place or level, a field, and a word like 局 or 委.

mod shape;
mod bodies;
mod practices;
mod full_name;

pub(super) use bodies::{alone, in_rows};
pub use full_name::{full_name, national};
pub use practices::Practices;

use super::region::{self, Level, Region};
use crate::text::Span;
use shape::{extended, unit_end};

/// An organization's name at the beginning of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The full name: 市财政局 in a text about 珠海市 is 珠海市财政局.
    pub name: String,
    /// Where it is, when its name says so.
    pub region: Option<&'static Region>,
    /// Bytes of the text that the name takes.
    pub length: usize,
}

/// What may not follow a name that is taken for the one who acts.
const NOT_AFTER: [&str; 13] =
    ["、", "和", "与", "及", "内", "域", "级", "书记", "领导", "班子", "·", "等", "/"];

/// Letters by which a place is left unnamed.
const NAMELESS: [char; 6] = ['x', '某', '*', '×', '○', '〇'];

/// The organization that folded `text` begins with, read for a document whose place is `home`.
/// A county or new area alone counts (龙岗区出台…). `None` when the text begins otherwise, or with
/// several organizations in a row.
#[must_use]
pub fn leading(text: &str, home: Option<&'static Region>) -> Option<Named> {
    let named = department(text, home).or_else(|| area(text))?;
    let after = &text[named.length..];
    let acts = !NOT_AFTER.iter().any(|word| after.starts_with(word));
    acts.then_some(named)
}

/// Whether folded `text` begins with an organization's name, alone or in a row of several.
#[must_use]
pub fn begins(text: &str, home: Option<&'static Region>) -> bool {
    department(text, home).is_some()
}

/// The organization that folded `text` is the name of, from its first character to its last.
#[must_use]
pub fn whole(text: &str, home: Option<&'static Region>) -> Option<Named> {
    let fits = |named: &Named| named.length == text.len();
    if let Some(named) = department(text, home).filter(fits) {
        return Some(named);
    }
    let han = text.chars().count();
    let plain = text.chars().all(|c| c.is_alphanumeric());
    let ends = (4..=24).contains(&han) && plain && shape::ends_as_organization(text);
    ends.then(|| {
        let region = region::leading(text).map(|(region, _)| region);
        Named { name: text.to_owned(), region, length: text.len() }
    })
}

/// Letters before a level that leave it the beginning of a name: 由|市财政局, 报|省委.
const BEFORE_LEVEL: &str = "由在与和及对向被经给让为以从至报请送到按据并同会随经受当";

/// Organs that a level tells wholly: 贯彻|省委, whatever stands before it.
const ORGANS: [&str; 9] =
    ["委", "政府", "人民政府", "府办", "人大", "政协", "纪委", "直机关工委", "妇联"];

/// Endings that only an office has: 划入县行政审批|局.
const OFFICES: [&str; 7] = ["局", "厅", "委员会", "法院", "检察院", "办公室", "领导小组"];

/// Letters before a level that make another word of it: 城|市, 全|省, 我|市.
const NOT_BEFORE_LEVEL: &str =
    "城全各本该我某地县两跨副都外内一乡镇此每同旧上超夜集股楼社园小景辖新校厂库林矿灾片战老开发";

/// Every organization with a place or level in `text`, in order, without overlap; 市财政局 is read
/// for a document whose place is `home`. `places` are the places that the text names, in order.
#[must_use]
pub fn mentions(
    text: &str,
    places: &[(Span, &'static Region)],
    home: Option<&'static Region>,
) -> Vec<(Span, Named)> {
    let mut found: Vec<(Span, Named)> = Vec::new();
    let mut end = 0;
    let mut before = '\n';
    for (at, c) in text.char_indices() {
        let level = "省市区县州".contains(c) && opens_a_name(before, &text[at + c.len_utf8()..]);
        let placed = || places.binary_search_by_key(&at, |(span, _)| span.start).is_ok();
        before = c;
        // 香港大学|深圳医院 is one name.
        let goes_on = || text[..at].ends_with("大学");
        if at < end || !(level || placed()) || goes_on() {
            continue;
        }
        // 南县|税务局: a county whose name has two characters.
        let at = if level { two_character_county(text, at, end, home) } else { at };
        if places.iter().any(|(span, _)| span.start < at && at < span.end) {
            continue;
        }
        if let Some(named) = department(&text[at..], home) {
            end = at + named.length;
            found.push((Span::new(at, end), named));
        }
    }
    found
}

/// Where the name of a county of two characters around `home`, or in the whole country, begins that
/// the level at `at` ends; `at` where there is none.
fn two_character_county(
    text: &str,
    at: usize,
    floor: usize,
    home: Option<&'static Region>,
) -> usize {
    let first = text[..at].chars().next_back().filter(|_| text[at..].starts_with('县'));
    let Some(first) = first else { return at };
    let start = at - first.len_utf8();
    if start >= floor && two_characters(&text[start..], home).is_some() { start } else { at }
}

/// The county around `home` whose name of two characters (南县) a text begins with; where nothing is
/// known of the place, the only one of that name.
fn two_characters(text: &str, home: Option<&'static Region>) -> Option<(&'static Region, usize)> {
    let length =
        text.char_indices().nth(1).filter(|(_, c)| *c == '县').map(|(at, c)| at + c.len_utf8())?;
    let mut found = region::lookup(&text[..length]).into_iter();
    let region = match home {
        Some(home) => {
            let outer = home.parent.and_then(region::by_code).unwrap_or(home);
            let outer = if home.level == Level::County { outer } else { home };
            found.find(|it| region::is_within(it, outer))?
        }
        None => found.next().filter(|_| found.next().is_none())?,
    };
    Some((region, length))
}

/// Whether the character for a level that stands between `before` and `rest` begins a name.
fn opens_a_name(before: char, rest: &str) -> bool {
    let organ = || ORGANS.iter().any(|organ| rest.starts_with(organ));
    let office =
        || unit_end(rest).is_some_and(|end| OFFICES.iter().any(|word| rest[..end].ends_with(word)));
    !crate::text::segment::is_han(before)
        || BEFORE_LEVEL.contains(before)
        || (!NOT_BEFORE_LEVEL.contains(before) && (organ() || office()))
}

/// The place of a full name: 珠海市公安局直属机关党委 is in 珠海市.
#[must_use]
pub fn place_of(name: &str) -> Option<&'static Region> {
    region::leading(name).map(|(region, _)| region)
}

/// A place or level and a department: 深圳市委办公厅, 市财政局, 省直机关工委, xx市直机关工委.
fn department(text: &str, home: Option<&'static Region>) -> Option<Named> {
    let (place, region, taken) = place(text, home)?;
    let rest = &text[taken..];
    let unit = unit_end(rest)?;
    let mut length = taken + unit + extended(&rest[unit..]);
    // 昌邑市委|市直机关工委 is one.
    let own = text[..taken].chars().next_back();
    let again = text[length..].chars().next().filter(|c| Some(*c) == own);
    if let Some(level) = again.filter(|_| text[..length].ends_with('委')) {
        let inner = &text[length + level.len_utf8()..];
        let direct = inner.starts_with("直") && !inner.starts_with("直接");
        length += match unit_end(inner) {
            Some(end) if direct => level.len_utf8() + end,
            _ => 0,
        };
    }
    Some(Named { name: format!("{place}{}", &text[taken..length]), region, length })
}

/// A county-level division or a new area that acts itself.
fn area(text: &str) -> Option<Named> {
    if let Some((region, length)) = region::leading(text) {
        let official = text[..length].ends_with(region.name);
        let county = region.level == Level::County && official;
        return county.then(|| Named {
            name: text[..length].to_owned(),
            region: Some(region),
            length,
        });
    }
    let end = text.char_indices().take(6).find(|(at, _)| text[*at..].starts_with("新区"));
    let (at, _) = end.filter(|(at, _)| *at >= "大鹏".len())?;
    let length = at + "新区".len();
    let name = text[..length].to_owned();
    name.chars().all(crate::text::segment::is_han).then_some(Named { name, region: None, length })
}

/// The place that a name begins with: its full form, its region, and the bytes that it takes.
fn place(
    text: &str,
    home: Option<&'static Region>,
) -> Option<(String, Option<&'static Region>, usize)> {
    if let Some((region, length)) = region::leading(text) {
        return Some((text[..length].to_owned(), Some(region), length));
    }
    let known = home.and_then(|home| own_short_name(text, home));
    let known = known.or_else(|| two_characters(text, home));
    if let Some((region, length)) = known {
        return Some((text[..length].to_owned(), Some(region), length));
    }
    let nameless = text.chars().take_while(|c| NAMELESS.contains(c));
    let nameless: usize = nameless.map(char::len_utf8).sum();
    let level = text[nameless..].chars().next().filter(|c| "省市区县州".contains(*c))?;
    let taken = nameless + level.len_utf8();
    if nameless > 0 {
        return Some((text[..taken].to_owned(), None, taken));
    }
    if shape::is_word(text) {
        return None;
    }
    match home.and_then(|home| at_level(home, level)) {
        Some(region) => Some((region.name.to_owned(), Some(region), taken)),
        None => Some((level.to_string(), None, taken)),
    }
}

/// The short name of `home` at the start of a text about it: 松阳|人大 in a text about 松阳县.
pub(in crate::knowledge) fn own_short_name(
    text: &str,
    home: &'static Region,
) -> Option<(&'static Region, usize)> {
    let short = home.name.strip_suffix(['县', '区', '市', '旗'])?;
    let fits = short.chars().count() >= 2 && home.level == Level::County && text.starts_with(short);
    let parent = home.parent.and_then(region::by_code).filter(|_| fits)?;
    // Only names that mean a place behind the name of what it lies in (公安县 has none).
    let outer = parent.name.strip_suffix(['市', '省']).unwrap_or(parent.name);
    let chained = region::leading(&format!("{outer}{short}")).map(|(region, _)| region.code);
    (chained == Some(home.code)).then_some((home, short.len()))
}

/// The division around `home` that a text means by 省, 市, 区 or 县.
pub(super) fn at_level(home: &'static Region, level: char) -> Option<&'static Region> {
    let mut around = Some(home);
    while let Some(region) = around {
        if region.name.ends_with(level) && (level != '区' || fits_district(region)) {
            return Some(region);
        }
        around = region.parent.and_then(region::by_code);
    }
    None
}

/// 区 is a district, or the autonomous region in 区直, 区党委.
fn fits_district(region: &Region) -> bool {
    region.level != Level::Prefecture
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn home(path: &str) -> Option<&'static Region> {
        region::parse_path(path)
    }

    fn check(text: &str, place: &str, expected: Option<&str>) {
        let named = leading(&fold(text).text, home(place)).map(|named| named.name);
        assert_eq!(named.as_deref(), expected, "{text}");
    }

    #[test]
    fn departments_are_read_at_the_start_of_a_sentence() {
        let city = "广东省/深圳市";
        check("深圳市委办公厅充分发挥职能", city, Some("深圳市委办公厅"));
        check("市政府办公厅围绕市委、市政府中心工作", city, Some("深圳市政府办公厅"));
        check("市纪委监委部署开展廉洁前海建设", city, Some("深圳市纪委监委"));
        check("市委宣传部高标准高质量开展", city, Some("深圳市委宣传部"));
        check("市委外办坚持党建领航", city, Some("深圳市委外办"));
        check("深圳市人大常委会机关聚焦“双区”建设", city, Some("深圳市人大常委会机关"));
        check("市政协机关围绕“十四五”规划编制", city, Some("深圳市政协机关"));
        check("深圳市税务局通过“小切口”推动", city, Some("深圳市税务局"));
        check("市市场监管局构建供深食品标准体系", city, Some("深圳市市场监管局"));
        check("深圳市城管和综合执法局强化垃圾综合治理", city, Some("深圳市城管和综合执法局"));
        check("市委政法委组织征求社会各界代表", city, Some("深圳市委政法委"));
        check("龙岗区出台加强机关党建“1+4文件”", city, Some("龙岗区"));
        check("大鹏新区针对葵坝公路中断", city, Some("大鹏新区"));
        check("xx市直机关工委连续四年荣获", "", Some("xx市直机关工委"));
        check("广西壮族自治区党委区直机关工委牢记", "", Some("广西壮族自治区党委区直机关工委"));
    }

    #[test]
    fn counties_go_by_short_names_in_texts_about_them() {
        check("松阳人大推动", "浙江省/丽水市/松阳县", Some("松阳人大"));
        check("南县税务局一分局被评为", "湖南省/益阳市", Some("南县税务局一分局"));
        check("市税务局财务管理股获评", "湖南省/益阳市", Some("益阳市税务局财务管理股"));
        check("市税务局科学谋划", "湖南省/益阳市", Some("益阳市税务局"));
    }

    #[test]
    fn what_is_no_single_actor_is_not_read() {
        for text in [
            "市民群众获得感成色更足",
            "市委、市政府领导到挂点联系单位",
            "市委书记指出",
            "市场监管部门加强执法",
            "深圳获评国家生态文明建设示范市",
            "市直机关党员到社区参与活动",
            "省级示范单位110个",
            "区域协调发展",
            "深圳融入国家发展大局",
            "深圳城市副中心",
            "深圳建设科技创新中心",
        ] {
            check(text, "广东省/深圳市", None);
        }
    }

    #[test]
    fn a_whole_line_can_be_an_organization_without_a_place() {
        let name = |text: &str| whole(text, home("广东省/珠海市")).map(|named| named.name);
        assert_eq!(name("拱北海关直属机关党委").as_deref(), Some("拱北海关直属机关党委"));
        assert_eq!(name("市公安局直属机关党委").as_deref(), Some("珠海市公安局直属机关党委"));
        assert_eq!(name("建设党的坚强战斗堡垒"), None);
        assert_eq!(name("推动实现六个新提升"), None);
    }
}
