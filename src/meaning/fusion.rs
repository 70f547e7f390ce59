//! How nearness of meaning joins a ranking by words: min–max sum.

/// What meaning counts beside words, 0 to 1; chosen on the development sets, one for everything.
pub const WEIGHT: f32 = 0.4;

/// A candidate's shares of its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fused {
    /// For words.
    pub words: f32,
    /// For meaning.
    pub meaning: f32,
}

impl Fused {
    /// Both together.
    #[must_use]
    pub fn score(self) -> f32 {
        self.words + self.meaning
    }
}

/// The shares of candidates with these scores by words and cosines: each is brought to 0..1 over
/// all candidates (`(x − min) / (max − min)`) and they are summed by [`WEIGHT`]; the sum is brought
/// back to the range that the scores by words had. One that has no vector yet is as near as its
/// words say. Where words tell no candidates apart, meaning does.
#[must_use]
pub fn fused(candidates: &[(f32, Option<f32>)]) -> Vec<Fused> {
    let (least, most) = range(candidates.iter().map(|(words, _)| *words));
    let by_meaning = range(candidates.iter().filter_map(|(_, cosine)| *cosine));
    let span = if most > least { most - least } else { most.abs().max(1.0) };
    let shares = candidates.iter().map(|(words, cosine)| {
        let meaning = cosine.map_or((words - least) / span, |cosine| within(cosine, by_meaning));
        Fused { words: (1.0 - WEIGHT) * words + WEIGHT * least, meaning: WEIGHT * meaning * span }
    });
    shares.collect()
}

fn range(values: impl Iterator<Item = f32>) -> (f32, f32) {
    values.fold((f32::INFINITY, f32::NEG_INFINITY), |(least, most), value| {
        (least.min(value), most.max(value))
    })
}

/// 1 where all are the same.
fn within(value: f32, (least, most): (f32, f32)) -> f32 {
    if most > least { (value - least) / (most - least) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(candidates: &[(f32, Option<f32>)], expected: &[f32]) {
        let scores: Vec<f32> = fused(candidates).into_iter().map(Fused::score).collect();
        assert_eq!(scores.len(), expected.len());
        let close = scores.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-4);
        assert!(close, "{scores:?} is not {expected:?}");
    }

    #[test]
    fn scores_agree_with_values_worked_out_by_hand() {
        let candidates = [(10.0, Some(0.8)), (6.0, Some(0.9)), (2.0, Some(0.8)), (6.0, None)];
        check(&candidates, &[6.8, 7.6, 2.0, 6.0]);
        check(&[(3.0, Some(0.7)), (3.0, Some(0.8))], &[3.0, 4.2]);
        check(&[(3.0, None)], &[3.0]);
        check(&[], &[]);
    }
}
