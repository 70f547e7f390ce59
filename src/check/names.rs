//! Names of places and offices that are written in an old, wrong or mismatched form.

mod obsolete;
mod former;
pub(super) mod unofficial;

use super::finding::{Class, Difference, Finding, Verdict};
use super::sheet::Sheet;
use crate::knowledge::region::{self, Level, Region};
use crate::text::Span;
use crate::text::numerals::{Numeral, NumeralKind, numerals};

/// What follows a place's kind when the name ends there: 张家界县人民政府, 江门县委.
const OFFICE_FOLLOWS: [&str; 12] =
    ["人民", "政府", "委", "公安", "财政", "纪", "人大", "政协", "党委", "直", "司法", "机关"];

/// What quarters of a town are told by: its sides, its age, its waters.
const QUARTERS: &str = "东南西北中新老城市郊矿江河湖";

/// What a paragraph's names are found to be; only what is wrong or old. `latest` is the last year
/// that the draft names.
pub(super) fn findings(sheet: &Sheet<'_>, latest: Option<u16>) -> Vec<Finding> {
    let text = sheet.text();
    let mut findings = mismatched(text);
    findings.extend(wrong_kind(text));
    findings.extend(former::findings(sheet, latest));
    findings
}

/// The years that a text names.
pub(super) fn years(text: &str) -> Vec<u16> {
    let all = numerals(text).into_iter().filter(|it| it.kind == NumeralKind::Year);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1800 to 2100")]
    let year = |it: Numeral| it.upper.unwrap_or(it.value) as u16;
    all.map(year).collect()
}

/// A place that is named right after another in which it does not lie: 湖北省张家界市.
fn mismatched(text: &str) -> Vec<Finding> {
    let mentions = region::mentions(text);
    let neighbours = mentions.windows(2).filter(|pair| pair[0].0.end == pair[1].0.start);
    let wrong = neighbours.filter(|pair| {
        let ((outer_span, outer), (inner_span, inner)) = (pair[0], pair[1]);
        outer.level < inner.level
            && !region::is_within(inner, outer)
            && is_written_out(outer_span.of(text))
            && is_written_out(inner_span.of(text))
            && !may_be_a_quarter(inner_span.of(text))
    });
    wrong
        .map(|pair| {
            let span = Span::new(pair[0].0.start, pair[1].0.end);
            let (outer, inner) = (pair[0].1, pair[1].1);
            let right = region::path(inner).replace('/', "");
            let message = format!("{}不在{}，按行政区划应为{right}", inner.name, plain(outer));
            named(text, span, right, message, 0.95)
        })
        .collect()
}

/// 广东省, 珠海市: a name with its kind. Short names in a row (京津冀, 广东深圳) are often lists.
fn is_written_out(name: &str) -> bool {
    name.ends_with(['省', '市', '县', '区', '州', '盟', '旗'])
}

/// 西城区, 江北区: a district elsewhere, and what people call a quarter of any town.
fn may_be_a_quarter(name: &str) -> bool {
    let name = name.strip_suffix('区').unwrap_or_default();
    !name.is_empty() && name.chars().all(|c| QUARTERS.contains(c))
}

/// A place with the kind of another: 张家界县人民政府, 湖北市委.
fn wrong_kind(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (span, place) in region::mentions(text) {
        let rest = &text[span.end..];
        let Some(kind) = rest.chars().next().filter(|c| "省市县州".contains(*c)) else {
            continue;
        };
        let after = &rest[kind.len_utf8()..];
        let written = span.of(text);
        let short = !is_written_out(written) && written.chars().count() >= 2;
        let office = OFFICE_FOLLOWS.iter().any(|word| after.starts_with(word));
        let wrong = short && office && region::lookup(&format!("{written}{kind}")).is_empty();
        // 广东市县, 湖南州直: the kind begins another word when it could stand for lower levels.
        if wrong && !lower_level(place, kind) {
            let whole = Span::new(span.start, span.end + kind.len_utf8());
            let message = format!("库中的行政区划没有“{}”，应为{}", whole.of(text), place.name);
            findings.push(named(text, whole, place.name.to_owned(), message, 0.85));
        }
    }
    findings
}

/// Whether `kind` may mean what lies in the place: 广东市直机关 can be the cities of Guangdong.
fn lower_level(place: &Region, kind: char) -> bool {
    place.level == Level::Province && kind != '省'
}

/// The official name with what it lies in, as one writes it.
fn plain(region: &Region) -> String {
    region::path(region).replace('/', "")
}

fn named(text: &str, span: Span, right: String, message: String, confidence: f32) -> Finding {
    let draft = span.of(text).to_owned();
    let difference = vec![Difference { span, draft, held: right.clone() }];
    let suggestion = Some(right);
    let differs = Finding::new(Class::Name, Verdict::Differs, message);
    Finding { span, suggestion, difference, confidence, ..differs }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::draft::Draft;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let draft = Draft::pasted(text).unwrap();
        let found = findings(&Sheet::new(&draft.paragraphs[0]), None);
        let found: Vec<(&str, String)> = found
            .iter()
            .map(|it| (it.span.of(text), it.suggestion.clone().unwrap_or_default()))
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (*a, b.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn places_that_do_not_lie_in_each_other_are_found() {
        check("湖北省张家界市推行新做法。", &[("湖北省张家界市", "湖南省张家界市")]);
        check("广东省南宁市青秀区。", &[("广东省南宁市青秀区", "广西壮族自治区南宁市青秀区")]);
        check("广东省珠海市香洲区、湖北省和湖南省张家界市。", &[]);
        check("广东深圳、广西南宁、京津冀和长三角。", &[]);
        check("吉林省吉林市与江苏省苏州市。", &[]);
        check("漯河市西城区和老城区的绿化。", &[]);
    }

    #[test]
    fn a_wrong_kind_is_found_and_other_words_are_not() {
        check("张家界县人民政府印发通知。", &[("张家界县", "张家界市")]);
        check("广东市直机关与珠海市场监管部门,深圳市委。", &[]);
        check("广西区直机关工委。", &[]);
    }
}
