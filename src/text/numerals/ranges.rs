//! Ranges: two figures with a mark or a word between them.

use super::decimal::Decimal;
use super::figure::{Figure, Trust};
use super::{digits, figure, unit_after};

/// 5至7, 5-7万 and 20%—30%: the second figure and where the range ends.
pub(super) fn range(text: &str, first: Figure) -> Option<(Figure, usize)> {
    if first.more || first.upper.is_some() {
        return None;
    }
    let first_percent = digits::percent_sign(text, first.end);
    let Some(at) = connector(text, first_percent.unwrap_or(first.end)) else {
        return counted_range(text, first);
    };
    let second = figure(text, at).filter(|second| second.trust != Trust::Implied)?;
    let percent = digits::percent_sign(text, second.end);
    let a_year_follows =
        second.four_digits && !first.four_digits && text[second.end..].starts_with('年');
    let rises = second.amount.value() > lower_end(first, Some(second)).value();
    (rises && !a_year_follows && (first_percent.is_none() || percent.is_some()))
        .then(|| (second, percent.unwrap_or(second.end)))
}

/// 3万元-5万元, 10人至20人: both ends with the same unit; days and hours are no amounts.
fn counted_range(text: &str, first: Figure) -> Option<(Figure, usize)> {
    let unit = unit_after(text, first.end, Trust::StrongUnit);
    let told = unit.of(text);
    if told.is_empty() || told.contains(['年', '月', '日', '时', '点', '分', '号', '届', '次'])
    {
        return None;
    }
    // 从5家到8家 tells a growth.
    let after = connector(text, unit.end).filter(|_| !text[unit.end..].starts_with('到'))?;
    let second = figure(text, after)?;
    let same = text[second.end..].starts_with(told);
    (same && second.amount.value() > first.amount.value()).then_some((second, second.end))
}

/// In 5至7万 both ends are counted in 万.
pub(super) fn lower_end(first: Figure, second: Option<Figure>) -> Decimal {
    match second {
        Some(second) if first.power == 0 && second.power > 0 => {
            let scaled = first.amount.scaled(second.power);
            if scaled.value() < second.amount.value() { scaled } else { first.amount }
        }
        _ => first.amount,
    }
}

pub(super) fn connector(text: &str, at: usize) -> Option<usize> {
    const CONNECTORS: [&str; 12] =
        ["——", "--", "-", "\u{ff0d}", "–", "—", "~", "\u{ff5e}", "〜", "−", "至", "到"];
    CONNECTORS.iter().find(|word| text[at..].starts_with(**word)).map(|word| at + word.len())
}
