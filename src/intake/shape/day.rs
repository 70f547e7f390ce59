//! Days in a folded line, in Arabic or Chinese digits.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{numbering, pattern};
use crate::document::Date;
use crate::text::Span;

/// 2024年3月5日, 2024-03-05, 2024.3.5, 2018年03月27.
static ARABIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"((?:19|20)[0-9]{2})[年./\-](1[0-2]|0?[1-9])[月./\-]([12][0-9]|3[01]|0?[1-9])[日号]?")
});
/// 05.03.2024, as embassies write it.
static REVERSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(0[1-9]|[12][0-9]|3[01])[./](0[1-9]|1[0-2])[./]((?:19|20)[0-9]{2})\b")
});
/// 二〇二四年三月五日; the sign for zero has many forms.
static HAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "([一二][〇○零oO0Ｏ一二三四五六七八九]{3})年([元正一二三四五六七八九十]{1,2})月([一二三四五六七八九十廿卅]{1,3})日?",
    )
});
/// 2024年3月.
static MONTH: LazyLock<Regex> =
    LazyLock::new(|| pattern("((?:19|20)[0-9]{2})年(1[0-2]|0?[1-9])月"));
/// What may stand beside a day on its line: a time, a weekday.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s()《》\[\]{}|·,.\-]*(t?[0-9]{1,2}[:时][0-9]{1,2}[分]?(:[0-9]{1,2})?(\.[0-9]+)?(z|\+[0-9:]+)?)?[\s()]*(星期[一二三四五六日天]|周[一二三四五六日])?[\s()《》\[\]{}|·,.\-]*$",
    )
});

/// The day that the folded line states and nothing else, but a time or a weekday.
pub(in crate::intake) fn whole(plain: &str) -> Option<Date> {
    let (date, span) = first(plain)?;
    let alone = BESIDE.is_match(&plain[..span.start]) && BESIDE.is_match(&plain[span.end..]);
    alone.then_some(date)
}

/// The first full day in the folded text.
pub(in crate::intake) fn first(plain: &str) -> Option<(Date, Span)> {
    all(plain).into_iter().next()
}

/// Every full day in the folded text, in order.
pub(in crate::intake) fn all(plain: &str) -> Vec<(Date, Span)> {
    let mut found: Vec<(Date, Span)> = Vec::new();
    for captures in ARABIC.captures_iter(plain) {
        let apart = captures
            .get(0)
            .is_some_and(|it| !plain[..it.start()].ends_with(|c: char| c.is_ascii_digit()));
        found.extend(date(&captures, arabic).filter(|_| apart));
    }
    for captures in REVERSED.captures_iter(plain) {
        let part = |at: usize| captures.get(at).and_then(|it| arabic(it.as_str()));
        let date = part(3)
            .and_then(|year| Date::new(year, part(2).and_then(small), part(1).and_then(small)));
        found.extend(
            date.zip(captures.get(0)).map(|(date, it)| (date, Span::new(it.start(), it.end()))),
        );
    }
    for captures in HAN.captures_iter(plain) {
        found.extend(date(&captures, han));
    }
    found.sort_by_key(|(_, span)| span.start);
    found
}

/// The first month without a day in the folded text.
pub(in crate::intake) fn month(plain: &str) -> Option<(Date, Span)> {
    let captures = MONTH.captures(plain)?;
    let whole = captures.get(0)?;
    let date = Date::new(
        arabic(captures.get(1)?.as_str())?,
        small(arabic(captures.get(2)?.as_str())?),
        None,
    )?;
    Some((date, Span::new(whole.start(), whole.end())))
}

fn date(captures: &Captures<'_>, read: fn(&str) -> Option<u16>) -> Option<(Date, Span)> {
    let whole = captures.get(0)?;
    let part = |at: usize| read(captures.get(at)?.as_str());
    let date = Date::new(part(1)?, small(part(2)?), small(part(3)?))?;
    Some((date, Span::new(whole.start(), whole.end())))
}

fn arabic(digits: &str) -> Option<u16> {
    digits.parse().ok()
}

fn small(value: u16) -> Option<u8> {
    u8::try_from(value).ok()
}

/// 二〇二四 digit by digit, 十二, 二十三, 廿一, 元.
fn han(digits: &str) -> Option<u16> {
    let digit = |c: char| {
        let zero = "〇○零oO0Ｏ".contains(c).then_some(0);
        zero.or_else(|| numbering::value(c.encode_utf8(&mut [0; 4])))
    };
    let value = if digits.chars().count() == 4 {
        digits.chars().try_fold(0, |year, c| Some(year * 10 + digit(c)?))
    } else {
        let counted =
            digits.replace(['元', '正'], "一").replace('廿', "二十").replace('卅', "三十");
        numbering::value(&counted)
    };
    value.and_then(|value| u16::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn check(line: &str, expected: Option<&str>) {
        let read = whole(&fold(line).text).map(|date| date.to_string());
        assert_eq!(read.as_deref(), expected, "{line}");
    }

    #[test]
    fn a_line_that_is_a_day_is_read() {
        check("2024年3月5日", Some("2024-03-05"));
        check("二○二四年十二月三十一日", Some("2024-12-31"));
        check("二OO三年十二月四日", Some("2003-12-04"));
        check("２０２１－０３－０４ 10:20:30", Some("2021-03-04"));
        check("2024年01月05日 星期五", Some("2024-01-05"));
        check("（2021年2月3日）", Some("2021-02-03"));
        check("2018年03月27", Some("2018-03-27"));
        check("一九九七年四月八日", Some("1997-04-08"));
        check("2024年3月5日起施行", None);
        check("2024年13月5日", None);
        check("003129766/201901-00336", None);
    }
}
