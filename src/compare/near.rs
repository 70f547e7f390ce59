//! What is near the topic in meaning and does not hold its words: 相近做法, apart from the others.

use super::evidence::{Quote, quote};
use super::question::{Place, Question};
use super::topic::Topic;
use crate::index::engine::EngineError;
use crate::index::entry::PassageEntry;
use crate::index::hits::Group;
use crate::library::{Meaning, Snapshot};
use crate::meaning::Vector;
use crate::search::meaning::{neighbours, of_question};

/// Quotes in a cell.
const QUOTES: usize = 2;
/// The nearest passages of all that are looked at.
const PASSAGES: usize = 100;
/// So many of them, where no passage holds the topic's words to be measured by.
const WITHOUT_MEASURE: usize = 20;

/// For each of `places` the passages that are as near to the topic as three quarters of those in
/// `groups` that hold its words, and do not hold them; the nearest first, one a document. Nothing without a
/// model.
pub(super) fn near(
    snapshot: &Snapshot,
    question: &Question,
    topic: &Topic,
    places: &[Place],
    groups: &[Group],
) -> Result<Vec<Vec<Quote>>, EngineError> {
    let mut cells: Vec<Vec<Quote>> = vec![Vec::new(); places.len()];
    let Some(meaning) = &snapshot.meaning else { return Ok(cells) };
    let vector = of_question(meaning, &question.topic)?;
    let measure = measure(meaning, &vector, topic, groups);
    let looked_at = if measure.is_some() { PASSAGES } else { WITHOUT_MEASURE };
    for (passage, cosine) in neighbours(snapshot, meaning, &vector, looked_at)? {
        if measure.is_some_and(|least| cosine < least) {
            break;
        }
        let said = topic.bearing(&passage.heading, &passage.text).is_some();
        if said || !is_of_years(&passage, question) {
            continue;
        }
        for (place, cell) in places.iter().zip(&mut cells) {
            let new = |it: &Quote| it.source.document.id != passage.document.id;
            if cell.len() < QUOTES && is_of(&passage, place) && cell.iter().all(new) {
                cell.extend(quote(topic, &passage));
            }
        }
    }
    Ok(cells)
}

/// The cosine that three quarters of the passages that hold the topic's words reach.
fn measure(meaning: &Meaning, vector: &Vector, topic: &Topic, groups: &[Group]) -> Option<f32> {
    let best = groups.iter().flat_map(|group| &group.best).map(|(passage, _)| passage);
    let on_topic = best.filter(|it| topic.bearing(&it.heading, &it.text).is_some());
    let mut cosines: Vec<f32> =
        on_topic.filter_map(|passage| meaning.nearness_of(passage, vector)).collect();
    cosines.sort_by(f32::total_cmp);
    cosines.get(cosines.len() / 4).copied()
}

/// Whether the passage's document is of `place` or of one within it.
fn is_of(passage: &PassageEntry, place: &Place) -> bool {
    let rest = passage.document.region.as_deref().and_then(|it| it.strip_prefix(&place.path));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_of_years(passage: &PassageEntry, question: &Question) -> bool {
    question.years.is_none_or(|(from, to)| {
        let year = passage.document.published.map(|date| u64::from(date.year));
        year.is_some_and(|year| (from..=to).contains(&year))
    })
}
