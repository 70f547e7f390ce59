//! Names of places and offices that are no longer in use, unless the text speaks of the time before.

use super::named;
use super::obsolete::{OFFICES, PLACES, Renamed};
use crate::check::finding::Finding;
use crate::check::sheet::{QUOTATION_LEAST, Sheet, titles};
use crate::knowledge::region;
use crate::text::Span;
use crate::text::numerals::{NumeralKind, numerals};
use crate::text::segment::is_han;

/// What stands before the name of an office of that level.
const LEVELS: [char; 5] = ['省', '市', '县', '区', '州'];
/// What may stand before the name of a ministry: 部 alone ends many other words.
const BEFORE_MINISTRY: &str = "原由经与和及、向";
/// With what words that begin with 部 go on: 环境保护部门, 文化部分, 文化部署.
const NO_MINISTRY: [char; 7] = ['门', '分', '署', '位', '队', '长', '件'];
/// Says that a name was given up or belongs to a time that is past.
const PAST: [&str; 18] = [
    "更名",
    "改名",
    "改称",
    "改为",
    "改组",
    "撤销",
    "不再保留",
    "并入",
    "整合",
    "组建",
    "前身",
    "时任",
    "曾任",
    "曾在",
    "历任",
    "当年",
    "当时",
    "沿革",
];
/// Opens the number of a document, whose issuer is named as it was: 国土资源部令第42号.
const NUMBERS: [&str; 5] = ["令", "公告", "\u{3014}", "发\u{3014}", "办\u{3014}"];

/// The names of a paragraph that are no longer in use; `latest` is the last year that the draft
/// names anywhere.
pub(super) fn findings(sheet: &Sheet<'_>, latest: Option<u16>) -> Vec<Finding> {
    // A draft that names no year after the change speaks of the time before it.
    let after = |it: &&Renamed| latest.is_none_or(|latest| latest > it.year);
    let mut findings = old(sheet, PLACES.iter().filter(after), is_place);
    findings.extend(old(sheet, OFFICES.iter().filter(after), is_office));
    findings
}

fn old<'t>(
    sheet: &Sheet<'_>,
    table: impl Iterator<Item = &'t Renamed>,
    is_name: fn(&str, Span) -> bool,
) -> Vec<Finding> {
    let text = sheet.text();
    let mut findings: Vec<Finding> = Vec::new();
    for renamed in table {
        for (at, name) in text.match_indices(renamed.old) {
            let span = Span::new(at, at + name.len());
            let known = findings.iter().any(|it| it.span.contains(span));
            if known
                || !is_name(text, span)
                || is_cited(sheet, span)
                || is_past(sheet, span, renamed)
            {
                continue;
            }
            let (year, new) = (renamed.year, renamed.new);
            let message =
                format!("{name}这一名称{year}年起不再使用，现为{new}；如述及当时，可以保留");
            findings.push(named(text, span, new.to_owned(), message, 0.7));
        }
    }
    findings.sort_by_key(|it| it.span);
    findings
}

/// Whether a name stands in a title, in the words of another or in a document's number: there it
/// stays as it was.
pub(super) fn is_cited(sheet: &Sheet<'_>, span: Span) -> bool {
    let text = sheet.text();
    let mut quotations = sheet.quotations.iter();
    let quoted =
        |it: &Span| it.contains(span) && sheet.letters.within(*it).len() >= QUOTATION_LEAST;
    titles(text).iter().any(|title| title.contains(span))
        || quotations.any(quoted)
        || NUMBERS.iter().any(|number| text[span.end..].starts_with(number))
}

/// Whether the sentence speaks of the time when the name was in use: it says so, or the last year
/// that the paragraph states before the name is not after the change.
fn is_past(sheet: &Sheet<'_>, span: Span, renamed: &Renamed) -> bool {
    let text = sheet.text();
    let sentence = sheet.sentence_at(span.start);
    if PAST.iter().any(|word| sentence.of(text).contains(word)) {
        return true;
    }
    let before = &text[..span.start];
    let mut years = numerals(before).into_iter().filter(|it| it.kind == NumeralKind::Year);
    let year = years.next_back().map(|it| it.upper.unwrap_or(it.value));
    year.is_some_and(|year| year <= f64::from(renamed.year))
}

/// A former place is not named where the text says that it is former, or a longer name goes on.
fn is_place(text: &str, span: Span) -> bool {
    !said_former(text, span) && !text[span.end..].starts_with(['域', '场'])
}

/// An office is named after a place or a level, or by its national name.
fn is_office(text: &str, span: Span) -> bool {
    let name = span.of(text);
    let ministry = name.ends_with('部');
    let before = text[..span.start].chars().next_back();
    let national = ["国家", "国务院", "中国", "中央"].iter().any(|it| name.starts_with(it))
        || ["部", "总局", "总署", "监会"].iter().any(|it| name.ends_with(it));
    let placed =
        before.is_some_and(|c| LEVELS.contains(&c)) || ends_with_place(&text[..span.start]);
    let goes_on = ministry && text[span.end..].starts_with(NO_MINISTRY);
    let own = !ministry || before.is_none_or(|c| !is_han(c) || BEFORE_MINISTRY.contains(c));
    !said_former(text, span) && !goes_on && own && (national || placed)
}

fn ends_with_place(before: &str) -> bool {
    region::mentions(before).last().is_some_and(|(span, _)| span.end == before.len())
}

/// 原环境保护局, 原市环境保护局, 原珠海市环境保护局: but not 太原市环境保护局.
fn said_former(text: &str, span: Span) -> bool {
    let mut before = text[..span.start].trim_end_matches(['“', '"', '「']);
    for (place, _) in region::mentions(before).into_iter().rev() {
        if place.end < before.len() {
            break;
        }
        before = &before[..place.start];
    }
    before.trim_end_matches(LEVELS).ends_with(['原', '前', '旧'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::draft::Draft;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let draft = Draft::pasted(text).unwrap();
        let found = findings(&Sheet::new(&draft.paragraphs[0]), None);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|it| (it.span.of(text), it.suggestion.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn old_names_are_found() {
        check("襄樊市开展试点。", &[("襄樊市", "襄阳市")]);
        check("珠海市环境保护局组织检查。", &[("环境保护局", "生态环境局")]);
        check("太原市环境保护局组织检查。", &[("环境保护局", "生态环境局")]);
        check(
            "市工商行政管理局和市安监局。",
            &[("工商行政管理局", "市场监督管理局"), ("安监局", "应急管理局")],
        );
        check(
            "国土资源部、农业部、文化部联合印发通知。",
            &[("国土资源部", "自然资源部"), ("农业部", "农业农村部"), ("文化部", "文化和旅游部")],
        );
        check(
            "会同银保监会、国务院扶贫办督查。",
            &[("银保监会", "国家金融监督管理总局"), ("国务院扶贫办", "农业农村部")],
        );
        check("2023年，市环境保护局检查了全部企业。", &[("环境保护局", "生态环境局")]);
    }

    #[test]
    fn names_of_their_time_and_other_words_are_not_found() {
        for text in [
            "原襄樊市开展试点。",
            "原珠海市环境保护局、原市工商局、原“国土资源部”。",
            "2016年，市环境保护局检查了全部企业，市农业局也去了。",
            "2018年市环境保护局更名为市生态环境局。",
            "他时任市国土资源局局长。",
            "依据《环境保护部关于加强监管的意见》和国土资源部令第42号办理。",
            "通知说：“请各省农业部、国土资源部所属单位认真落实。”",
            "各级环境保护部门,文化部分项目,文化部署,企业文化部。",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn the_new_names_of_places_are_divisions_and_the_old_ones_are_not() {
        for renamed in PLACES {
            let last = renamed.new.split(['、']).next().unwrap();
            assert!(!region::lookup(last).is_empty(), "{last}");
            let still = region::all().iter().any(|region| region.name == renamed.old);
            assert!(!still, "{} is a division", renamed.old);
        }
    }

    #[test]
    fn no_new_name_is_an_old_one_and_longer_names_come_first() {
        for (at, renamed) in OFFICES.iter().enumerate() {
            let given_up = OFFICES.iter().any(|it| it.old == renamed.new);
            assert!(!given_up, "{} is given up too", renamed.new);
            let shadowed = OFFICES[..at].iter().find(|it| renamed.old.contains(it.old));
            assert!(shadowed.is_none(), "{} stands behind a part of it", renamed.old);
        }
    }
}
