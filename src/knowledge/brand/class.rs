//! The words that say what sort of practice a name is, and how they stand behind it.

use crate::knowledge::rules::{File, Words, list};

/// Class words, longer ones before those that they end in or begin with.
static CLASSES: Words = Words::new(|| list(File::Brands, "class"));

/// What goes on after a class word and makes it another word.
const GOES_ON: [(&str, &[&str]); 11] = [
    (
        "党建",
        &[
            "引领", "工作", "活动", "阵地", "带", "促", "联", "与", "和", "业务", "融", "共",
            "服务", "育", "赋", "统", "强", "聚", "凝", "助", "创", "示范", "案例", "联盟", "特色",
            "项目", "小",
        ],
    ),
    ("行动", &["自觉", "派", "力", "指南", "纲领", "上"]),
    ("计划", &["生育", "单列", "经济", "性", "外"]),
    ("服务", &["热线", "对象", "型", "业", "器", "费", "意识", "质量", "能力", "水平"]),
    ("活动", &["室", "中心", "日", "场所", "力", "阵地", "载体", "方式", "制度"]),
    ("工程", &["师", "款", "质量"]),
    ("平台", &["期"]),
    ("窗口", &["期"]),
    ("体系", &["化"]),
    ("模式", &["化", "识别"]),
    ("项目", &["标", "部", "化", "上"]),
];

/// What stands between a name and its class word in no name's company: a clause goes on there.
static BREAKS: Words = Words::new(|| list(File::Brands, "breaks"));

/// The class word of a name stands no further behind it, in characters.
const REACH: usize = 14;

/// What stands between two class words, in characters.
const MODIFIER: usize = 2;

/// Class words that end many a phrase that names nothing.
static COMMON: Words = Words::new(|| list(File::Brands, "common"));

/// The class word behind a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class {
    /// The word.
    pub(super) word: &'static str,
    /// Bytes from the end of the name to the end of the word.
    pub(super) end: usize,
}

/// The class word that `after`, the text behind a name, leads to: 党建品牌, 珠澳直播平台.
pub(super) fn class_behind(after: &str) -> Option<Class> {
    let own = after.strip_prefix('的').unwrap_or(after);
    let skipped = after.len() - own.len();
    let reach = own.char_indices().nth(REACH).map_or(own.len(), |(at, _)| at);
    let places = own[..reach].char_indices().map(|(at, _)| at);
    let mut words = places.filter_map(|at| class_at(&own[at..]).map(|word| (at, word)));
    let (at, word) = words.next().filter(|(at, _)| holds_together(&own[..*at]))?;
    let mut class = Class { word, end: at + word.len() };
    // Of several class words the last counts: 品牌推选活动.
    for (at, word) in words {
        let near = at >= class.end && own[class.end..at].chars().count() <= MODIFIER;
        if near && holds_together(&own[class.end..at]) {
            class = Class { word, end: at + word.len() };
        }
    }
    Some(Class { end: class.end + skipped, ..class })
}

/// Whether what stands before a class word only says more of it. 的 may stand right before it.
fn holds_together(between: &str) -> bool {
    // One verb alone governs the class word: “循法善治”讲服务.
    let governed = ["讲", "抓", "促", "强", "做", "办", "搞", "说"].contains(&between);
    let between = between.strip_suffix('的').unwrap_or(between).replace("精神文明", "");
    !governed
        && !between.contains('的')
        && !BREAKS.iter().any(|word| between.contains(word))
        && !between.contains(['\n', ' '])
}

/// The class word that `text` begins with.
fn class_at(text: &str) -> Option<&'static str> {
    let word = CLASSES.iter().find(|word| text.starts_with(**word))?;
    let after = &text[word.len()..];
    let other = GOES_ON
        .iter()
        .any(|(class, next)| class == word && next.iter().any(|next| after.starts_with(next)));
    (!other).then_some(*word)
}

/// The class word that a name itself ends in: “五力工程”, “思想理论讲坛”.
pub(super) fn class_inside(name: &str) -> Option<&'static str> {
    let word = CLASSES.iter().find(|word| name.ends_with(**word))?;
    let own = name[..name.len() - word.len()].chars().count();
    (own >= 2 && !COMMON.contains(word)).then_some(*word)
}

/// The class word right before a name: 品牌“X”, 品牌是“X”, 活动有“X”, 以“X”为品牌 is another case.
pub(super) fn class_before(before: &str) -> Option<&'static str> {
    const LINKS: [&str; 11] =
        ["分别是", "分别为", "包括", "如", "有", "是", "为", "叫", "即", "：", ":"];
    /// Words that need no link.
    const DIRECT: [&str; 6] = ["品牌", "工作法", "平台", "小程序", "公众号", "项目"];
    let before = before.trim_end();
    if let Some(before) = LINKS.iter().find_map(|link| before.strip_suffix(*link)) {
        let before = before.trim_end_matches(['，', ',', '主', '要']);
        let word = CLASSES.iter().find(|word| before.ends_with(**word))?;
        // “五学”机制包括: what follows belongs to a practice that has its name.
        let named = before[..before.len() - word.len()].ends_with(['”', '」']);
        return (!named).then_some(*word);
    }
    DIRECT.iter().find(|word| before.ends_with(**word)).copied()
}

/// What names are that won an honour of their kind: “X”获评全国机关党建“典型品牌”.
pub(super) fn class_won(after: &str) -> Option<&'static str> {
    // 从2700余个品牌中胜出，|获评….
    let after = match after.split_once('，') {
        Some((clause, rest))
            if clause.starts_with(['从', '在', '于']) && clause.chars().count() <= AMONG =>
        {
            rest
        }
        _ => after,
    };
    let verbs = ["获评", "被评为", "入选", "荣获", "获得"];
    let won = verbs.iter().find_map(|verb| after.strip_prefix(*verb))?;
    let clause = won.split(['，', '。', '；', '（', '\n']).next().unwrap_or(won);
    let kinds = ["品牌", "工作法", "案例", "项目"].into_iter();
    kinds.into_iter().find(|kind| clause.trim_end_matches(['”', '」']).ends_with(kind))
}

/// A clause of what a name was chosen from is no longer than this, in characters.
const AMONG: usize = 24;

/// The class word of 以“X”为品牌 and 以“X”为党建品牌.
pub(super) fn class_made(before: &str, after: &str) -> Option<Class> {
    let as_class = before.ends_with('以').then(|| after.strip_prefix('为')).flatten()?;
    // 以“X”为主题的党建工作品牌.
    let of = ["主题的", "主线的", "核心的", "载体的", "内容的"];
    let said = of.iter().find_map(|word| as_class.strip_prefix(*word)).unwrap_or(as_class);
    let skipped = as_class.len() - said.len();
    let class = class_behind(said).map(|class| Class { end: class.end + skipped, ..class });
    let class = class.filter(|class| class.word.ends_with("品牌"))?;
    Some(Class { end: class.end + '为'.len_utf8(), ..class })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(after: &str, expected: Option<(&str, &str)>) {
        let class = class_behind(after).map(|class| (class.word, &after[..class.end]));
        assert_eq!(class, expected, "{after}");
    }

    #[test]
    fn a_class_word_may_stand_behind_a_modifier() {
        check("党建品牌，推动", Some(("品牌", "党建品牌")));
        check("机关党建工作法经验", Some(("工作法", "机关党建工作法")));
        check("珠澳直播平台、", Some(("平台", "珠澳直播平台")));
        check("全市党员干部讲故事比赛", Some(("比赛", "全市党员干部讲故事比赛")));
        check("的学习品牌", Some(("品牌", "的学习品牌")));
    }

    #[test]
    fn what_goes_on_is_no_class() {
        check("职责定位，打造品牌", None);
        check("推动党建工作机制", None);
        check("的行动自觉", None);
        check("等方式开展活动", None);
        check("党支部", None);
    }

    #[test]
    fn a_name_may_hold_its_class_or_follow_it() {
        assert_eq!(class_inside("五力工程"), Some("工程"));
        assert_eq!(class_inside("大服务"), None);
        assert_eq!(class_before("学习组织的品牌是"), Some("品牌"));
        assert_eq!(class_before("打造机关党建品牌"), Some("品牌"));
        assert_eq!(class_before("在活动中强调"), None);
        assert_eq!(class_made("以", "为党建品牌").map(|class| class.end), Some("为党建品牌".len()));
    }
}
