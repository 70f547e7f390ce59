//! A held figure, in the form in which figures of a draft are laid beside it.

use super::change::is_growth;
use super::{measures, place};
use crate::check::amounts::Amount;
use crate::knowledge::Fact;
use crate::knowledge::region::Region;

/// A held figure, as figures of the draft are compared with it.
pub(super) struct Held<'a> {
    pub(super) fact: &'a Fact,
    pub(super) amount: Amount,
    /// Measure and name in the form in which measures are compared.
    pub(super) measures: [String; 2],
    /// The sentence in the same form, and its pairs of letters.
    pub(super) source: String,
    pub(super) pairs: measures::Pairs,
    pub(super) is_growth: bool,
    pub(super) place: Option<&'static Region>,
    /// Whether its document tells of a town or body that the draft names.
    pub(super) is_of_named: bool,
    /// Whether its sentence and title have nearly all words of the draft's sentence.
    pub(super) is_told_alike: bool,
    /// The letters of its title and its sentence, where it stands beside the draft's sentence.
    pub(super) near: String,
}

impl<'a> Held<'a> {
    /// `None` where it has no value.
    pub(super) fn of(fact: &'a Fact) -> Option<Self> {
        let source = measures::normal(&fact.sentence);
        Some(Self {
            fact,
            amount: Amount::of(fact)?,
            measures: [&fact.details.measure, &fact.name].map(|it| measures::normal(it)),
            pairs: measures::pairs(&source),
            source,
            is_growth: is_growth(fact),
            place: place(fact),
            is_of_named: false,
            is_told_alike: false,
            near: String::new(),
        })
    }
}
