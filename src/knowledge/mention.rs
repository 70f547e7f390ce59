//! Organizations and places that a passage names.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::facts::{Claim, FactType};
use super::organization;
use super::reading::Reading;
use super::region::{self, Region};
use crate::text::Span;

/// Places named in a row by one character each; a single one is too often part of a word.
const ROWS: &str = "
    京津冀 京津 京冀 津冀 粤桂 粤港澳 粤港 粤澳 粤闽 粤赣 川渝 渝川 沪苏浙皖 苏浙皖沪 沪苏浙 苏浙沪 沪苏 沪浙 苏浙 苏皖 浙皖 皖苏 云贵川 川滇黔
    滇黔桂 滇桂黔 黔桂 滇黔 湘鄂赣 鄂湘赣 湘赣 湘鄂 鄂赣 湘桂 湘粤 粤湘 湘黔 闽赣 闽浙 浙闽 浙赣 皖赣 闽宁 晋陕豫 晋冀鲁豫 冀鲁豫 晋冀豫 晋冀
    陕甘宁 陕甘 陕晋 甘青 甘宁 青藏 川藏 鲁豫 苏鲁豫皖 苏鲁 豫皖 鄂豫皖 鄂豫 豫鄂 渝黔 渝鄂 渝陕 川陕 川甘 辽吉黑 黑吉辽 黑吉 蒙晋 晋蒙
    琼粤 粤琼 桂黔 桂滇 桂粤 苏陕 鲁渝 津甘 沪滇 粤黔 浙川 京蒙 鲁甘 港澳 港澳台 深港 深港澳 深莞 穗深 穗港 穗港澳 珠港澳 港珠澳 珠澳
";

/// Cities that one character stands for, by their codes.
const CITIES: [(char, u32); 5] =
    [('深', 440_300), ('穗', 440_100), ('珠', 440_400), ('莞', 441_900), ('汉', 420_100)];

/// Verbs before a single one-character name: 驻粤单位, 援藏干部.
const TOWARDS: &str = "驻在入赴来援进离返留";

/// One-character names that such a verb makes clear.
const CLEAR: &str = "京津冀晋沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕";

/// Words that begin with such a name and mean something else.
const OTHER: [&str; 6] = ["川流", "苏醒", "京剧", "豫剧", "藏书", "藏品"];

/// What one says of the offices of a city: 驻珠单位, 在汉高校.
const STATIONED: [char; 2] = ['驻', '在'];

/// What follows the character of a city in that case; elsewhere it begins a word (在深入, 在汉代).
const BODIES: [&str; 12] =
    ["单位", "高校", "部队", "机构", "企业", "央企", "省直", "省属", "院校", "干部", "党员", "各"];

static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let built = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(ROWS.split_whitespace());
    built.expect("a few dozen words fit an automaton")
});

/// The places that passage `at` names, by their official paths, and the organizations, by their
/// full names with the place. Linear in the passage's length.
pub(super) fn claims(reading: &Reading<'_>, at: usize) -> Vec<Claim> {
    let text = reading.prose[at].plain.as_str();
    let mut places = region::mentions_from(text, reading.home);
    own_names(text, reading.home, &mut places);
    let organizations = organizations(text, &places, reading);
    let mut abbreviated = abbreviated(text);
    abbreviated.retain(|(span, _)| !places.iter().any(|(place, _)| place.contains(*span)));
    let regions = places.into_iter().chain(abbreviated).map(|(span, place)| Claim {
        region: Some(place),
        ..Claim::new(FactType::Region, region::path(place), span)
    });
    regions.chain(organizations).collect()
}

/// Adds the short name of the document's own county where a text about it uses it (松阳|举办…).
fn own_names(text: &str, home: Option<&'static Region>, places: &mut Vec<(Span, &'static Region)>) {
    const GOES_ON: [char; 12] =
        ['县', '区', '市', '旗', '镇', '乡', '村', '路', '河', '湖', '山', '站'];
    let Some(home) = home else { return };
    let Some(first) = home.name.chars().next() else { return };
    let mut own: Vec<(Span, &'static Region)> = Vec::new();
    for (at, _) in text.match_indices(first) {
        let Some((region, length)) = organization::own_short_name(&text[at..], home) else {
            continue;
        };
        let span = Span::new(at, at + length);
        let taken =
            places.iter().any(|(other, _)| other.start < span.end && span.start < other.end);
        if !taken && !text[span.end..].starts_with(GOES_ON) {
            own.push((span, region));
        }
    }
    places.extend(own);
    places.sort_by_key(|(span, _)| *span);
}

fn organizations(
    text: &str,
    places: &[(Span, &'static Region)],
    reading: &Reading<'_>,
) -> Vec<Claim> {
    let mut local = organization::mentions(text, places, reading.home);
    // 州政办|函〔2024〕41号: letters of a number.
    let numbers = super::instrument::numbers(text);
    local.retain(|(span, _)| !numbers.iter().any(|number| number.span.contains(*span)));
    local.extend(organization::in_rows(text, &local, &reading.rules));
    let national = organization::national(text).into_iter();
    let apart = |span: &Span| !local.iter().any(|(other, _)| other.contains(*span));
    let national: Vec<Claim> = national
        .filter(|(span, _)| apart(span))
        .map(|(span, name)| claim(name.to_owned(), span, None))
        .collect();
    // 国家税务总局|阳泉市税务局 is one name.
    let mut national = national;
    for (span, named) in &mut local {
        if let Some(at) = national.iter().position(|it| it.span.end == span.start) {
            let outer = national.remove(at);
            *span = Span::new(outer.span.start, span.end);
            named.name = format!("{}{}", outer.name, named.name);
        }
    }
    let taken = |span: Span| {
        local
            .iter()
            .map(|(other, _)| *other)
            .chain(national.iter().map(|it| it.span))
            .any(|other| other.start < span.end && span.start < other.end)
    };
    let alone = organization::alone(text, &reading.rules).into_iter();
    let alone: Vec<Claim> = alone
        .filter(|(span, _)| !taken(*span))
        .map(|(span, name)| claim(name, span, None))
        .collect();
    let local = local.into_iter();
    let local =
        local.map(|(span, named)| claim(organization::full_name(&named.name), span, named.region));
    local.chain(national).chain(alone).collect()
}

fn claim(name: String, span: Span, region: Option<&'static Region>) -> Claim {
    let organization = Some(name.clone());
    Claim { region, organization, ..Claim::new(FactType::Organization, name, span) }
}

/// The places named by one character: each in a row of them, or after a verb of going there.
fn abbreviated(text: &str) -> Vec<(Span, &'static Region)> {
    let mut found = Vec::new();
    for row in AUTOMATON.find_iter(text) {
        for (at, mark) in text[row.start()..row.end()].char_indices() {
            let start = row.start() + at;
            let span = Span::new(start, start + mark.len_utf8());
            let region = region::by_abbreviation(mark).or_else(|| city(mark));
            found.extend(region.map(|region| (span, region)));
        }
    }
    let mut before = None;
    for (at, c) in text.char_indices() {
        let verb = before.replace(c);
        if verb.is_some_and(|verb| STATIONED.contains(&verb)) {
            let span = Span::new(at, at + c.len_utf8());
            let bodies = BODIES.iter().any(|word| text[span.end..].starts_with(word));
            found.extend(city(c).filter(|_| bodies).map(|region| (span, region)));
        }
        let towards = verb.is_some_and(|verb| TOWARDS.contains(verb));
        if !towards || !CLEAR.contains(c) || OTHER.iter().any(|it| text[at..].starts_with(it)) {
            continue;
        }
        let span = Span::new(at, at + c.len_utf8());
        if !found.iter().any(|(other, _): &(Span, _)| *other == span) {
            found.extend(region::by_abbreviation(c).map(|region| (span, region)));
        }
    }
    found
}

fn city(mark: char) -> Option<&'static Region> {
    let (_, code) = CITIES.iter().find(|(city, _)| *city == mark)?;
    region::by_code(*code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::outline::{Piece, outline};
    use crate::document::{DocumentId, FrontMatter};

    fn names(text: &str, place: &str, kind: FactType) -> Vec<String> {
        let front_matter = serde_json::json!({ "title": "甲", "kind": "case", "region": place });
        let front_matter: FrontMatter = serde_json::from_value(front_matter).unwrap();
        let id = DocumentId::parse("甲").unwrap();
        let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
        let passages = outline(text, &whole).passages;
        let home = region::parse_path(place);
        let reading = Reading::new(&id, &front_matter, home, &passages);
        let claims = claims(&reading, 0).into_iter().filter(|claim| claim.kind == kind);
        claims.map(|claim| claim.name).collect()
    }

    #[test]
    fn organizations_are_named_in_full_with_the_place_of_the_document() {
        let of = |text| names(text, "广东省/珠海市", FactType::Organization);
        assert_eq!(of("近年来，市直机关工委制定方案。"), ["珠海市直属机关工作委员会"]);
        assert_eq!(of("市财政局、市公安局联合开展。"), ["珠海市财政局", "珠海市公安局"]);
        assert_eq!(of("由市委组织部牵头，报省委办公厅。"), ["珠海市委组织部", "广东省委办公厅"]);
        assert_eq!(of("服务上市公司，繁荣城市中心。"), Vec::<String>::new());
        assert_eq!(of("国家发改委印发通知。"), ["国家发展和改革委员会"]);
        assert_eq!(of("贯彻省委部署，围绕市委中心工作。"), ["广东省委", "珠海市委"]);
        assert_eq!(of("打造城市委员会，服务全市政协委员。"), Vec::<String>::new());
    }

    #[test]
    fn one_character_names_count_in_rows_and_after_a_verb_of_going() {
        let of = |text| names(text, "", FactType::Region);
        assert_eq!(of("深化粤桂协作。"), ["广东省", "广西壮族自治区"]);
        assert_eq!(of("中直驻粤单位49家。"), ["广东省"]);
        assert_eq!(of("新青年在川流不息的人群中。"), Vec::<String>::new());
        assert_eq!(of("驻珠单位和在汉高校。"), ["广东省/珠海市", "湖北省/武汉市"]);
        assert_eq!(of("探索在深入，推进深港合作。"), ["广东省/深圳市", "香港特别行政区"]);
    }

    #[test]
    fn a_name_by_which_a_place_is_known_counts_in_texts_about_it() {
        let of = |text, place| names(text, place, FactType::Region);
        assert_eq!(of("扮靓鹏城。", "广东省/深圳市"), ["广东省/深圳市"]);
        assert_eq!(of("扮靓鹏城。", "广东省"), ["广东省/深圳市"]);
        assert_eq!(of("建设龙江。", "黑龙江省/哈尔滨市"), ["黑龙江省"]);
        assert_eq!(of("游览山城。", "广东省"), Vec::<String>::new());
    }

    #[test]
    fn a_name_of_several_places_is_the_one_around_the_document() {
        let name = "鼓楼区开展试点。";
        assert_eq!(names(name, "福建省/福州市", FactType::Region), ["福建省/福州市/鼓楼区"]);
        assert_eq!(names(name, "", FactType::Region), Vec::<String>::new());
    }
}
