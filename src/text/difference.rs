//! What has changed between two texts, character by character.

use serde::Serialize;

/// Above this many pairs of characters the differing middle is given as a whole.
const PAIRS: usize = 4_000_000;

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Stands in both texts.
    Same,
    /// Stands in the old text alone.
    Deleted,
    /// Stands in the new text alone.
    Inserted,
}

/// A stretch of text and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// At least one character.
    pub text: String,
    /// What became of it.
    pub change: Change,
}

/// The difference between two texts, with the longest common subsequence of characters kept (by
/// the table of Wagner and Fischer, after what is equal at both ends is set aside). The stretches
/// without the inserted ones are `old`, without the deleted ones `new`.
#[must_use]
pub fn difference(old: &str, new: &str) -> Vec<Stretch> {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let ends = old.iter().rev().zip(new.iter().rev());
    let tail = ends.take(rest).take_while(|(a, b)| a == b).count();
    let mut stretches = Stretches::default();
    stretches.add(&old[..head], Change::Same);
    middle(&old[head..old.len() - tail], &new[head..new.len() - tail], &mut stretches);
    stretches.add(&old[old.len() - tail..], Change::Same);
    stretches.0
}

/// The share of characters that two texts have in common, in order: 0 nothing, 1 the same text.
#[must_use]
pub fn likeness(old: &str, new: &str) -> f64 {
    let same = |it: &&Stretch| it.change == Change::Same;
    let stretches = difference(old, new);
    let common: usize = stretches.iter().filter(same).map(|it| it.text.chars().count()).sum();
    let all = old.chars().count() + new.chars().count();
    #[expect(clippy::cast_precision_loss, reason = "lengths of texts are far below 2^52")]
    let share = (2 * common) as f64 / all as f64;
    if all == 0 { 1.0 } else { share }
}

#[derive(Default)]
struct Stretches(Vec<Stretch>);

impl Stretches {
    fn add(&mut self, characters: &[char], change: Change) {
        if characters.is_empty() {
            return;
        }
        match self.0.last_mut().filter(|last| last.change == change) {
            Some(last) => last.text.extend(characters),
            None => self.0.push(Stretch { text: characters.iter().collect(), change }),
        }
    }
}

fn middle(old: &[char], new: &[char], stretches: &mut Stretches) {
    if old.is_empty() || new.is_empty() || old.len() * new.len() > PAIRS {
        stretches.add(old, Change::Deleted);
        stretches.add(new, Change::Inserted);
        return;
    }
    let common = common_lengths(old, new);
    let (mut i, mut j) = (0, 0);
    let mut pending = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            stretches.add(&old[i - pending.0..i], Change::Deleted);
            stretches.add(&new[j - pending.1..j], Change::Inserted);
            pending = (0, 0);
            stretches.add(&old[i..=i], Change::Same);
            (i, j) = (i + 1, j + 1);
        } else if common[i + 1][j] >= common[i][j + 1] {
            (i, pending.0) = (i + 1, pending.0 + 1);
        } else {
            (j, pending.1) = (j + 1, pending.1 + 1);
        }
    }
    stretches.add(&old[i - pending.0..], Change::Deleted);
    stretches.add(&new[j - pending.1..], Change::Inserted);
}

/// For each pair of places, the length of the longest common subsequence of what follows.
fn common_lengths(old: &[char], new: &[char]) -> Vec<Vec<u32>> {
    let mut lengths = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i][j] = if old[i] == new[j] {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(old: &str, new: &str, expected: &str) {
        let marked = difference(old, new).into_iter().map(|it| match it.change {
            Change::Same => it.text,
            Change::Deleted => format!("[-{}-]", it.text),
            Change::Inserted => format!("{{+{}+}}", it.text),
        });
        assert_eq!(marked.collect::<String>(), expected);
    }

    #[test]
    fn differences_are_marked_to_the_character() {
        check("评定539个", "评定593个", "评定5[-3-]9{+3+}个");
        check("甲乙丙", "甲丁丙", "甲[-乙-]{+丁+}丙");
        check("甲", "甲乙", "甲{+乙+}");
        check("甲乙", "", "[-甲乙-]");
        check("同", "同", "同");
        check("", "", "");
    }

    #[test]
    fn likeness_is_a_share() {
        assert!((likeness("甲乙丙丁", "甲乙丙戊") - 0.75).abs() < 1e-9);
        assert!((likeness("", "") - 1.0).abs() < 1e-9);
        assert!(likeness("甲", "乙") < 1e-9);
    }

    proptest! {
        #[test]
        fn both_texts_are_given_back(old in "[甲乙丙ab]{0,30}", new in "[甲乙丙ab]{0,30}") {
            let stretches = difference(&old, &new);
            let without = |change| {
                let kept = stretches.iter().filter(|it| it.change != change);
                kept.map(|it| it.text.as_str()).collect::<String>()
            };
            prop_assert_eq!(without(Change::Inserted), old);
            prop_assert_eq!(without(Change::Deleted), new);
        }
    }
}
