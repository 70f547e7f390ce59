//! What a hit's score is made of.

use tantivy::query::{EnableScoring, Query as Clause};
use tantivy::{DocAddress, Searcher};

use super::clauses::parts;
use super::collect::SegmentFilter;
use super::documents::{Ranked, address};
use super::ranking::{Part, Reasoned};
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
    for part in parts(searcher, query)? {
        shares.extend(best_alternative(searcher, &part, passage)?);
    }
    let reader = searcher.segment_reader(passage.segment_ord);
    for (filter, share) in &query.preferred {
        if SegmentFilter::new(filter, reader)?.passes(passage.doc_id) {
            let reason = Reason::Preferred(filter.clone());
            shares.push(Share { reason, score: share * best.max(1.0) });
        }
    }
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

/// What the alternative gives that counts in a passage, the cap taken in.
fn best_alternative(
    searcher: &Searcher,
    part: &Part,
    passage: DocAddress,
) -> tantivy::Result<Vec<Share>> {
    let mut best: (f32, Vec<Share>) = (0.0, Vec::new());
    for clauses in &part.alternatives {
        let mut shares = Vec::new();
        for Reasoned { reason, clause } in clauses {
            let score = score(searcher, clause.as_ref(), passage)?;
            shares.extend(score.map(|score| Share { reason: reason.clone(), score }));
        }
        let total = shares.iter().map(|share| share.score).sum();
        if total > best.0 {
            best = (total, shares);
        }
    }
    let (total, mut shares) = best;
    let given = score(searcher, part.clause().as_ref(), passage)?.unwrap_or(total);
    for share in &mut shares {
        share.score *= given / total;
    }
    Ok(shares)
}
