//! What bounds a number from outside: qualifiers before and after it, and its sign.

use super::{
    Numeral, Qualifier,
    figure::{Figure, half},
    words,
};
use crate::text::span::Span;

/// Adds the qualifier before, within or after the figure, and widens the span over those that touch it.
pub(super) fn qualified(text: &str, numeral: Numeral, floor: usize, figure: Figure) -> Numeral {
    let start = numeral.span.start;
    let several = several_start(text, start, floor).map(|at| (at, Qualifier::Several));
    let before = words::before(text, floor, several.map_or(start, |(at, _)| at));
    let before =
        before.filter(|(_, qualifier)| *qualifier != Qualifier::Nearly || !recent(text, &numeral));
    if let Some((at, qualifier)) = before.or(several) {
        return Numeral {
            span: Span::new(at, numeral.span.end),
            qualifier: Some(qualifier),
            ..numeral
        };
    }
    if figure.more {
        return Numeral { qualifier: Some(Qualifier::More), ..numeral };
    }
    trailing(text, numeral)
}

fn several_start(text: &str, start: usize, floor: usize) -> Option<usize> {
    let magnitude = text[start..].starts_with(['十', '百', '千', '万', '萬', '亿', '億']);
    words::several(text, floor, start).filter(|_| magnitude)
}

/// 近三年 is the last three years, not nearly three.
fn recent(text: &str, numeral: &Numeral) -> bool {
    matches!(numeral.unit.of(text), "年" | "个月" | "月" | "周" | "天" | "日" | "届" | "期")
        && numeral.value <= 10.0
}

fn trailing(text: &str, numeral: Numeral) -> Numeral {
    let end = numeral.unit.end.max(numeral.span.end);
    let unit = numeral.unit.of(text);
    if let Some((after, qualifier)) = words::after(text, end) {
        let span =
            if unit.is_empty() { Span::new(numeral.span.start, after) } else { numeral.span };
        let unit = if unit.is_empty() { Span::new(after, after) } else { numeral.unit };
        return Numeral { span, unit, qualifier: Some(qualifier), ..numeral };
    }
    let more = matches!(unit, "年" | "倍" | "天" | "小时" | "公里" | "岁" | "米" | "亩")
        && words::more(text, end).is_some()
        || matches!(unit, "个多月" | "个多小时");
    if more { Numeral { qualifier: Some(Qualifier::More), ..numeral } } else { numeral }
}

/// 零下3度, 负3.5%, -3.5%.
pub(super) fn signed(text: &str, numeral: Numeral, floor: usize) -> Numeral {
    let head = &text[floor..numeral.span.start];
    // 不负14亿人民, 肩负3项任务: 负 is a sign only before a rate or a temperature.
    let rate =
        numeral.percent || matches!(numeral.unit.of(text), "度" | "摄氏度" | "℃" | "个百分点");
    let word = ["零下", "负", "負"].into_iter().find(|word| head.ends_with(word) && rate);
    let dash = ["-", "−", "\u{ff0d}"].into_iter().find(|dash| head.ends_with(dash));
    let dash = dash.filter(|dash| is_minus(text, &numeral, floor, dash));
    let Some(sign) = word.or(dash).filter(|_| numeral.upper.is_none()) else { return numeral };
    let span = Span::new(numeral.span.start - sign.len(), numeral.span.end);
    Numeral { span, value: -numeral.value, ..numeral }
}

/// A dash is a minus where nothing counted ends before it, and where it does not open a list line.
fn is_minus(text: &str, numeral: &Numeral, floor: usize, dash: &str) -> bool {
    let at = numeral.span.start - dash.len();
    let before = text[..at].chars().next_back();
    let opens_line = before.is_none_or(|c| c == '\n');
    let joins = before.is_some_and(|c| {
        half(c).is_ascii_alphanumeric() || matches!(half(c), '-' | '−' | '—' | ')')
    });
    let after_number = floor > 0 && at == floor;
    !joins && !after_number && (!opens_line || numeral.percent || numeral.value.fract() != 0.0)
}
