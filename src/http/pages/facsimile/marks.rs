//! Which runs of a page say a passage.

use std::collections::HashSet;

use crate::intake::extract::Run;
use crate::text::fold;

/// Letters that stand together in the passage and on the page, at the least.
const TOGETHER: usize = 6;

/// For each of `runs`, in the order in which they are read, whether it is part of `passage`.
/// Letters and figures alone are compared: a page sets marks and blanks of its own.
pub(super) fn marks(runs: &[Run], passage: &str) -> Vec<bool> {
    let wanted = letters(passage);
    let together = TOGETHER.min(wanted.len());
    if together == 0 {
        return vec![false; runs.len()];
    }
    let known: HashSet<&[char]> = wanted.windows(together).collect();
    let (mut shown, mut of) = (Vec::new(), Vec::new());
    for (at, run) in runs.iter().enumerate() {
        for letter in letters(&run.text) {
            shown.push(letter);
            of.push(at);
        }
    }
    let mut said = vec![0_usize; runs.len()];
    let mut counted = 0;
    for (at, window) in shown.windows(together).enumerate() {
        if known.contains(window) {
            for run in &of[counted.max(at)..at + together] {
                said[*run] += 1;
            }
            counted = at + together;
        }
    }
    let all = |at: usize| of.iter().filter(|run| **run == at).count();
    said.iter().enumerate().map(|(at, said)| *said > 0 && said * 5 >= all(at) * 4).collect()
}

fn letters(text: &str) -> Vec<char> {
    fold(text).text.chars().filter(|it| it.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(lines: &[&str], passage: &str) -> Vec<bool> {
        let run = |text: &&str| Run { text: (*text).to_owned(), ..Run::default() };
        marks(&lines.iter().map(run).collect::<Vec<_>>(), passage)
    }

    #[test]
    fn lines_of_a_passage_are_marked_to_its_short_last_one() {
        // The first line only uses the same phrase.
        let lines =
            ["一、各村于三月十五日前报送", "各镇于三月十五日前报送自查", "情况。", "二、工作要求"];
        let passage = "各镇于三月十五日前报送自查情况。";
        assert_eq!(marked(&lines, passage), [false, true, true, false]);
        assert_eq!(marked(&lines, ""), [false; 4]);
    }

    #[test]
    fn a_short_passage_is_found_whole_and_blanks_do_not_part_it() {
        let lines = ["窗 口 数", "１２个", "窗口工作人员"];
        assert_eq!(marked(&lines, "窗口数"), [true, false, false]);
        assert_eq!(marked(&lines, "窗口数12个"), [true, true, false]);
    }
}
