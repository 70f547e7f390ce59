//! What both scripts share: a figure that was read, and the scale words after it.

use super::{decimal::Decimal, words};

/// A number without its surroundings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    pub(super) amount: Decimal,
    /// The upper end, where the figure itself is a range (七八, 三五百).
    pub(super) upper: Option<Decimal>,
    /// Byte after the last character.
    pub(super) end: usize,
    /// The power of ten of its scale words; 0 without.
    pub(super) power: u32,
    /// 多, 余 or 几 stands after or within it.
    pub(super) more: bool,
    /// Four digits and nothing else: it may be a year.
    pub(super) four_digits: bool,
    pub(super) trust: Trust,
}

/// What a figure needs around it to be a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// Digits, decimals, 一百二十: a number wherever it stands.
    Alone,
    /// Three characters or more (二十五): any unit will do.
    AnyUnit,
    /// 三, 十: a unit that is not often part of a word.
    StrongUnit,
    /// 百, 千, 万 with nothing before: a qualifier, or a strong unit after two of them (百万吨).
    Implied,
}

/// The scale words and marks of more that stand at an offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) power: u32,
    pub(super) more: bool,
    pub(super) end: usize,
}

/// Reads `余 千 万 亿 多` after the `amount` that ends at `at`; scale words may begin at `words_at`, and
/// go on after a mark of more (3万多亿).
/// Without a scale, 多 and 余 make sense only after whole tens.
pub(super) fn scale(text: &str, at: usize, words_at: usize, amount: Decimal) -> Scale {
    let early = words::more(text, at);
    let (power, last, after_words) = scale_words(text, early.unwrap_or(words_at), 0);
    if power == 0 {
        let end = early.filter(|_| amount.is_round());
        return Scale { power, more: end.is_some(), end: end.unwrap_or(at) };
    }
    let Some(late) = words::more(text, after_words) else {
        return Scale { power, more: early.is_some(), end: after_words };
    };
    let (higher, _, end) = scale_words(text, late, last);
    Scale { power: power + higher, more: true, end }
}

/// One blank is allowed between a figure and what belongs to it: old reports print 5 万.
pub(super) fn skip_space(text: &str, at: usize) -> usize {
    match text[at..].chars().next() {
        Some(blank @ (' ' | '\u{3000}' | '\u{a0}')) => at + blank.len_utf8(),
        _ => at,
    }
}

/// The half-width form of a full-width ASCII character; any other character as it is.
pub(super) fn half(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The power of the scale words at `at` that rise from `last`, the last of them, and their end.
fn scale_words(text: &str, at: usize, mut last: u32) -> (u32, u32, usize) {
    let mut power = 0;
    let mut end = at;
    for c in text[at..].chars() {
        let Some(step) = scale_of(c).filter(|step| rises(last, *step)) else { break };
        if words::begins_unit(text, end) {
            break;
        }
        power += step;
        last = step;
        end += c.len_utf8();
    }
    (power, last, end)
}

/// 百 and 千 come first, then 万, then 亿; 万万 is an old way to say 亿.
fn rises(last: u32, step: u32) -> bool {
    last < step || (last, step) == (4, 4)
}

fn scale_of(c: char) -> Option<u32> {
    match c {
        '百' => Some(2),
        '千' => Some(3),
        '万' | '萬' => Some(4),
        '亿' | '億' => Some(8),
        _ => None,
    }
}
