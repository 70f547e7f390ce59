//! The year of a figure: the nearest time that a text states, by the order of its scopes.

use super::times::{Time, TimeKind};
use super::{Line, Place, Scope, Track};
use crate::text::Span;

/// What a scope says of the year.
enum Said {
    Year(u16),
    /// No single year: nothing further is asked.
    None,
    /// The year that the wider scopes tell, and so many more.
    Wider(i16),
    /// This year: as the wider scopes tell it, else that in which it is said.
    This,
}

/// A time opens its sentence when it begins within this many bytes.
const OPENS: usize = 24;

impl Track<'_> {
    /// The year that the text gives to what stands at `place`, and which scope told it.
    pub(in crate::knowledge) fn year(&self, place: Place) -> (Option<u16>, Scope) {
        let sentence = self.sentence(place);
        match self.said_before(place, sentence) {
            Some(Said::Year(year)) => return (Some(year), Scope::Clause),
            Some(Said::None) => return (None, Scope::Clause),
            Some(said) => return self.wider(place, sentence, &said),
            None => {}
        }
        if self.text(place.passage, sentence).trim_start().starts_with("其中")
            && let Some(before) = self.last_character(place.passage, sentence.start)
            && self.line(place).span.start <= before
        {
            return self.year(Place { byte: before, ..place });
        }
        self.wider(place, sentence, &Said::Wider(0))
    }

    /// Where the last character before `end` begins.
    fn last_character(&self, passage: usize, end: usize) -> Option<usize> {
        let before = self.text(passage, Span::new(0, end));
        before.char_indices().next_back().map(|(at, _)| at)
    }

    /// What the times before a place in its sentence say.
    fn said_before(&self, place: Place, sentence: Span) -> Option<Said> {
        let before = Span::new(sentence.start, place.byte);
        let times: Vec<&Time> = self.times_in(place.passage, before).collect();
        let mut now = false;
        for time in times.into_iter().rev() {
            let between = Span::new(time.span.end, place.byte);
            match time.kind {
                TimeKind::Year(year) => return Some(Said::Year(year)),
                TimeKind::Day(year) if !now => return Some(Said::Year(year)),
                TimeKind::Day(_) => return Some(Said::Wider(0)),
                TimeKind::From(year) => {
                    let digits = |c: char| c.is_ascii_digit();
                    if !self.text(place.passage, between).contains(digits) {
                        return Some(Said::Year(year));
                    }
                }
                TimeKind::Since(year) => {
                    if self.own_year() == Some(year) {
                        return Some(Said::Year(year));
                    }
                }
                TimeKind::This => return Some(Said::This),
                TimeKind::Last => return Some(Said::Wider(-1)),
                TimeKind::Next => return Some(Said::Wider(1)),
                TimeKind::Period => return Some(Said::None),
                TimeKind::Now | TimeKind::Over => now = true,
            }
        }
        now.then_some(Said::Wider(0))
    }

    /// What earlier sentences, section heads, earlier paragraphs, title and date say, in this order.
    /// `said` is what the place itself says of them.
    fn wider(&self, place: Place, sentence: Span, said: &Said) -> (Option<u16>, Scope) {
        let (more, mut this) = match said {
            Said::Wider(more) => (*more, false),
            Said::This => (0, true),
            Said::Year(_) | Said::None => (0, false),
        };
        let add = |year: u16| year.checked_add_signed(more);
        let mut relative = more;
        if more == 0 {
            match self.opened_before(place, sentence) {
                Some(Said::Year(year)) => return (Some(year), Scope::Paragraph),
                Some(Said::None) => return (None, Scope::Paragraph),
                Some(Said::Wider(by)) => relative = by,
                Some(Said::This) => this = true,
                None => {}
            }
        }
        let add_relative = |year: u16| year.checked_add_signed(relative);
        match self.headed(place) {
            Some(Said::Year(year)) => return (add_relative(year), Scope::Section),
            Some(Said::None) => return (None, Scope::Section),
            _ => {}
        }
        if let Some(year) = self.opened_in_section(place) {
            return (add_relative(year), Scope::Earlier);
        }
        if let Some(year) = self.title_year() {
            return (add(year).and(add_relative(year)), Scope::Title);
        }
        // Last year's report speaks of this year as of the one after it.
        let reported = relative == 0 && !(this && self.reports);
        let date = if reported { self.reported_year() } else { self.dated() };
        (date.and_then(add_relative), Scope::Dateline)
    }

    /// The last time that opened an earlier sentence of the paragraph.
    fn opened_before(&self, place: Place, sentence: Span) -> Option<Said> {
        for (passage, paragraph) in self.paragraph(place) {
            let last = if passage == place.passage { sentence.start } else { paragraph.end };
            let sentences = self.sentences(passage);
            let earlier = sentences.iter().rev();
            let earlier = earlier
                .filter(|it| it.start >= paragraph.start && it.end <= last && it.start < last);
            for earlier in earlier {
                let Some(time) = self.opener(passage, *earlier) else { continue };
                match time.kind {
                    TimeKind::Year(year) | TimeKind::Day(year) => return Some(Said::Year(year)),
                    TimeKind::Last => return Some(Said::Wider(-1)),
                    TimeKind::Next => return Some(Said::Wider(1)),
                    TimeKind::This => return Some(Said::This),
                    TimeKind::Now => return Some(Said::Wider(0)),
                    TimeKind::Period => return Some(Said::None),
                    TimeKind::Since(_) | TimeKind::From(_) | TimeKind::Over => {}
                }
            }
        }
        None
    }

    /// The first time of a sentence when it opens it.
    fn opener(&self, passage: usize, sentence: Span) -> Option<Time> {
        let text = self.text(passage, sentence);
        let start = sentence.start + (text.len() - text.trim_start().len());
        let first = self.times_in(passage, sentence).next().copied();
        first.filter(|time| time.span.start < start + OPENS)
    }

    /// The year of the nearest section head that has one.
    fn headed(&self, place: Place) -> Option<Said> {
        self.heads(place).find_map(|head| {
            head.times.iter().find_map(|time| match time.kind {
                TimeKind::Year(year) | TimeKind::Day(year) => Some(Said::Year(year)),
                TimeKind::Period => Some(Said::None),
                TimeKind::This => self.dated().map(Said::Year),
                TimeKind::Last => self.dated().map(|year| Said::Year(year - 1)),
                TimeKind::Next => self.dated().map(|year| Said::Year(year + 1)),
                _ => None,
            })
        })
    }

    /// The year that opened an earlier paragraph of the section.
    fn opened_in_section(&self, place: Place) -> Option<u16> {
        self.earlier_lines(place).find_map(|(passage, line): (usize, &Line)| {
            let first = self.sentences(passage).iter().find(|it| it.start >= line.span.start)?;
            match self.opener(passage, *first)?.kind {
                TimeKind::Year(year) => Some(year),
                _ => None,
            }
        })
    }
}
