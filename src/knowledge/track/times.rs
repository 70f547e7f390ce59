//! The times that a text names, each with what it says of a year.

use crate::knowledge::marks::{Mark, marked};
use crate::knowledge::rules::{File, Rules};
use crate::text::Span;
use crate::text::numerals::{Numeral, NumeralKind};

/// A time that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) span: Span,
    pub(super) kind: TimeKind,
}

/// What a time says of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeKind {
    /// 2022年, 2022年末; of a range the last year.
    Year(u16),
    /// 2022年3月, 2022年3月5日: a day or month of an event.
    Day(u16),
    /// 2019年以来: a year only where it is the text's own.
    Since(u16),
    /// 由2016年的X: the year of the next figure alone.
    From(u16),
    /// 今年: the year that the text speaks of.
    This,
    /// 目前: the same, unless the sentence has said a year that is no event's.
    Now,
    /// 一年来: the same, where nothing before it says which.
    Over,
    /// 去年.
    Last,
    /// 明年.
    Next,
    /// 五年来: no single year.
    Period,
}

/// The times of a text in order; `numbers` are all its numbers. Those inside titles and document
/// numbers are left out, and those that a figure is only compared with (比2020年).
pub(super) fn times(text: &str, numbers: &[Numeral], rules: &Rules) -> Vec<Time> {
    let words = rules.table(File::Times).find(text).filter_map(|hit| {
        let kind = match hit.rule.class.as_str() {
            "this" => TimeKind::This,
            "weak" => TimeKind::Now,
            "last" => TimeKind::Last,
            "next" => TimeKind::Next,
            "over" => TimeKind::Over,
            "period" => TimeKind::Period,
            _ => return None,
        };
        let compared = compared(&text[..hit.span.start], &text[hit.span.end..]);
        (!compared).then_some(Time { span: hit.span, kind })
    });
    let years = numbers.iter().filter(|it| it.kind == NumeralKind::Year);
    let mut found: Vec<Time> = words.chain(years.filter_map(|it| year(text, it))).collect();
    let titles: Vec<Span> =
        marked(text).iter().filter(|it| it.mark == Mark::Title).map(|it| it.outer).collect();
    found.retain(|time| !titles.iter().any(|title| title.contains(time.span)));
    found.sort_by_key(|time| time.span);
    found
}

/// A year in digits or characters, by what stands around it.
fn year(text: &str, number: &Numeral) -> Option<Time> {
    let end = number.unit.end.max(number.span.end);
    let span = Span::new(number.span.start, end);
    let (head, rest) = (&text[..span.start], &text[end..]);
    let year = format!("{}", number.upper.unwrap_or(number.value)).parse().ok()?;
    // The year of a document number stands in brackets without 年.
    if !span.of(text).contains('年') || compared(head, rest) || is_founding(head) {
        return None;
    }
    let day = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let day = day && rest.chars().take(6).any(|c| c == '月');
    let since = ["以来", "起", "至今", "年底以来", "末以来", "底以来"];
    let kind = if since.iter().any(|word| rest.starts_with(word)) {
        TimeKind::Since(year)
    } else if head.ends_with(['由', '从']) {
        TimeKind::From(year)
    } else if head.ends_with('自') {
        TimeKind::Since(year)
    } else if day {
        TimeKind::Day(year)
    } else {
        TimeKind::Year(year)
    };
    Some(Time { span, kind })
}

/// 组建于1988年，…: when somebody began, and not when what is told of it was.
pub(in crate::knowledge) fn is_founding(head: &str) -> bool {
    let verbs =
        ["成立", "组建", "始建", "创建", "创办", "创立", "建立", "设立", "建成", "诞生", "起源"];
    let head = head.trim_end().strip_suffix('于');
    head.is_some_and(|head| head.ends_with('建') || verbs.iter().any(|verb| head.ends_with(verb)))
}

/// 比2020年, 与上年相比, 2015年基础上: what a figure is compared with, not when it was.
fn compared(head: &str, rest: &str) -> bool {
    let likened = rest.chars().take(8).collect::<String>();
    let with = head.ends_with(['与', '同', '跟', '和']);
    head.ends_with(['比', '较'])
        || (with && likened.contains("相比"))
        || (with && rest.split(['，', '。', '；']).next().is_some_and(|it| it.ends_with('比')))
        || ["基础上", "的基础上", "同期相比", "年基数"].iter().any(|word| rest.starts_with(word))
        || (rest.starts_with("同期") && head.ends_with(['于', '按']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::numerals::numerals;

    fn check(text: &str, expected: &[TimeKind]) {
        let found = times(text, &numerals(text), &Rules::built_in());
        let kinds: Vec<TimeKind> = found.iter().map(|time| time.kind).collect();
        assert_eq!(kinds, expected, "{text}");
    }

    #[test]
    fn times_are_told_apart() {
        use TimeKind::{Day, From, Last, Next, Now, Period, Since, This, Year};
        check("2022年，全市新建3所，今年再建2所，明年完成。", &[Year(2022), This, Next]);
        check("2019年以来，去年3月5日，目前", &[Since(2019), Last, Now]);
        check("2020年3月批准，由2016年的3所增至5所。", &[Day(2020), From(2016)]);
        check("五年来累计52亿元，2018-2020年共3件。", &[Period, Year(2020)]);
        check("比2020年增长3%，比上年增长2%，与上年相比下降1%。", &[]);
        check("同2010年“六普”时的118764人比，减少2万人。", &[]);
        check("该所组建于1988年，现有民警3人。", &[Now]);
        check("按《2022年工作要点》和国发〔2023〕3号。", &[]);
    }
}
