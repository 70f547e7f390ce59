//! Passages by how many of some terms they hold: the quick first step of finding where a text stands;
//! and how many documents hold a text.

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EnableScoring, Query as Clause, TermQuery};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocSet, Searcher, TERMINATED, TantivyError};

use super::clauses;
use super::schema::field;
use crate::index::fields::{KEY, of_reading};
use crate::index::hits::{Holding, Place};
use crate::index::query::Reading;

/// The passages that hold at least `least` of `terms`, up to `limit`, those that hold most first.
pub(super) fn find(
    searcher: &Searcher,
    reading: Reading,
    terms: &[String],
    (least, limit): (usize, usize),
) -> Result<Vec<Holding>, TantivyError> {
    if terms.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let name = field(searcher.schema(), of_reading(reading));
    let clause = |term: &String| {
        let term = Term::from_field_text(name, term);
        let term = TermQuery::new(term, IndexRecordOption::Basic);
        // Each term counts one, however often it stands there and however rare it is.
        Box::new(ConstScoreQuery::new(Box::new(term), 1.0)) as Box<dyn Clause>
    };
    let clauses = terms.iter().map(clause).collect();
    let query = BooleanQuery::union_with_minimum_required_clauses(clauses, least.max(1));
    let found = searcher.search(&query, &TopDocs::with_limit(limit).order_by_score())?;
    let holding = found.into_iter().map(|(score, address)| Holding {
        place: Place { part: address.segment_ord, entry: address.doc_id },
        terms: terms_of(score),
    });
    Ok(holding.collect())
}

/// How many documents hold `text` (folded); counting ends at `most`.
pub(super) fn documents(searcher: &Searcher, text: &str, most: usize) -> tantivy::Result<usize> {
    let clause = clauses::exact(searcher.schema(), text)?;
    let weight = clause.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut count = 0;
    for reader in searcher.segment_readers() {
        let keys = reader.fast_fields().u64(KEY)?;
        let mut last = None;
        let mut passages = weight.scorer(reader, 1.0)?;
        while passages.doc() != TERMINATED && count < most {
            let doc = passages.doc();
            let lives = reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
            let key = keys.first(doc);
            if lives && key != last {
                (count, last) = (count + 1, key);
            }
            passages.advance();
        }
    }
    Ok(count)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a sum of ones")]
fn terms_of(score: f32) -> usize {
    score.round() as usize
}
