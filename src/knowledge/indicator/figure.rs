//! Which numbers of a text are figures: counted or measured, with value in base units, unit and
//! qualifier.

use super::counting::is_figure;
use crate::text::Span;
use crate::text::numerals::{Numeral, Qualifier, numerals};

/// A counted or measured number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// From its qualifier to the end of its unit.
    pub(super) span: Span,
    pub(super) value: f64,
    pub(super) upper: Option<f64>,
    pub(super) unit: String,
    /// As written; empty without one.
    pub(super) qualifier: String,
    /// The unit is no classifier: 元, 亩, %.
    pub(super) measured: bool,
}

/// Units that hold the thing counted, with the classifier alone.
const COMPOUND: [(&str, &str); 2] = [("支队伍", "支"), ("间房", "间")];

/// Units that measure; every other unit counts.
const MEASURES: &str = " 元 美元 欧元 港元 日元 英镑 卢布 元人民币 亩 公顷 公里 平方公里 平方米 平方千米 平方 \
    立方米 立方 吨 公吨 公斤 千克 斤 担 米 千米 厘米 毫米 海里 英里 升 毫升 千瓦 千瓦时 千瓦小时 兆瓦 千伏 千伏安 标准箱 \
    标箱 摄氏度 度 % ‰ ℃ 个百分点 百分点 个千分点 千分点 倍 番 成 小时 个小时 学时 课时 人次 人天 人日 家次 件次 户次 班次 分 年 \
    个月 天 分钟 日 岁 周 秒 个工作日 工作日 km km2 kg cm mm m m2 m3 GB MB TB PB kW KW kWh MW GW kV KV ha ㎡ 克 瓦 块钱 ";

/// The figures among the numbers `all` of a text, in order, without those inside `hidden` spans.
pub(super) fn figures(text: &str, all: &[Numeral], hidden: &[Span]) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    for (at, numeral) in all.iter().enumerate() {
        let concealed = hidden.iter().any(|it| it.contains(numeral.span));
        if concealed || !is_figure(text, all, at) {
            continue;
        }
        figures.push(figure(text, numeral));
    }
    figures
}

fn figure(text: &str, numeral: &Numeral) -> Figure {
    let mut end = numeral.unit.end.max(numeral.span.end);
    let mut unit = if numeral.percent { "%".to_owned() } else { numeral.unit.of(text).to_owned() };
    if let Some((compound, classifier)) = COMPOUND.into_iter().find(|(it, _)| *it == unit) {
        end -= compound.len() - classifier.len();
        unit = classifier.to_owned();
    }
    let plus = text[end..].starts_with('+') && unit.is_empty();
    if let Some(next) = text[end..].strip_prefix('+').filter(|_| plus).and_then(counter) {
        unit.push_str(next);
        end += '+'.len_utf8() + next.len();
    }
    if let Some(length) = alternative(&text[end..]) {
        unit.push_str(&text[end..end + length]);
        end += length;
    }
    let trailing = ["及以上", "以上", "左右", "上下", "以内", "以下"];
    let after = trailing.iter().find(|word| text[end..].starts_with(**word));
    let mut qualifier = qualifier(text, numeral, after.copied());
    if plus && qualifier.is_empty() {
        "+".clone_into(&mut qualifier);
    }
    end += after.map_or(0, |word| word.len());
    let hundredths = |value: f64| if numeral.percent { hundredth(value) } else { value };
    Figure {
        span: Span::new(numeral.span.start, end),
        value: hundredths(numeral.value),
        upper: numeral.upper.map(hundredths),
        measured: !unit.is_empty() && MEASURES.contains(&format!(" {unit} ")),
        unit,
        qualifier,
    }
}

/// The unit that `text`, which follows a figure, begins with.
fn counter(text: &str) -> Option<&str> {
    let near = text.char_indices().nth(4).map_or(text, |(at, _)| &text[..at]);
    let read = numerals(&format!("1{near}"));
    let unit = read.first().map_or(0, |it| it.unit.len());
    (unit > 0).then(|| &text[..unit])
}

/// `value` hundredths, to the float that its decimal form names: 61.36 is .6136.
fn hundredth(value: f64) -> f64 {
    format!("{value}e-2").parse().unwrap_or(value / 100.0)
}

/// A second unit in brackets after the first: 50余万本(套), 41轮(次).
fn alternative(rest: &str) -> Option<usize> {
    let open = rest.chars().next().filter(|c| matches!(c, '(' | '（'))?;
    let close = rest.char_indices().take(5).find(|(_, c)| matches!(c, ')' | '）'))?;
    let inner = &rest[open.len_utf8()..close.0];
    let units = "次套册个家户名人场期批件项只台辆";
    let fits = !inner.is_empty() && inner.chars().all(|c| units.contains(c));
    fits.then_some(close.0 + close.1.len_utf8())
}

/// The words that bound the number, as written.
fn qualifier(text: &str, numeral: &Numeral, after: Option<&str>) -> String {
    let span = numeral.span.of(text);
    let digits = |c: char| c.is_ascii_digit() || "零〇一二两三四五六七八九十百千万亿".contains(c);
    let before = &span[..span.find(digits).unwrap_or(0)];
    let before = before.trim_matches(|c: char| !c.is_alphabetic() || "百分之第负".contains(c));
    if !before.is_empty() && numeral.qualifier.is_some() {
        return before.to_owned();
    }
    if let Some(word) = after {
        return word.to_owned();
    }
    let tail = numeral.unit.of(text).chars();
    let within = span.chars().chain(tail).find(|c| "余多几".contains(*c));
    if let Some(mark) = within.filter(|_| numeral.qualifier == Some(Qualifier::More)) {
        return mark.to_string();
    }
    let head = &text[..numeral.span.start];
    let head = head.strip_suffix("达到").or_else(|| head.strip_suffix('达')).unwrap_or(head);
    let words = ["累计", "共计", "总计", "合计", "总共", "一共", "共"];
    words.iter().find(|word| head.ends_with(**word)).map_or_else(String::new, |it| (*it).to_owned())
}
