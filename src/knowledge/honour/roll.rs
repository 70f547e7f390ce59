//! Rolls: 全国文明单位：甲、乙、丙。 names an honour and everyone who got it.

use super::award;
use crate::knowledge::rules::{File, Rules};
use crate::text::Span;
use crate::text::segment::is_han;

/// Letters of the honour's name before the colon.
const NAME: std::ops::RangeInclusive<usize> = 4..=30;
/// Letters of a holder's name.
const HOLDER: std::ops::RangeInclusive<usize> = 3..=32;
/// So many names make a roll.
const LEAST: usize = 2;

/// An honour with those whom a line lists for it.
pub(super) struct Roll {
    /// The characters that name the honour.
    pub(super) span: Span,
    pub(super) holders: Vec<String>,
}

/// The rolls among the lines of `text`. Linear in its length.
pub(super) fn rolls(text: &str, rules: &Rules) -> Vec<Roll> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        found.extend(
            roll(line, rules).map(|(span, holders)| Roll { span: span.shift(start), holders }),
        );
        start += line.len() + 1;
    }
    found
}

fn roll(line: &str, rules: &Rules) -> Option<(Span, Vec<String>)> {
    let (head, list) = line.split_once('：')?;
    let counted = head.rfind('（').filter(|_| head.ends_with('）'));
    let named = &head[..counted.unwrap_or(head.len())];
    let lead =
        named.char_indices().find(|(_, c)| is_han(*c) && !"一二三四五六七八九十".contains(*c));
    let lead = if named.contains('、') {
        named.rfind('、').map(|at| at + '、'.len_utf8())
    } else {
        lead.map(|(at, _)| at)
    };
    // 第七届全国文明单位 begins with its number.
    let from = named.find('第').filter(|at| *at <= lead.unwrap_or(0)).or(lead)?;
    let name = &named[from..];
    let words = rules.table(File::HonourWords);
    let plain: String = name.chars().filter(|c| !"“”".contains(*c)).collect();
    let praised = words.words("praise").any(|word| plain.contains(word));
    let ends = words.ending(&plain, "ending").is_some()
        || words.ending(&plain, "plain").is_some() && praised;
    if !ends || !NAME.contains(&name.chars().count()) || name.contains(['，', '。', '；']) {
        return None;
    }
    let list = list.trim_end().trim_end_matches(['。', '；']).trim_end_matches("各1名");
    let open = list.ends_with('等') || list.contains(['，', '。', '：']);
    let holders: Vec<String> = list.split('、').map(|it| it.trim().to_owned()).collect();
    let are_names = holders.iter().all(|it| {
        HOLDER.contains(&it.chars().count())
            && it.chars().all(|c| is_han(c) || "（）“”·".contains(c))
    });
    (!open && are_names && holders.len() >= LEAST)
        .then(|| (Span::new(from, from + name.len()), holders))
}

/// The name under which the honour of a roll is known, and its level.
pub(super) fn named(said: &str, rules: &Rules) -> (String, &'static str) {
    (award::name(said, "", rules), award::level(said).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, &[&str])>) {
        let found = rolls(line, &Rules::built_in());
        let found = found.first().map(|it| (it.span.of(line), it.holders.clone()));
        let expected = expected.map(|(name, holders)| {
            (name, holders.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
        });
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn a_line_that_lists_who_got_an_honour_is_a_roll() {
        check(
            "第七届全国文明单位：青山县司法局、青山县第五人民医院。",
            Some(("第七届全国文明单位", &["青山县司法局", "青山县第五人民医院"])),
        );
        check(
            "一、先进单位（2个）：市教育局、市审计局",
            Some(("先进单位", &["市教育局", "市审计局"])),
        );
        check("参加单位：市教育局、市审计局", None);
        check("全国文明单位：市教育局、市审计局等", None);
        check("全国文明单位：市教育局牵头，各单位配合、落实。", None);
    }
}
