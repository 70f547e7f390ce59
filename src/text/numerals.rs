//! Numbers in Chinese prose: where they stand, what they are worth, and what they count.

mod words;
mod decimal;
mod figure;
mod digits;
mod hanzi;
mod bounds;
mod ranges;
pub mod spelled;

use std::ops::RangeInclusive;

use self::{
    bounds::{qualified, signed},
    decimal::Decimal,
    figure::{Figure, Trust},
    ranges::{connector, lower_end, range},
};
use crate::text::span::Span;

/// A number found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Numeral {
    /// The figure with a qualifier that touches it, its scale words and its percent sign, without
    /// the unit.
    pub span: Span,
    /// Exact to the nearest float: 1.67万 is 16700, 98.82% is 98.82, 三分之一 is 1/3, the lower end
    /// of a range. Always finite. For a code, its first figure.
    pub value: f64,
    /// The upper end of a range, greater than `value`: 5至7个, 20%—30%, 七八个, 2018-2020年.
    pub upper: Option<f64>,
    /// How the text bounds the number; also when the word follows the unit, outside `span` (3人以上).
    pub qualifier: Option<Qualifier>,
    /// The value counts hundredths: 98.82%, 百分之五. Percentage points are a unit instead.
    pub percent: bool,
    pub kind: NumeralKind,
    /// The classifier or unit right after (家, 人次, 元, 个百分点), empty at the end of the figure when
    /// there is none.
    pub unit: Span,
}

/// How a text bounds a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Qualifier {
    /// 近, 将近, 接近: a little less.
    Nearly,
    /// 约, 大约, 左右.
    About,
    /// 超, 超过, 逾, 突破, 高于.
    Over,
    /// 余, 多, 几 after the figure: a little more.
    More,
    /// 至少, 不少于, 不低于, 以上.
    AtLeast,
    /// 不足, 不到, 低于.
    Under,
    /// 不超过, 至多, 以内, 以下.
    AtMost,
    /// 数十, 几百, 上千: only the order of magnitude.
    Several,
}

impl Qualifier {
    /// The commonest way to write it, one word for each.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Nearly => "近",
            Self::About => "约",
            Self::Over => "超",
            Self::More => "余",
            Self::AtLeast => "至少",
            Self::Under => "不足",
            Self::AtMost => "不超过",
            Self::Several => "数",
        }
    }
}

/// What a number does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumeralKind {
    /// Counts or measures.
    Cardinal,
    /// 第十二: gives a place in an order.
    Ordinal,
    /// 2023年, 二〇二四年, 〔2023〕: names a year between 1800 and 2100.
    Year,
    /// Names something: 7·9, “1310”, 1+3+3+6, 2022-01-17, PM2.5, 5G, a list number (1、).
    Code,
}

const YEARS: RangeInclusive<u128> = 1800..=2100;

/// Every number of the text, in order, without overlap.
///
/// Digits always count. Chinese numerals count where something shows that they are numbers: a
/// classifier or unit after them, a scale (一百二十), a decimal, a percentage, 第 before them; 统一,
/// 五四, 三农, 一些 and their like are passed over. Values are exact until the last step, which
/// rounds to the nearest float. Linear in the length of the text.
#[must_use]
pub fn numerals(text: &str) -> Vec<Numeral> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut floor = 0;
    while let Some(start) = next_start(text, at) {
        match read(text, start, floor) {
            Some(numeral) => {
                floor = numeral.span.end.max(numeral.unit.end);
                at = floor;
                found.push(numeral);
            }
            None => at = past(text, start),
        }
    }
    found
}

fn next_start(text: &str, at: usize) -> Option<usize> {
    text[at..]
        .find(|c| c == '第' || digits::digit(c).is_some() || hanzi::is_numeral(c))
        .map(|offset| at + offset)
}

/// Where to go on when no number begins at `start`.
fn past(text: &str, start: usize) -> usize {
    let first = text[start..].chars().next().map_or(1, char::len_utf8);
    let run = hanzi::run_end(text, start).max(start + first);
    // Only the run and its own word are passed: 一起十个 still holds a number.
    words::stop_word(text, start).map_or(run, |length| (start + length).max(start + first))
}

fn read(text: &str, start: usize, floor: usize) -> Option<Numeral> {
    if text[start..].starts_with('第') {
        return ordinal(text, start);
    }
    if let Some(end) =
        text[start..].chars().next().and_then(digits::digit).and_then(|_| digits::code(text, start))
    {
        return digits::figure(text, start).map(|figure| code(figure, start, end));
    }
    percentage(text, start, floor)
        .or_else(|| fraction(text, start, floor))
        .or_else(|| hanzi_year(text, start))
        .or_else(|| quantity(text, start, floor))
}

fn code(figure: Figure, start: usize, end: usize) -> Numeral {
    Numeral { kind: NumeralKind::Code, ..plain(Span::new(start, end), figure.amount.value()) }
}

fn plain(span: Span, value: f64) -> Numeral {
    Numeral {
        span,
        value,
        upper: None,
        qualifier: None,
        percent: false,
        kind: NumeralKind::Cardinal,
        unit: Span::new(span.end, span.end),
    }
}

fn figure(text: &str, at: usize) -> Option<Figure> {
    digits::figure(text, at).or_else(|| hanzi::figure(text, at))
}

fn ordinal(text: &str, start: usize) -> Option<Numeral> {
    let at = start + '第'.len_utf8();
    let figure =
        figure(text, at).filter(|figure| figure.trust != Trust::Implied && !figure.more)?;
    let (upper, end) =
        range(text, figure).map_or((figure.upper, figure.end), |(up, end)| (Some(up.amount), end));
    Some(Numeral {
        kind: NumeralKind::Ordinal,
        upper: upper.map(Decimal::value),
        unit: unit_after(text, end, Trust::Alone),
        ..plain(Span::new(start, end), figure.amount.value())
    })
}

/// 百分之九十八点五, 百分之六至八, 百分之60.
fn percentage(text: &str, start: usize, floor: usize) -> Option<Numeral> {
    const HUNDREDTHS: &str = "百分之";
    let at = start + text[start..].strip_prefix(HUNDREDTHS).map(|_| HUNDREDTHS.len())?;
    let figure = figure(text, at)?;
    let second = connector(text, figure.end).and_then(|next| {
        let next =
            if text[next..].starts_with(HUNDREDTHS) { next + HUNDREDTHS.len() } else { next };
        self::figure(text, next)
    });
    let second = second.filter(|second| second.amount.value() > figure.amount.value());
    let upper = second.map(|second| second.amount.value()).or(figure.upper.map(Decimal::value));
    let end = second.map_or(figure.end, |second| second.end);
    let numeral =
        Numeral { upper, percent: true, ..plain(Span::new(start, end), figure.amount.value()) };
    Some(qualified(text, numeral, floor, figure))
}

/// 三分之一, 千分之五.
fn fraction(text: &str, start: usize, floor: usize) -> Option<Numeral> {
    const PARTS: &str = "分之";
    let below = figure(text, start)?;
    let at = below.end + text[below.end..].strip_prefix(PARTS).map(|_| PARTS.len())?;
    let above = figure(text, at).filter(|figure| figure.trust != Trust::Implied)?;
    let parts = below.amount.value();
    let numeral = plain(Span::new(start, above.end), above.amount.value() / parts);
    (parts > 0.0).then(|| qualified(text, numeral, floor, above))
}

fn hanzi_year(text: &str, start: usize) -> Option<Numeral> {
    let (value, mut end) = hanzi::year(text, start)?;
    let upper = connector(text, end)
        .and_then(|at| hanzi::year(text, at))
        .filter(|(upper, _)| *upper > value);
    end = upper.map_or(end, |(_, end)| end);
    Some(Numeral {
        kind: NumeralKind::Year,
        upper: upper.map(|(upper, _)| Decimal::integer(upper).value()),
        unit: unit_after(text, end, Trust::Alone),
        ..plain(Span::new(start, end), Decimal::integer(value).value())
    })
}

fn quantity(text: &str, start: usize, floor: usize) -> Option<Numeral> {
    let first = figure(text, start)?;
    let second = range(text, first);
    let last = second.map_or(first, |(figure, _)| figure);
    let (percent, end) = match digits::percent_sign(text, last.end) {
        Some(end) => (true, end),
        None => (false, last.end),
    };
    let end = second.map_or(end, |(_, after)| end.max(after));
    let unit = if percent { Span::new(end, end) } else { unit_after(text, end, first.trust) };
    let lower = lower_end(first, second.map(|(figure, _)| figure));
    let numeral = Numeral {
        upper: second.map(|(figure, _)| figure.amount).or(first.upper).map(Decimal::value),
        percent,
        unit,
        ..plain(Span::new(start, end), lower.value())
    };
    if is_year(text, &numeral, first) {
        return Some(Numeral { kind: NumeralKind::Year, ..numeral });
    }
    let hanzi = first.trust != Trust::Alone || hanzi_start(text, start);
    if orders(text, &numeral, hanzi) {
        return Some(Numeral { kind: NumeralKind::Ordinal, ..numeral });
    }
    let numeral = qualified(text, numeral, floor, last);
    (!hanzi || trusted(text, start, first, last, &numeral)).then(|| signed(text, numeral, floor))
}

/// The unit of a figure that ends at `end`; one blank may stand before it, but not after 一 or 三.
fn unit_after(text: &str, end: usize, trust: Trust) -> Span {
    let at = if trust == Trust::StrongUnit { end } else { figure::skip_space(text, end) };
    let latin = text[at..]
        .find(|c: char| !c.is_ascii_alphanumeric())
        .map_or(text.len(), |length| at + length);
    if latin > at && words::is_latin_unit(&text[at..latin]) {
        return Span::new(at, latin);
    }
    match words::unit(text, at) {
        Some(unit) if unit.strong || trust != Trust::StrongUnit => Span::new(at, unit.end),
        _ => Span::new(end, end),
    }
}

/// Four digits of our time with 年 after them, or in the brackets of a document number.
fn is_year(text: &str, numeral: &Numeral, first: Figure) -> bool {
    let unit = numeral.unit.of(text);
    let in_brackets = text[..numeral.span.start].ends_with(['〔', '[', '\u{ff3b}', '【'])
        && text[numeral.span.end..].starts_with(['〕', ']', '\u{ff3d}', '】']);
    first.four_digits
        && first.amount.is_integer_in(&YEARS)
        && (in_brackets
            || unit == "学年"
            || unit == "财年"
            || (unit.starts_with('年') && unit != "年级"))
}

/// Whether a number without 第 gives a place in an order: 二届市政府, 《…法》一百二十六条; 12325热线 names
/// one.
fn orders(text: &str, numeral: &Numeral, hanzi: bool) -> bool {
    let (before, unit) = (&text[..numeral.span.start], numeral.unit.of(text));
    let rest = text[numeral.span.end..].trim_start_matches('等');
    let line = numeral.value >= 10_000.0 && numeral.unit.is_empty() && rest.starts_with("热线");
    let body = ["市", "省", "县", "区", "人大", "政协"];
    let session = hanzi
        && unit == "届"
        && body.iter().any(|word| text[numeral.unit.end..].starts_with(word))
        && !before.ends_with(['连', '了', '办', '共', '满', '任', '行', '经']);
    line || session || hanzi && unit == "条" && before.ends_with('》')
}

fn hanzi_start(text: &str, start: usize) -> bool {
    text[start..].starts_with(hanzi::is_numeral)
}

/// Whether a figure in Chinese characters is a number here and not a part of a word.
fn trusted(text: &str, start: usize, first: Figure, last: Figure, numeral: &Numeral) -> bool {
    if numeral.percent {
        return true;
    }
    let bare_one = &text[start..first.end] == "一";
    if words::stop_word(text, start).is_some()
        || (bare_one && (words::hides_one(text, start) || distributive(text, numeral)))
    {
        return false;
    }
    let many = bare_one && doubled(text, numeral.unit);
    let has_unit = !numeral.unit.is_empty() && !many;
    match if last.trust == Trust::Alone { Trust::Alone } else { first.trust } {
        Trust::Alone => true,
        // 超过一半 has a qualifier and is none.
        Trust::StrongUnit => has_unit,
        Trust::AnyUnit => has_unit || numeral.span.start < start,
        Trust::Implied => {
            numeral.span.start < start
                || (has_unit && text[start..first.end].chars().nth(1).is_some())
        }
    }
}

/// 一人一策, 一支部一特色: one each, no count.
fn distributive(text: &str, numeral: &Numeral) -> bool {
    let two_before = text[..numeral.span.start].chars().rev().nth(1);
    text[numeral.unit.end..].starts_with('一') || two_before == Some('一')
}

/// 一个个, 一项项: many, no count.
fn doubled(text: &str, unit: Span) -> bool {
    text[unit.end..].starts_with(unit.of(text))
}

#[cfg(test)]
mod tests;
