//! Measures of one ranking against its judgments, all from 0 to 1.

use std::collections::BTreeMap;

/// Normalized discounted cumulative gain of the first `depth` documents: the sum of
/// grade / log2(rank + 1), over that of the best possible order (Järvelin and Kekäläinen 2002,
/// with linear gain as in `trec_eval`).
#[must_use]
pub fn ndcg(ranking: &[String], grades: &BTreeMap<String, u32>, depth: usize) -> f64 {
    let discounted = |(rank, grade): (usize, u32)| f64::from(grade) / discount(rank);
    let gained = ranking.iter().take(depth).map(|id| grades.get(id).copied().unwrap_or(0));
    let gained: f64 = gained.enumerate().map(discounted).sum();
    let mut best: Vec<u32> = grades.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let best: f64 = best.into_iter().take(depth).enumerate().map(discounted).sum();
    if best > 0.0 { gained / best } else { 0.0 }
}

/// One over the rank of the first relevant document among the first `depth`, else 0.
#[must_use]
pub fn reciprocal_rank(ranking: &[String], grades: &BTreeMap<String, u32>, depth: usize) -> f64 {
    let first = ranking.iter().take(depth).position(|id| grades.contains_key(id));
    #[expect(clippy::cast_precision_loss, reason = "ranks are small")]
    let reciprocal = first.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
    reciprocal
}

/// The share of the relevant documents that stand among the first `depth`.
#[must_use]
pub fn recall(ranking: &[String], grades: &BTreeMap<String, u32>, depth: usize) -> f64 {
    let found = ranking.iter().take(depth).filter(|id| grades.contains_key(*id)).count();
    #[expect(clippy::cast_precision_loss, reason = "counts of documents are far below 2^52")]
    let share = found as f64 / grades.len().max(1) as f64;
    share
}

/// log2(rank + 1), for ranks counted from 0 here and from 1 in the formula.
#[expect(clippy::cast_precision_loss, reason = "ranks are small")]
fn discount(rank: usize) -> f64 {
    ((rank + 2) as f64).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_agree_with_values_worked_out_by_hand() {
        let ranking = ["a", "b", "c"].map(str::to_owned);
        let grades: BTreeMap<String, u32> =
            [("b", 1), ("x", 1)].map(|(id, grade)| (id.to_owned(), grade)).into();
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} is not {b}");
        // 1/log2(3) over 1 + 1/log2(3).
        close(ndcg(&ranking, &grades, 10), 0.386_852_807_234_541_6);
        close(reciprocal_rank(&ranking, &grades, 10), 0.5);
        close(reciprocal_rank(&ranking, &grades, 1), 0.0);
        close(recall(&ranking, &grades, 10), 0.5);
        close(ndcg(&ranking, &BTreeMap::new(), 10), 0.0);
    }
}
