//! Whether a figure was reached, or is what somebody means to reach.

use super::{Place, Scope, TimeKind, Track};
use crate::knowledge::rules::File;
use crate::text::Span;

/// What follows a bound that is asked for: 95%以上.
const BOUNDS: [&str; 5] = ["以上", "以内", "以下", "左右", "及以上"];

/// What leads to a level: in a plan the level is a target.
const LEVELS: [&str; 9] =
    ["达到", "达", "提高到", "提高至", "提升到", "提升至", "突破", "增长", "控制在"];

impl Track<'_> {
    /// Whether `figure` is a target. `year` is its year, `told` the scope that told it.
    pub(in crate::knowledge) fn is_target(
        &self,
        passage: usize,
        figure: Span,
        (year, told): (Option<u16>, Scope),
    ) -> bool {
        let place = Place { passage, byte: figure.start };
        let sentence = self.sentence(place);
        let before = self.text(passage, Span::new(sentence.start, figure.start));
        let plain = &self.reading.prose[passage].plain;
        let bounded = BOUNDS
            .iter()
            .any(|word| plain[figure.end..].starts_with(word) || figure.of(plain).ends_with(word));
        // 低于2.5%的控制目标: what was aimed at.
        let aimed = ["的控制目标", "的目标", "的年度目标", "的预期目标", "的考核目标"];
        if aimed.iter().any(|word| plain[figure.end..].starts_with(word)) {
            return true;
        }
        let planned = self.planned(place);
        let hits: Vec<_> = self.rules.table(File::Status).find(before).collect();
        let cue = hits.iter().rev().find(|hit| hit.rule.class != "plan");
        match cue.map(|hit| hit.rule.class.as_str()) {
            Some("wish") => return true,
            Some("ask") => return bounded || planned || self.plans,
            Some("done") => return false,
            _ => {}
        }
        let later = self.dated().or(self.title);
        // 截至2020年底: what was counted then was reached.
        let own = self.dated().or(self.title);
        let counted = ["截至", "截止"].iter().any(|word| before.contains(word));
        if counted && year.zip(own).is_none_or(|(year, own)| year <= own) {
            return false;
        }
        // A report of February speaks of that year as of the one to come.
        let early = self.reports && self.reported_year() < self.dated();
        let later = year.zip(later).is_some_and(|(year, own)| year > own || (early && year == own));
        let level = LEVELS.iter().any(|word| before.ends_with(word));
        (matches!(told, Scope::Clause | Scope::Paragraph | Scope::Section) && later)
            || planned
            || (self.plans
                && !self.reports
                && (bounded || level)
                && later_or_open(year, told)
                && !self.is_past(year, told))
    }

    /// Whether a plan tells of a year before its own: 2015年，收入规模达到17.1万亿元.
    fn is_past(&self, year: Option<u16>, told: Scope) -> bool {
        let stated = matches!(told, Scope::Clause | Scope::Paragraph);
        stated && year.zip(self.dated().or(self.title)).is_some_and(|(year, own)| year < own)
    }

    /// Whether the nearest head that says a year or a plan says a plan.
    fn planned(&self, place: Place) -> bool {
        let own = self.dated().or(self.title);
        let head = self.heads(place).find(|head| head.plan || !head.times.is_empty());
        head.is_some_and(|head| {
            let past = head.times.iter().any(|time| match time.kind {
                TimeKind::Year(year) => own.is_some_and(|own| year < own),
                _ => false,
            });
            head.plan && !past
        })
    }
}

/// Whether no scope ties a figure to a year that is over.
fn later_or_open(year: Option<u16>, told: Scope) -> bool {
    year.is_none() || told != Scope::Paragraph
}
