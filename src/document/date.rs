//! A date as documents state it: a year, a month or a day.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Hours by which Chinese time is ahead of UTC.
const CHINA: i8 = 8;

/// A year with, where known, its month and day. Orders by time, the less exact first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31, only with a month, and only a day that the month has.
    pub day: Option<u8>,
}

impl Date {
    /// The date of these parts, `None` where there is no such date.
    #[must_use]
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let (y, m, d) = (i16::try_from(year).ok()?, month.unwrap_or(1), day.unwrap_or(1));
        let exists = jiff::civil::Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?);
        let whole = day.is_none() || month.is_some();
        (year > 0 && whole && exists.is_ok()).then_some(Self { year, month, day })
    }

    /// Reads `2024`, `2024-10`, `2024-10-17`, also with `/` or `.` and as `2024年10月17日`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches(['日', '号']);
        let parts: Vec<&str> =
            text.split(['-', '/', '.', '年', '月']).filter(|part| !part.is_empty()).collect();
        let number = |at: usize| parts.get(at).map(|part| part.trim().parse::<u16>());
        let small = |at: usize| match number(at) {
            None => Some(None),
            Some(value) => value.ok().and_then(|v| u8::try_from(v).ok()).map(Some),
        };
        if parts.len() > 3 || parts.first()?.trim().len() != 4 {
            return None;
        }
        Self::new(number(0)?.ok()?, small(1)?, small(2)?)
    }

    /// What to say of a text that should be a date.
    pub(super) fn refused<E: serde::de::Error>(text: &str) -> E {
        E::custom(format!("“{text}”不是日期，应写作 2024、2024-10 或 2024-10-17"))
    }

    /// The day in China, where the readers are, at a moment.
    #[must_use]
    pub fn in_china(moment: jiff::Timestamp) -> Option<Self> {
        let time = jiff::tz::Offset::constant(CHINA).to_datetime(moment);
        Self::parse(&time.date().to_string())
    }

    /// The last day of a term of so many months that begins with this day; `None` where no day is
    /// stated.
    #[must_use]
    pub fn last_of_term(self, months: u16) -> Option<Self> {
        let day = |part: u8| i8::try_from(part).ok();
        let (year, month) = (i16::try_from(self.year).ok()?, day(self.month?)?);
        let first = jiff::civil::Date::new(year, month, day(self.day?)?).ok()?;
        let span = jiff::Span::new().try_months(months).ok()?;
        let last = first.checked_add(span).ok()?.yesterday().ok()?;
        Self::parse(&last.to_string())
    }

    /// The date as one number that sorts: `20241017`, `20241000`, `20240000`.
    #[must_use]
    pub fn sortable(self) -> u64 {
        u64::from(self.year) * 10_000
            + u64::from(self.month.unwrap_or(0)) * 100
            + u64::from(self.day.unwrap_or(0))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| Self::refused(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn dates_are_read_and_printed() {
        check("2024", Some("2024"));
        check("2024-10", Some("2024-10"));
        check("2024-1-7", Some("2024-01-07"));
        check("2024年10月17日", Some("2024-10-17"));
        check("2024/10/17", Some("2024-10-17"));
        check("2024-02-30", None);
        check("2024-13", None);
        check("24-1-1", None);
        check("2024-10-17-1", None);
        check("去年", None);
        check("", None);
    }

    #[test]
    fn the_day_begins_earlier_in_china() {
        let moment: jiff::Timestamp = "2026-11-24T17:00:00Z".parse().unwrap();
        assert_eq!(Date::in_china(moment), Date::parse("2026-11-25"));
    }

    #[test]
    fn a_term_ends_on_the_day_before_it_would_begin_again() {
        let last = |first: &str, months| {
            Date::parse(first).unwrap().last_of_term(months).map(|last| last.to_string())
        };
        assert_eq!(last("2019-01-01", 60).as_deref(), Some("2023-12-31"));
        assert_eq!(last("2020-03-01", 12).as_deref(), Some("2021-02-28"));
        assert_eq!(last("2020-03", 12), None);
    }

    #[test]
    fn dates_sort_by_time() {
        let mut dates: Vec<Date> = ["2024-10-17", "2023", "2024", "2024-10"]
            .iter()
            .filter_map(|t| Date::parse(t))
            .collect();
        dates.sort();
        let printed: Vec<String> = dates.iter().map(ToString::to_string).collect();
        assert_eq!(printed, ["2023", "2024", "2024-10", "2024-10-17"]);
        assert!(dates.windows(2).all(|pair| pair[0].sortable() < pair[1].sortable()));
    }
}
