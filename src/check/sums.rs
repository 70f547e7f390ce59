//! Totals that do not add up within a sentence: 共12项，其中甲5项、乙6项.

use super::finding::{Class, Finding, Verdict};
use super::sheet::Sheet;
use crate::text::Span;
use crate::text::numerals::{Numeral, NumeralKind, numerals};

/// Words before a total.
const TOTALS: [&str; 8] = ["共", "总共", "合计", "总计", "共计", "一共", "累计", "总数"];

/// Words after a total that open the list of its parts, and whether the parts must be all.
const OPENINGS: [(&str, bool); 9] = [
    ("其中", false),
    ("包括", true),
    ("分别为", true),
    ("分别是", true),
    ("分为", true),
    ("即", true),
    ("由", true),
    ("含", false),
    ("有", false),
];

/// Units of time, which are not shared out.
const TIMES: [&str; 8] = ["年", "个月", "天", "日", "岁", "小时", "周", "月"];

/// What stands between an old figure and a new one, of which neither is a part.
const CHANGES: [char; 2] = ['到', '至'];

/// A longer list after 其中 leaves something out as a matter of course.
const FEW: usize = 4;

/// A sum of parts that makes less than this share of the total leaves something out on purpose.
const NEARLY_ALL: f64 = 0.75;

/// The totals of a paragraph that do not add up.
pub(super) fn findings(sheet: &Sheet<'_>) -> Vec<Finding> {
    let text = sheet.text();
    sheet.sentences.iter().filter_map(|sentence| sum(text, *sentence)).collect()
}

fn sum(text: &str, sentence: Span) -> Option<Finding> {
    let read = sentence.of(text);
    let counted: Vec<Numeral> = numerals(read)
        .into_iter()
        .filter(|it| it.kind == NumeralKind::Cardinal && it.upper.is_none() && !it.percent)
        .filter(|it| it.qualifier.is_none() && !it.unit.is_empty())
        .filter(|it| !TIMES.contains(&it.unit.of(read)))
        .collect();
    for (at, total) in counted.iter().enumerate() {
        let after = &read[total.unit.end..];
        let next = counted.get(at + 1).map_or(after.len(), |it| it.span.start - total.unit.end);
        let Some(whole) = opening(read, total, &after[..next.min(after.len())]) else { continue };
        let unit = total.unit.of(read);
        // After a semicolon another thing is told, unless the list must be complete.
        let ends = if whole { read.len() } else { total.unit.end + until_semicolon(after) };
        // 卫生院28家（含4家中心卫生院）: what a bracket tells is a part of a part.
        let in_bracket = |it: &&Numeral| {
            let between = &read[total.unit.end..it.span.start];
            between.matches(['（', '(']).count() > between.matches(['）', ')']).count()
        };
        let is_part = |it: &&Numeral| it.unit.of(read) == unit && it.span.start < ends;
        let parts = counted[at + 1..].iter().filter(|it| !in_bracket(it)).take_while(is_part);
        let parts: Vec<&Numeral> = parts.collect();
        let sum: f64 = parts.iter().map(|it| it.value).sum();
        let differs = (sum - total.value).abs() > 1e-6 * total.value.abs().max(1.0);
        let nested =
            parts.iter().any(|part| TOTALS.iter().any(|word| before(read, part).ends_with(word)));
        let changes = parts.iter().any(|part| before(read, part).ends_with(CHANGES));
        // 采购额13579万元，节约2431万元，其中：…: the parts may be those of a figure before.
        let earlier = counted[..at].iter().any(|it| {
            it.unit.of(read) == unit && (it.value - sum).abs() <= 1e-6 * sum.abs().max(1.0)
        });
        if earlier || parts.len() < 2 || !differs || nested || changes {
            continue;
        }
        let sure = match (whole, sum > total.value) {
            (_, true) => 0.9,
            (true, false) => 0.7,
            (false, false) if parts.len() <= FEW && sum >= NEARLY_ALL * total.value => 0.5,
            _ => continue,
        };
        let span = Span::new(total.span.start, total.unit.end).shift(sentence.start);
        return Some(told(span, (total.value, sum), unit, sure));
    }
    None
}

fn until_semicolon(after: &str) -> usize {
    after.find(['；', ';']).unwrap_or(after.len())
}

/// Whether a list of parts follows the total, and whether it must be complete.
fn opening(read: &str, total: &Numeral, after: &str) -> Option<bool> {
    let stated = TOTALS.iter().any(|word| before(read, total).ends_with(word));
    // The thing that is counted stands between: 共12项制度,其中…
    let near: String = after.chars().take(16).collect();
    let found =
        OPENINGS.iter().filter_map(|(word, whole)| near.find(word).map(|at| (at, *whole, *word)));
    let (_, whole, word) = found.min_by_key(|(at, ..)| *at)?;
    (stated || matches!(word, "其中" | "分别为" | "分别是")).then_some(whole)
}

fn before<'a>(read: &'a str, numeral: &Numeral) -> &'a str {
    read[..numeral.span.start].trim_end_matches(['有', '为', '达', '了', ' '])
}

fn told(span: Span, (total, sum): (f64, f64), unit: &str, confidence: f32) -> Finding {
    let (total, sum) = (written(total), written(sum));
    let message = format!("各分项相加为 {sum} {unit}，与总数 {total} {unit}不合");
    Finding {
        span,
        suggestion: Some(format!("{sum}{unit}")),
        confidence,
        ..Finding::new(Class::Figure, Verdict::Inconsistent, message)
    }
}

fn written(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::draft::Draft;

    fn check(text: &str, expected: Option<&str>) {
        let draft = Draft::pasted(text).unwrap();
        let found = findings(&Sheet::new(&draft.paragraphs[0]));
        let found: Vec<&str> = found.iter().filter_map(|it| it.suggestion.as_deref()).collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
    }

    #[test]
    fn totals_are_added_up() {
        check("全年共制定12项制度,其中党建类5项、业务类6项。", Some("11项"));
        check("全年共制定12项制度,其中党建类5项、业务类7项。", None);
        check("共有党支部30个,其中机关支部20个、离退休支部15个。", Some("35个"));
        check("共有党支部30个,其中优秀支部3个、先进支部2个。", None);
        check("共1.2万人,其中男7000人、女6000人。", Some("13000人"));
        check("培训200人次,开展活动30场、讲座20场。", None);
        check("公路12公里,其中高速公路3公里;铁路14公里、复线6公里。", None);
        check("标准由50元提高到100元,其中补助由40元提高到80元。", None);
        check("共30项,包括:第一类20项;第二类15项。", Some("35项"));
        check("共涉及13大类78项,其中第一类30项、第二类50项。", Some("80项"));
    }
}
