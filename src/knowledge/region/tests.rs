//! Tables of places as reports write them.

use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};

use super::{
    Level, all, by_abbreviation, by_code, leading, leading_within, lookup, mentions, parse_path,
    path,
};

fn paths(name: &str) -> String {
    lookup(name).into_iter().map(path).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_table_is_whole() {
    assert_eq!(all().iter().filter(|region| region.level == Level::Province).count(), 34);
    assert!(all().iter().all(|region| (100_000..1_000_000).contains(&region.code)));
    assert!(
        all().iter().all(|region| region.parent.is_none_or(|parent| by_code(parent).is_some()))
    );
    assert!(all().windows(2).all(|two| two[0].code < two[1].code));
}

#[test]
fn names_are_looked_up() {
    for (name, expected) in [
        ("珠海市", "广东省/珠海市"),
        ("珠海", "广东省/珠海市"),
        ("广东", "广东省"),
        ("龙岗", "广东省/深圳市/龙岗区"),
        ("内蒙古", "内蒙古自治区"),
        ("广西", "广西壮族自治区"),
        ("宁夏", "宁夏回族自治区"),
        ("恩施州", "湖北省/恩施土家族苗族自治州"),
        ("恩施土家族苗族自治州", "湖北省/恩施土家族苗族自治州"),
        ("广东省/珠海市", "广东省/珠海市"),
        ("广东省珠海市香洲区", "广东省/珠海市/香洲区"),
        ("八桂", "广西壮族自治区"),
        ("鹏城", "广东省/深圳市"),
        ("龙江", "黑龙江省 黑龙江省/齐齐哈尔市/龙江县"),
        ("朝阳区", "北京市/朝阳区 吉林省/长春市/朝阳区"),
        ("吉林", "吉林省 吉林省/吉林市"),
        ("香港", "香港特别行政区"),
        ("仙桃市", "湖北省/仙桃市"),
        ("忠县", "重庆市/忠县"),
        ("三都", "贵州省/黔南布依族苗族自治州/三都水族自治县"),
        ("粤", ""),
        ("", ""),
        ("亚特兰蒂斯", ""),
    ] {
        assert_eq!(paths(name), expected, "{name}");
    }
}

#[test]
fn abbreviations_are_provinces() {
    for (mark, name) in [
        ('粤', "广东省"),
        ('桂', "广西壮族自治区"),
        ('皖', "安徽省"),
        ('申', "上海市"),
        ('黑', "黑龙江省"),
    ] {
        assert_eq!(by_abbreviation(mark).map(|region| region.name), Some(name));
    }
    assert_eq!(by_abbreviation('党'), None);
    assert_eq!(by_abbreviation('1'), None);
    assert_eq!(by_abbreviation(' '), None);
    assert!(
        all()
            .iter()
            .filter(|region| region.level == Level::Province)
            .all(|province| { super::names::NAMES.contains_key(province.name) })
    );
}

#[test]
fn the_longest_chain_of_names_is_read() {
    for (text, expected) in [
        ("广东省珠海市香洲区财政局", "广东省/珠海市/香洲区|财政局"),
        ("珠海市财政局", "广东省/珠海市|财政局"),
        ("珠海市场监管局", "广东省/珠海市|市场监管局"),
        ("深圳龙岗区", "广东省/深圳市/龙岗区|"),
        ("深圳龙岗", "广东省/深圳市/龙岗区|"),
        ("荆州市公安局", "湖北省/荆州市|公安局"),
        ("北京市朝阳区", "北京市/朝阳区|"),
        ("吉林省吉林市船营区", "吉林省/吉林市/船营区|"),
        ("吉林市", "吉林省/吉林市|"),
        ("吉林振兴", "吉林省|振兴"),
        ("海南自由贸易港", "海南省|自由贸易港"),
        ("湖北恩施州恩施市", "湖北省/恩施土家族苗族自治州/恩施市|"),
        ("河南新乡", "河南省/新乡市|"),
        ("随州市随县", "湖北省/随州市/随县|"),
        ("河北省新华区", "河北省|新华区"),
        ("朝阳区", "-"),
        ("鼓楼区人民政府", "-"),
        ("大理论武装", "-"),
        ("推广东部经验", "-"),
        ("各地", "-"),
        ("", "-"),
    ] {
        let found = leading(text).map_or("-".to_owned(), |(region, consumed)| {
            format!("{}|{}", path(region), &text[consumed..])
        });
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_known_parent_settles_ambiguous_names() {
    for (text, parent, expected) in [
        ("朝阳区财政局", "北京市", Some("北京市/朝阳区")),
        ("鼓楼区", "江苏省/南京市", Some("江苏省/南京市/鼓楼区")),
        ("鼓楼区", "江苏省", None),
        ("珠海市香洲区", "广东省", Some("广东省/珠海市/香洲区")),
        ("广东省珠海市", "广东省", Some("广东省/珠海市")),
        ("湖南省", "广东省", None),
        ("公安局", "湖北省/荆州市", None),
    ] {
        let parent = parse_path(parent).unwrap();
        assert_eq!(
            leading_within(text, parent).map(|(region, _)| path(region)).as_deref(),
            expected,
            "{text}"
        );
    }
}

#[test]
fn mentions_are_unambiguous_and_longest() {
    for (text, expected) in [
        ("黑龙江、安徽、湖北、广东、广西党建信息集萃", "黑龙江 安徽 湖北 广东 广西"),
        ("珠江口西岸核心城市,拱北海关,珠江西岸,杭州西湖南岸", "杭州西湖"),
        ("广东省珠海市香洲区与深圳坪山区", "广东省珠海市香洲区 深圳坪山区"),
        ("创新乡村治理,扩大同各国的往来,减少文山会海,重大理论问题", ""),
        ("制定西部大开发规划,医保定点医院,推广西部经验", ""),
        ("拥有四平方米,隆重庆祝", ""),
        ("适应城市发展,沿海城市,各项城市设计,遇重大庆典活动,中央财政和县级财政", ""),
        ("大连市、北京海淀区,天津滨海新区", "大连市 北京海淀区 天津滨海新区"),
        ("各县老城区改造,合作市场", ""),
        ("在满洲里市和浦东新区", "满洲里市 浦东新区"),
        ("朝阳区和鼓楼区", ""),
    ] {
        let found: Vec<&str> = mentions(text).iter().map(|(span, _)| span.of(text)).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn every_path_reads_back() {
    for region in all() {
        assert_eq!(parse_path(&path(region)), Some(region), "{}", path(region));
        assert!(lookup(region.name).contains(&region), "{}", region.name);
    }
}

#[test]
fn every_chain_of_official_names_reads_back_from_its_prefecture() {
    for region in all().iter().filter(|region| region.level == Level::County) {
        let chain = path(region).replace('/', "");
        assert_eq!(leading(&chain), Some((region, chain.len())), "{chain}");
    }
}

fn texts() -> impl Strategy<Value = String> {
    let names = || prop::sample::select(all()).prop_map(|region| region.name.to_owned());
    let pieces =
        prop::sample::select(vec!["和", "市场", "公安", "江", "推广", "a", " ", "中山", "海南"])
            .prop_map(str::to_owned);
    prop::collection::vec(proptest::prop_oneof![names(), pieces, "\\PC{0,3}"], 0..8)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn mentions_are_in_order_and_lead_their_own_text(text in texts()) {
        let mut floor = 0;
        for (span, region) in mentions(&text) {
            prop_assert!(span.start >= floor && !span.of(&text).is_empty());
            prop_assert_eq!(leading(&text[span.start..]), Some((region, span.len())));
            floor = span.end;
        }
    }
}
