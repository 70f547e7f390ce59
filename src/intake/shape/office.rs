//! Lines and beginnings that are the name of a body: 珠海市人民政府办公室, 县委、县政府.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::intake::words::rows;
use crate::knowledge::region;
use crate::text::segment::is_han;

/// The longest name of one body, in characters.
const LONGEST: usize = 32;

/// Ends of names, sure ones and weak ones.
static SURE: LazyLock<HashSet<&str>> = LazyLock::new(|| ends("sure"));
static WEAK: LazyLock<HashSet<&str>> = LazyLock::new(|| ends("weak"));

/// Words that no name of a body holds.
const NOT_INSIDE: [&str; 56] = [
    "级政府",
    "级人民政府",
    "召开",
    "举行",
    "举办",
    "关于",
    "印发",
    "转发",
    "推进",
    "加强",
    "开展",
    "组织开展",
    "的",
    "了",
    "着",
    "为",
    "我",
    "你们",
    "这",
    "全面",
    "深入",
    "切实",
    "各",
    "被",
    "将",
    "把",
    "是",
    "在",
    "对",
    "等",
    "就",
    "强化",
    "落实",
    "坚持",
    "成立",
    "打造",
    "年",
    "月",
    "认真",
    "办理",
    "完成",
    "实施",
    "启用",
    "开幕",
    "让",
    "推出",
    "发布",
    "出台",
    "获",
    "向",
    "走进",
    "做好",
    "略",
    "与",
    "作政府",
    "有关",
];

fn ends(class: &str) -> HashSet<&'static str> {
    let rows = rows(include_str!("../words/offices.tsv"));
    rows.filter(|[_, of]| *of == class).map(|[word, _]| word).collect()
}

/// How far a line is the name of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::intake) enum Sureness {
    /// By its end alone it may be one.
    Weak,
    /// It is one.
    Sure,
}

/// Whether the folded text is the name of one body, from end to end.
pub(in crate::intake) fn one(plain: &str) -> Option<Sureness> {
    let name = plain.trim_start_matches("中共");
    let characters = name.chars().count();
    let letters = name.chars().all(|c| is_han(c) || "()·×x*〇".contains(c) || c.is_ascii_digit());
    if !(2..=LONGEST).contains(&characters)
        || !letters
        || name.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    if NOT_INSIDE.iter().any(|word| name.contains(word)) && !name.contains("等部门") {
        return None;
    }
    let name = name.split('(').next().filter(|head| !head.is_empty()).unwrap_or(name);
    let sure = tails(name).any(|tail| SURE.contains(tail));
    if sure {
        return Some(Sureness::Sure);
    }
    let weak = tails(name).any(|tail| WEAK.contains(tail) && tail.len() < name.len());
    let placed = region::leading(name).is_some_and(|(_, length)| length < name.len());
    match (weak, placed) {
        (true, true) => Some(Sureness::Sure),
        (true, false) => Some(Sureness::Weak),
        _ => None,
    }
}

/// The bodies that the folded text lists and nothing else; a space or 、 parts them.
pub(in crate::intake) fn list(plain: &str) -> Option<Sureness> {
    if let Some(sureness) = one(plain) {
        return Some(sureness);
    }
    let parts: Vec<&str> =
        plain.split(['、', ' ', ',', '/']).filter(|part| !part.is_empty()).collect();
    let sure = parts.iter().map(|part| one(part)).collect::<Option<Vec<_>>>()?;
    sure.into_iter().min()
}

/// Where the name of a body ends that the folded text begins with: the longest beginning that is
/// one and that a place, a level or the country opens.
pub(in crate::intake) fn leading(plain: &str) -> Option<usize> {
    const OPENS: [&str; 13] = [
        "国务院",
        "国家",
        "中国",
        "中共",
        "全国",
        "最高人民",
        "省",
        "市",
        "县",
        "区",
        "州",
        "自治区",
        "旗",
    ];
    let name = plain.trim_start_matches("中共");
    let ministry =
        ["部", "署"].iter().any(|end| name.chars().take(10).collect::<String>().contains(end));
    let county = name.char_indices().nth(2).map_or(name, |(at, _)| &name[..at]);
    let short = county.ends_with(['县', '市', '区', '旗']) && region::lookup(county).len() == 1;
    let opened = short
        || region::leading(name).is_some()
        || OPENS.iter().any(|open| plain.starts_with(open))
        || ministry;
    if !opened {
        return None;
    }
    let ends = plain.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut found: Option<usize> = None;
    for end in ends.take(LONGEST * 2) {
        // An office may go on with another of its own: 人民政府|办公室, 国家税务总局|某县税务局.
        if found.is_some_and(|found| plain[found..end].chars().count() > 8) {
            break;
        }
        if one(&plain[..end]) == Some(Sureness::Sure) && !plain[..end].ends_with("政府政府") {
            found = Some(end);
        }
    }
    found
}

/// The ends of a name up to eight characters, the longest first.
fn tails(name: &str) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
    let first = starts.len().saturating_sub(11);
    starts.into_iter().skip(first).map(|at| &name[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_bodies_are_told_from_other_lines() {
        for name in [
            "珠海市人民政府办公室",
            "国务院",
            "中共哈尔滨市委",
            "县发展改革委",
            "重庆市两江新区管委会",
            "藁城区税务局",
            "大兴安岭地区行政公署",
        ] {
            assert_eq!(one(name), Some(Sureness::Sure), "{name}");
        }
        for line in [
            "推进政务公开办公室建设的意见",
            "关于成立领导小组",
            "强化组织领导",
            "提高服务质量",
            "全市上下",
        ] {
            assert_ne!(one(line), Some(Sureness::Sure), "{line}");
        }
        assert_eq!(list("省物价局、省财政厅"), Some(Sureness::Sure));
        assert_eq!(leading("国务院办公厅关于做好工作的通知"), Some("国务院办公厅".len()));
    }
}
