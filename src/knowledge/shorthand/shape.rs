//! The shape of a short form: which numbers stand in it, and what each counts.

use crate::knowledge::rules::{File, Words, list};

/// One number of a short form with what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// How many.
    pub(super) count: usize,
    /// 强 in 四强, 维护 in 两个维护; empty in 1234.
    pub(super) key: String,
}

/// A short form taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    /// 四强六规范 has two.
    pub(super) parts: Vec<Part>,
}

/// Words with numerals that abbreviate nothing: days, idioms, metaphors, times.
static NO_SHORTHANDS: Words = Words::new(|| list(File::Shorthands, "none"));

/// Numbers that one calls.
static HOTLINES: Words = Words::new(|| list(File::Shorthands, "hotline"));

/// What a numeral counts when the form is a time, an ordinal or a rank.
static TIMES: Words = Words::new(|| list(File::Shorthands, "time"));

/// Classifiers between a numeral and what it counts.
const CLASSIFIERS: [char; 6] = ['个', '项', '大', '种', '条', '类'];

/// What a short form is called at its own end.
static CLASSES: Words = Words::new(|| list(File::Shorthands, "class"));

/// What one number counts is no longer than this, in characters; after a classifier a little more.
const KEY: usize = 6;

impl Shape {
    /// Takes a quoted name apart. `None` when it abbreviates nothing that is counted.
    pub(super) fn read(name: &str) -> Option<Self> {
        let name = name.trim();
        // 四单合一: the last number is no count.
        let name = ["合一", "归一"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        if name == "十佳"
            || HOTLINES.contains(&name)
            || NO_SHORTHANDS.iter().any(|word| name.starts_with(word))
        {
            return None;
        }
        if name.starts_with(|c: char| c.is_ascii_digit()) {
            return digits(name).or_else(|| words(name).filter(Self::has_several));
        }
        words(name).filter(|shape| shape.counts_something())
    }

    /// How many items the expansion has when each number counts its own.
    pub(super) fn total(&self) -> usize {
        self.parts.iter().map(|part| part.count).sum()
    }

    /// Whether there are several numbers, or the one counts 一: 5个一.
    fn has_several(&self) -> bool {
        self.parts.len() > 1 || self.parts.iter().any(|part| part.key == "一")
    }

    /// One each (一人一策) and one alone (一网通办) count nothing.
    fn counts_something(&self) -> bool {
        self.parts.iter().any(|part| part.count > 1)
    }
}

/// 1310, 1+3+3+6, 1+N文件.
fn digits(name: &str) -> Option<Shape> {
    let figures = name.trim_end_matches(crate::text::segment::is_han);
    let tail = name[figures.len()..].chars().count();
    if figures.contains('+') && tail <= 4 {
        return sum(figures);
    }
    let plain = tail == 0 && (3..=5).contains(&figures.len());
    let year = figures.len() == 4 && ["19", "20"].iter().any(|age| figures.starts_with(age));
    if !plain || year || !figures.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut counts: Vec<usize> = Vec::new();
    for digit in figures.bytes().map(|b| usize::from(b - b'0')) {
        match counts.last_mut() {
            // 1310 is one, three and ten.
            Some(last) if digit == 0 && *last == 1 => *last = 10,
            _ => counts.push(digit),
        }
    }
    let counted = counts.len() > 1 && !counts.contains(&0);
    counted.then(|| Shape { parts: counts.into_iter().map(unnamed).collect() })
}

fn sum(figures: &str) -> Option<Shape> {
    let number = |figure: &str| match figure {
        "N" | "n" | "X" | "x" => Some(0),
        _ => figure.parse().ok().filter(|count| (1..=99).contains(count)),
    };
    let counts: Option<Vec<usize>> = figures.split('+').map(number).collect();
    let counts = counts.filter(|counts| counts.len() > 1)?;
    Some(Shape { parts: counts.into_iter().map(unnamed).collect() })
}

fn unnamed(count: usize) -> Part {
    Part { count, key: String::new() }
}

/// 四强六规范, 两个维护, 三去一降一补, 双随机、一公开.
fn words(name: &str) -> Option<Shape> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let (count, after) = numeral(rest)?;
        let classified = after.trim_start_matches(CLASSIFIERS);
        // 十大 and 四大 alone have nothing behind the classifier: it is what they count.
        let bare = classified.is_empty() || classified.len() == after.len();
        let after = if bare { after } else { classified };
        let key = key(after);
        let longest = if bare { KEY } else { KEY + 1 };
        // 四级三类 counts sorts, 三类 alone says nothing.
        let sort = ["条", "项", "类", "种"].contains(&key) && parts.is_empty();
        let plain = !key.is_empty() && !sort && key.chars().count() <= longest;
        if !plain || is_time(key, after.len() == key.len() && parts.is_empty()) {
            return None;
        }
        parts.push(Part { count, key: without_class(key).to_owned() });
        rest = after[key.len()..].trim_start_matches(['、', '，', ',', '·', ' ']);
    }
    (!parts.is_empty()).then_some(Shape { parts })
}

/// Whether a key makes of its number a time, an ordinal or a rank: 四点, and not 四点联动 or 三线一单.
fn is_time(key: &str, alone: bool) -> bool {
    let loose = ["点", "线", "次", "期", "号", "周", "连", "时", "米", "遍"];
    let time = TIMES.iter().find(|time| key.starts_with(**time));
    time.is_some_and(|time| {
        let named = CLASSES.iter().any(|class| key.ends_with(class));
        let free = loose.contains(time) && (!alone || named);
        !free
    })
}

/// What is counted without what it is called: 学 in 五学联动, 联 in 三联模式.
fn without_class(key: &str) -> &str {
    let class = CLASSES.iter().find(|class| key.ends_with(**class) && key.len() > class.len());
    class.map_or(key, |class| &key[..key.len() - class.len()])
}

/// The characters up to the next number. 一 right at the start belongs to it: 六个一, 双一流.
fn key(text: &str) -> &str {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let stop = |c: char| value(c).is_some() || !crate::text::segment::is_han(c);
    let own = if text.starts_with('一') || !text.starts_with(stop) { first } else { 0 };
    let end = text[own..].find(stop).map_or(text.len(), |at| own + at);
    &text[..end]
}

/// The number at the start of `text`, up to nineteen, and what follows it.
fn numeral(text: &str) -> Option<(usize, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if (1..=2).contains(&digits) {
        return text[..digits].parse().ok().map(|count| (count, &text[digits..]));
    }
    let first = text.chars().next()?;
    let count = value(first)?;
    let rest = &text[first.len_utf8()..];
    let unit = rest.chars().next().and_then(value).filter(|unit| count == 10 && *unit < 10);
    match unit {
        Some(unit) => Some((10 + unit, &rest['一'.len_utf8()..])),
        None => Some((count, rest)),
    }
}

fn value(c: char) -> Option<usize> {
    Some(match c {
        '一' => 1,
        '二' | '两' | '双' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &[(usize, &str)]) {
        let shape = Shape::read(name);
        let parts = shape.iter().flat_map(|shape| &shape.parts);
        let parts: Vec<_> = parts.map(|part| (part.count, part.key.as_str())).collect();
        assert_eq!(parts, expected, "{name}");
    }

    #[test]
    fn numbers_and_what_they_count() {
        check("四强六规范", &[(4, "强"), (6, "规范")]);
        check("一述三评", &[(1, "述"), (3, "评")]);
        check("三去一降一补", &[(3, "去"), (1, "降"), (1, "补")]);
        check("两个维护", &[(2, "维护")]);
        check("六个一", &[(6, "一")]);
        check("双报到", &[(2, "报到")]);
        check("四千结对", &[(4, "千结对")]);
        check("三会一课", &[(3, "会"), (1, "课")]);
        check("四大", &[(4, "大")]);
        check("双随机、一公开", &[(2, "随机"), (1, "公开")]);
        check("1310", &[(1, ""), (3, ""), (10, "")]);
        check("1+3+3+6", &[(1, ""), (3, ""), (3, ""), (6, "")]);
        check("十二项准则", &[(12, "准则")]);
    }

    #[test]
    fn what_counts_nothing_has_no_shape() {
        for name in [
            "一把手",
            "两张皮",
            "七一",
            "一网通办",
            "一支部一品牌",
            "三年行动计划",
            "十四五",
            "2024",
            "7·9",
            "3个工作法",
            "二等奖",
            "最后一公里",
            "第一议题",
            "让我先来",
            "41条",
            "五四运动",
            "",
        ] {
            check(name, &[]);
        }
    }
}
