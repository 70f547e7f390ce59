//! Numbers in digits, half or full width, and the codes that only look like them.

use super::{
    decimal::Decimal,
    figure::{Figure, Trust, half, scale, skip_space},
    words,
};

/// Runs of more digits than these name something, they do not count it.
const LONGEST_NUMBER: usize = 15;

/// The value of a half- or full-width digit.
pub(super) fn digit(c: char) -> Option<u8> {
    half(c).to_digit(10).and_then(|value| u8::try_from(value).ok())
}

/// The figure that begins at `at`, with scale words: 1.67万, 3亿5000万, 1,234.5.
pub(super) fn figure(text: &str, at: usize) -> Option<Figure> {
    let mut figure = one_figure(text, at)?;
    while figure.power > 0 && !figure.more {
        let Some(next) = one_figure(text, figure.end) else { break };
        if next.power == 0 || next.power >= figure.power {
            break;
        }
        let Some(amount) = figure.amount.plus(next.amount) else { break };
        figure = Figure { amount, four_digits: false, ..next };
    }
    Some(figure)
}

fn one_figure(text: &str, at: usize) -> Option<Figure> {
    let (whole, after_whole) = whole(text, at)?;
    let (fraction, after) = fraction(text, after_whole);
    let plain = Decimal::digits(&whole, &fraction);
    let scale = scale(text, after, skip_space(text, after), plain);
    Some(Figure {
        amount: plain.scaled(scale.power),
        upper: None,
        end: scale.end,
        power: scale.power,
        more: scale.more,
        four_digits: whole.len() == 4
            && scale.end == after_whole
            && !text[at..after].contains(|c| half(c) == ','),
        trust: Trust::Alone,
    })
}

/// ASCII digits of the whole part, grouping commas left out.
fn whole(text: &str, at: usize) -> Option<(String, usize)> {
    let (mut digits, mut end) = run(text, at);
    if digits.is_empty() {
        return None;
    }
    if digits.len() <= 3 && !digits.starts_with('0') {
        while let Some(comma) = text[end..].chars().next().filter(|c| half(*c) == ',') {
            let (group, after) = run(text, end + comma.len_utf8());
            if group.len() != 3 {
                break;
            }
            digits.push_str(&group);
            end = after;
        }
    }
    Some((digits, end))
}

/// ASCII digits of the fraction; a middle dot is a point only where a percent sign follows.
fn fraction(text: &str, at: usize) -> (String, usize) {
    let none = (String::new(), at);
    let Some(point) = text[at..].chars().next().filter(|c| matches!(half(*c), '.' | '·' | '・'))
    else {
        return none;
    };
    let (digits, end) = run(text, at + point.len_utf8());
    let is_point = half(point) == '.' || percent_sign(text, end).is_some();
    if digits.is_empty() || !is_point { none } else { (digits, end) }
}

fn run(text: &str, at: usize) -> (String, usize) {
    let mut digits = String::new();
    let mut end = at;
    for c in text[at..].chars() {
        let Some(value) = digit(c) else { break };
        digits.push(char::from(b'0' + value));
        end += c.len_utf8();
    }
    (digits, end)
}

/// The end of the percent sign at `at`, a blank before it allowed.
pub(super) fn percent_sign(text: &str, at: usize) -> Option<usize> {
    let at = skip_space(text, at);
    let sign = text[at..].chars().next().filter(|c| matches!(half(*c), '%' | '﹪'))?;
    Some(at + sign.len_utf8())
}

/// The end of the code that begins at `at`: 7·9, 1+3+3+6, 2022-01-17, 020-87373397, PM2.5, 5G,
/// “1310”, and the number of a list item (1、).
pub(super) fn code(text: &str, at: usize) -> Option<usize> {
    let end = code_run(text, at);
    let run = &text[at..end];
    let named =
        text[..at].ends_with(|c| half(c).is_ascii_alphabetic() || matches!(half(c), '+' | '_'));
    if named || looks_like_a_code(text, run, end) {
        return Some(end);
    }
    let alone = quoted(text, at, end)
        || list_mark(text, at, end)
        || zero_led(run) && words::unit(text, end).is_none();
    alone.then_some(end)
}

fn looks_like_a_code(text: &str, run: &str, end: usize) -> bool {
    let run: String = run.chars().map(half).collect();
    let hyphens = run.matches('-').count();
    let points = run.matches('.').count();
    run.contains(['+', ':', '/', '_'])
        || (run.contains(['·', '・']) && percent_sign(text, end).is_none())
        || hyphens > 1
        || (points > 1 && hyphens == 0)
        || points > 2
        || (hyphens == 1 && run.split('-').any(zero_led))
        || lettered(&run)
        || run.split(['-', '.']).any(|digits| digits.len() > LONGEST_NUMBER)
}

/// Digits, letters and the joints between them.
fn code_run(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut joint = false;
    for (offset, c) in text[at..].char_indices() {
        if half(c).is_ascii_alphanumeric() {
            end = at + offset + c.len_utf8();
            joint = false;
        } else if joint || !"+·・:/-._".contains(half(c)) {
            break;
        } else {
            joint = true;
        }
    }
    end
}

/// Letters after the digits that are no unit.
fn lettered(run: &str) -> bool {
    run.find(|c: char| c.is_ascii_alphabetic())
        .is_some_and(|letter| !words::is_latin_unit(&run[letter..]))
}

fn zero_led(run: &str) -> bool {
    let mut digits = run.chars().map(digit);
    digits.next() == Some(Some(0)) && matches!(digits.next(), Some(Some(_)))
}

fn quoted(text: &str, at: usize, end: usize) -> bool {
    let open = ['“', '「', '『', '"', '‘', '\''];
    let close = ['”', '」', '』', '"', '’', '\''];
    text[..at].ends_with(open) && text[end..].starts_with(close)
}

fn list_mark(text: &str, at: usize, end: usize) -> bool {
    let head = text[..at].trim_end_matches([' ', '\u{3000}', '\t']);
    (head.is_empty() || head.ends_with('\n'))
        && text[end..].starts_with(|c| matches!(half(c), '、' | '.' | ')'))
        && text[at..end].chars().count() <= 3
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn codes_are_told_from_numbers() {
        for (text, at, expected) in [
            ("2022-01-17 07:58", 0, Some("2022-01-17")),
            ("1+3+3+6工作思路", 0, Some("1+3+3+6")),
            ("电话020-87373397", 6, Some("020-87373397")),
            ("5G规模", 0, Some("5G")),
            ("5km", 0, None),
            ("2018-2020年", 0, None),
            ("7.5-8.5万", 0, None),
            ("7·4%", 0, None),
            ("1、加强", 0, Some("1")),
            ("01月", 0, None),
        ] {
            assert_eq!(code(text, at).map(|end| &text[at..end]), expected, "{text}");
        }
    }
}
