//! Amounts: whether a figure of a draft and a held one may stand for the same, and how they differ.

use crate::knowledge::Fact;
use crate::text::numerals::{Numeral, Qualifier, numerals};

/// 近30亿 may be said of 27亿 and more, 超30亿 of 33亿 and less.
const BOUNDED: f64 = 0.1;
/// A bound of one digit (80多) is wider.
const BOUNDED_LOOSELY: f64 = 0.2;
/// 约30亿 may be said of so much more or less.
const ABOUT: f64 = 0.05;
/// Digits that are enough for a figure to be a rounding of another.
const ROUNDED_DIGITS: usize = 2;

/// Units of one kind, each with what one of it is worth of the first.
const CONVERTED: [(&str, &str, f64); 9] = [
    ("公顷", "亩", 15.0),
    ("平方公里", "亩", 1_500.0),
    ("吨", "公斤", 1_000.0),
    ("千克", "公斤", 1.0),
    ("斤", "公斤", 0.5),
    ("公里", "米", 1_000.0),
    ("千米", "米", 1_000.0),
    ("‰", "%", 0.1),
    ("成", "%", 10.0),
];

/// Classifiers that are used of the same things.
const ALIKE: [&[&str]; 6] = [
    &["人", "名", "位"],
    &["件", "起", "宗", "项", "个", "条", "例"],
    &["家", "个", "所", "处"],
    &["次", "场", "期", "场次"],
    &["份", "件", "个"],
    &["轮", "轮次"],
];

/// A figure as it can be compared.
pub(super) struct Amount {
    value: f64,
    upper: Option<f64>,
    unit: String,
    qualifier: Option<Qualifier>,
    /// The digits told, without leading zeros and the point.
    pub(super) digits: String,
    /// What one of the last digit is worth; 0 where no digits are told.
    step: f64,
}

/// How two amounts stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Both may stand for the same.
    Same,
    /// The same digits with another unit or scale.
    Unit,
    /// Another value in the same unit.
    Value,
    /// Amounts of other things.
    Apart,
}

impl Amount {
    /// The amount of an indicator; `None` where it has no value.
    pub(super) fn of(fact: &Fact) -> Option<Self> {
        let mut value = fact.details.value?;
        let mut upper = fact.details.upper;
        let numeral = numeral(fact);
        let digits = numeral.as_ref().map_or_else(String::new, |it| {
            let told = it.span.of(&fact.text).chars().filter(char::is_ascii_digit);
            told.collect::<String>().trim_start_matches('0').to_owned()
        });
        let mut unit = fact.details.unit.clone();
        if let Some((_, base, worth)) = CONVERTED.iter().find(|(from, ..)| *from == unit) {
            // Shares are kept as fractions, whatever sign they are written with.
            let worth = if *base == "%" { worth / 100.0 } else { *worth };
            (value, upper) = (value * worth, upper.map(|it| it * worth));
            unit = (*base).to_owned();
        }
        let whole: f64 = digits.parse().unwrap_or(0.0);
        let step = if whole > 0.0 { value.abs() / whole } else { 0.0 };
        let qualifier = numeral.and_then(|it| it.qualifier);
        Some(Self { value, upper, unit, qualifier, digits, step })
    }

    /// How many digits say something: 100 has one, 15.9 three.
    pub(super) fn significant(&self) -> usize {
        self.digits.trim_end_matches('0').len().max(usize::from(!self.digits.is_empty()))
    }

    /// How the draft's amount stands to a held one.
    pub(super) fn against(&self, held: &Self) -> Agreement {
        let same_digits = self.digits.len() >= 2 && self.digits == held.digits;
        if same_unit(&self.unit, &held.unit) {
            return if self.may_be(held) {
                Agreement::Same
            } else if same_digits {
                Agreement::Unit
            } else if self.unit == held.unit {
                Agreement::Value
            } else {
                Agreement::Apart
            };
        }
        if same_digits || self.is_mistaken_for(held) { Agreement::Unit } else { Agreement::Apart }
    }

    /// Whether the same few digits stand with a unit that is easily taken for the other: 0.9‰ and
    /// 0.9个百分点, 90个小时 and 90个工作日, 0.2公顷 and 0.2平方公里.
    fn is_mistaken_for(&self, held: &Self) -> bool {
        const MISTAKEN: [&[&str]; 4] = [
            &["‰", "%", "个百分点", "百分点", "个千分点"],
            &["小时", "个小时", "工作日", "个工作日", "天", "日", "个月"],
            &["公顷", "平方公里", "平方千米", "亩", "平方米"],
            &["元", "美元", "欧元", "港元"],
        ];
        let both = |units: &&[&str]| {
            units.contains(&self.unit.as_str()) && units.contains(&held.unit.as_str())
        };
        !self.digits.is_empty() && self.digits == held.digits && MISTAKEN.iter().any(both)
    }

    /// Whether both are told with the same value, and not only bounded so that they may be.
    pub(super) fn equals(&self, held: &Self) -> bool {
        close(self.value, held.value)
    }

    /// Whether one is at most twice the other.
    pub(super) fn is_near(&self, held: &Self) -> bool {
        let (a, b) = (self.value, held.value);
        a > 0.0 && b > 0.0 && (a / b).max(b / a) <= 2.0
    }

    /// Whether the draft's digits are the held ones in another order, or one of at least four is
    /// another; two digits say little.
    pub(super) fn is_slip(&self, held: &Self) -> bool {
        let (own, theirs) = (self.digits.as_bytes(), held.digits.as_bytes());
        if own == theirs || own.len() != theirs.len() {
            return false;
        }
        let sorted = |digits: &[u8]| {
            let mut digits = digits.to_vec();
            digits.sort_unstable();
            digits
        };
        let changed = own.iter().zip(theirs).filter(|(a, b)| a != b).count();
        own.len() >= 2 && sorted(own) == sorted(theirs) || own.len() >= 4 && changed == 1
    }

    /// Whether both may stand for the same number.
    fn may_be(&self, held: &Self) -> bool {
        if close(self.value, held.value) && (self.upper == held.upper || self.upper.is_none()) {
            return true;
        }
        let inside = |one: &Self, range: &Self| {
            range.upper.is_some_and(|upper| range.value <= one.value && one.value <= upper)
        };
        inside(self, held) || inside(held, self) || self.says(held) || held.says(self)
    }

    /// Whether this, bounded or rounded as it is told, is said of the other.
    fn says(&self, exact: &Self) -> bool {
        // 5%以内 is not 5.5%以内: two bounds of one side are two aims.
        let bounds = matches!(self.qualifier, Some(Qualifier::AtMost | Qualifier::AtLeast));
        if bounds && self.qualifier == exact.qualifier {
            return false;
        }
        let loose = if self.significant() < 2 { BOUNDED_LOOSELY } else { BOUNDED };
        let (own, other) = (self.value, exact.value);
        let bounded = match self.qualifier {
            Some(Qualifier::Nearly | Qualifier::Under | Qualifier::AtMost) => {
                own * (1.0 - loose) <= other && other <= own
            }
            Some(Qualifier::Over | Qualifier::More | Qualifier::AtLeast) => {
                own <= other && other <= own * (1.0 + loose)
            }
            Some(Qualifier::About) => (own - other).abs() <= own.abs() * ABOUT,
            Some(Qualifier::Several) => true,
            None => false,
        };
        let finer = exact.step < self.step;
        let rounded = self.digits.len() >= ROUNDED_DIGITS
            && finer
            && (own - other).abs() <= self.step / 2.0 * 1.000_001;
        bounded || rounded
    }
}

/// The numeral of a fact's characters that its value was read from.
fn numeral(fact: &Fact) -> Option<Numeral> {
    let value = fact.details.value?;
    let all = numerals(&fact.text);
    let worth = |it: &Numeral| if it.percent { it.value / 100.0 } else { it.value };
    let same = all.iter().position(|it| close(worth(it), value) || close(it.value, value));
    let counted = || all.iter().rposition(|it| !it.unit.is_empty() || it.percent);
    let at = same.or_else(counted)?;
    all.into_iter().nth(at)
}

/// The value as the text writes it, without the measure.
pub(super) fn told(fact: &Fact) -> String {
    numeral(fact).map_or_else(
        || fact.text.clone(),
        |it| fact.text[it.span.start..it.span.end.max(it.unit.end)].to_owned(),
    )
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

fn same_unit(own: &str, held: &str) -> bool {
    // 41轮（次） counts as 41轮次 does.
    let [own, held] = [own, held].map(|it| it.split(['（', '(']).next().unwrap_or(it));
    own == held || ALIKE.iter().any(|units| units.contains(&own) && units.contains(&held))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocumentId;
    use crate::knowledge::{Details, FactType};
    use crate::text::Span;

    /// An indicator of these characters, with the value and unit that a reader gives it.
    fn amount(text: &str) -> Amount {
        let numeral = numerals(text).pop().expect("a number");
        let (value, unit) = if numeral.percent {
            (numeral.value / 100.0, "%")
        } else {
            (numeral.value, numeral.unit.of(text))
        };
        let upper = numeral.upper;
        let details =
            Details { value: Some(value), upper, unit: unit.to_owned(), ..Details::default() };
        Amount::of(&Fact {
            kind: FactType::Indicator,
            name: String::new(),
            text: text.to_owned(),
            details,
            region: None,
            organization: None,
            year: None,
            document: DocumentId::parse("a").expect("it is an identifier"),
            passage: String::new(),
            span: Span::default(),
            sentence: String::new(),
            sentence_span: Span::default(),
        })
        .expect("it has a value")
    }

    #[test]
    fn amounts_agree_as_they_are_told() {
        let check = |own: &str, held: &str, expected: Agreement| {
            assert_eq!(amount(own).against(&amount(held)), expected, "{own} {held}");
        };
        check("16200万元", "1.62亿元", Agreement::Same);
        check("近30亿元", "29.67亿元", Agreement::Same);
        check("近30亿元", "31亿元", Agreement::Value);
        check("超过120亿元", "121.02亿元", Agreement::Same);
        check("1.1万余份", "11552份", Agreement::Same);
        check("超过80人", "80多人", Agreement::Same);
        check("1.42万元左右", "14214元", Agreement::Same);
        check("77亿元", "77.41亿元", Agreement::Same);
        check("74.71亿元", "77.41亿元", Agreement::Value);
        check("1.62万元", "1.62亿元", Agreement::Unit);
        check("162批次", "162人次", Agreement::Unit);
        check("30名", "30人", Agreement::Same);
        check("20公顷", "300亩", Agreement::Same);
        check("4个", "5至7个", Agreement::Value);
        check("6个", "5至7个", Agreement::Same);
        check("41轮次", "41轮（次）", Agreement::Same);
        check("12公里", "30家", Agreement::Apart);
    }

    #[test]
    fn slips_are_told_from_other_figures() {
        assert!(amount("74.71亿元").is_slip(&amount("77.41亿元")));
        assert!(amount("15552份").is_slip(&amount("11552份")));
        assert!(amount("25亿元").is_slip(&amount("52亿元")));
        assert!(!amount("66亿元").is_slip(&amount("60亿元")));
        assert!(!amount("11552份").is_slip(&amount("11552份")));
    }
}
