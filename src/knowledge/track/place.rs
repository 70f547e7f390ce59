//! The place of a figure: the nearest division that a text names for it, by the order of its scopes.

use super::{Place, Scope, Track};
use crate::knowledge::region::{self, Region};

/// A place opens a paragraph when its clause begins within this many bytes.
const OPENS: usize = 40;

/// What right before a figure empties its place: 全国近3000个.
const WHOLE: [&str; 3] = ["全国", "全球", "全世界"];

impl Track<'_> {
    /// Where what stands at `place` is, and which scope told it.
    pub(in crate::knowledge) fn region(&self, place: Place) -> (Option<&'static Region>, Scope) {
        let sentence = self.sentence(place);
        let before = &self.text(place.passage, sentence)[..place.byte - sentence.start];
        let clause = before.rsplit(['，', '；', '：', '。']).next().unwrap_or(before);
        let bare = clause.trim_end_matches(|c: char| "近约共超达有的为".contains(c) || c == ' ');
        if WHOLE.iter().any(|word| bare.ends_with(word)) {
            return (None, Scope::Clause);
        }
        if let Some(told) = self.reading.actor(place.passage, place.byte).and_then(|it| it.told()) {
            return (told, Scope::Clause);
        }
        if let Some(region) = self.region_before(place) {
            return (Some(region), Scope::Paragraph);
        }
        if let Some(region) = self.heads(place).find_map(|head| head.region) {
            return (Some(region), Scope::Section);
        }
        if let Some(home) = self.reading.home {
            return (Some(home), Scope::Title);
        }
        let earlier = self.earlier_regions(place);
        (earlier, Scope::Earlier)
    }

    /// The place that opened the paragraph, or that the sentence before told where this one goes on
    /// with it (该县…). A report names places in passing.
    fn region_before(&self, place: Place) -> Option<&'static Region> {
        if self.reports {
            return None;
        }
        let sentence = self.sentence(place);
        let said = self.text(place.passage, sentence).trim_start();
        let goes_on =
            ["该", "当地", "其", "这里", "这个"].iter().any(|word| said.starts_with(word));
        let told = self.paragraph(place).find_map(|(passage, paragraph)| {
            let end = if passage == place.passage { sentence.start } else { paragraph.end };
            let opened = || {
                let first = end.min(paragraph.start + OPENS);
                self.reading.places(passage, paragraph.start, first).next()
            };
            let last = || self.reading.places(passage, paragraph.start, end).next();
            if goes_on { last() } else { opened() }
        });
        // 省政府批准…: who acts from above does not take the document's own work with it.
        told.filter(|it| self.reading.home.is_none_or(|home| region::is_within(it, home)))
    }

    /// In a document that has no place: the last one that acts before the paragraph, where all that
    /// act there lie in each other, else the last that opened a paragraph.
    fn earlier_regions(&self, place: Place) -> Option<&'static Region> {
        let here = self.line(place).span.start;
        let end = |passage: usize| if passage == place.passage { here } else { usize::MAX };
        let passages = || (0..=place.passage).rev();
        let acting = || passages().flat_map(|it| self.reading.places(it, 0, end(it)));
        let last = acting().next()?;
        let nested = |it| region::is_within(it, last) || region::is_within(last, it);
        if acting().all(nested) {
            return Some(last);
        }
        let lines =
            passages().flat_map(|it| self.lines[it].iter().rev().map(move |line| (it, line)));
        let mut earlier = lines.filter(|(it, line)| line.span.start < end(*it));
        earlier.find_map(|(it, line)| {
            let first = line.span.end.min(line.span.start + OPENS);
            self.reading.places(it, line.span.start, first).next()
        })
    }
}
