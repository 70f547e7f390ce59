//! Short and full names of organizations joined: 珠海市直机关工委 is 珠海市直属机关工作委员会.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::text::Span;

/// Short endings of names with the full ones, longer ones first where one ends with another.
const ENDINGS: [(&str, &str); 42] = [
    ("区直机关工委", "直属机关工作委员会"),
    ("直属机关工委", "直属机关工作委员会"),
    ("直机关工委", "直属机关工作委员会"),
    ("机关工委", "直属机关工作委员会"),
    ("发展改革委", "发展和改革委员会"),
    ("发改委", "发展和改革委员会"),
    ("发展改革局", "发展和改革局"),
    ("发改局", "发展和改革局"),
    ("工信厅", "工业和信息化厅"),
    ("工信局", "工业和信息化局"),
    ("工业和信息化委", "工业和信息化委员会"),
    ("人力资源社会保障厅", "人力资源和社会保障厅"),
    ("人力资源社会保障局", "人力资源和社会保障局"),
    ("人社厅", "人力资源和社会保障厅"),
    ("人社局", "人力资源和社会保障局"),
    ("住房城乡建设厅", "住房和城乡建设厅"),
    ("住房城乡建设局", "住房和城乡建设局"),
    ("住建厅", "住房和城乡建设厅"),
    ("住建局", "住房和城乡建设局"),
    ("市场监管局", "市场监督管理局"),
    ("卫生健康委", "卫生健康委员会"),
    ("卫健委", "卫生健康委员会"),
    ("卫健局", "卫生健康局"),
    ("文旅厅", "文化和旅游厅"),
    ("文旅局", "文化和旅游局"),
    ("国资委", "国有资产监督管理委员会"),
    ("应急局", "应急管理局"),
    ("退役军人局", "退役军人事务局"),
    ("医保局", "医疗保障局"),
    ("城管局", "城市管理局"),
    ("环保局", "环境保护局"),
    ("资规局", "自然资源和规划局"),
    ("信访办", "信访办公室"),
    ("编办", "机构编制委员会办公室"),
    ("网信办", "网络安全和信息化委员会办公室"),
    ("外办", "外事工作委员会办公室"),
    ("台办", "台湾工作办公室"),
    ("改革办", "全面深化改革委员会办公室"),
    ("管委会", "管理委员会"),
    ("人大常委会", "人民代表大会常务委员会"),
    ("政府", "人民政府"),
    ("政府办公厅", "人民政府办公厅"),
];

/// National organizations: what a text calls them, and their full names (the list of the State
/// Council's organization of 2023, the Central Committee's organs, the courts), and the two of the
/// 42 customs districts that no province, prefecture or city gives its name.
const NATIONAL: [(&str, &str); 70] = [
    ("党中央", "中共中央"),
    ("中共中央", "中共中央"),
    ("拱北海关", "拱北海关"),
    ("黄埔海关", "黄埔海关"),
    ("国务院", "国务院"),
    ("国务院办公厅", "国务院办公厅"),
    ("中央办公厅", "中共中央办公厅"),
    ("中办", "中共中央办公厅"),
    ("中共中央办公厅", "中共中央办公厅"),
    ("中央组织部", "中共中央组织部"),
    ("中组部", "中共中央组织部"),
    ("中共中央组织部", "中共中央组织部"),
    ("中央宣传部", "中共中央宣传部"),
    ("中宣部", "中共中央宣传部"),
    ("中央统战部", "中共中央统一战线工作部"),
    ("中央政法委", "中共中央政法委员会"),
    ("中央社会工作部", "中共中央社会工作部"),
    ("中央文明办", "中央精神文明建设办公室"),
    ("中央编办", "中央机构编制委员会办公室"),
    ("中央网信办", "中央网络安全和信息化委员会办公室"),
    ("中央纪委国家监委", "中央纪委国家监委"),
    ("中央纪委", "中共中央纪律检查委员会"),
    ("中央和国家机关工委", "中央和国家机关工作委员会"),
    ("中央和国家机关工作委员会", "中央和国家机关工作委员会"),
    ("全国人大常委会", "全国人民代表大会常务委员会"),
    ("全国人大", "全国人民代表大会"),
    ("全国政协", "中国人民政治协商会议全国委员会"),
    ("最高人民法院", "最高人民法院"),
    ("最高法", "最高人民法院"),
    ("最高人民检察院", "最高人民检察院"),
    ("最高检", "最高人民检察院"),
    ("外交部", "外交部"),
    ("国家发展改革委", "国家发展和改革委员会"),
    ("国家发改委", "国家发展和改革委员会"),
    ("国家发展和改革委员会", "国家发展和改革委员会"),
    ("教育部", "教育部"),
    ("科技部", "科学技术部"),
    ("工业和信息化部", "工业和信息化部"),
    ("工信部", "工业和信息化部"),
    ("公安部", "公安部"),
    ("民政部", "民政部"),
    ("司法部", "司法部"),
    ("财政部", "财政部"),
    ("人力资源社会保障部", "人力资源和社会保障部"),
    ("人社部", "人力资源和社会保障部"),
    ("自然资源部", "自然资源部"),
    ("生态环境部", "生态环境部"),
    ("住房城乡建设部", "住房和城乡建设部"),
    ("住房和城乡建设部", "住房和城乡建设部"),
    ("住建部", "住房和城乡建设部"),
    ("交通运输部", "交通运输部"),
    ("水利部", "水利部"),
    ("农业农村部", "农业农村部"),
    ("商务部", "商务部"),
    ("文化和旅游部", "文化和旅游部"),
    ("国家卫生健康委", "国家卫生健康委员会"),
    ("国家卫健委", "国家卫生健康委员会"),
    ("退役军人事务部", "退役军人事务部"),
    ("应急管理部", "应急管理部"),
    ("中国人民银行", "中国人民银行"),
    ("审计署", "审计署"),
    ("海关总署", "海关总署"),
    ("税务总局", "国家税务总局"),
    ("国家税务总局", "国家税务总局"),
    ("市场监管总局", "国家市场监督管理总局"),
    ("国家统计局", "国家统计局"),
    ("国家医保局", "国家医疗保障局"),
    ("全国总工会", "中华全国总工会"),
    ("全国妇联", "中华全国妇女联合会"),
    ("共青团中央", "共产主义青年团中央委员会"),
];

static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let built = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(NATIONAL.iter().map(|(name, _)| name));
    built.expect("a few dozen names fit an automaton")
});

/// The full form of an organization's name that already has its place: short endings are written
/// out. A name without one is full.
#[must_use]
pub fn full_name(name: &str) -> String {
    for (short, full) in ENDINGS {
        let Some(stem) = name.strip_suffix(short) else { continue };
        // 市人民政府 is full; 市委外办 keeps its 市委.
        if !stem.is_empty() && !name.ends_with(full) && !stem.ends_with("人民") {
            let stem =
                stem.strip_suffix("党委").filter(|_| short == "区直机关工委").unwrap_or(stem);
            return format!("{stem}{full}");
        }
    }
    name.to_owned()
}

/// The national organizations that a text names, with their full names, in order.
#[must_use]
pub fn national(text: &str) -> Vec<(Span, &'static str)> {
    let found = AUTOMATON
        .find_iter(text)
        .map(|it| (Span::new(it.start(), it.end()), NATIONAL[it.pattern().as_usize()].1));
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_endings_are_written_out_and_full_names_stay() {
        for (name, expected) in [
            ("珠海市直机关工委", "珠海市直属机关工作委员会"),
            ("珠海市直属机关工作委员会", "珠海市直属机关工作委员会"),
            ("广西壮族自治区区直机关工委", "广西壮族自治区直属机关工作委员会"),
            ("深圳市市场监管局", "深圳市市场监督管理局"),
            ("深圳市政府", "深圳市人民政府"),
            ("深圳市人民政府", "深圳市人民政府"),
            ("深圳市政府办公厅", "深圳市人民政府办公厅"),
            ("珠海市财政局", "珠海市财政局"),
        ] {
            assert_eq!(full_name(name), expected, "{name}");
        }
    }

    #[test]
    fn national_organizations_have_one_name() {
        let names: Vec<_> =
            national("中组部、国家发改委和工信部").into_iter().map(|it| it.1).collect();
        assert_eq!(names, ["中共中央组织部", "国家发展和改革委员会", "工业和信息化部"]);
    }
}
