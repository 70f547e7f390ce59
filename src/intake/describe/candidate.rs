//! A value that a text may state, with the evidence for it.

use serde::Serialize;

/// A candidate for a field of the description.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::intake) struct Candidate<T> {
    pub(in crate::intake) value: T,
    /// How much speaks for it; comparable within one field only.
    pub(in crate::intake) score: f64,
    /// What speaks for it, the strongest first.
    pub(in crate::intake) reasons: Vec<&'static str>,
}

/// Why a field of a document has its value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The field's name in front matter.
    pub field: &'static str,
    /// What the value was read from.
    pub reasons: Vec<&'static str>,
    /// How much spoke for it; comparable within one field only.
    pub score: f64,
}

impl<T: PartialEq> Candidate<T> {
    /// A candidate that one kind of evidence proposes.
    pub(in crate::intake) fn new(value: T, score: f64, reason: &'static str) -> Self {
        Self { value, score, reasons: vec![reason] }
    }

    /// The evidence of this candidate for `field`.
    pub(in crate::intake) fn evidence(&self, field: &'static str) -> Evidence {
        Evidence { field, reasons: self.reasons.clone(), score: self.score }
    }
}

/// The candidate with the highest score; equal values of several kinds of evidence count as one
/// with `agreement` added for each further kind.
pub(in crate::intake) fn best<T: PartialEq + Clone>(
    candidates: &[Candidate<T>],
    agreement: f64,
) -> Option<Candidate<T>> {
    let mut merged: Vec<Candidate<T>> = Vec::new();
    for candidate in candidates {
        match merged.iter_mut().find(|held| held.value == candidate.value) {
            Some(held) => {
                let reason = candidate.reasons[0];
                if !held.reasons.contains(&reason) {
                    held.score = held.score.max(candidate.score) + agreement;
                    held.reasons.push(reason);
                }
            }
            None => merged.push(candidate.clone()),
        }
    }
    // The first of equals: what stands first in the text.
    merged.into_iter().rev().max_by(|a, b| a.score.total_cmp(&b.score))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_kinds_that_agree_win_over_one() {
        let candidates = [
            Candidate::new("甲", 6.0, "title"),
            Candidate::new("乙", 5.0, "signature"),
            Candidate::new("乙", 4.0, "pair"),
        ];
        let best = best(&candidates, 2.0).unwrap();
        assert_eq!((best.value, best.score, best.reasons.len()), ("乙", 7.0, 2));
    }
}
