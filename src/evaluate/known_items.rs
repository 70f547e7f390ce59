//! Known-item questions: phrases and title words drawn from the library, to be led back to where
//! they come from.

use std::collections::BTreeMap;

use super::judgments::{Judgments, Question};
use crate::document::DocumentId;
use crate::index::engine::EngineError;
use crate::index::query::Query;
use crate::library::Snapshot;
use crate::text::fold;
use crate::text::segment::{Analyzer, Cut, is_han};

/// Words in a question.
const WORDS: std::ops::RangeInclusive<usize> = 2..=4;
/// How often a document is drawn in vain before the library is taken to hold no more.
const TRIES: usize = 50;

/// `count` questions, half of them phrases of two to four neighbouring words of a passage, half of
/// them two to four words of a title in any order; the same for the same library and `seed`. Every
/// document that holds the phrase, or all the words in its title, is a right answer. Fewer where
/// the library does not hold enough.
///
/// # Errors
/// When the index cannot be read.
pub fn known_items(snapshot: &Snapshot, count: usize, seed: u64) -> Result<Judgments, EngineError> {
    let mut titles: Vec<(DocumentId, String)> = Vec::new();
    for file in snapshot.engine.files()? {
        let Some(id) = file.document else { continue };
        if let Some(document) = snapshot.engine.document(&id)? {
            titles.push((id, fold(&document.front_matter.title).text));
        }
    }
    let mut random = Random(seed);
    let mut judgments = Judgments::default();
    for number in 0..count {
        for _ in 0..TRIES {
            if titles.is_empty() {
                break;
            }
            let drawn = &titles[random.below(titles.len())];
            let item = if number % 2 == 0 {
                phrase(snapshot, &drawn.0, &mut random)?
            } else {
                title_words(&snapshot.analyzer, &drawn.1, &titles, &mut random)
            };
            let known = |text: &String| judgments.questions.iter().any(|it| it.text == *text);
            if let Some((text, right)) = item.filter(|(text, _)| !known(text)) {
                let id = format!("known-{number}");
                judgments.grades.insert(id.clone(), right);
                judgments.questions.push(Question { id, text, filters: BTreeMap::new() });
                break;
            }
        }
    }
    Ok(judgments)
}

type Right = BTreeMap<String, u32>;

/// Neighbouring words of a passage of the document, and the documents that hold them so.
fn phrase(
    snapshot: &Snapshot,
    id: &DocumentId,
    random: &mut Random,
) -> Result<Option<(String, Right)>, EngineError> {
    let passages = snapshot.engine.passages(id)?;
    if passages.is_empty() {
        return Ok(None);
    }
    let text = fold(&passages[random.below(passages.len())].text).text;
    let words = snapshot.analyzer.plain_words(&text);
    let wanted = drawn_length(random);
    let neighbours = |words: &&[Cut]| {
        words.iter().all(telling) && words.windows(2).all(|it| it[0].span.end == it[1].span.start)
    };
    let windows: Vec<&[Cut]> = words.windows(wanted).filter(neighbours).collect();
    if windows.is_empty() {
        return Ok(None);
    }
    let chosen = windows[random.below(windows.len())];
    let phrase = text[chosen[0].span.start..chosen[wanted - 1].span.end].to_owned();
    let query = Query { exact: vec![phrase.clone()], limit: usize::MAX, ..Query::default() };
    let found = snapshot.engine.search(&query)?;
    let cards = found.hits.into_iter().flat_map(|hit| {
        let reprints = hit.reprints.into_iter();
        reprints.chain([hit.passage.document])
    });
    Ok(Some((phrase, cards.map(|card| (card.id.to_string(), 1)).collect())))
}

/// Words of the title, and the documents whose titles hold them.
fn title_words(
    analyzer: &Analyzer,
    title: &str,
    titles: &[(DocumentId, String)],
    random: &mut Random,
) -> Option<(String, Right)> {
    let words = analyzer.plain_words(title).into_iter().filter(telling);
    let mut words: Vec<String> = words.map(|cut| cut.term).collect();
    words.sort_unstable();
    words.dedup();
    let wanted = drawn_length(random);
    if words.len() < wanted {
        return None;
    }
    let chosen: Vec<String> =
        (0..wanted).map(|_| words.swap_remove(random.below(words.len()))).collect();
    let holds = |title: &str| chosen.iter().all(|word| title.contains(word));
    let right = titles.iter().filter(|(_, title)| holds(title));
    let right = right.map(|(id, _)| (id.to_string(), 1)).collect();
    Some((chosen.join(" "), right))
}

/// A word of two Chinese characters or more.
fn telling(word: &Cut) -> bool {
    word.term.chars().count() > 1 && word.term.chars().all(is_han)
}

fn drawn_length(random: &mut Random) -> usize {
    WORDS.start() + random.below(WORDS.end() - WORDS.start() + 1)
}

/// Steele, Lea and Flood's `SplitMix64` (2014): the same numbers in every run.
struct Random(u64);

impl Random {
    /// A number below `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % end as u64).expect("it is below a usize")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lexicon::Lexicon;

    #[test]
    fn title_words_are_of_the_title_and_every_title_that_holds_them_is_right() {
        let analyzer = Analyzer::new(&Lexicon::built_in());
        let title = |id: &str, title: &str| (DocumentId::parse(id).unwrap(), title.to_owned());
        let titles = [
            title("a", "优化营商环境条例"),
            title("b", "广东省优化营商环境条例"),
            title("c", "发展党员工作细则"),
        ];
        for seed in 0..20 {
            let mut random = Random(seed);
            let Some((text, right)) = title_words(&analyzer, &titles[0].1, &titles, &mut random)
            else {
                continue;
            };
            assert!(text.split(' ').all(|word| titles[0].1.contains(word)), "{text}");
            assert_eq!(right.keys().collect::<Vec<_>>(), ["a", "b"], "{text}");
        }
        let drawn: Vec<usize> = (0..5).map(|_| Random(7).below(1000)).collect();
        assert!(drawn.iter().all(|it| *it == drawn[0]));
    }
}
