//! The one form in which extractors read a passage: simplified, marks in full width, numbers whole.

use crate::text::Span;
use crate::text::offset_map::OffsetMap;
use crate::text::segment::is_han;
use crate::text::variants::simplified;

/// `text` in simplified characters with letters, digits and the percent sign in half width,
/// punctuation and brackets in full width except between letters or digits (1,234; 12:30), straight
/// quotation marks turned into opening and closing ones, and without the blanks inside numbers
/// (1 2 6, 9 9 . 2 %, 1 234); and the way back.
#[must_use]
pub(super) fn normal(text: &str) -> (String, OffsetMap) {
    let mut plain = String::with_capacity(text.len() + text.len() / 16);
    let mut map = OffsetMap::default();
    let mut quoted = false;
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let dropped = blanks_in_numbers(&characters);
    let mut dropped = dropped.into_iter().peekable();
    for (index, &(at, c)) in characters.iter().enumerate() {
        if dropped.next_if_eq(&index).is_some() {
            continue;
        }
        quoted &= c != '\n';
        let beside = |index: Option<usize>| index.and_then(|it| characters.get(it)).map(|it| it.1);
        let form = match c {
            '"' => {
                quoted = !quoted;
                if quoted { '“' } else { '”' }
            }
            c => mark(c, beside(index.checked_sub(1)), beside(Some(index + 1)))
                .unwrap_or_else(|| half_width(simplified(c))),
        };
        plain.push(form);
        let original = Span::new(at, at + c.len_utf8());
        map.push(form.len_utf8(), original, form.len_utf8() == c.len_utf8());
    }
    (plain, map)
}

/// `text` as [`normal`] writes it.
#[must_use]
pub(super) fn plain(text: &str) -> String {
    normal(text).0
}

/// A mark of punctuation in full width; `None` for anything else, and between letters or digits.
fn mark(c: char, before: Option<char>, after: Option<char>) -> Option<char> {
    let full = match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '!' => '！',
        '?' => '？',
        '(' => '（',
        ')' => '）',
        _ => return None,
    };
    let bracket = matches!(c, '(' | ')');
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '/');
    let between = latin(before) && latin(after);
    let chinese = |c: Option<char>| c.is_some_and(|c| is_han(c) || !c.is_ascii());
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let plain = bracket || chinese(before) || chinese(after) || blank(after);
    (!between && (plain || latin(before))).then_some(full)
}

/// Letters, digits and the percent sign in half width; everything else as it is.
fn half_width(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff19}'
        | '\u{ff21}'..='\u{ff3a}'
        | '\u{ff41}'..='\u{ff5a}'
        | '\u{ff05}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// Where blanks stand inside numbers: between single digits (letter-spaced text), or before groups
/// of three.
fn blanks_in_numbers(characters: &[(usize, char)]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        if !figure(characters[at].1) {
            at += 1;
            continue;
        }
        let (parts, blanks, end) = spaced(characters, at);
        let singles = parts.len() > 1 && parts.iter().all(|part| part.len() == 1);
        let digits = |part: &String| part.bytes().all(|b| b.is_ascii_digit());
        let thousands = parts.len() > 1
            && digits(&parts[0])
            && parts[0].len() <= 3
            && !parts[0].starts_with('0')
            && parts[1..].iter().all(|part| part.len() >= 3 && digits(&part[..3].to_owned()))
            && parts[1..].iter().all(|part| part.len() == 3 || part[3..].starts_with(['.', '%']));
        // 5 .2%; 1. 100% is an item.
        let pointed = match parts.as_slice() {
            [whole, rest] => {
                let point = |it: &str| it.starts_with(|c: char| c.is_ascii_digit());
                digits(whole) && rest.strip_prefix('.').is_some_and(point)
            }
            _ => false,
        };
        if singles || thousands || pointed {
            found.extend(blanks);
        }
        at = end;
    }
    found
}

/// The parts of a number set apart by single blanks from `start` on, the blanks, and the end.
fn spaced(characters: &[(usize, char)], start: usize) -> (Vec<String>, Vec<usize>, usize) {
    let (mut parts, mut blanks) = (vec![String::new()], Vec::new());
    let mut at = start;
    while let Some(&(_, c)) = characters.get(at) {
        if figure(c) || (matches!(half_width(c), '.' | '%') && at > start) {
            parts.last_mut().expect("there is one").push(half_width(c));
            at += 1;
        } else if blank(c) && characters.get(at + 1).is_some_and(|next| goes_on(next.1)) {
            blanks.push(at);
            parts.push(String::new());
            at += 1;
        } else {
            break;
        }
    }
    (parts, blanks, at)
}

fn figure(c: char) -> bool {
    half_width(c).is_ascii_digit()
}

fn goes_on(c: char) -> bool {
    figure(c) || matches!(half_width(c), '.' | '%')
}

fn blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2002}'..='\u{2006}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(normal(text).0, expected, "{text}");
    }

    #[test]
    fn marks_are_full_and_numbers_whole() {
        check("办件1,234件,满意率98%,投诉少;", "办件1,234件，满意率98%，投诉少；");
        check("打造\"四强\"党支部(含总支)", "打造“四强”党支部（含总支）");
        check("时间12:30,见http://a.cn/b", "时间12:30，见http://a.cn/b");
        check("办理 1 2 6 件 , 满意率 9 9 . 2 % 。", "办理 126 件 ， 满意率 99.2% 。");
        check("企业1 234家,1 234 567元", "企业1234家，1234567元");
        check("增长5 .2%\n1. 100%的村", "增长5.2%\n1. 100%的村");
        check("2023 12件,第3 45号", "2023 12件，第3 45号");
    }

    #[test]
    fn every_character_leads_back() {
        let text = "「四強」1 2 件,\"甲\"";
        let (plain, map) = normal(text);
        let back = |part: &str| {
            let at = plain.find(part).expect("it is there");
            map.to_original(Span::new(at, at + part.len())).of(text).to_owned()
        };
        assert_eq!(back("四强"), "四強");
        assert_eq!(back("12"), "1 2");
        assert_eq!(back("“甲”"), "\"甲\"");
        assert_eq!(back("，"), ",");
    }
}
