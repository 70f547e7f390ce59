//! Laying a piece of a draft over a held text: where it fits best, and what differs there.

use std::ops::Range;

/// A stretch in which the two sides differ; one of them may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    /// Letters of the piece.
    pub(super) draft: Range<usize>,
    /// Letters of the held text.
    pub(super) held: Range<usize>,
}

/// How a piece fits into a held text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fit {
    /// Letters put in, left out or exchanged.
    pub(super) edits: usize,
    /// The letters of the held text that the piece lies over.
    pub(super) held: Range<usize>,
    /// What differs, in order.
    pub(super) hunks: Vec<Hunk>,
}

/// Lays `piece` over the stretch of `held` that makes the fewest edits (Levenshtein's distance with
/// free ends in `held`); of equal stretches the first. Time and memory grow with the product of
/// the lengths.
pub(super) fn fit(piece: &[char], held: &[char]) -> Fit {
    let width = held.len() + 1;
    let mut costs = vec![0_u32; (piece.len() + 1) * width];
    for (row, letter) in piece.iter().enumerate() {
        let (above, below) = costs.split_at_mut((row + 1) * width);
        let above = &above[row * width..];
        below[0] = narrow(row + 1);
        let mut left = below[0];
        for (column, other) in held.iter().enumerate() {
            let exchanged = above[column] + u32::from(letter != other);
            left = exchanged.min(above[column + 1] + 1).min(left + 1);
            below[column + 1] = left;
        }
    }
    let last = &costs[piece.len() * width..];
    let least = last.iter().min().copied().unwrap_or(0);
    let end = last.iter().position(|cost| *cost == least).unwrap_or(0);
    // A last letter that differs was exchanged rather than put in.
    let end = if last.get(end + 1) == Some(&least) { end + 1 } else { end };
    trace(piece, held, &costs, end)
}

/// Walks back from the end of the best stretch.
fn trace(piece: &[char], held: &[char], costs: &[u32], end: usize) -> Fit {
    let width = held.len() + 1;
    let cost = |row: usize, column: usize| costs[row * width + column];
    let (mut row, mut column) = (piece.len(), end);
    let mut hunks: Vec<Hunk> = Vec::new();
    while row > 0 {
        let here = cost(row, column);
        let same = column > 0 && piece[row - 1] == held[column - 1];
        let (from_row, from_column) = if same && cost(row - 1, column - 1) == here {
            row -= 1;
            column -= 1;
            continue;
        } else if column > 0 && cost(row, column - 1) + 1 == here {
            // A letter left out explains more than the letter before it exchanged.
            (row, column - 1)
        } else if column > 0 && cost(row - 1, column - 1) + 1 == here {
            (row - 1, column - 1)
        } else {
            (row - 1, column)
        };
        match hunks.last_mut() {
            Some(hunk) if hunk.draft.start == row && hunk.held.start == column => {
                hunk.draft.start = from_row;
                hunk.held.start = from_column;
            }
            _ => hunks.push(Hunk { draft: from_row..row, held: from_column..column }),
        }
        (row, column) = (from_row, from_column);
    }
    hunks.reverse();
    Fit { edits: cost(piece.len(), end) as usize, held: column..end, hunks }
}

/// The fewest edits between two texts, whole against whole.
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    let mut costs: Vec<usize> = (0..=b.len()).collect();
    for (row, letter) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut costs[0], row + 1);
        for (column, other) in b.iter().enumerate() {
            let exchanged = diagonal + usize::from(letter != other);
            diagonal = costs[column + 1];
            costs[column + 1] = exchanged.min(diagonal + 1).min(costs[column] + 1);
        }
    }
    costs[b.len()]
}

/// Makes hunks whole figures and joins those that only one letter parts: 539 against 547 is one
/// difference, not two.
pub(super) fn widened(fit: &Fit, piece: &[char], held: &[char]) -> Vec<Hunk> {
    let figure = |c: &char| c.is_ascii_digit() || matches!(c, '.' | '%' | '·');
    let mut hunks: Vec<Hunk> = Vec::new();
    for hunk in &fit.hunks {
        let mut hunk = hunk.clone();
        let sides = || piece[hunk.draft.clone()].iter().chain(&held[hunk.held.clone()]);
        if sides().any(|c| c.is_ascii_digit()) {
            while hunk.draft.start > 0
                && hunk.held.start > fit.held.start
                && figure(&piece[hunk.draft.start - 1])
                && piece[hunk.draft.start - 1] == held[hunk.held.start - 1]
            {
                hunk.draft.start -= 1;
                hunk.held.start -= 1;
            }
            while hunk.draft.end < piece.len()
                && hunk.held.end < fit.held.end
                && figure(&piece[hunk.draft.end])
                && piece[hunk.draft.end] == held[hunk.held.end]
            {
                hunk.draft.end += 1;
                hunk.held.end += 1;
            }
        }
        match hunks.last_mut() {
            Some(last)
                if hunk.draft.start <= last.draft.end + 1
                    && hunk.held.start <= last.held.end + 1 =>
            {
                last.draft.end = last.draft.end.max(hunk.draft.end);
                last.held.end = last.held.end.max(hunk.held.end);
            }
            _ => hunks.push(hunk),
        }
    }
    hunks
}

fn narrow(length: usize) -> u32 {
    u32::try_from(length).expect("a sentence is shorter than 4 Gi letters")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn check(piece: &str, held: &str, edits: usize, expected: &[(&str, &str)]) {
        let (piece, held) = (chars(piece), chars(held));
        let fit = fit(&piece, &held);
        let text = |side: &[char]| side.iter().collect::<String>();
        let hunks: Vec<(String, String)> = widened(&fit, &piece, &held)
            .into_iter()
            .map(|hunk| (text(&piece[hunk.draft]), text(&held[hunk.held])))
            .collect();
        let hunks: Vec<(&str, &str)> =
            hunks.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!((fit.edits, hunks.as_slice()), (edits, expected));
    }

    #[test]
    fn what_differs_is_marked_to_the_letter() {
        check("评定党支部", "全区评定党支部若干", 0, &[]);
        check("评定党总部", "全区评定党支部若干", 1, &[("总", "支")]);
        check("党支部547个", "评定党支部539个", 2, &[("547", "539")]);
        check("党支部1539个", "评定党支部539个", 1, &[("1539", "539")]);
        check("全面评定党支部", "评定党支部", 2, &[("全面", "")]);
        check("评党支部", "评定党支部", 1, &[("", "定")]);
    }

    proptest! {
        #[test]
        fn a_fit_is_never_worse_than_the_whole(a in "[一-三]{0,12}", b in "[一-三]{0,16}") {
            let (a, b) = (chars(&a), chars(&b));
            let fit = fit(&a, &b);
            prop_assert!(fit.edits <= distance(&a, &b));
            prop_assert_eq!(fit.edits, distance(&a, &b[fit.held.clone()]));
            prop_assert_eq!(fit.edits == 0, fit.hunks.is_empty());
        }
    }
}
