//! Sentences told in other words with one thing wrong: a name, a list, a year, a place, a body, a
//! holder, a rank, a unit. What is told right in the same words is quiet.

use dianan::check::{Draft, Verdict, check};

use crate::test_library::TestLibrary;

const FIXTURE: &str = "\
//- reports/qingshi.md
# 青石镇人民政府2024年工作总结
青石镇以“三石争先”行动推动乡村振兴，全年经营性收入1316.5万元，土地确权面积101256亩，年末累计在库项目29个。

全镇推进决策、执行、管理、服务和结果“五公开”，着力推进“五个突破”，深化审批改革攻坚。
//- cases/wenming.md region=山西省/大同市
# 大同市多个集体受到表彰
10个单位被授予第七届全国文明单位称号。

第七届全国文明单位：大同市司法局、大同市第五人民医院、大同市政务服务中心。
//- cases/chezhan.md region=福建省/福州市
# 福州车站派出所荣立集体一等功
日前，南昌铁路公安局福州公安处福州车站派出所被公安部授予集体一等功。
//- cases/pinpai.md region=内蒙古自治区/鄂尔多斯市/准格尔旗
# 准格尔旗：机关党组织的品牌
准格尔旗市场监管局机关党委创建了“市场卫士服务先锋”党建品牌，旗文广旅游局党总支创建了“传承、创新、繁荣”党建品牌，旗城管局党支部创建了“人文城管、品质服务”党建品牌。
//- policies/yanglao.md region=山西省/阳泉市 number=阳政办发〔2020〕15号 organization=阳泉市人民政府办公室
# 阳泉市人民政府办公室关于印发《阳泉市推进养老服务发展实施方案》的通知
阳泉市人民政府办公室印发《阳泉市推进养老服务发展实施方案》，要求到2022年每个县区至少建一所养老机构。
//- reports/dongwu.md region=内蒙古自治区/锡林郭勒盟/东乌珠穆沁旗
# 东乌珠穆沁旗政府工作报告
四年来，固定资产投资累计完成65.3亿元，年均增长2.3%；社会消费品零售总额累计完成43.5亿元，年均增长1.3%。
//- reports/shiquan.md region=陕西省/安康市
# 上半年全市经济运行情况
2023年上半年全市生产总值593.11亿元，同比下降4.2%，常住人口城镇化率比上年末提高0.9个百分点。
//- reports/qinxian.md region=山西省/长治市/沁县
# 沁县政府工作报告
2024年，全县实现地区生产总值96.3亿元、增长6.4%；年末城镇登记失业率2.07%，低于3.5%的控制目标。
//- policies/zhiliang.md region=山西省/晋城市
# 关于颁发第七届市长质量奖的决定
决定授予甲山有限公司、乙水机械有限公司“晋城市第七届市长质量奖”。
//- policies/xuexiao.md region=山西省/运城市
# 关于创建示范学校的通知
全市创建30所党建品牌示范学校（盐湖区、永济市、河津市各4所，其余县各2所）。
//- cases/qixiang.md
# 白塔气象：党建品牌促服务
筑牢防灾减灾第一道防线，有效应对了台风、暴雨等34场次的灾害性天气过程。
";

/// What a sentence is blamed with: the messages of what differs.
fn blamed(library: &TestLibrary, sentence: &str) -> Vec<String> {
    let draft = Draft::pasted(sentence).expect("a draft");
    let report = check(&library.snapshot(), &draft).expect("it is checked");
    let differs = report.findings.into_iter();
    let differs = differs.filter(|it| matches!(it.verdict, Verdict::Differs | Verdict::Elsewhere));
    differs.map(|it| format!("{} {:?}", it.message, it.suggestion)).collect()
}

#[test]
fn one_thing_that_stands_in_the_place_of_another_is_told() {
    let library = TestLibrary::new(FIXTURE);
    for (sentence, held) in [
        ("青石镇以“三石争光”行动推动乡村振兴。", "三石争先"),
        ("青石镇推进决策、执行、管理、监督和结果“五公开”。", "服务"),
        ("青石镇着力推进“六个突破”，深化审批改革攻坚。", "五个突破"),
        ("青石镇2024年全年经营性收入1361.5万元。", "1316.5"),
        ("2024年末，青石镇累计在库项目39个。", "29"),
        ("大同市第三人民医院获评第七届全国文明单位。", "大同市第五人民医院"),
        ("福州车站派出所被公安部授予集体二等功。", "一等功"),
        ("厦门车站派出所被公安部授予集体一等功。", "福州"),
        ("准格尔旗市场监管局机关党委创建了“传承、创新、繁荣”党建品牌。", "文广旅游局"),
        ("《阳泉市推进养老服务发展实施方案》由阳泉市民政局印发。", "人民政府办公室"),
        ("2024年，沁县地区生产总值下降6.4%。", "增长"),
        ("沁县2024年末城镇登记失业率为3.5%。", "2.07"),
        ("白塔气象部门筑牢防灾减灾第一道防线，有效应对43场次灾害性天气过程。", "34"),
        ("《阳泉市推进养老服务发展实施方案》的文号为阳政办发〔2020〕25号。", "〔2020〕15号"),
        ("2023年上半年安康市生产总值593.11亿元，同比增长4.2%。", "下降"),
        ("2023年上半年，安康市常住人口城镇化率比上年末提高0.9‰。", "个百分点"),
    ] {
        let blamed = blamed(&library, sentence);
        assert!(blamed.iter().any(|it| it.contains(held)), "{sentence}: {blamed:?}");
    }
}

#[test]
fn what_is_told_right_in_other_words_is_quiet() {
    let library = TestLibrary::new(FIXTURE);
    for sentence in [
        "乡村振兴方面，青石镇开展了“三石争先”行动。",
        "青石镇的“五公开”即决策、执行、管理、服务和结果公开。",
        "青石镇2024年经营性收入超过1300万元。",
        "大同市第五人民医院获评第七届全国文明单位。",
        "公安部给福州车站派出所记集体一等功。",
        "准格尔旗文广旅游局党总支的党建品牌是“传承、创新、繁荣”。",
        "“人文城管、品质服务”是准格尔旗城管局党支部创建的党建品牌。",
        "阳泉市人民政府办公室印发了《阳泉市推进养老服务发展实施方案》。",
        "四年来，东乌珠穆沁旗固定资产投资累计65.3亿元、社会消费品零售总额累计43.5亿元，年均分别增长2.3%和1.3%。",
        "2023年上半年，安康市生产总值下降4.2%。",
        "丙火科技有限公司获晋城市第八届市长质量奖。",
        "盐湖区、永济市、河津市合计创建12所党建品牌示范学校。",
    ] {
        assert_eq!(blamed(&library, sentence), Vec::<String>::new(), "{sentence}");
    }
}
