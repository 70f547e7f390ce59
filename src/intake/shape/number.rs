//! The number of an official document: 国发〔2023〕12号 (GB/T 9704—2012, 7.2.5).

use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use crate::knowledge::instrument::numbers;
use crate::text::Span;

/// 第38号, 公告2023年第5号: orders and announcements are counted without marks.
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\(?([\p{Han}]{0,24}(?:令|公告|通告))?(?:[(]?(?:19|20)[0-9]{2}[)]?年?)?第([0-9]{1,4}|[一二三四五六七八九十百]{1,5})号\)?$",
    )
});

/// A longer value is no number, in characters.
const LONGEST_NAMED: usize = 30;

/// The first document number with a year in the folded line.
pub(in crate::intake) fn first(plain: &str) -> Option<Span> {
    numbers(plain).into_iter().find(|number| number.year.is_some()).map(|number| number.span)
}

/// Whether the folded line is a document number, brackets around it aside.
pub(in crate::intake) fn is_whole(plain: &str) -> bool {
    let outside =
        |text: &str| text.trim_matches(['(', ')', ' ', '·', '-', ':', '《', '》']).is_empty();
    first(plain).is_some_and(|span| outside(&plain[..span.start]) && outside(&plain[span.end..]))
}

/// Whether the folded line is the number of an order or announcement: 第38号.
pub(in crate::intake) fn is_order(plain: &str) -> bool {
    ORDER.is_match(plain)
}

/// Whether a value behind the label of a number is one, however it is counted: 公告〔2023〕199号.
pub(in crate::intake) fn is_named(plain: &str) -> bool {
    is_order(plain)
        || plain.chars().count() <= LONGEST_NAMED
            && plain.ends_with('号')
            && plain.trim_end_matches('号').ends_with(|c: char| c.is_ascii_digit())
}

/// A number as the standard writes it: brackets 〔〕, no spaces.
pub(in crate::intake) fn printed(original: &str) -> String {
    let mut printed = String::with_capacity(original.len());
    for c in original.chars() {
        match c {
            '(' | '（' | '[' | '［' | '【' | '﹝' | '〈' | '{' => printed.push('〔'),
            ')' | '）' | ']' | '］' | '】' | '﹞' | '〉' | '}' => printed.push('〕'),
            c if c.is_whitespace() => {}
            c @ '\u{ff10}'..='\u{ff19}' => {
                printed.extend(char::from_u32(u32::from(c) - 0xff10 + u32::from('0')));
            }
            other => printed.push(other),
        }
    }
    printed.trim_matches(['〔', '〕']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn numbers_are_read_in_every_kind_of_bracket() {
        for line in [
            "湘政办发〔2009〕24号",
            "（湘政办发[2009]24号）",
            "湘政办发（2009） 24 号",
            "湘政办发【2009】24号",
        ] {
            let plain = fold(line).text;
            assert!(is_whole(&plain), "{line}");
            let number = first(&plain).unwrap();
            let original = fold(line).to_original(number).of(line).to_owned();
            assert_eq!(printed(&original), "湘政办发〔2009〕24号", "{line}");
        }
        assert!(!is_whole(&fold("根据国发〔2019〕5号，现通知如下").text));
        assert!(is_order(&fold("（第38号）").text));
        assert!(!is_order(&fold("第38号决定").text));
    }
}
