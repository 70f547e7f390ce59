//! Figures as they stand in official prose.

use super::*;
use crate::document::outline::{Piece, outline};
use crate::document::{DocumentId, FrontMatter};

fn read(text: &str) -> Vec<(Claim, String)> {
    let front_matter = serde_json::json!({ "title": "甲", "kind": "case" });
    let front_matter: FrontMatter = serde_json::from_value(front_matter).unwrap();
    let id = DocumentId::parse("甲").unwrap();
    let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
    let passages = outline(text, &whole).passages;
    let reading = Reading::new(&id, &front_matter, None, &passages);
    let all = (0..reading.prose.len()).flat_map(|at| {
        let plain = reading.prose[at].plain.clone();
        claims(&reading, at).into_iter().map(move |claim| {
            let text = claim.span.of(&plain).to_owned();
            (claim, text)
        })
    });
    all.collect()
}

/// One line a figure: name, value, unit, qualifier, verb, text.
fn check(text: &str, expected: &[&str]) {
    let lines: Vec<String> = read(text)
        .into_iter()
        .map(|(claim, text)| {
            let it = claim.details;
            let upper = it.upper.map_or(String::new(), |upper| format!("~{upper}"));
            let value = it.value.unwrap();
            format!(
                "{} {value}{upper}{} [{}] {} {text}",
                claim.name, it.unit, it.qualifier, it.verb
            )
        })
        .collect();
    assert_eq!(lines, expected, "{text}");
}

#[test]
fn a_comparison_is_neither_measure_nor_year() {
    check(
        "基本建设投资五千亿元，比“六五”期间增加百分之四十九。",
        &[
            "基本建设投资 500000000000元 []  基本建设投资五千亿元",
            "基本建设投资 0.49% [] 增加 增加百分之四十九",
        ],
    );
    check(
        "棉花产量平均每年增加了12万吨。",
        &["棉花产量 120000吨 [] 增加 棉花产量平均每年增加了12万吨"],
    );
    check("全市设监测点120个。", &["监测点 120个 [] 设 设监测点120个"]);
    let years = |text| read(text).iter().map(|(claim, _)| claim.year).collect::<Vec<_>>();
    assert_eq!(years("粮食产量500万吨，比1980年增加20万吨。"), [None, None]);
    assert_eq!(years("2024年粮食产量500万吨。"), [Some(2024)]);
    // What is counted is not said.
    check("百分之九十以上是巩固的。", &[]);
}

#[test]
fn the_same_thing_has_the_same_name_on_either_side_of_its_figure() {
    check("全区评定「四强」党支部539个。", &["四强党支部 539个 [] 评定 评定「四强」党支部539个"]);
    check("创建“四强”党支部750个。", &["四强党支部 750个 [] 创建 创建“四强”党支部750个"]);
    check("目前有750个“四强”党支部。", &["四强党支部 750个 [] 有 有750个“四强”党支部"]);
}

#[test]
fn values_are_in_base_units_with_their_qualifiers() {
    check("完成1.67万家企业整治。", &["企业整治 16700家 [] 完成 完成1.67万家企业整治"]);
    check("累计培训1.69万余人次。", &["培训 16900人次 [余] 培训 培训1.69万余人次"]);
    check("群众满意率均超过90%。", &["群众满意率 0.9% [超过]  群众满意率均超过90%"]);
    check("网站访问量达530多万。", &["网站访问量 5300000 [多] 达 网站访问量达530多万"]);
    check("办结实事1.2万件。", &["实事 12000件 [] 办结 办结实事1.2万件"]);
    check("每次组织5-7个单位参加。", &[]);
}

#[test]
fn words_that_hold_a_verb_are_not_cut_at_it() {
    check("高校毕业生820多万人。", &["高校毕业生 8200000人 [多]  高校毕业生820多万人"]);
    check("汽车保有量突破3亿辆。", &["汽车保有量 300000000辆 [突破]  汽车保有量突破3亿辆"]);
    check("城镇调查失业率平均为5.1%。", &["城镇调查失业率 0.051% [] 为 城镇调查失业率平均为5.1%"]);
    check("审批时间压缩到5个工作日。", &["审批时间 5个工作日 [] 压缩到 审批时间压缩到5个工作日"]);
    check(
        "产值增加到121亿元，五年年均增长5.2%。",
        &["产值 12100000000元 [] 增加到 产值增加到121亿元", "产值 0.052% [] 年均增长 年均增长5.2%"],
    );
    check(
        "新设14个国家自主创新示范区。",
        &["国家自主创新示范区 14个 [] 新设 新设14个国家自主创新示范区"],
    );
}

#[test]
fn a_row_of_figures_keeps_each_its_own_measure() {
    check(
        "表彰先进党组织30个、优秀党员100名。",
        &["先进党组织 30个 [] 表彰 表彰先进党组织30个", "优秀党员 100名 [] 表彰 优秀党员100名"],
    );
    check(
        "梳理形成13大类78项事项清单。",
        &["事项清单 13大类 [] 形成 形成13大类", "事项清单 78项 [] 形成 78项事项清单"],
    );
    check(
        "考核项目、末端指标的压减率分别达到61.36%、77.8%。",
        &[
            "考核项目压减率 0.6136% [] 达到 考核项目、末端指标的压减率分别达到61.36%",
            "末端指标压减率 0.778% [] 达到 77.8%",
        ],
    );
}

#[test]
fn what_names_dates_and_orders_is_no_figure() {
    for text in [
        "2024年7月9日，五年来，连续3年，近三年。",
        "聚焦“1310”部署，落实1+3+3+6工作思路，学习「7·9」讲话。",
        "第十二条、第三批、第1页；党的二十大、十九届四中全会。",
        "落实三会一课，建设四强党支部，打通最后一公里，一批、一系列、一个中心。",
        "从四个方面发力，抓好三项重点任务。",
        "《珠海市三年行动计划（2021-2023年）》提出“1个品牌”。",
        "电话0756-2121212，邮编519000，上午9点30分。",
        "党员应当有3人以上。",
    ] {
        check(text, &[]);
    }
}

#[test]
fn shares_and_changes_keep_base_and_verb() {
    check(
        "农村居民人均收入增长9.8%。",
        &["农村居民人均收入 0.098% [] 增长 农村居民人均收入增长9.8%"],
    );
    check(
        "关税总水平由9.8%降至7.5%。",
        &["关税总水平 0.098% [] 降至 关税总水平由9.8%", "关税总水平 0.075% [] 降至 降至7.5%"],
    );
    let base = |text: &str| read(text)[0].0.details.base.clone();
    assert_eq!(base("657个党支部通过验收，占支部总数的57%。"), "");
    assert_eq!(read("657个党支部通过验收，占支部总数的57%。")[1].0.details.base, "支部总数");
}

proptest::proptest! {
    #[test]
    fn every_span_lies_in_its_passage(parts in proptest::collection::vec(piece(), 0..40)) {
        let text = parts.concat();
        let front_matter = serde_json::json!({ "title": "甲", "kind": "case" });
        let front_matter: FrontMatter = serde_json::from_value(front_matter).unwrap();
        let id = DocumentId::parse("甲").unwrap();
        let whole = |text: &str| vec![Piece { span: Span::new(0, text.len()), organization: None }];
        let passages = outline(&text, &whole).passages;
        let reading = Reading::new(&id, &front_matter, None, &passages);
        for at in 0..reading.prose.len() {
            let plain = &reading.prose[at].plain;
            for claim in claims(&reading, at) {
                proptest::prop_assert!(plain.get(claim.span.start..claim.span.end).is_some());
                proptest::prop_assert!(!claim.span.is_empty() && !claim.name.is_empty());
                proptest::prop_assert!(claim.details.value.is_some_and(f64::is_finite));
            }
        }
    }
}

/// Pieces of official prose, in any order.
fn piece() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::{Just, Strategy, any, prop_oneof};
    let words = [
        "培训",
        "评定",
        "「四强」党支部",
        "“",
        "”",
        "《",
        "》",
        "的",
        "、",
        "，",
        "。",
        "\n",
        "万",
        "余",
        "个",
        "家",
        "%",
        "分别",
        "达到",
        "占",
        "增长",
        "由",
        "降至",
        "2024年",
        "以来",
        "每月",
        "共",
        "人次",
        "(套)",
        "（次）",
        "累计",
        "近",
        "珠海市",
        "市财政局",
        "和",
        "及",
        "等",
        "第",
        "三",
        "十",
        "一",
        "届",
        "之一",
        "0.5",
        "亿元",
        "为",
        "有",
        "了",
    ];
    prop_oneof![
        proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        (0_u32..100_000).prop_map(|number| number.to_string()),
        any::<char>().prop_map(String::from),
        Just("　".to_owned()),
    ]
}

#[test]
fn figures_of_tables_have_row_column_and_unit() {
    let text = "单位：万元\n\n| 指标 | 2023年 | 比上年增长 |\n|---|---|---|\n\
        | 地区生产总值 | 1058500 | 0.6% |\n| 粮食产量（万吨） | 12.5 | -3.1% |\n";
    let lines: Vec<String> = read(text)
        .into_iter()
        .map(|(claim, _)| {
            let year = claim.year.map_or(String::new(), |year| year.to_string());
            let it = claim.details;
            format!("{} {}{} {year} {}", it.measure, it.value.unwrap(), it.unit, it.direction)
        })
        .collect();
    assert_eq!(
        lines,
        [
            "地区生产总值 10585000000元 2023 ",
            "地区生产总值 0.006%  up",
            "粮食产量 125000吨 2023 ",
            "粮食产量 -0.031%  down",
        ]
    );
}

#[test]
fn ranges_and_marks_are_read_whole() {
    check("处理工单12万+件。", &["工单 120000件 [+] 处理 处理工单12万+件"]);
    check("走访农户三四十户。", &["农户 30~40户 [] 走访 走访农户三四十户"]);
    check("旅客吞吐量突破90万大关。", &["旅客吞吐量 900000 [突破]  旅客吞吐量突破90万"]);
    check("七台河市设立便民点。", &[]);
}

#[test]
fn rows_of_shares_are_shared_out() {
    let measures = |text| -> Vec<String> {
        read(text).into_iter().map(|(claim, _)| claim.details.measure).collect()
    };
    assert_eq!(
        measures("农村卫生厕所普及率、生活垃圾覆盖率、污水治理率分别提高到88%、83.6%、87.5%。"),
        ["农村卫生厕所普及率", "生活垃圾覆盖率", "污水治理率"]
    );
    assert_eq!(
        measures("城镇、农村居民收入分别达到3万元、2万元，分别增长5%、6%。"),
        ["城镇居民收入", "农村居民收入", "城镇居民收入", "农村居民收入"]
    );
    assert_eq!(measures("投资占生产总值的比重为23.8%。"), ["投资占生产总值的比重"]);
    assert_eq!(measures("债务4300万元，已化解1352万元。"), ["债务", "债务"]);
    assert_eq!(measures("实施6项河道保护重点工程。"), ["河道保护重点工程"]);
}
