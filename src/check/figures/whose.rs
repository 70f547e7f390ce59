//! Whose a figure is: by the body that both sides name, by the name of what is measured, by the words
//! of the sentence where no place is named.

use super::fields::{ALIKE_NEAR, Beside, MEASURE_LEAST, Own};
use super::held::Held;
use super::{place, words_held};
use crate::check::bodies::{Kinship, kinship};
use crate::knowledge::Fact;

/// How much of the draft's words the held sentence has where neither names a place.
const WORDS_HELD: f32 = 0.6;
/// The same of a figure whose digits stand in another order.
const WORDS_HELD_OF_SLIP: f32 = 0.5;
/// The name of whose measure it is has so many letters at least.
const SUBJECT_LEAST: usize = 4;
/// How much of the draft's words the held sentence has that counts little of the same body.
const SAME_WORDS: f32 = 0.6;

impl Own<'_> {
    /// Whether both sides name one body and the held sentence has most of the draft's words.
    pub(super) fn is_told_of_the_same_body(&self, fact: &Fact) -> bool {
        let named = self.claim.organization.as_deref().zip(fact.organization.as_deref());
        let same = named.is_some_and(|(own, held)| {
            kinship((own, self.place), (held, place(fact))) == Kinship::Same
        });
        same && words_held(self.statement.text, fact) >= SAME_WORDS
    }

    /// Whether both sides name a body and not the same one: 松阳县税务局 walks 60户, 松阳县人大 40.
    pub(super) fn is_of_another(&self, fact: &Fact) -> bool {
        let (own, held) = (&self.claim.organization, &fact.organization);
        let Some((own, held)) = own.as_deref().zip(held.as_deref()) else { return false };
        kinship((own, self.place), (held, place(fact))) == Kinship::Other
    }

    /// Whether the draft names no place and whose measure it is, as the held sentence does:
    /// 保靖黄金茶品牌价值.
    pub(super) fn is_of_its_subject(&self, held: &Held<'_>) -> bool {
        let subject = held.measures.iter().filter(|it| it.chars().count() >= 2);
        let mut subject = subject.filter_map(|it| self.measure.strip_suffix(it.as_str()));
        let told = |it: &str| held.source.contains(it) || held.near.contains(it);
        let named = |it: &str| it.chars().count() >= SUBJECT_LEAST && told(it);
        self.place.is_none() && !self.statement.is_own && subject.any(named)
    }

    /// Whether it names no place and the held sentence has nearly all its words.
    pub(super) fn is_told_alike(&self, held: &Held<'_>) -> bool {
        held.is_told_alike && self.place.is_none() && !self.statement.is_own
    }

    /// [`ALIKE_NEAR`] where the measure is the held one of somebody whom the held title or sentence
    /// names: 南龚居民区|居民满意度.
    pub(super) fn near_likeness(&self, held: &Held<'_>) -> f32 {
        let told = held.measures.iter().filter(|it| it.chars().count() >= MEASURE_LEAST);
        let mut whose = told.filter_map(|it| self.measure.strip_suffix(it.as_str()));
        let named =
            |it: &str| it.chars().count() >= 2 && held.near.contains(it.trim_end_matches('的'));
        if whose.any(named) { ALIKE_NEAR } else { 0.0 }
    }

    /// Whether neither side names a place and the held sentence has most of the draft's words.
    pub(super) fn is_without_places(&self, held: &Beside<'_>) -> bool {
        self.place.is_none()
            && held.fact.region.is_none()
            && !self.statement.is_own
            && words_held(self.statement.text, held.fact)
                >= if held.is_slip { WORDS_HELD_OF_SLIP } else { WORDS_HELD }
    }
}
