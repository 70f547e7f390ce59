//! Who, where and when through a document: each fact takes the nearest scope that states it, and
//! what no scope states stays unknown.

mod times;
mod year;
mod place;
mod change;
mod status;
mod title;

pub(super) use times::is_founding;
use times::{Time, TimeKind, times};
use title::{is_plan, is_report};

use super::reading::Reading;
use super::region::{self, Region};
use super::rules::{File, Rules};
use crate::text::Span;
use crate::text::numerals::{Numeral, NumeralKind, numerals};

/// Which part of a document told a year or a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The fact's own sentence.
    Clause,
    /// An earlier sentence of the paragraph.
    Paragraph,
    /// The nearest section head.
    Section,
    /// An earlier paragraph.
    Earlier,
    /// The document's title, or the place that the document gives as its own.
    Title,
    /// The day on which the document was published.
    Dateline,
}

impl Scope {
    /// The name in answers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Paragraph => "paragraph",
            Self::Section => "section",
            Self::Earlier => "earlier",
            Self::Title => "title",
            Self::Dateline => "dateline",
        }
    }
}

/// A place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) passage: usize,
    /// Of the passage's plain form.
    pub(super) byte: usize,
}

/// A line of a passage: a paragraph, or a part of one.
#[derive(Debug, Clone, Copy)]
struct Line {
    span: Span,
    /// It is no prose but the head of what follows.
    head: bool,
    /// It goes on with the last line of the passage before.
    goes_on: bool,
}

/// A section head: a heading, or a short line without a full stop.
#[derive(Debug, Clone)]
struct Head {
    times: Vec<Time>,
    /// The one division that it names.
    region: Option<&'static Region>,
    /// It says that what follows is planned.
    plan: bool,
}

/// A document's scopes.
pub(super) struct Track<'a> {
    reading: &'a Reading<'a>,
    rules: &'a Rules,
    lines: Vec<Vec<Line>>,
    times: Vec<Vec<Time>>,
    /// For each passage the heads above it, nearest first.
    headings: Vec<Vec<Head>>,
    /// For each passage the heads among its lines, by line.
    inner: Vec<Vec<(usize, Head)>>,
    title: Option<u16>,
    /// The title tells of a work report.
    reports: bool,
    /// The title tells of a plan.
    plans: bool,
    session: Option<(u16, u8)>,
}

/// A line of more characters is a paragraph.
const LONGEST_HEAD: usize = 40;

/// Earlier paragraphs are looked through no further back.
const FURTHEST: usize = 300;

/// How many of the first lines may date the document.
const DATING: usize = 8;

impl<'a> Track<'a> {
    /// Reads the scopes of a document.
    pub(super) fn new(reading: &'a Reading<'a>) -> Self {
        let rules: &Rules = &reading.rules;
        let prose = &reading.prose;
        let lines: Vec<Vec<Line>> = prose.iter().map(lines).collect();
        let times = prose.iter().map(|it| times(&it.plain, &it.numbers, rules)).collect();
        let head = |text: &str| head(text, reading.home, rules);
        let headings = |it: &super::reading::Prose<'_>| {
            let above = it.passage.headings.iter().rev();
            above.map(|text| head(&super::normal::plain(text))).collect()
        };
        let inner = |(it, lines): (&super::reading::Prose<'_>, &Vec<Line>)| {
            let heads = lines.iter().enumerate().filter(|(_, line)| line.head);
            heads.map(|(at, line)| (at, head(line.span.of(&it.plain)))).collect()
        };
        let headings = prose.iter().map(headings).collect();
        let inner = prose.iter().zip(&lines).map(inner).collect();
        let title = super::normal::plain(&reading.front_matter.title);
        let reports = is_report(&title);
        // 关于印发《2023年…报告》的通知: the year is the document's own.
        let issued = ["印发", "公布", "发布", "转发"].iter().any(|word| title.contains(word));
        let said = if issued { head(&title.replace(['《', '》'], "")) } else { head(&title) };
        let own = said.times.iter().find_map(|time| match time.kind {
            TimeKind::Year(year) | TimeKind::Day(year) => Some(year),
            _ => None,
        });
        let plans = is_plan(&title);
        let session = session(reading, &lines).or_else(|| {
            let numbers = numerals(&title);
            session_day(&title, &numbers).filter(|_| reports)
        });
        let mut track = Self {
            reading,
            rules,
            lines,
            times,
            headings,
            inner,
            title: own.filter(|_| !reports),
            reports,
            plans,
            session,
        };
        // A page that was put up years after the report was given.
        let later = reading.published().zip(own).is_some_and(|(date, own)| date.year > own + 1);
        if track.session.is_none() && reports && (reading.published().is_none() || later) {
            track.session = own.map(|year| (year, 1));
        }
        track
    }

    /// Where the sentence that holds a place begins.
    pub(super) fn sentence_start(&self, place: Place) -> usize {
        self.sentence(place).start
    }

    /// The characters of passage `at`'s plain form from `start` to `end`.
    pub(super) fn between(&self, at: usize, start: usize, end: usize) -> &str {
        self.text(at, Span::new(start.min(end), end))
    }

    fn text(&self, passage: usize, span: Span) -> &str {
        span.of(&self.reading.prose[passage].plain)
    }

    fn sentences(&self, passage: usize) -> &[Span] {
        &self.reading.prose[passage].sentences
    }

    /// The sentence that holds a place.
    fn sentence(&self, place: Place) -> Span {
        self.reading.prose[place.passage].sentence_at(place.byte)
    }

    fn times_in(&self, passage: usize, span: Span) -> impl Iterator<Item = &Time> {
        let times = &self.times[passage];
        let first = times.partition_point(|time| time.span.start < span.start);
        times[first..].iter().take_while(move |time| time.span.end <= span.end)
    }

    fn line_index(&self, place: Place) -> usize {
        let lines = &self.lines[place.passage];
        lines.partition_point(|line| line.span.start <= place.byte).saturating_sub(1)
    }

    fn line(&self, place: Place) -> Line {
        let none = Line { span: Span::default(), head: false, goes_on: false };
        self.lines[place.passage].get(self.line_index(place)).copied().unwrap_or(none)
    }

    /// The parts of the paragraph that holds a place, the last first.
    fn paragraph(&self, place: Place) -> impl Iterator<Item = (usize, Span)> + '_ {
        let line = self.line(place);
        let first = self.line_index(place) == 0;
        let mut next = Some((place.passage, line.span, line.goes_on && first));
        std::iter::from_fn(move || {
            let (passage, span, goes_on) = next?;
            next = passage.checked_sub(1).filter(|_| goes_on).and_then(|before| {
                let lines = &self.lines[before];
                let last = lines.last()?;
                Some((before, last.span, last.goes_on && lines.len() == 1))
            });
            Some((passage, span))
        })
    }

    /// The section heads above a place, the nearest first: lines that head others, then headings,
    /// then those of the sections before.
    fn heads(&self, place: Place) -> impl Iterator<Item = &Head> {
        let line = self.line_index(place);
        let own = self.inner[place.passage].iter().rev();
        let own = own.filter(move |(at, _)| *at < line).map(|(_, head)| head);
        let same = move |it: &usize| {
            let (a, b) = (&self.reading.prose[*it], &self.reading.prose[place.passage]);
            a.passage.headings == b.passage.headings
        };
        let before = (0..place.passage).rev().take_while(same);
        let before = before.flat_map(|it| self.inner[it].iter().rev().map(|(_, head)| head));
        own.chain(before).chain(&self.headings[place.passage])
    }

    /// The paragraphs before that of a place under the same headings, the last first.
    fn earlier_lines(&self, place: Place) -> impl Iterator<Item = (usize, &Line)> {
        let here = self.line_index(place);
        let same = move |it: &usize| {
            let (a, b) = (&self.reading.prose[*it], &self.reading.prose[place.passage]);
            a.passage.headings == b.passage.headings
        };
        let own = self.lines[place.passage][..here].iter().rev();
        let own = own.map(move |line| (place.passage, line));
        let before = (0..place.passage).rev().take_while(same);
        let before = before.flat_map(|it| self.lines[it].iter().rev().map(move |line| (it, line)));
        own.chain(before).filter(|(_, line)| !line.goes_on).take(FURTHEST)
    }

    /// When the document was made: the day of the session, else that of its publication.
    fn dated(&self) -> Option<u16> {
        let published = self.reading.published();
        self.session.map(|it| it.0).or_else(|| published.map(|date| date.year))
    }

    /// The year that a document without any other speaks of: a report given before September tells
    /// of the year before.
    fn reported_year(&self) -> Option<u16> {
        let published = self.reading.published();
        let month = |it: crate::document::Date| it.month.unwrap_or(1);
        let (year, month) =
            self.session.or_else(|| published.map(|date| (date.year, month(date))))?;
        Some(if self.reports && month < 9 { year - 1 } else { year })
    }

    fn title_year(&self) -> Option<u16> {
        self.title
    }

    /// The year of the document itself.
    fn own_year(&self) -> Option<u16> {
        self.title.or_else(|| self.dated())
    }
}

/// The lines of a passage.
fn lines(prose: &super::reading::Prose<'_>) -> Vec<Line> {
    let mut found = Vec::new();
    let mut start = 0;
    let goes_on = prose.passage.blocks.first().is_some_and(|block| block.goes_on);
    for text in prose.plain.split('\n') {
        let span = Span::new(start, start + text.len());
        let goes_on = goes_on && found.is_empty();
        found.push(Line { span, head: !goes_on && is_head(text), goes_on });
        start = span.end + 1;
    }
    found
}

/// Whether a line heads what follows: short, and no sentence.
fn is_head(line: &str) -> bool {
    let line = line.trim();
    let length = line.chars().count();
    let listed = line.starts_with(|c: char| "一二三四五六七八九十（".contains(c))
        || line.starts_with(|c: char| c.is_ascii_digit());
    let closed = line.ends_with(['。', '；', '！', '？', '，', '、']);
    (2..=LONGEST_HEAD).contains(&length) && !closed && (listed || !line.contains('，'))
}

fn head(text: &str, home: Option<&'static Region>, rules: &Rules) -> Head {
    let mut regions = region::mentions_from(text, home).into_iter().map(|(_, region)| region);
    let first = regions.next();
    let one = first.filter(|first| regions.all(|it| it.code == first.code));
    Head {
        times: times(text, &numerals(text), rules),
        region: one,
        plan: rules.table(File::Status).holds(text, "plan"),
    }
}

/// The day of a session that one of the first lines gives: 2019年1月16日在…会议上.
fn session(reading: &Reading<'_>, lines: &[Vec<Line>]) -> Option<(u16, u8)> {
    let first = reading.prose.iter().zip(lines);
    let first = first.flat_map(|(prose, lines)| lines.iter().map(move |line| (prose, line)));
    first.take(DATING).find_map(|(prose, line)| {
        let text = line.span.of(&prose.plain);
        if text.chars().count() > LONGEST_HEAD + 20 || !text.contains(['会', '日']) {
            return None;
        }
        let within = prose.numbers.iter().filter(|it| line.span.contains(it.span));
        let within: Vec<Numeral> = within.cloned().collect();
        session_day(&prose.plain, &within).filter(|_| text.contains("会议") || line.head)
    })
}

/// The first day in `numbers`, the numbers of `text`: year and month.
fn session_day(text: &str, numbers: &[Numeral]) -> Option<(u16, u8)> {
    let number = |value: f64| format!("{value}").parse::<u16>().ok();
    let [year, month, day] = numbers.windows(3).find(|it| it[0].kind == NumeralKind::Year)? else {
        return None;
    };
    let whole = month.unit.of(text) == "月" && day.unit.of(text) == "日";
    let month = number(month.value).and_then(|it| u8::try_from(it).ok())?;
    number(year.value).filter(|_| whole).map(|year| (year, month))
}

#[cfg(test)]
mod tests;
