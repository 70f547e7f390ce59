//! The names of honours in what follows a verb of winning.

use crate::knowledge::region::{self, Level};
use crate::text::Span;
use crate::text::segment::is_han;

/// An honour as the text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Award {
    /// The canonical name.
    pub(super) name: String,
    /// 一等奖, 第一名; empty without one.
    pub(super) rank: String,
    /// The characters that name it.
    pub(super) span: Span,
}

/// Words that only an honour's name ends with.
const ENDINGS: [&str; 54] = [
    "荣誉称号",
    "称号",
    "一等奖",
    "二等奖",
    "三等奖",
    "特等奖",
    "优秀奖",
    "等奖",
    "金奖",
    "银奖",
    "铜奖",
    "奖",
    "奖项",
    "奖章",
    "奖牌",
    "奖状",
    "勋章",
    "等次",
    "等级",
    "金字招牌",
    "招牌",
    "殊荣",
    "荣誉",
    "一等功",
    "二等功",
    "三等功",
    "集体",
    "个人",
    "单位",
    "标兵",
    "能手",
    "冠军",
    "亚军",
    "季军",
    "第一名",
    "第二名",
    "第三名",
    "金牌",
    "银牌",
    "铜牌",
    "之一",
    "百强",
    "十强",
    "十佳",
    "红旗手",
    "先锋号",
    "案例",
    "项目",
    "品牌",
    "先进",
    "优秀",
    "之星",
    "成果",
    "模范",
];

/// Among these endings, which need a word of praise beside them: 优秀|单位, 典型|案例.
const PLAIN: [&str; 9] = ["集体", "个人", "单位", "案例", "项目", "品牌", "成果", "等级", "之一"];
const PRAISE: [&str; 27] = [
    "试点", "优秀", "先进", "典型", "示范", "模范", "文明", "十佳", "十大", "百佳", "百优", "最佳",
    "最美", "最具", "优质", "标杆", "红旗", "五一", "五四", "A级", "一级", "一类", "一流", "创新",
    "精品", "金", "首批",
];

/// Where an honour's name ends inside a clause, outside quote marks.
const STOPS: [&str; 22] = [
    "的有",
    "的是",
    "的成果",
    "并",
    "在全",
    "被",
    "向全",
    "受到",
    "得到",
    "为加",
    "为推",
    "后，",
    "以及在",
    "相关",
    "经验",
    "成为",
    "实现",
    "推动",
    "作为",
    "入选",
    "，",
    "等多项",
];

/// What follows a name and belongs to the claim's characters, not to the name.
const DROPPED: [&str; 9] =
    ["荣誉称号", "称号", "金字招牌", "等次", "荣誉", "殊荣", "之一", "名单", "等"];

const RANKS: [&str; 24] = [
    "一、二、三等奖",
    "一、二等奖",
    "二、三等奖",
    "特等奖",
    "一等奖",
    "二等奖",
    "三等奖",
    "金奖",
    "银奖",
    "铜奖",
    "优秀奖",
    "优胜奖",
    "提名奖",
    "最佳组织奖",
    "第一名",
    "第二名",
    "第三名",
    "冠军",
    "亚军",
    "季军",
    "一等功",
    "二等功",
    "三等功",
    "集体二等功",
];

/// The longest that follows a verb of winning, in characters.
const REACH: usize = 90;

/// Marks at which a clause ends.
pub(super) fn is_border(c: char) -> bool {
    matches!(
        c,
        '，' | '。' | '；' | '！' | '？' | '：' | ',' | ';' | '!' | '?' | ':' | '\n' | '（' | '('
    )
}

/// Where the object that begins at `start` ends: at a border outside quote marks, or at `ceiling`.
pub(super) fn object_end(text: &str, start: usize, ceiling: usize) -> usize {
    let mut depth = 0_i32;
    for (taken, (at, c)) in text[start..].char_indices().enumerate() {
        depth += nesting(c);
        let here = start + at;
        let ended = depth <= 0 && (is_border(c) || here >= ceiling || c == '、' && depth < 0);
        if ended || taken >= REACH || c == '\n' {
            return here;
        }
    }
    text.len()
}

fn nesting(c: char) -> i32 {
    match c {
        '“' | '「' | '『' | '《' | '【' | '‘' => 1,
        '”' | '」' | '』' | '》' | '】' | '’' => -1,
        _ => 0,
    }
}

/// The honours in `object`; without `sure` only those that are named like one.
pub(super) fn awards(text: &str, object: Span, sure: bool) -> Vec<Award> {
    let object = stopped(text, object);
    let parts = parts(text, object);
    parts.into_iter().filter_map(|part| award(text, part, sure)).collect()
}

/// The object up to a word that its name does not hold, or to a figure after a closing quote mark.
fn stopped(text: &str, object: Span) -> Span {
    let mut depth = 0_i32;
    let mut closed = false;
    for (at, c) in object.of(text).char_indices() {
        let here = object.start + at;
        let rest = &text[here..object.end];
        let figure = closed && c.is_ascii_digit();
        if depth == 0 && at > 0 && (figure || STOPS.iter().any(|word| rest.starts_with(word))) {
            return Span::new(object.start, here);
        }
        depth += nesting(c);
        closed = nesting(c) < 0;
    }
    object
}

/// The honours of a row: 获得“甲”一等奖和“乙”; 一、二、三等奖 is one.
fn parts(text: &str, object: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut depth = 0_i32;
    let mut start = object.start;
    for (at, c) in object.of(text).char_indices() {
        depth += nesting(c);
        let here = object.start + at;
        let so_far = &text[start..here];
        let rest = &text[here + c.len_utf8()..object.end];
        let marked = so_far.ends_with(['”', '」', '』', '》'])
            || ENDINGS.iter().any(|it| so_far.ends_with(it));
        let begins =
            rest.starts_with(['“', '「', '『']) || ENDINGS.iter().any(|it| rest.contains(it));
        let joint = matches!(c, '、' | '和' | '及' | '与') && depth <= 0;
        if joint && marked && (begins || c == '、') {
            parts.push(Span::new(start, here));
            start = here + c.len_utf8();
        }
    }
    parts.push(Span::new(start, object.end));
    parts
}

fn award(text: &str, part: Span, sure: bool) -> Option<Award> {
    let span = trimmed(text, part);
    let said = span.of(text);
    let letters = said.chars().filter(|c| is_han(*c)).count();
    if !(2..=48).contains(&letters) || !balanced(said) || !(sure || named_like_one(said)) {
        return None;
    }
    if said.starts_with(|c: char| c.is_ascii_digit()) && !said.contains(['“', '「']) {
        return None;
    }
    let rank = rank(said);
    Some(Award { name: name(said, &rank), rank, span })
}

fn trimmed(text: &str, part: Span) -> Span {
    let said = part.of(text);
    let lead = said.len() - said.trim_start_matches(['了', '为', ' ', '过', '、']).len();
    let keep = said[lead..]
        .trim_end_matches([' ', '、', '和', '及', '与', '以', '先', '也', '还', '均', '后', '时'])
        .len();
    Span::new(part.start + lead, part.start + lead + keep)
}

fn balanced(said: &str) -> bool {
    said.chars().map(nesting).sum::<i32>() == 0
}

/// Whether a text ends like the name of an honour.
fn named_like_one(said: &str) -> bool {
    let plain: String = said.chars().filter(|c| nesting(*c) == 0).collect();
    let praised = PRAISE.iter().any(|word| plain.contains(word));
    let ending = ENDINGS.iter().find(|word| plain.ends_with(**word));
    let money = ["奖励", "奖金", "奖补", "奖学"].iter().any(|word| plain.contains(word));
    match ending {
        Some(word) => !money && (!PLAIN.contains(word) || praised),
        None => [
            "国家级试点",
            "全国试点",
            "示范市",
            "示范区",
            "示范县",
            "示范点",
            "示范单位",
            "文明城市",
            "卫生城市",
        ]
        .iter()
        .any(|word| plain.ends_with(word)),
    }
}

/// The rank that an honour's text gives: 一等奖, 第一名, “优秀”等次.
fn rank(said: &str) -> String {
    if let Some(rank) = RANKS.iter().find(|rank| said.contains(**rank)) {
        return (*rank).to_owned();
    }
    let Some(before) = said.strip_suffix("等次").or_else(|| said.strip_suffix("等级")) else {
        return String::new();
    };
    let bare = before.trim_end_matches(['”', '」']);
    let from =
        bare.rfind(['“', '「']).map(|at| at + bare[at..].chars().next().map_or(0, char::len_utf8));
    let grades = ["优秀", "良好", "好", "先进", "一类", "优", "A", "A级"];
    let bare = from.map_or(bare, |at| &bare[at..]);
    grades.iter().find(|it| bare.ends_with(**it)).map_or_else(String::new, |it| (*it).to_owned())
}

/// The honour's name: what it is called, with the scope before a quoted name, without the batch
/// before it and 称号 after it. A rank after a quoted name is not part of the name.
fn name(said: &str, rank: &str) -> String {
    let mut text = said.trim();
    while let Some(rest) = DROPPED.iter().find_map(|word| text.strip_suffix(word)) {
        if rest.chars().count() < 2 {
            break;
        }
        text = rest;
    }
    if let Some(rest) = text.strip_suffix(rank).filter(|rest| rest.ends_with(['”', '」', '』']))
    {
        text = rest;
    }
    for word in ["首批", "首届", "了", "为"] {
        text = text.strip_prefix(word).unwrap_or(text);
    }
    if let Some((number, rest)) = text.strip_prefix('第').and_then(|it| it.split_once('批')) {
        text = if number.chars().count() <= 3 { rest } else { text };
    }
    text.chars().filter(|c| nesting(*c) == 0 && !c.is_whitespace()).collect()
}

/// 国际, 国家, 省, 市, 县 or 系统, as the honour's name or the clause before it shows.
pub(super) fn level(text: &str) -> Option<&'static str> {
    let any = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let place = region::mentions(text).into_iter().map(|(_, region)| region.level).min();
    if any(&["国际", "世界", "联合国", "全球", "亚洲"]) {
        return Some("国际");
    }
    if any(&["全国", "国家", "中国", "中央", "国务院", "部级", "中宣部", "最高人民"])
    {
        return Some("国家");
    }
    if any(&["全省", "省级", "省委", "省政府", "省直", "自治区", "全区机关", "省决赛", "省部级"])
    {
        return Some("省");
    }
    match place {
        Some(Level::Province) => return Some("省"),
        Some(Level::Prefecture) => return Some("市"),
        Some(Level::County) => return Some("县"),
        None => {}
    }
    if any(&["全市", "市级", "市直", "市委", "市政府"]) {
        return Some("市");
    }
    if any(&["全区", "全县", "区级", "县级", "县委", "区委"]) {
        return Some("县");
    }
    any(&["系统", "行业"]).then_some("系统")
}
