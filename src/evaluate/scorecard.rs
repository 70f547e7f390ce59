//! Asking every question and adding up.

use std::time::Instant;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::judgments::{Judgments, Question};
use super::metrics::{ndcg, recall, reciprocal_rank};
use crate::library::Snapshot;
use crate::search::answer::{SearchError, find};
use crate::search::request::{Request, RequestError, filter_named};

/// The rank down to which recall is measured, and the documents that are asked for.
const DEEP: usize = 100;
/// The rank down to which order is measured.
const FIRST: usize = 10;

/// The measures of a set of questions, each the mean over its questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scorecard {
    /// Questions asked.
    pub questions: usize,
    /// nDCG of the first ten.
    pub ndcg_10: f64,
    /// Reciprocal rank within the first ten.
    pub mrr_10: f64,
    /// Recall within the first hundred.
    pub recall_100: f64,
    /// The middle time of a question, in milliseconds.
    pub p50_ms: f64,
    /// The time that 99 of 100 questions stay under, in milliseconds.
    pub p99_ms: f64,
    /// The questions that lost most, with their nDCG: where to look.
    pub worst: Vec<(String, f64)>,
}

/// Asks every question of `judgments`; `progress` is told after each.
///
/// # Errors
/// When a question is refused or the index cannot be read.
pub fn evaluate(
    snapshot: &Snapshot,
    judgments: &Judgments,
    progress: &(dyn Fn() + Sync),
) -> Result<Scorecard, SearchError> {
    let scores = judgments.questions.par_iter().map(|question| {
        let start = Instant::now();
        let found = find(snapshot, &request(question)?)?;
        let took = start.elapsed().as_secs_f64() * 1e3;
        let ranking: Vec<String> =
            found.hits.iter().map(|hit| hit.passage.document.id.to_string()).collect();
        let grades = &judgments.grades[&question.id];
        progress();
        Ok(Score {
            text: question.text.clone(),
            ndcg: ndcg(&ranking, grades, FIRST),
            mrr: reciprocal_rank(&ranking, grades, FIRST),
            recall: recall(&ranking, grades, DEEP),
            took,
        })
    });
    Ok(added_up(scores.collect::<Result<_, SearchError>>()?))
}

struct Score {
    text: String,
    ndcg: f64,
    mrr: f64,
    recall: f64,
    took: f64,
}

fn request(question: &Question) -> Result<Request, RequestError> {
    let filters = question.filters.iter().map(|(name, value)| filter_named(name, value));
    Request {
        text: question.text.clone(),
        filters: filters.collect::<Result<_, _>>()?,
        limit: DEEP,
        ..Request::default()
    }
    .checked()
}

fn added_up(mut scores: Vec<Score>) -> Scorecard {
    #[expect(clippy::cast_precision_loss, reason = "counts of questions are far below 2^52")]
    let count = scores.len().max(1) as f64;
    let mean = |measure: &dyn Fn(&Score) -> f64| scores.iter().map(measure).sum::<f64>() / count;
    let (ndcg_10, mrr_10, recall_100) = (mean(&|s| s.ndcg), mean(&|s| s.mrr), mean(&|s| s.recall));
    scores.sort_by(|a, b| a.took.total_cmp(&b.took));
    let at = |share: usize| scores.get(scores.len() * share / 100).map_or(0.0, |s| s.took);
    let (p50_ms, p99_ms) = (at(50), at(99));
    scores.sort_by(|a, b| a.ndcg.total_cmp(&b.ndcg).then_with(|| a.text.cmp(&b.text)));
    let worst = scores.iter().take(FIRST).filter(|score| score.ndcg < 1.0);
    let worst = worst.map(|score| (score.text.clone(), score.ndcg)).collect();
    Scorecard { questions: scores.len(), ndcg_10, mrr_10, recall_100, p50_ms, p99_ms, worst }
}
