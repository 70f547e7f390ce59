//! What stands around every page.

use crate::document::{Date, Kind};
use crate::library::Snapshot;

/// The head and foot of a page.
pub(in crate::http) struct Frame {
    /// What stands in the search box.
    pub(in crate::http) q: String,
    /// Hidden fields of the search form: the filters that stay.
    pub(in crate::http) kept: Vec<(&'static str, String)>,
    /// The current section of the site: `search`, `clips`, `status` or none.
    pub(in crate::http) section: &'static str,
    /// The generation that answers, and when it was refreshed; none on error pages.
    pub(in crate::http) generation: Option<(u64, String)>,
}

impl Frame {
    /// The frame of a page made from `snapshot`.
    pub(in crate::http) fn new(snapshot: &Snapshot, section: &'static str) -> Self {
        let generation = &snapshot.generation;
        let generation = Some((generation.number, day(&generation.refreshed)));
        Self { generation, section, ..Self::bare() }
    }

    /// A frame that knows nothing.
    pub(in crate::http) fn bare() -> Self {
        Self { q: String::new(), kept: Vec::new(), section: "", generation: None }
    }

    /// What the page is for, in a line for who is here for the first time.
    pub(in crate::http) fn first_visit(&self) -> Option<&'static str> {
        // Results are what the page is for, and fill its first screen.
        if self.section == "search" && !(self.q.is_empty() && self.kept.is_empty()) {
            return None;
        }
        let lines = include_str!("first_visit.tsv").lines();
        let mut lines = lines.filter_map(|line| line.split_once('\t'));
        lines.find(|(section, _)| *section == self.section).map(|(_, line)| line)
    }

    /// The program's version.
    pub(in crate::http) fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}

/// The day of a time in RFC 3339, in Chinese time, as Chinese writes it.
pub(in crate::http) fn day(time: &str) -> String {
    china(time).map_or_else(String::new, |time| time.strftime("%-Y 年 %-m 月 %-d 日").to_string())
}

/// The time in China, to the minute.
pub(in crate::http) fn minute(time: &str) -> String {
    china(time).map_or_else(String::new, |time| time.strftime("%Y-%m-%d %H:%M").to_string())
}

fn china(time: &str) -> Option<jiff::civil::DateTime> {
    let time: jiff::Timestamp = time.parse().ok()?;
    Some(jiff::tz::Offset::constant(8).to_datetime(time))
}

/// A number with a comma before every three digits.
pub(in crate::http) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let lead = digits.len() % 3;
    let groups = digits.as_bytes()[lead..].chunks(3);
    let groups = groups.map(|group| String::from_utf8_lossy(group).into_owned());
    let lead = (lead > 0).then(|| digits[..lead].to_owned());
    lead.into_iter().chain(groups).collect::<Vec<_>>().join(",")
}

/// A region's path as one writes it: 广东省珠海市.
pub(in crate::http) fn place(path: &str) -> String {
    path.replace('/', "")
}

/// A kind as the page names it.
pub(in crate::http) fn kind_label(kind: &str) -> String {
    Kind::parse(kind).map_or_else(|| kind.to_owned(), |kind| kind.label().to_owned())
}

/// A date, when there is one.
pub(in crate::http) fn date(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_written_for_readers() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(417), "417");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(day("2026-11-22T18:00:00Z"), "2026 年 11 月 23 日");
        assert_eq!(minute("2026-11-22T01:05:00Z"), "2026-11-22 09:05");
        assert_eq!(day(""), "");
    }
}
