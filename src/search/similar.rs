//! Documents like a document: those that share its telling words.

use std::collections::HashMap;

use crate::document::DocumentId;
use crate::index::engine::EngineError;
use crate::index::entry::DocumentCard;
use crate::index::query::{Query, Reading, Scored};
use crate::library::Snapshot;
use crate::text::fold;

/// How many words stand for a document.
const TELLING_WORDS: usize = 30;
/// How many documents of the same text, which may stand for each other, are looked past.
const SAME_TEXT: usize = 3;

/// Up to `limit` documents like `id`, the nearest first, itself and those of the same text left
/// out; none when there is no such document.
///
/// A word tells by its frequency in the document times the logarithm of its rarity (tf·idf, with
/// idf = ln(1 + passages / passages that hold it)).
///
/// # Errors
/// When the index cannot be read.
pub fn similar(
    snapshot: &Snapshot,
    id: &DocumentId,
    limit: usize,
) -> Result<Vec<DocumentCard>, EngineError> {
    let passages = snapshot.engine.passages(id)?;
    let mut counts: HashMap<String, u32> = HashMap::new();
    for passage in &passages {
        let text = fold(&format!("{}\n{}", passage.document.title, passage.text)).text;
        for cut in snapshot.analyzer.words(&text) {
            if cut.term.chars().count() > 1 {
                *counts.entry(cut.term).or_default() += 1;
            }
        }
    }
    let all = snapshot.engine.statistics()?.passages;
    let mut telling = Vec::new();
    for (term, count) in counts {
        let held = snapshot.engine.frequency(Reading::Words, &term)?;
        telling.push((weight(count, held, all), term));
    }
    telling.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let scored = telling.into_iter().take(TELLING_WORDS);
    let scored = scored.map(|(_, term)| Scored { reading: Reading::Words, term, weight: 1.0 });
    let scored: Vec<Scored> = scored.collect();
    if scored.is_empty() {
        return Ok(Vec::new());
    }
    let own = passages.first().and_then(|passage| passage.document.reprint_of.clone());
    let own = own.unwrap_or_else(|| id.to_string());
    let same = |card: &DocumentCard| {
        let original = card.reprint_of.as_deref().unwrap_or(card.id.as_str());
        original == own || original == id.as_str() || *card.id.as_str() == *own
    };
    // Others of the same text may be found too.
    let limits = limit + SAME_TEXT;
    let query = Query { scored, without: Some(id.clone()), limit: limits, ..Query::default() };
    let found = snapshot.engine.search(&query)?;
    let others = found.hits.into_iter().map(|hit| hit.passage.document).filter(|it| !same(it));
    Ok(others.take(limit).collect())
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and passages are far below 2^52")]
fn weight(count: u32, held: u64, all: usize) -> f64 {
    f64::from(count).sqrt() * (1.0 + all as f64 / (held.max(1) as f64)).ln()
}
