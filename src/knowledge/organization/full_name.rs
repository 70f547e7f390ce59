//! Short and full names of organizations joined: 珠海市直机关工委 is 珠海市直属机关工作委员会.

use crate::knowledge::rules::{File, Rules};
use crate::text::Span;

/// Short endings of names with the full ones, longer ones first where one ends with another.
const ENDINGS: [(&str, &str); 43] = [
    ("府办", "人民政府办公室"),
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

/// The national organizations that a text names, with their full names, in order; also those of
/// other levels that are called by what they do alone (发展改革委, 国资委).
#[must_use]
pub fn national(text: &str) -> Vec<(Span, &'static str)> {
    let found = Rules::shipped().table(File::National).find(text);
    found.map(|hit| (hit.span, hit.rule.class.as_str())).collect()
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
