//! Document numbers: 粤发〔2023〕12号 and the ways in which it is typed.

use crate::text::Span;

/// A document number as the text gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its characters.
    pub(crate) span: Span,
    /// In the standard form: six-cornered brackets, no blanks, no 第.
    pub(crate) name: String,
    /// The year in its brackets; orders (国令第722号) have none.
    pub(crate) year: Option<u16>,
}

/// The letters of the issuing office are no more than this many characters.
const LETTERS: usize = 14;

/// Brackets around the year; 《》 is what folding makes of 【】.
const OPENS: [char; 7] = ['〔', '[', '【', '(', '《', '\u{ff08}', '\u{ff3b}'];
const CLOSES: [char; 7] = ['〕', ']', '】', ')', '》', '\u{ff09}', '\u{ff3d}'];

/// Words that may touch the office's letters from the left and do not belong to them.
const NOT_LETTERS: [&str; 26] = [
    "了", "根据", "按照", "依据", "关于", "印发", "转发", "下发", "文件", "以及", "参照", "依照",
    "落实", "执行", "文号", "字号", "即", "见", "是", "为", "和", "与", "及", "由", "以", "按",
];

/// The document numbers of `text`, folded or as it was printed, in order.
pub(crate) fn numbers(text: &str) -> Vec<Number> {
    let ends = text.match_indices('号');
    ends.filter_map(|(at, _)| number(text, at).or_else(|| order(text, at))).collect()
}

/// The number of an order whose 号 stands at `end`, read backwards: 国令第722号, 主席令第12号.
fn order(text: &str, end: usize) -> Option<Number> {
    let (before, serial) = trailing(text[..end].trim_end(), |c| c.is_ascii_digit());
    let before = before.trim_end();
    let counted = before.strip_suffix('第').map(str::trim_end);
    // 省政府令219号.
    let before = counted.or_else(|| before.ends_with("府令").then_some(before))?;
    let (_, letters) = trailing(before, crate::text::segment::is_han);
    let letters = office(letters);
    let after = end + '号'.len_utf8();
    // 国令第722号, 省政府第145号令.
    let behind = text[after..].starts_with('令') && letters.ends_with(['府', '院', '部', '席']);
    let plausible = (1..=4).contains(&serial.len())
        && (letters.ends_with('令') || behind)
        && (2..=LETTERS).contains(&letters.chars().count());
    let order = if behind { "令" } else { "" };
    let span = Span::new(before.len() - letters.len(), after + order.len());
    plausible.then(|| Number { span, name: format!("{letters}第{serial}号{order}"), year: None })
}

/// The number whose 号 stands at `end`, read backwards.
fn number(text: &str, end: usize) -> Option<Number> {
    let before = text[..end].trim_end();
    // 12号, 12-1号.
    let (before, serial) = trailing(before, |c| c.is_ascii_digit() || c == '-');
    let before = before.trim_end();
    let before = before.strip_suffix('第').unwrap_or(before).trim_end();
    let before = before.strip_suffix(CLOSES)?.trim_end();
    let before = before.strip_suffix('年').unwrap_or(before);
    let (before, year) = trailing(before, |c| c.is_ascii_digit());
    let before = before.trim_end();
    let before = before.strip_suffix(OPENS)?.trim_end();
    let (_, letters) = trailing(before, crate::text::segment::is_han);
    let letters = after_day(before, office(letters));
    let value: u16 = year.parse().ok().filter(|year| (1949..=2100).contains(year))?;
    let plausible = (1..=6).contains(&serial.len()) && letters.chars().nth(1).is_some();
    let start = before.len() - letters.len();
    plausible.then(|| Number {
        span: Span::new(start, end + '号'.len_utf8()),
        name: format!("{letters}〔{value}〕{serial}号"),
        year: Some(value),
    })
}

/// The office's letters at the end of a run of Chinese characters.
fn office(run: &str) -> &str {
    let skip = run.chars().count().saturating_sub(LETTERS);
    let from = run.char_indices().nth(skip).map_or(0, |(at, _)| at);
    let run = &run[from..];
    let cut = NOT_LETTERS.iter().filter_map(|word| run.rfind(word).map(|at| at + word.len()));
    &run[cut.max().unwrap_or(0)..]
}

/// The letters behind a day that stands before them: 1985年3月2日|皖政.
fn after_day<'a>(before: &str, letters: &'a str) -> &'a str {
    let head = before[..before.len() - letters.len()].trim_end();
    let day = letters.strip_prefix('日').filter(|_| head.ends_with(|c: char| c.is_ascii_digit()));
    day.unwrap_or(letters)
}

/// `text` before its last characters of a sort, and these.
fn trailing(text: &str, sort: impl Fn(char) -> bool) -> (&str, &str) {
    let before = text.trim_end_matches(sort);
    (before, &text[before.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, span: &str, name: &str) {
        let found = numbers(text);
        let [number] = &found[..] else { panic!("{text}: {found:?}") };
        assert_eq!((number.span.of(text), number.name.as_str()), (span, name), "{text}");
    }

    #[test]
    fn numbers_are_read_in_all_brackets() {
        check("根据粤发〔2023〕12号文件精神", "粤发〔2023〕12号", "粤发〔2023〕12号");
        check("《意见》（国办发[2023]41号）", "国办发[2023]41号", "国办发〔2023〕41号");
        check("（国发(2024)第3号）", "国发(2024)第3号", "国发〔2024〕3号");
        check("珠机工委【2022】 5 号", "珠机工委【2022】 5 号", "珠机工委〔2022〕5号");
        check("《条例》（国令第722号）", "国令第722号", "国令第722号");
        check("1985年12月3日皖政〔1985〕38号", "皖政〔1985〕38号", "皖政〔1985〕38号");
        check("《办法》（省政府令219号）", "省政府令219号", "省政府令第219号");
    }

    #[test]
    fn other_numbers_are_none() {
        for text in ["2023年12号文件", "（2023）12号", "发〔2023〕号", "第12号", "3号线"]
        {
            assert_eq!(numbers(text), [], "{text}");
        }
    }
}
