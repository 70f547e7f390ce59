//! The facts of the topic, gathered by name and by passage, each under the place that it tells of.

use std::collections::{HashMap, HashSet};

use super::evidence::Item;
use super::question::{Place, Question};
use super::topic::Topic;
use crate::index::engine::{Engine, EngineError};
use crate::index::hits::Group;
use crate::index::query::{FacetField, FactQuery, Filter, Test};
use crate::knowledge::{Fact, FactType};

/// The most facts that one question to the engine gives.
const FACTS: usize = 1_000;
/// The sorts of facts that the matrix shows.
const SHOWN: [FactType; 4] =
    [FactType::Indicator, FactType::Instrument, FactType::Brand, FactType::Honour];

/// Facts that bear on the topic.
pub(super) struct Findings {
    /// With whether the fact itself names the topic; those first.
    facts: Vec<(bool, Fact)>,
    /// For each passage that was found, the headings that it stands under.
    headings: HashMap<String, String>,
    /// At least so many facts were not read, since there were too many; questions overlap.
    pub(super) unread: usize,
}

impl Findings {
    /// Gathers the facts whose name, measure or characters say the topic, and those of the
    /// passages found whose sentence or heading does so plainly.
    pub(super) fn gather(
        engine: &dyn Engine,
        question: &Question,
        topic: &Topic,
        paths: &[String],
        groups: &[Group],
    ) -> Result<Self, EngineError> {
        let passages = groups.iter().flat_map(|group| &group.best).map(|(passage, _)| passage);
        let about = passages.clone().filter(|it| topic.bearing(&it.heading, &it.text).is_some());
        let headings: HashMap<String, String> =
            about.map(|passage| (passage.id(), passage.heading.clone())).collect();
        let mut found = Self { facts: Vec::new(), headings, unread: 0 };
        for holding in said(topic) {
            found.take(engine, FactQuery { holding, ..query(question, paths) }, topic)?;
        }
        if !found.headings.is_empty() {
            let mut passages: Vec<String> = found.headings.keys().cloned().collect();
            passages.sort_unstable();
            found.take(engine, FactQuery { passages, ..query(question, paths) }, topic)?;
        }
        // The sort is stable: the rest of the order is the engine's.
        found.facts.sort_by_key(|(named, _)| !named);
        Ok(found)
    }

    /// Adds what `query` finds and bears on the topic.
    fn take(
        &mut self,
        engine: &dyn Engine,
        query: FactQuery,
        topic: &Topic,
    ) -> Result<(), EngineError> {
        let by_words = !query.holding.is_empty();
        let answer = engine.facts(&query)?;
        self.unread = self.unread.max(answer.total - answer.facts.len());
        let place = |fact: &Fact| (fact.document.clone(), fact.span, fact.kind, fact.name.clone());
        let mut known: HashSet<_> = self.facts.iter().map(|(_, fact)| place(fact)).collect();
        for fact in answer.facts {
            let heading = self.headings.get(&fact.passage).map_or("", String::as_str);
            let heading = heading.rsplit(" / ").next().unwrap_or_default();
            let by_words =
                by_words && (topic.is_named_in(&fact.name) || topic.is_named_in(&fact.text));
            let bears = by_words || topic.is_said(&fact.name) || topic.is_told_of(&fact, heading);
            if bears && known.insert(place(&fact)) {
                self.facts.push((by_words, fact));
            }
        }
        Ok(())
    }

    /// The facts of one sort that tell of `place`, each once: those that name the topic first,
    /// then those of the place itself, then the latest.
    pub(super) fn of(&self, place: &Place, kind: FactType) -> Vec<Item> {
        let inside = |fact: &Fact| fact.region.as_deref().is_some_and(|path| place.holds(path));
        let facts = self.facts.iter().filter(|(_, fact)| fact.kind == kind && inside(fact));
        let mut facts: Vec<&(bool, Fact)> = facts.collect();
        facts.sort_by_key(|(named, fact)| {
            let inner = fact.region.as_ref() != Some(&place.path);
            (!named, inner, std::cmp::Reverse(fact.year.clone()))
        });
        let mut items: Vec<Item> = Vec::new();
        for (_, fact) in facts {
            match items.iter_mut().find(|item| is_same(&item.fact, fact)) {
                Some(item) => item.more += 1,
                None => items.push(Item { fact: fact.clone(), more: 0 }),
            }
        }
        items
    }
}

/// Whether two facts of one sort and place tell the same: figures by what they measure and say,
/// the others by name.
fn is_same(a: &Fact, b: &Fact) -> bool {
    let (x, y) = (&a.details, &b.details);
    let figure = (x.value, x.upper, &x.unit, &x.base, &x.verb)
        == (y.value, y.upper, &y.unit, &y.base, &y.verb);
    a.name == b.name && (a.kind != FactType::Indicator || (figure && a.region == b.region))
}

/// The texts that a fact may hold to bear on the topic, all of one list.
fn said(topic: &Topic) -> Vec<Vec<String>> {
    let names = topic.names.iter().map(|name| vec![name.clone()]);
    names.chain(topic.words.iter().cloned()).collect()
}

fn query(question: &Question, paths: &[String]) -> FactQuery {
    let mut filters = question.year_filter();
    let places = Test::OneOf(paths.to_vec());
    filters.push(Filter { field: FacetField::Region, test: places });
    let evenly = paths.to_vec();
    FactQuery { types: SHOWN.to_vec(), filters, evenly, limit: FACTS, ..FactQuery::default() }
}
