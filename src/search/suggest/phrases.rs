//! Completions of last resort: words of the corpus, and two of them that stand side by side.

use super::super::vocabulary::Vocabulary;
use super::{Entry, Source};
use crate::index::engine::EngineError;
use crate::index::query::Query;
use crate::library::Snapshot;
use crate::text::lexicon::usual;

/// What is typed beyond this is no phrase of two words, in letters.
const MAX_LETTERS: usize = 30;
/// Words that are tried on either side of a phrase, the most frequent ones.
const SIDE: usize = 6;
/// The most phrases that are looked up for one completion.
const MAX_TRIED: usize = 60;

/// Words of the corpus that `letters` stand for, and phrases of two words that some document holds.
pub(super) fn phrases(snapshot: &Snapshot, letters: &str) -> Result<Vec<Entry>, EngineError> {
    if !(2..=MAX_LETTERS).contains(&letters.len()) {
        return Ok(Vec::new());
    }
    let vocabulary = Vocabulary::of(snapshot)?;
    let words = vocabulary.typed_by(letters).into_iter();
    let mut entries: Vec<Entry> =
        words.filter_map(|(word, count)| Entry::new(usual(word), Source::Phrase, *count)).collect();
    let mut tried = 0;
    for at in 2..letters.len().saturating_sub(1) {
        let seconds = vocabulary.typed_by(&letters[at..]);
        let firsts =
            if seconds.is_empty() { Vec::new() } else { vocabulary.typed_by(&letters[..at]) };
        for (first, _) in firsts.iter().take(SIDE) {
            for (second, _) in seconds.iter().take(SIDE) {
                tried += 1;
                if tried > MAX_TRIED {
                    return Ok(entries);
                }
                let phrase = format!("{first}{second}");
                let query = Query { exact: vec![phrase.clone()], ..Query::default() };
                let documents = snapshot.engine.search(&query)?.total as u64;
                let shown = format!("{}{}", usual(first), usual(second));
                let entry = Entry::new(&shown, Source::Phrase, documents);
                entries.extend(entry.filter(|_| documents > 0));
            }
        }
    }
    Ok(entries)
}
