//! Numbers in Chinese characters.

use std::ops::Range;

use super::{
    decimal::Decimal,
    digits,
    figure::{Figure, Trust, scale},
};

/// Whether a number can begin with the character, or go on with it.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || small_unit(c).is_some() || matches!(c, '万' | '萬' | '亿' | '億')
}

/// The end of the run of numeral characters at `at`.
pub(super) fn run_end(text: &str, at: usize) -> usize {
    text[at..].find(|c| !is_numeral(c)).map_or(text.len(), |length| at + length)
}

/// The figure that begins at `at`; the run of numeral characters is read whole or not at all.
pub(super) fn figure(text: &str, at: usize) -> Option<Figure> {
    let mut end = run_end(text, at);
    let mut run: Vec<char> = text[at..end].chars().collect();
    if run.len() > 1 {
        // 一百两 is silver, not 102.
        end -= run.pop_if(|last| matches!(last, '两' | '兩')).map_or(0, char::len_utf8);
    }
    if let Some((lower, upper)) = pair(&run) {
        let figure = with_scale(text, end, Decimal::integer(lower), trust(&run));
        return Some(Figure {
            upper: Some(Decimal::integer(upper).scaled(figure.power)),
            ..figure
        });
    }
    match integer(&run) {
        Some(whole) => Some(match decimals(text, end) {
            Some((fraction, after)) => with_scale(
                text,
                after,
                Decimal::digits(&whole.to_string(), &fraction),
                Trust::Alone,
            ),
            None => with_low_scale(text, end, whole, trust(&run)),
        }),
        None => implied(&run)
            .map(|whole| with_scale(text, end, Decimal::integer(whole), Trust::Implied)),
    }
}

/// 百, 千万 and 亿 with an unspoken 一.
fn implied(run: &[char]) -> Option<u128> {
    let spoken: Vec<char> = std::iter::once('一').chain(run.iter().copied()).collect();
    integer(&spoken).filter(|_| run.iter().all(|c| digit(*c).is_none()))
}

/// Four digits that read as a year: 二〇二四, 一九九八, also with 0 among them.
pub(super) fn year(text: &str, at: usize) -> Option<(u128, usize)> {
    let mut value = 0;
    let mut end = at;
    let mut count = 0;
    for c in text[at..].chars() {
        let ascii_zero = digits::digit(c).filter(|value| *value == 0).map(u128::from);
        let Some(d) = digit(c).filter(|_| c != '两' && c != '兩').or(ascii_zero) else { break };
        value = value * 10 + d;
        count += 1;
        end += c.len_utf8();
        if count > 4 {
            return None;
        }
    }
    let whole_run = !text[end..].starts_with(is_numeral);
    (count == 4 && whole_run && (1800..=2100).contains(&value)).then_some((value, end))
}

/// In 一亿一千多万 the 万 counts only what follows the 亿.
fn with_low_scale(text: &str, end: usize, whole: u128, trust: Trust) -> Figure {
    const YI: u128 = 100_000_000;
    let figure = with_scale(text, end, Decimal::integer(whole), trust);
    let low = Decimal::integer(whole % YI).scaled(figure.power);
    match Decimal::integer(whole - whole % YI).plus(low) {
        Some(amount) if figure.power == 4 && whole >= YI => Figure { amount, ..figure },
        _ => figure,
    }
}

fn with_scale(text: &str, end: usize, amount: Decimal, trust: Trust) -> Figure {
    let scale = scale(text, end, end, amount);
    let trust = if (scale.power > 0 || scale.more) && trust != Trust::Implied {
        Trust::Alone
    } else {
        trust
    };
    Figure {
        amount: amount.scaled(scale.power),
        upper: None,
        end: scale.end,
        power: scale.power,
        more: scale.more,
        four_digits: false,
        trust,
    }
}

fn trust(run: &[char]) -> Trust {
    let large = run.iter().any(|c| matches!(c, '百' | '千' | '万' | '萬' | '亿' | '億'));
    match run.len() {
        2.. if large => Trust::Alone,
        3.. => Trust::AnyUnit,
        _ => Trust::StrongUnit,
    }
}

/// Digits after 点: 九十八点五.
fn decimals(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = text[at..].strip_prefix(['点', '點'])?;
    let start = text.len() - rest.len();
    let end = rest.find(|c| digit(c).is_none()).map_or(text.len(), |length| start + length);
    let spoken_time = text[end..].starts_with(['十', '百', '千', '半']);
    let digits: String =
        text[start..end].chars().filter_map(digit).map(|d| d.to_string()).collect();
    (!digits.is_empty() && !spoken_time).then_some((digits, end))
}

/// Two neighbouring digits side by side: 七八 is seven to eight, 三四百 three to four hundred.
fn pair(run: &[char]) -> Option<(u128, u128)> {
    let mut doubles = run
        .windows(2)
        .enumerate()
        .filter(|(_, two)| two.iter().all(|c| digit(*c).is_some_and(|d| d > 0)));
    let (at, two) = doubles.next()?;
    if doubles.next().is_some() || digit(two[1])? != digit(two[0])? + 1 {
        return None;
    }
    let without = |range: Range<usize>| -> Vec<char> {
        run.iter().enumerate().filter(|(i, _)| !range.contains(i)).map(|(_, c)| *c).collect()
    };
    Some((integer(&without(at + 1..at + 2))?, integer(&without(at..at + 1))?))
}

/// The whole run as an integer: 一亿二千三百万零五, 十二, 两万五.
fn integer(run: &[char]) -> Option<u128> {
    match split(run, &['亿', '億']) {
        None => below_hundred_million(run, false),
        Some((head, tail)) => {
            let high = below_hundred_million(head, false)?.checked_mul(100_000_000)?;
            Some(high + rest(tail, 10_000_000, |tail| below_hundred_million(tail, true))?)
        }
    }
}

fn below_hundred_million(run: &[char], tail_of: bool) -> Option<u128> {
    match split(run, &['万', '萬']) {
        None => section(run, tail_of),
        Some((head, tail)) => {
            // 六万万: the old way to say 六亿.
            let (head, step) = match head.split_last() {
                Some(('万' | '萬', inner)) => (inner, 100_000_000),
                _ => (head, 10_000),
            };
            Some(
                section(head, tail_of)? * step + rest(tail, step / 10, |tail| section(tail, true))?,
            )
        }
    }
}

/// What follows 万 or 亿; a single digit counts the next lower unit: 两万五 is 25000.
fn rest(tail: &[char], next_unit: u128, read: impl Fn(&[char]) -> Option<u128>) -> Option<u128> {
    match tail {
        [] => Some(0),
        [one] if digit(*one).is_some_and(|d| d > 0) => digit(*one).map(|d| d * next_unit),
        _ => read(tail),
    }
}

/// A number below ten thousand; only the tail of a larger one may begin with 零.
fn section(run: &[char], tail_of: bool) -> Option<u128> {
    if run.len() > 1 && digit(run[0]) == Some(0) && !tail_of {
        return None;
    }
    let mut total = 0;
    let mut last_unit = 10_000;
    let mut pending = None;
    let mut gap = false;
    for (position, &c) in run.iter().enumerate() {
        match (digit(c), small_unit(c)) {
            (Some(0), _) if pending.is_none() => gap = true,
            (Some(value), _) if value > 0 && pending.is_none() => pending = Some(value),
            (None, Some(unit)) if unit < last_unit => {
                let implied = (unit == 10 && position == 0).then_some(1);
                total += pending.take().or(implied)? * unit;
                last_unit = unit;
                gap = false;
            }
            _ => return None,
        }
    }
    match pending {
        None => (!run.is_empty() && (!gap || run.len() == 1)).then_some(total),
        // 一千三 is 1300, but 一千零三 is 1003 and 十三 is 13.
        Some(value) if !gap && (100..10_000).contains(&last_unit) => {
            Some(total + value * last_unit / 10)
        }
        Some(value) => Some(total + value),
    }
}

fn split<'a>(run: &'a [char], at: &[char]) -> Option<(&'a [char], &'a [char])> {
    let position = run.iter().rposition(|c| at.contains(c))?;
    Some((&run[..position], &run[position + 1..]))
}

fn digit(c: char) -> Option<u128> {
    match c {
        '零' | '〇' | '○' => Some(0),
        '两' | '兩' => Some(2),
        _ => "一二三四五六七八九".chars().position(|d| d == c).map(|position| position as u128 + 1),
    }
}

fn small_unit(c: char) -> Option<u128> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{integer, pair};

    #[test]
    fn integers_are_read_whole_or_not_at_all() {
        for (run, expected) in [
            ("十二", Some(12)),
            ("一千二百三十四", Some(1234)),
            ("两万五", Some(25_000)),
            ("一千零三", Some(1003)),
            ("一千三", Some(1300)),
            ("六万万", Some(600_000_000)),
            ("三万亿", Some(3_000_000_000_000)),
            ("一亿零五", Some(100_000_005)),
            ("十四五", None),
            ("五四", None),
            ("百", None),
            ("零", Some(0)),
            ("零五", None),
        ] {
            let run: Vec<char> = run.chars().collect();
            assert_eq!(integer(&run), expected, "{run:?}");
        }
    }

    #[test]
    fn neighbouring_digits_are_a_range() {
        for (run, expected) in [
            ("七八", Some((7, 8))),
            ("三四百", Some((300, 400))),
            ("十七八", Some((17, 18))),
            ("一二三", None),
            ("五三", None),
        ] {
            let run: Vec<char> = run.chars().collect();
            assert_eq!(pair(&run), expected, "{run:?}");
        }
    }
}
