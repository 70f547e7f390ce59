//! What a hit's score is made of.

use tantivy::query::{EnableScoring, Query as Clause};
use tantivy::{DocAddress, Searcher};

use super::clauses::reasoned;
use super::collect::SegmentFilter;
use super::documents::{Ranked, address};
use super::ranking::{Reasoned, synonyms};
use super::statistics::PassageStatistics;
use crate::index::hits::{Reason, Share};
use crate::index::query::Query;

/// Shares below this are rounding.
const LEAST: f32 = 1e-4;

/// The shares that make up a document's score, the largest first. `best` is the best score of all
/// passages, by which preferences are measured.
pub(super) fn shares(
    searcher: &Searcher,
    query: &Query,
    best: f32,
    document: &Ranked,
) -> tantivy::Result<Vec<Share>> {
    let passage = address(&document.best);
    let mut shares = Vec::new();
    for Reasoned { reason, clause } in reasoned(searcher, query)? {
        let Some(score) = score(searcher, clause.as_ref(), passage)? else { continue };
        let reason = match reason {
            Reason::Synonym { asked, .. } => best_synonym(searcher, query, &asked, passage)?,
            reason => Some(reason),
        };
        shares.extend(reason.map(|reason| Share { reason, score }));
    }
    let reader = searcher.segment_reader(passage.segment_ord);
    for (filter, share) in &query.preferred {
        if SegmentFilter::new(filter, reader)?.passes(passage.doc_id) {
            let reason = Reason::Preferred(filter.clone());
            shares.push(Share { reason, score: share * best.max(1.0) });
        }
    }
    let others = document.score - document.best.score;
    shares.push(Share { reason: Reason::OtherPassages, score: others });
    shares.retain(|share| share.score > LEAST);
    shares.sort_by(|a, b| b.score.total_cmp(&a.score));
    Ok(shares)
}

/// What `clause` gives a passage; `None` where it does not match.
fn score(
    searcher: &Searcher,
    clause: &dyn Clause,
    passage: DocAddress,
) -> tantivy::Result<Option<f32>> {
    let statistics = PassageStatistics(searcher);
    let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, searcher);
    let weight = clause.weight(scoring)?;
    let reader = searcher.segment_reader(passage.segment_ord);
    let mut scorer = weight.scorer(reader, 1.0)?;
    let holds = scorer.doc() <= passage.doc_id && scorer.seek(passage.doc_id) == passage.doc_id;
    Ok(holds.then(|| scorer.score()))
}

/// The one of the words for `asked` that counts in a passage.
fn best_synonym(
    searcher: &Searcher,
    query: &Query,
    asked: &str,
    passage: DocAddress,
) -> tantivy::Result<Option<Reason>> {
    let mut best: Option<(f32, Reason)> = None;
    for replacement in query.replacements.iter().filter(|it| it.asked == asked) {
        for Reasoned { reason, clause } in synonyms(searcher, replacement)? {
            let score = score(searcher, clause.as_ref(), passage)?;
            if score.is_some_and(|score| best.as_ref().is_none_or(|(most, _)| score > *most)) {
                best = score.map(|score| (score, reason));
            }
        }
    }
    Ok(best.map(|(_, reason)| reason))
}
