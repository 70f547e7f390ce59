//! What is nearest to a paragraph among what is held.

use std::collections::HashMap;

use serde::Serialize;

use super::sheet::Sheet;
use crate::index::engine::EngineError;
use crate::index::entry::{DocumentCard, PassageEntry};
use crate::index::query::Reading;
use crate::library::Snapshot;
use crate::meaning::fusion::{Fused, fused};
use crate::search::meaning::of_question;
use crate::text::fold;

/// Paragraphs of fewer letters tell too little.
const LETTERS: usize = 30;
/// By how many of its telling words a paragraph is looked up.
const WORDS: usize = 10;
/// A precedent holds at least so many of them (all where there are fewer).
const WORDS_HELD: usize = 3;
/// How many are given.
const PRECEDENTS: usize = 3;
/// How many passages are looked at, so that several documents are among them.
const PASSAGES: usize = 8;
/// How many are looked at where their meaning is compared too.
const PASSAGES_BY_MEANING: usize = 40;
/// A word that stands in more than this share of the passages tells nothing.
const COMMON: f64 = 0.2;

/// A passage that tells of the like.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Precedent {
    /// Its document.
    pub document: DocumentCard,
    /// `document#anchor`.
    pub passage: String,
    /// On the document's page.
    pub anchor: String,
    /// The headings that it stands under.
    pub heading: String,
    /// The words of the paragraph that it holds, most telling first.
    pub words: Vec<String>,
}

/// The passages nearest to a paragraph, one a document: those that hold most of its telling words,
/// told by frequency in the paragraph times the logarithm of their rarity (tf·idf). Where the
/// library has a model, they are ranked by words and meaning together.
pub(super) fn precedents(
    snapshot: &Snapshot,
    sheet: &Sheet<'_>,
    passages: usize,
) -> Result<Vec<Precedent>, EngineError> {
    if sheet.letters.len() < LETTERS {
        return Ok(Vec::new());
    }
    let words = telling(snapshot, sheet.text(), passages)?;
    let least = WORDS_HELD.min(words.len());
    let mut precedents: Vec<Precedent> = Vec::new();
    for passage in holding(snapshot, sheet.text(), &words, least)? {
        if precedents.len() == PRECEDENTS {
            break;
        }
        let passage = passage?;
        if precedents.iter().all(|it| it.document.id != passage.document.id) {
            let text = fold(&passage.text).text;
            precedents.push(Precedent {
                words: words.iter().filter(|word| text.contains(*word)).cloned().collect(),
                passage: passage.id(),
                anchor: passage.anchor,
                heading: passage.heading,
                document: passage.document,
            });
        }
    }
    Ok(precedents)
}

/// Passages that hold `least` of `words`, in order, each read when it is asked for.
fn holding<'a>(
    snapshot: &'a Snapshot,
    text: &str,
    words: &[String],
    least: usize,
) -> Result<Box<dyn Iterator<Item = Result<PassageEntry, EngineError>> + 'a>, EngineError> {
    let engine = &snapshot.engine;
    let Some(meaning) = &snapshot.meaning else {
        let found = engine.holding(Reading::Words, words, least, PASSAGES)?;
        return Ok(Box::new(found.into_iter().map(|holding| engine.passage(holding.place))));
    };
    let found = engine.holding(Reading::Words, words, least, PASSAGES_BY_MEANING)?;
    let vector = of_question(meaning, text)?;
    let mut passages = Vec::new();
    let mut candidates = Vec::new();
    for holding in found {
        let passage = engine.passage(holding.place)?;
        #[expect(clippy::cast_precision_loss, reason = "ten words at most")]
        candidates.push((holding.terms as f32, meaning.nearness_of(&passage, &vector)));
        passages.push(passage);
    }
    let scores = fused(&candidates).into_iter().map(Fused::score);
    let mut passages: Vec<(f32, PassageEntry)> = scores.zip(passages).collect();
    passages.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(Box::new(passages.into_iter().map(|(_, passage)| Ok(passage))))
}

/// The words that tell most of a text, the most telling first.
fn telling(snapshot: &Snapshot, text: &str, passages: usize) -> Result<Vec<String>, EngineError> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for cut in snapshot.analyzer.plain_words(&fold(text).text) {
        if cut.term.chars().count() > 1 {
            *counts.entry(cut.term).or_default() += 1;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of passages is far below 2^52")]
    let all = passages as f64;
    let mut words = Vec::new();
    for (word, count) in counts {
        let held = snapshot.engine.frequency(Reading::Words, &word)?;
        #[expect(clippy::cast_precision_loss, reason = "a count of passages is far below 2^52")]
        let held = held as f64;
        if held > 0.0 && held <= (all * COMMON).max(3.0) {
            words.push((f64::from(count).sqrt() * (1.0 + all / held).ln(), word));
        }
    }
    words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(words.into_iter().take(WORDS).map(|(_, word)| word).collect())
}
