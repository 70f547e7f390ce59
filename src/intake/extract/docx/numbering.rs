//! The numbers that Word gives the paragraphs of its lists by itself: 第三条, （二）, 1.2.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{attribute, value};
use crate::text::numerals::spelled::{OF_BILLS, OF_BILLS_TRADITIONAL, OF_LISTS};

/// Levels of a list, as Word has them.
const LEVELS: usize = 9;
/// Lists and their definitions beyond so many are not read: documents that people made have some
/// dozens.
const MOST: usize = 4096;
/// The longest pattern of a number, in bytes; what is longer is no number.
const PATTERN_MOST: usize = 200;
/// Larger numbers are written in digits, whatever the list says.
const WRITTEN_MOST: u32 = 9999;

/// One level of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Level {
    start: u32,
    /// How the number is written (`w:numFmt`), by the names of ECMA-376 part 1, 17.18.59.
    format: String,
    /// `第%1条`: `%n` is the number of level n.
    pattern: String,
    /// The level after whose paragraphs counting starts again (`w:lvlRestart`), from 1; 0 for never.
    restart: Option<usize>,
    /// Whether the upper levels' numbers are written in digits too (`w:isLgl`).
    digits: bool,
}

impl Default for Level {
    fn default() -> Self {
        let (format, pattern) = ("decimal".to_owned(), String::new());
        Self { start: 1, format, pattern, restart: None, digits: false }
    }
}

/// A list that paragraphs name: its definition, and where it starts otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct List {
    definition: String,
    starts: HashMap<usize, u32>,
}

/// The lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<String, Vec<Level>>,
    lists: HashMap<String, List>,
    /// By definition: lists of one definition count on together.
    counts: HashMap<String, [u32; LEVELS]>,
    /// The lists that have begun.
    begun: Vec<String>,
}

impl Numbering {
    /// The lists of `word/numbering.xml`. Broken XML gives what was read before the fault.
    pub(super) fn read(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let mut numbering = Self::default();
        let mut open = Open::default();
        loop {
            match reader.read_event() {
                Ok(Event::Start(start) | Event::Empty(start)) => {
                    let name = start.local_name();
                    let said = |key: &str| attribute(&start, key);
                    numbering.open(&mut open, name.as_ref(), &said, &value(&start));
                }
                Ok(Event::End(end)) => match end.local_name().as_ref() {
                    b"abstractNum" => open.definition = None,
                    b"num" => open.list = None,
                    _ => {}
                },
                Ok(Event::Eof) | Err(_) => return numbering,
                Ok(_) => {}
            }
        }
    }

    fn open(&mut self, open: &mut Open, name: &[u8], said: &dyn Fn(&str) -> String, value: &str) {
        match name {
            b"abstractNum" if self.definitions.len() < MOST => {
                let id = said("abstractNumId");
                self.definitions.insert(id.clone(), vec![Level::default(); LEVELS]);
                open.definition = Some(id);
            }
            b"num" if self.lists.len() < MOST => {
                let id = said("numId");
                self.lists.insert(id.clone(), List::default());
                open.list = Some(id);
            }
            b"lvl" | b"lvlOverride" => open.level = said("ilvl").parse().unwrap_or(LEVELS),
            _ => self.detail(open, name, value),
        }
    }

    fn detail(&mut self, open: &Open, name: &[u8], value: &str) {
        if let Some(list) = open.list.as_ref().and_then(|id| self.lists.get_mut(id)) {
            match name {
                b"abstractNumId" => list.definition = value.to_owned(),
                b"startOverride" if open.level < LEVELS => {
                    list.starts.insert(open.level, value.parse().unwrap_or(1));
                }
                _ => {}
            }
            return;
        }
        let levels = open.definition.as_ref().and_then(|id| self.definitions.get_mut(id));
        let Some(level) = levels.and_then(|levels| levels.get_mut(open.level)) else { return };
        match name {
            b"start" => level.start = value.parse().unwrap_or(1),
            b"numFmt" => level.format = value.to_owned(),
            b"lvlText" if value.len() <= PATTERN_MOST => level.pattern = value.to_owned(),
            b"lvlRestart" => level.restart = value.parse().ok(),
            b"isLgl" => level.digits = !matches!(value, "0" | "false"),
            _ => {}
        }
    }

    /// The number of the next paragraph of the list `id` on this level (from 0). `None` where the
    /// list has none: bullets, and lists that are not defined.
    pub(super) fn next(&mut self, id: &str, level: usize) -> Option<String> {
        let list = self.lists.get(id)?;
        let levels = self.definitions.get(&list.definition)?;
        let own = levels.get(level)?;
        let counts = self.counts.entry(list.definition.clone()).or_insert([0; LEVELS]);
        if !list.starts.is_empty() && !self.begun.iter().any(|it| it == id) {
            self.begun.push(id.to_owned());
            for (level, start) in list.starts.iter().filter(|(level, _)| **level < LEVELS) {
                counts[*level] = start.saturating_sub(1);
            }
        } else if counts[level] == 0 {
            counts[level] = own.start.saturating_sub(1);
        }
        counts[level] = counts[level].saturating_add(1);
        for (deeper, it) in levels.iter().enumerate().skip(level + 1) {
            if it.restart.is_none_or(|after| after != 0 && level < after) {
                counts[deeper] = 0;
            }
        }
        let counts = *counts;
        let number = |at: usize| {
            let format = if own.digits { "decimal" } else { &levels[at].format };
            written(counts[at].max(levels[at].start.min(1)), format)
        };
        let drawn = matches!(own.format.as_str(), "bullet" | "none");
        (!drawn).then(|| filled(&own.pattern, number)).filter(|text| !text.trim().is_empty())
    }
}

/// Where the reader is.
#[derive(Default)]
struct Open {
    definition: Option<String>,
    list: Option<String>,
    level: usize,
}

/// The pattern with each `%n` filled in.
fn filled(pattern: &str, number: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        let level = rest.peek().and_then(|next| next.to_digit(10)).filter(|n| (1..=9).contains(n));
        match level.filter(|_| c == '%') {
            Some(level) => {
                rest.next();
                text.push_str(&number(level as usize - 1));
            }
            None => text.push(c),
        }
    }
    text
}

/// A number as a list of this format writes it; digits where the format is none that official
/// papers use.
fn written(n: u32, format: &str) -> String {
    let one_of = |signs: &str| signs.chars().nth(n.wrapping_sub(1) as usize).map(String::from);
    let sign = match format {
        _ if n > WRITTEN_MOST => None,
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => Some(OF_LISTS.spelled(n)),
        "chineseLegalSimplified" => Some(OF_BILLS.spelled(n)),
        "ideographLegalTraditional" | "japaneseLegal" => Some(OF_BILLS_TRADITIONAL.spelled(n)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            Some(OF_LISTS.digits(n))
        }
        "ideographTraditional" => one_of("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => one_of("子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            (1..=20).contains(&n).then(|| char::from_u32(0x245F + n)).flatten().map(String::from)
        }
        "ideographEnclosedCircle" => {
            (1..=10).contains(&n).then(|| char::from_u32(0x327F + n)).flatten().map(String::from)
        }
        "decimalEnclosedParen" => Some(format!("({n})")),
        "decimalEnclosedFullstop" => Some(format!("{n}.")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(
            n.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect(),
        ),
        "decimalZero" => Some(format!("{n:02}")),
        "upperLetter" => lettered(n, 'A'),
        "lowerLetter" => lettered(n, 'a'),
        "upperRoman" => Some(roman(n)),
        "lowerRoman" => Some(roman(n).to_lowercase()),
        _ => None,
    };
    sign.unwrap_or_else(|| n.to_string())
}

/// a to z, then aa to zz, as Word counts.
fn lettered(n: u32, first: char) -> Option<String> {
    let at = n.checked_sub(1)?;
    let letter = char::from_u32(u32::from(first) + at % 26)?;
    Some(String::from(letter).repeat(at as usize / 26 + 1)).filter(|text| text.len() < 10)
}

fn roman(mut n: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while n >= value {
            text.push_str(sign);
            n -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_list_says() {
        let cases = [
            (3, "decimal", "3"),
            (3, "chineseCounting", "三"),
            (10, "chineseCountingThousand", "十"),
            (12, "japaneseCounting", "十二"),
            (20, "chineseCounting", "二十"),
            (103, "chineseCounting", "一百〇三"),
            (110, "chineseCounting", "一百一十"),
            (1005, "chineseCounting", "一千〇五"),
            (12, "chineseLegalSimplified", "壹拾贰"),
            (2, "ideographTraditional", "乙"),
            (11, "ideographTraditional", "11"),
            (10, "ideographDigital", "一〇"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircle", "21"),
            (27, "upperLetter", "AA"),
            (2, "lowerLetter", "b"),
            (14, "upperRoman", "XIV"),
            (4, "lowerRoman", "iv"),
            (5, "decimalFullWidth", "５"),
            (0, "chineseCounting", "〇"),
            (70_000, "chineseCounting", "70000"),
            (u32::MAX, "lowerLetter", "4294967295"),
            (5, "unknown", "5"),
        ];
        for (n, format, expected) in cases {
            assert_eq!(written(n, format), expected, "{n} {format}");
        }
    }

    #[test]
    fn patterns_are_filled() {
        let number = |at: usize| (at + 1).to_string();
        assert_eq!(filled("第%1条", number), "第1条");
        assert_eq!(filled("（%2）", number), "（2）");
        assert_eq!(filled("%1.%2", number), "1.2");
        assert_eq!(filled("100%、%", number), "100%、%");
    }
}
