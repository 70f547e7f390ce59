//! `民法典第1034条`, `条例第十二条`: the article of a law, by its number in either writing.

use crate::index::query::Near;
use crate::text::numerals::{NumeralKind, numerals};
use crate::text::segment::{is_han, pairs};

/// What the number of the article adds where it stands, and each further piece of the law's name
/// before it.
const ARTICLE_WEIGHT: f32 = 1.5;
/// How many characters of the law's name are asked for together with the number, piece by piece:
/// what stands before a name in a question (请问民法典…) cannot be told from it.
const NAME_CHARACTERS: [usize; 5] = [0, 1, 3, 5, 8];

/// The phrases that lead to the articles named in folded `text`.
pub(super) fn article_phrases(text: &str) -> Vec<Near> {
    let mut phrases = Vec::new();
    for (at, _) in text.match_indices('第') {
        let Some(number) = article_number(&text[at..]) else { continue };
        let name: Vec<char> =
            text[..at].chars().rev().take_while(|c| is_han(*c)).take(10).collect();
        for wanted in NAME_CHARACTERS {
            if wanted > name.len() {
                break;
            }
            let piece: String = name[..wanted].iter().rev().collect();
            phrases.extend(phrase(&format!("{piece}第{}条", written(number))));
        }
    }
    phrases
}

/// The number of `第N条` at the start of `text`.
fn article_number(text: &str) -> Option<u32> {
    let number = numerals(text).into_iter().next()?;
    let ordinal = number.kind == NumeralKind::Ordinal && number.span.start <= "第".len();
    let article = text[number.span.end..].starts_with('条');
    let whole = (1.0..10_000.0).contains(&number.value) && number.value.fract() == 0.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 9999")]
    let value = number.value as u32;
    (ordinal && article && whole).then_some(value)
}

fn phrase(text: &str) -> Option<Near> {
    let pairs: Vec<(usize, String)> =
        pairs(text).into_iter().map(|cut| (cut.position, cut.term)).collect();
    (pairs.len() >= 2).then_some(Near { pairs, slop: 0, weight: ARTICLE_WEIGHT })
}

/// A number below 10,000 as laws write it: 1034 is 一千零三十四, 12 is 十二.
fn written(number: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let mut text = String::new();
    let mut skipped = false;
    for (place, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / place % 10;
        if digit == 0 {
            skipped = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut skipped) {
            text.push('零');
        }
        if !(digit == 1 && place == 10 && text.is_empty()) {
            text.push(DIGITS[digit as usize]);
        }
        text.push_str(unit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_laws_write_them() {
        let cases = [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1034, "一千零三十四"),
            (1200, "一千二百"),
        ];
        for (number, expected) in cases {
            assert_eq!(written(number), expected);
        }
    }

    #[test]
    fn both_writings_lead_to_the_same_article() {
        let joined = |text: &str| {
            let longest = article_phrases(text).pop();
            longest.map(|near| near.pairs.into_iter().map(|(_, pair)| pair).collect::<String>())
        };
        assert_eq!(joined("民法典第1034条"), joined("民法典第一千零三十四条"));
        assert!(joined("条例第十二条").is_some());
        assert_eq!(joined("第三届大会"), None);
        assert_eq!(joined("第0条"), None);
    }
}
