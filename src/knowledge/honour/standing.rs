//! Places in an order that an evaluation gives: 位列全省第一.

use super::award::Award;
use crate::text::Span;

/// What makes an order an honour: something was judged.
const JUDGED: [&str; 20] = [
    "考核",
    "评价",
    "评比",
    "评议",
    "测评",
    "考评",
    "评估",
    "竞赛",
    "比赛",
    "大赛",
    "满意度",
    "指数",
    "绩效",
    "评选",
    "抽查",
    "排行",
    "测试",
    "成绩",
    "满意率",
    "得分",
];

/// The place that `object` gives to what `head` names, where something was judged.
pub(super) fn standing(text: &str, head: Span, object: Span) -> Vec<Award> {
    let said = object.of(text);
    let Some(rank) = rank(said) else { return Vec::new() };
    let end = rank.len();
    let subject = head.of(text).trim_matches([' ', '、']);
    let subject = ["综合", "总分", "得分", "成绩", "总体", "连续", "均", "稳"]
        .iter()
        .fold(subject, |it, word| it.strip_suffix(word).unwrap_or(it));
    let subject = subject.split(['均', '以']).next().unwrap_or(subject);
    if !JUDGED.iter().any(|word| subject.contains(word)) {
        return Vec::new();
    }
    let name: String = subject.chars().filter(|c| !"“”「」 ".contains(*c)).collect();
    let name =
        name.trim_start_matches(['在', '的', '并']).trim_end_matches(['中', '的']).to_owned();
    let rank = rank.trim_start_matches(['为', '在', '居']);
    let start = head.start + (head.of(text).len() - head.of(text).trim_start().len());
    let span = Span::new(start, object.start + end);
    vec![Award { name: format!("{name}{rank}"), rank: rank.to_owned(), span }]
}

/// 全省第一, 第一名, 全国前列 is none: a number must be given.
fn rank(said: &str) -> Option<&str> {
    let at = said.find('第').filter(|at| said[..*at].chars().count() <= 8)?;
    let after = &said[at + '第'.len_utf8()..];
    let number: usize = after
        .chars()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c))
        .map(char::len_utf8)
        .sum();
    let rest = &after[number..];
    let place = if rest.starts_with(['名', '位']) { '名'.len_utf8() } else { 0 };
    (number > 0).then(|| &said[..at + '第'.len_utf8() + number + place])
}
