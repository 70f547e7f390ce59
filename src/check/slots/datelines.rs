//! A year that the held text leaves to its own date: 今年, or a day without a year.

use super::super::claims::letters;
use super::super::finding::{Class, Difference, Finding, Verdict};
use super::super::measures;
use super::super::shelf::Shelf;
use super::super::statements::Statement;
use super::parts::{Sort, parts};
use crate::document::Date;
use crate::index::engine::EngineError;
use crate::text::sentences::sentences;

/// How much of the draft's sentence the held one has.
const HELD: f32 = 0.72;

/// A finding where the sentence near that of the draft is of another year by the day on which its
/// document was published.
pub(super) fn finding(
    shelf: &Shelf<'_>,
    statement: &Statement<'_>,
) -> Result<Option<Finding>, EngineError> {
    let text = statement.text;
    let years: Vec<_> = parts(text).into_iter().filter(|it| it.sort == Sort::Year).collect();
    let [own] = years.as_slice() else { return Ok(None) };
    let rest = [&text[..own.span.start], &text[own.span.end..]].map(letters).join("\u{0}");
    let day = day(&text[own.span.end..]);
    for place in &statement.near {
        let held = shelf.passage(*place)?;
        let card = &held.entry.document;
        let Some(published) = card.published else { continue };
        let above = letters(&card.title) + &letters(card.region.as_deref().unwrap_or_default());
        for sentence in sentences(&held.entry.text) {
            let said = sentence.of(&held.entry.text);
            let of_its_date = is_of_its_date(said, day, published);
            if !of_its_date || parts(said).iter().any(|it| it.sort == Sort::Year) {
                continue;
            }
            if measures::share(&rest, &(above.clone() + &letters(said))) < HELD {
                continue;
            }
            let theirs = published.year.to_string();
            if theirs == own.letters {
                return Ok(None);
            }
            let message = format!(
                "此句的年份与库中不一致：草稿作“{}”，库中文档发布于{theirs}年，说的是当年",
                own.letters
            );
            let span = own.span.shift(statement.span.start);
            let draft = own.letters.clone();
            return Ok(Some(Finding {
                span,
                suggestion: Some(theirs.clone()),
                difference: vec![Difference { span, draft, held: theirs }],
                evidence: vec![held.evidence(held.letters.within(sentence))],
                confidence: 0.7,
                ..Finding::new(Class::Name, Verdict::Differs, message)
            }));
        }
    }
    Ok(None)
}

/// The month and day that follow a year: 年|5月23日.
fn day(rest: &str) -> Option<(u8, u8)> {
    let (month, rest) = rest.strip_prefix('年')?.split_once('月')?;
    let (day, _) = rest.split_once('日')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// Whether a sentence speaks of the year in which it was published: by the same day, a little
/// before, or by 今年 where the draft names no day.
fn is_of_its_date(said: &str, day: Option<(u8, u8)>, published: Date) -> bool {
    match day {
        Some((month, day)) => {
            let near = published.month.is_some_and(|it| it == month || it == month + 1);
            near && said.contains(&format!("{month}月{day}日"))
        }
        None => said.contains("今年"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_a_year_is_of_the_year_it_was_told_in() {
        assert_eq!(day("年5月23日，大会召开"), Some((5, 23)));
        assert_eq!(day("年5月"), None);
        let may = Date::parse("2025-05-25").expect("a day");
        assert!(is_of_its_date("5月23日，大会召开", Some((5, 23)), may));
        assert!(!is_of_its_date("12月23日，大会召开", Some((12, 23)), may));
        assert!(is_of_its_date("今年推出服务", None, may));
    }
}
