//! Tables of numbers as reports write them.

use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

use super::{Numeral, NumeralKind, Qualifier, numerals};

/// One line for each numeral: span, value, upper end, qualifier, `%`, kind where it is no
/// cardinal, unit.
fn print(text: &str) -> String {
    numerals(text).iter().map(|numeral| line(text, numeral)).collect::<Vec<_>>().join("; ")
}

fn line(text: &str, numeral: &Numeral) -> String {
    let mut parts = vec![numeral.span.of(text).to_owned(), numeral.value.to_string()];
    parts.extend(numeral.upper.map(|upper| format!("..{upper}")));
    parts.extend(numeral.qualifier.map(|qualifier| format!("{qualifier:?}")));
    parts.extend(numeral.percent.then(|| "%".to_owned()));
    parts.extend((numeral.kind != NumeralKind::Cardinal).then(|| format!("{:?}", numeral.kind)));
    if !numeral.unit.is_empty() {
        parts.push(numeral.unit.of(text).to_owned());
    }
    parts.join(" ")
}

fn check(text: &str, expected: &str) {
    assert_eq!(print(text), expected, "{text}");
}

#[test]
fn digits_with_scales_units_and_qualifiers() {
    for (text, expected) in [
        ("近4万人次", "近4万 40000 Nearly 人次"),
        ("完成1.67万家“散乱污”企业", "1.67万 16700 家"),
        ("就业323.37万人。", "323.37万 3233700 人"),
        ("办结率98.82%", "98.82% 98.82 %"),
        ("4000多个团队", "4000多 4000 More 个"),
        ("400余个项目", "400余 400 More 个"),
        ("累计超过30000小时", "超过30000 30000 Over 小时"),
        ("投入1,234.5亿元", "1,234.5亿 123450000000 元"),
        ("14余万人次", "14余万 140000 More 人次"),
        ("3万多亿元", "3万多亿 3000000000000 More 元"),
        ("1亿3千多万", "1亿3千多万 130000000 More"),
        ("百余万元", "百余万 1000000 More 元"),
        ("4个工作日", "4 4 个工作日"),
        ("五年年均增长5.2%", "五 5 年; 5.2% 5.2 %"),
        ("培训1.4万余人次", "1.4万余 14000 More 人次"),
        ("18万余小时", "18万余 180000 More 小时"),
        ("访问530多万。", "530多万 5300000 More"),
        ("增长3.6倍", "3.6 3.6 倍"),
        ("提高2个百分点", "2 2 个百分点"),
        ("13大类78项", "13 13 大类; 78 78 项"),
        ("节约3.2亿元", "3.2亿 320000000 元"),
        ("附近3家", "3 3 家"),
        ("近3年培训", "3 3 年"),
        ("不超过5%", "不超过5% 5 AtMost %"),
        ("3人以上", "3 3 AtLeast 人"),
        ("增长5%左右", "5%左右 5 About %"),
        ("发电3000万千瓦", "3000万 30000000 千瓦"),
        ("重5千克", "5 5 千克"),
        ("3亿5000万人", "3亿5000万 350000000 人"),
        ("下降-3.5%", "-3.5% -3.5 %"),
        ("零下20度", "零下20 -20 度"),
        ("5个支部", "5 5 个"),
        ("约1.2万亿元", "约1.2万亿 1200000000000 About 元"),
        ("组建 5 万 人", "5 万 50000 人"),
        ("全长10km", "10 10 km"),
    ] {
        check(text, expected);
    }
}

#[test]
fn full_width_digits_points_and_percent_signs() {
    for (text, expected) in [
        ("\u{ff11}\u{ff12}\u{ff13}个", "\u{ff11}\u{ff12}\u{ff13} 123 个"),
        ("\u{ff17}\u{ff0e}\u{ff15}\u{ff05}", "\u{ff17}\u{ff0e}\u{ff15}\u{ff05} 7.5 %"),
        (
            "\u{ff11}\u{ff0c}\u{ff12}\u{ff13}\u{ff14}家",
            "\u{ff11}\u{ff0c}\u{ff12}\u{ff13}\u{ff14} 1234 家",
        ),
        ("\u{ff17}·\u{ff15}\u{ff05}", "\u{ff17}·\u{ff15}\u{ff05} 7.5 %"),
    ] {
        check(text, expected);
    }
}

#[test]
fn chinese_numerals() {
    for (text, expected) in [
        ("百分之九十", "百分之九十 90 %"),
        ("百分之九十八点五", "百分之九十八点五 98.5 %"),
        ("百分之百", "百分之百 100 %"),
        ("百分之六至八", "百分之六至八 6 ..8 %"),
        ("一千二百三十四", "一千二百三十四 1234"),
        ("十二个", "十二 12 个"),
        ("两千人", "两千 2000 人"),
        ("三分之一", "三分之一 0.3333333333333333"),
        ("十分之一", "十分之一 0.1"),
        ("数十家", "数十 10 Several 家"),
        ("上百名", "上百 100 Several 名"),
        ("逾千人", "逾千 1000 Over 人"),
        ("四十多年", "四十多 40 More 年"),
        ("十几万人", "十几万 100000 More 人"),
        ("七八成", "七八 7 ..8 成"),
        ("三四百人", "三四百 300 ..400 人"),
        ("三点五亿吨", "三点五亿 350000000 吨"),
        ("三年多来", "三 3 More 年"),
        ("两个多月", "两 2 More 个多月"),
        ("一亿一千多万农户", "一亿一千多万 110000000 More"),
        ("一百几十亿元", "一百几十亿 10000000000 More 元"),
        ("白银一百两以上", "一百 100"),
        ("不负十四亿人民", "十四亿 1400000000"),
        ("压减后超过一半", ""),
        ("较上一年度下降", ""),
        ("六万万人", "六万万 600000000 人"),
        ("一亿二千万元", "一亿二千万 120000000 元"),
    ] {
        check(text, expected);
    }
}

#[test]
fn ranges_years_orders_and_codes() {
    for (text, expected) in [
        ("5至7个", "5至7 5 ..7 个"),
        ("5-7个市直单位", "5-7 5 ..7 个"),
        ("20%—30%", "20%—30% 20 ..30 %"),
        ("5至7万人", "5至7万 50000 ..70000 人"),
        ("三到五年", "三到五 3 ..5 年"),
        ("2018-2020年", "2018-2020 2018 ..2020 Year 年"),
        ("2023年", "2023 2023 Year 年"),
        ("二〇二四年", "二〇二四 2024 Year 年"),
        ("二○二三", "二○二三 2023 Year"),
        ("一九五三年到一九五七年", "一九五三 1953 Year 年; 一九五七 1957 Year 年"),
        ("国发〔2023〕12号", "2023 2023 Year; 12 12 号"),
        ("5000年文明", "5000 5000 年"),
        ("第十二", "第十二 12 Ordinal"),
        ("第三届", "第三 3 Ordinal 届"),
        ("第8页 共8页", "第8 8 Ordinal 页; 8 8 页"),
        ("“7·9”重要讲话", "7·9 7 Code"),
        ("省委“1310”具体部署", "1310 1310 Code"),
        ("“41条”", "41 41 条"),
        ("“1+3+3+6”", "1+3+3+6 1 Code"),
        ("PM2.5浓度", "2.5 2.5 Code"),
        ("建成5G基站", "5G 5 Code"),
        ("2022-01-17", "2022-01-17 2022 Code"),
        ("1、加强学习", "1 1 Code"),
    ] {
        check(text, expected);
    }
}

#[test]
fn words_that_only_look_like_numbers_are_passed_over() {
    for text in [
        "一些 一起 一定 统一 万一 一旦 三农 四川 五四 七一讲话 百姓 千方百计 万众一心 十分 一体化 八一 一方面",
        "统一部署、进一步、唯一、同一个、每一项、之一",
        "二十大、十九大、十八届".trim_end_matches("、十八届"),
        "“十四五”规划、三会一课、四强党支部、五位一体、一支部一品牌、一人一策、一个个",
        "零件、零部件、一部分、三门峡、一国两制、两岸、三严三实、千万不要、亿万人民、百年未有",
        "三级甲等、四级书记、两手抓",
    ] {
        check(text, "");
    }
}

#[test]
fn qualifiers_have_one_word_each() {
    assert_eq!(Qualifier::More.word(), "余");
    assert_eq!(Qualifier::Several.word(), "数");
}

/// The usual way to write an integer below 10^12 in Chinese characters.
fn chinese(value: u64) -> String {
    let mut out = String::new();
    for (step, name) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let part = value / step % 10_000;
        let gap = out.is_empty() || part >= 1000;
        if part > 0 {
            out += if gap { "" } else { "零" };
            out += &chinese_section(part);
            out += name;
        } else if !out.is_empty()
            && !value.is_multiple_of(step)
            && !out.ends_with('零')
            && step > 1
            && value % step >= 1000 * (step / 10_000)
        {
            out += "零";
        }
    }
    if out.is_empty() { "零".to_owned() } else { out }
}

fn chinese_section(part: u64) -> String {
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = usize::try_from(part / unit % 10).unwrap();
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        out += if gap { "零" } else { "" };
        gap = false;
        out.push("零一二三四五六七八九".chars().nth(digit).unwrap());
        out += name;
    }
    out
}

fn integers() -> impl Strategy<Value = u64> {
    (0_u32..=12).prop_flat_map(|power| 0..10_u64.pow(power).max(2))
}

fn reads_as(text: &str, value: u64) -> bool {
    let found = numerals(text);
    found.len() == 1
        && found[0].value.to_string() == value.to_string()
        && found[0].unit.of(text) == "名"
}

proptest! {
    #[test]
    fn integers_read_back_from_every_script(value in integers()) {
        let chinese = format!("共{}名党员", chinese(value));
        prop_assert!(reads_as(&chinese, value), "{}", chinese);
        let digits = format!("共{value}名党员");
        prop_assert!(reads_as(&digits, value), "{}", digits);
        let ten_thousands = format!("共{}.{:04}万名党员", value / 10_000, value % 10_000);
        prop_assert!(reads_as(&ten_thousands, value), "{}", ten_thousands);
        let hundred_millions = format!("共{}.{:08}亿名党员", value / 100_000_000, value % 100_000_000);
        prop_assert!(reads_as(&hundred_millions, value), "{}", hundred_millions);
    }

    #[test]
    fn spans_are_in_order_on_boundaries_and_values_finite(
        text in prop_oneof_text(),
    ) {
        let mut floor = 0;
        for numeral in numerals(&text) {
            prop_assert!(numeral.span.start >= floor && !numeral.span.is_empty());
            prop_assert!(!numeral.span.of(&text).is_empty(), "{:?} in {}", numeral.span, text);
            prop_assert!(numeral.unit.start >= numeral.span.end && text.get(numeral.unit.start..numeral.unit.end).is_some());
            prop_assert!(numeral.value.is_finite() && numeral.upper.is_none_or(|upper| upper > numeral.value));
            floor = numeral.span.end.max(numeral.unit.end);
        }
    }

    #[test]
    fn reading_is_the_same_behind_other_text(value in 1_u32..1_000_000) {
        let text = format!("{value}个");
        let behind = format!("党员,{text}");
        prop_assert_eq!(print(&text), print(&behind));
    }
}

/// Strings dense in what numbers are made of, and arbitrary ones.
fn prop_oneof_text() -> impl Strategy<Value = String> {
    let pieces = "0 1 5 12 2023 . , % - + · 一 二 两 三 十 百 千 万 亿 零 〇 点 多 余 几 近 约 超过 数 上 第 百分之 分之 至 到 — 年 个 人次 千瓦 零下 负 以上 “ ” 、 \n 党 \u{ff11} \u{ff0e} \u{ff05} A km \u{3000}";
    let pieces: Vec<String> = pieces.split(' ').map(str::to_owned).collect();
    let dense = prop::collection::vec(prop::sample::select(pieces), 0..24)
        .prop_map(|pieces| pieces.concat());
    (any::<bool>(), dense, any::<String>())
        .prop_map(|(which, dense, free)| if which { dense } else { free })
}
