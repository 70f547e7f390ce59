//! Tables of places as reports write them.

use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};

use super::{
    Level, all, by_abbreviation, by_code, former, formerly, leading, leading_within, lookup,
    mentions, mentions_from, parse_path, path, resolve,
};
use crate::text::fold;

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
        ("乾县", "陕西省/咸阳市/乾县"),
        ("乾縣", "陕西省/咸阳市/乾县"),
        ("吉林省松原市乾安县", "吉林省/松原市/乾安县"),
        ("广东省/江門市", "广东省/江门市"),
        ("襄樊市", "湖北省/襄阳市"),
        ("襄樊", "湖北省/襄阳市"),
        ("思茅市", "云南省/普洱市"),
        ("卢湾区", "上海市/黄浦区"),
        ("铜山县", "江苏省/徐州市/铜山区"),
        ("江干区", "浙江省/杭州市/上城区 浙江省/杭州市/钱塘区"),
        ("莱芜市", "山东省/济南市/莱芜区 山东省/济南市/钢城区"),
        ("莱芜", "山东省/济南市/莱芜区"),
        ("巢湖市", "安徽省/合肥市/巢湖市"),
        ("湖北省/襄樊市", "湖北省/襄阳市"),
        ("安徽省/巢湖市/居巢区", "安徽省/合肥市/巢湖市"),
        ("渝北区", "重庆市/两江新区"),
        ("和康县", "新疆维吾尔自治区/和田地区/和康县"),
        ("南沙区", "广东省/广州市/南沙区 海南省/三沙市/南沙区"),
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
    assert!(all().iter().filter(|region| region.level == Level::Province).all(|province| {
        super::names::NAMES.contains_key(&*super::names::folded(province.name))
    }));
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
        ("湖北省襄樊市襄阳区政府", "湖北省/襄阳市/襄州区|政府"),
        ("上海市闸北区", "上海市/静安区|"),
        ("北京宣武", "北京市/西城区|"),
        ("四川省达州市达县", "四川省/达州市/达川区|"),
        ("浙江省杭州市江干区", "浙江省/杭州市|"),
        ("山东省莱芜市钢城区", "山东省/济南市/钢城区|"),
        ("安徽省巢湖市居巢区", "安徽省/合肥市/巢湖市|"),
        ("重庆市江北区", "重庆市/两江新区|"),
        ("海南省三沙市西沙区", "海南省/三沙市/西沙区|"),
        ("陝西省銅川市宜君縣", "陕西省/铜川市/宜君县|"),
        ("大连市郊区", "辽宁省/大连市|郊区"),
        ("甘肃临夏州和政县临潭镇", "甘肃省/临夏回族自治州/和政县|临潭镇"),
        ("陕西延安精神", "陕西省|延安精神"),
        ("苏州市河道管理处", "江苏省/苏州市|河道管理处"),
        ("苏州河", "-"),
        ("東山區", "-"),
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
        ("广西龙胜各族自治县红河镇与彝良县大理乡结对", "广西龙胜各族自治县 彝良县"),
        ("贵州省黔东南州榕江县安徽村村民", "贵州省黔东南州榕江县"),
        ("重庆路与天津路交界,延安精神进校园,在湖南卫视播出", ""),
        ("重慶師範大學到深圳調研", "深圳"),
        ("上海工商学院学生,广东大学生,辽宁农商银行,四川银行业", "广东 四川"),
        ("原萧山市与原江津市", "萧山市 江津市"),
    ] {
        let found: Vec<&str> = mentions(text).iter().map(|(span, _)| span.of(text)).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn a_text_about_a_place_may_name_its_counties_shortly() {
    for (text, home, expected) in [
        ("近日,乾县召开会议", "陕西省", "乾县"),
        ("乾縣推進改革", "陕西省/咸阳市", "乾縣"),
        ("在滦县、易县调研", "河北省", "滦县 易县"),
        ("乾县召开会议", "广东省", ""),
        ("建成县级中心,由成县直机关负责,形成县域", "甘肃省", ""),
        ("到芒市督查", "云南省", "芒市"),
        ("东山区召开会议", "广东省/广州市", "东山区"),
    ] {
        let home = parse_path(home);
        let found = mentions_from(text, home);
        let found: Vec<&str> = found.iter().map(|(span, _)| span.of(text)).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

#[test]
fn a_name_is_resolved_in_its_surroundings() {
    for (name, context, expected) in [
        ("乾县", "陕西省", Some("陕西省/咸阳市/乾县")),
        ("乾縣", "陕西省/西安市", Some("陕西省/咸阳市/乾县")),
        ("鼓楼区", "江苏省/南京市", Some("江苏省/南京市/鼓楼区")),
        ("鼓楼区", "江苏省", None),
        ("龙岗", "广东省/深圳市", Some("广东省/深圳市/龙岗区")),
        ("达县", "四川省", Some("四川省/达州市/达川区")),
        ("东山区", "广东省/广州市", Some("广东省/广州市/越秀区")),
        ("广东省", "广东省/广州市", Some("广东省")),
        ("乾县", "广东省", None),
    ] {
        let context = parse_path(context).unwrap();
        assert_eq!(resolve(name, context).map(path).as_deref(), expected, "{name}");
    }
}

#[test]
fn former_divisions_lead_to_those_of_today_and_back() {
    assert!(former().len() > 500);
    for it in former() {
        let present = it.present();
        assert!(present.code / 10_000 == it.code / 10_000, "{}", it.name);
        assert!(it.successors.iter().all(|region| formerly(region).any(|back| back == it)));
        assert!((1990..=2026).contains(&it.to) && !it.successors.is_empty(), "{}", it.name);
    }
    let old = |name: &str| former().iter().find(|it| it.name == name).unwrap().path();
    assert_eq!(old("襄樊市"), "湖北省/襄樊市");
    assert_eq!(old("居巢区"), "安徽省/巢湖市/居巢区");
    assert_eq!(old("崇文区"), "北京市/崇文区");
    let names: Vec<&str> = formerly(parse_path("湖北/襄阳市").unwrap()).map(|it| it.name).collect();
    assert_eq!(names, ["襄樊市"]);
    let new = by_code(500_157).unwrap();
    assert_eq!((new.name, new.from), ("两江新区", Some(2025)));
}

#[test]
fn a_name_is_found_in_every_form_of_a_text() {
    let text = "四川省資陽市樂至縣、陝西省乾縣、吉林省松原市乾安縣";
    let simplified = "四川省资阳市乐至县、陕西省乾县、吉林省松原市乾安县";
    let paths = |text: &str| -> Vec<String> {
        mentions(text).into_iter().map(|(_, region)| path(region)).collect()
    };
    assert_eq!(paths(text).len(), 3);
    assert_eq!(paths(text), paths(simplified));
    assert_eq!(paths(text), paths(&fold(text).text));
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
    let pieces = prop::sample::select(vec![
        "和",
        "市场",
        "公安",
        "河",
        "推广",
        "大学",
        " ",
        "中山",
        "襄樊市",
    ])
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
