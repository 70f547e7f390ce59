//! Places in an order: 位列全省第一, 排全市第4位, 跃居全省首位.

use super::award::Award;
use crate::knowledge::rules::{File, Words, list};
use crate::text::Span;

/// What leads to a place in an order.
static VERBS: Words = Words::new(|| list(File::HonourWords, "standing"));

/// The wholes in which places are given.
static WHOLES: Words = Words::new(|| list(File::HonourWords, "whole"));

/// What stands before such a verb and makes another word of it.
const WORDS: [char; 10] = ['定', '移', '安', '民', '宜', '新', '陈', '系', '编', '抢'];

/// A place in an order with the verb that tells it.
pub(super) struct Standing {
    /// Name, rank and characters of the place: 全省第一.
    pub(super) award: Award,
    /// From the verb to the end of the rank.
    pub(super) span: Span,
}

/// The places in an order that `text` tells: a whole (全省, 云南省) and a number in it.
pub(super) fn standings(text: &str) -> Vec<Standing> {
    let ranks = text.match_indices('第').map(|(at, _)| (at, numbered(&text[at..])));
    let firsts = ["首位", "榜首", "第一方阵"].into_iter();
    let firsts = firsts.take(2).flat_map(|word| text.match_indices(word));
    let firsts = firsts.map(|(at, word)| (at, Some(word.len())));
    let mut found: Vec<Standing> = ranks
        .chain(firsts)
        .filter_map(|(at, length)| standing(text, Span::new(at, at + length?)))
        .collect();
    found.sort_by_key(|it| it.span);
    found
}

/// The bytes of 第一, 第4位, 第二名 where nothing goes on that makes another word of it.
fn numbered(text: &str) -> Option<usize> {
    let after = &text['第'.len_utf8()..];
    let digits = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c);
    let number: usize = after.chars().take_while(digits).map(char::len_utf8).sum();
    let rest = &after[number..];
    let place = if rest.starts_with(['名', '位']) { '名'.len_utf8() } else { 0 };
    let ends = rest.chars().next().is_none_or(|c| !crate::text::segment::is_han(c) && c != '“')
        && !rest.starts_with(['.', '%'])
        || rest.starts_with(['并', '和', '的']);
    (number > 0 && (place > 0 || ends)).then(|| '第'.len_utf8() + number + place)
}

fn standing(text: &str, rank: Span) -> Option<Standing> {
    plain_standing(text, rank).or_else(|| measured_standing(text, rank))
}

/// What is ranked stands between the whole and the number: 位居|全国百强县投资潜力|第3, and goes on
/// in a row: 、新型城镇化质量第4.
fn measured_standing(text: &str, rank: Span) -> Option<Standing> {
    let head = &text[..rank.start];
    let clause = head.rsplit(['，', '。', '；', '：', '\n']).next().unwrap_or(head);
    let verb = VERBS.iter().filter(|verb| verb.chars().count() > 1 && clause.starts_with(**verb));
    let verb = verb.max_by_key(|verb| verb.len())?;
    let row = &clause[verb.len()..];
    let whole = WHOLES.iter().filter(|whole| row.starts_with(**whole)).max_by_key(|it| it.len())?;
    let measure = row.rsplit('、').next()?;
    // Each of a row before it was ranked too.
    let ranked = |it: &str| it.contains('第') || it.ends_with("榜首") || it.ends_with("首位");
    let mut earlier = row[..row.len() - measure.len()].split('、').filter(|it| !it.is_empty());
    let first = row.len() == measure.len();
    let length = measure.chars().count();
    let is_noun = measure.chars().all(crate::text::segment::is_han);
    if !earlier.all(ranked) || !is_noun || !(2..=20).contains(&length) || first && measure == *whole
    {
        return None;
    }
    let start = rank.start - if first { clause.len() } else { measure.len() };
    let number = rank.of(text).to_owned();
    let name = format!("{measure}{number}");
    let award = Award { name, rank: number, span: rank, year: None, given: None };
    Some(Standing { award, span: Span::new(start, rank.end) })
}

fn plain_standing(text: &str, rank: Span) -> Option<Standing> {
    let head = &text[..rank.start];
    let joined = ["各地", "各县区", "各区县", "县区", "县（市、区）", "中", "的"];
    let before = joined.iter().find_map(|word| head.strip_suffix(word)).unwrap_or(head);
    let whole = whole(before)?;
    let before = &before[..before.len() - whole.len()];
    let before = before.trim_end_matches(['在', '到', '为']);
    let verb = VERBS.iter().find(|verb| before.ends_with(**verb))?;
    let start = before.len() - verb.len();
    if verb.chars().count() == 1 && text[..start].ends_with(WORDS) {
        return None;
    }
    let number = rank.of(text);
    let name = format!("{whole}{}", rank.of(text));
    let award = Award { name, rank: number.to_owned(), span: rank, year: None, given: None };
    Some(Standing { award, span: Span::new(start, rank.end) })
}

/// The whole that `head` ends with: 全省, or the name of a place.
fn whole(head: &str) -> Option<&str> {
    let named = WHOLES.iter().filter(|word| head.ends_with(**word)).max_by_key(|word| word.len());
    if let Some(word) = named {
        return Some(&head[head.len() - word.len()..]);
    }
    let starts = head.char_indices().rev().skip(1).take(8).map(|(at, _)| at);
    let place = |at: &usize| {
        crate::knowledge::region::leading(&head[*at..])
            .is_some_and(|(_, length)| at + length == head.len())
    };
    let at = starts.filter(place).last()?;
    Some(&head[at..])
}
