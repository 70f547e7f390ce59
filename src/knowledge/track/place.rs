//! The place of a figure: the nearest division that a text names for it, by the order of its scopes.

use super::{Place, Scope, Track};
use crate::knowledge::region::{self, Region};

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

    /// The last place that an earlier sentence of the paragraph told.
    fn region_before(&self, place: Place) -> Option<&'static Region> {
        let sentence = self.sentence(place);
        self.paragraph(place)
            .find_map(|(passage, paragraph)| {
                let end = if passage == place.passage { sentence.start } else { paragraph.end };
                self.reading.last_place(passage, paragraph.start, end)
            })
            // 省政府批准…: who acts from above does not take the document's own work with it.
            .filter(|it| self.reading.home.is_none_or(|home| region::is_within(it, home)))
    }

    /// The last place that opened a clause before the paragraph, in a document that has none.
    fn earlier_regions(&self, place: Place) -> Option<&'static Region> {
        let start = self.line(place).span.start;
        let here = self.reading.last_place(place.passage, 0, start);
        let before = || (0..place.passage).rev();
        here.or_else(|| before().find_map(|it| self.reading.last_place(it, 0, usize::MAX)))
    }
}
