//! The order in which a page's text is written in the file. Office programs write a text as it is
//! read, cell by cell and column by column, which its places alone do not show.

use std::collections::{HashMap, VecDeque};

use crate::intake::extract::fixed::Run;

/// Of the characters of a page, so many hundredths must be found in the file's own order.
const FOUND: usize = 97;
/// Of the runs that begin with the same letter, so many are looked at: they stand in the order of
/// the page.
const NEAR: usize = 64;

/// The runs as `written`, the text of the page as it stands in the file, has them; `None` where the
/// two do not tell the same.
pub(super) fn as_written(runs: &[Run], written: &str) -> Option<Vec<Run>> {
    let (written, moves) = told_apart(written);
    let mut waiting = Waiting::new(runs);
    let mut ordered: Vec<Run> = Vec::with_capacity(runs.len());
    let (mut at, mut found) = (0, 0);
    while at < written.len() {
        let Some((run, letters)) = waiting.next(&written[at..], ordered.last()) else {
            at += 1;
            continue;
        };
        ordered.extend(parted(run, &moves[at..]));
        found += letters;
        at += letters;
    }
    let rest = waiting.rest();
    let left: usize = rest.iter().map(|run| letters(&run.text).len()).sum();
    if found == 0 || found * 100 < (found + left) * FOUND {
        return None;
    }
    // What the file writes otherwise stands behind what it is closest to.
    for run in rest {
        let above = ordered.iter().rposition(|it| it.y <= run.y && it.x <= run.x + run.size);
        ordered.insert(above.map_or(0, |at| at + 1), run);
    }
    Some(ordered)
}

/// The letters of a text, and whether the text moves to another place before each.
fn told_apart(written: &str) -> (Vec<char>, Vec<bool>) {
    let (mut letters, mut moves) = (Vec::new(), Vec::new());
    let mut moved = false;
    for letter in written.chars() {
        if letter.is_whitespace() {
            moved |= matches!(letter, '\n' | '\r');
        } else {
            letters.push(letter);
            moves.push(std::mem::take(&mut moved));
        }
    }
    (letters, moves)
}

/// A run, cut where its reader saw a gap between Chinese characters and the file moves to another
/// place.
fn parted(run: Run, moves: &[bool]) -> Vec<Run> {
    let is_wide = |c: &char| u32::from(*c) >= 0x2e80;
    let (mut before, mut spaced, mut at) = (None, false, 0);
    for letter in run.text.chars() {
        if letter.is_whitespace() {
            spaced = true;
            continue;
        }
        if spaced && moves[at] && before.is_some_and(|it| is_wide(&it)) && is_wide(&letter) {
            let (head, tail) = cut(run, at);
            let mut pieces = vec![head];
            pieces.extend(parted(tail, &moves[at..]));
            return pieces;
        }
        (before, spaced) = (Some(letter), false);
        at += 1;
    }
    vec![run]
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Runs that have no place yet.
struct Waiting {
    runs: Vec<Option<(Run, Vec<char>)>>,
    by_first: HashMap<char, VecDeque<usize>>,
}

impl Waiting {
    fn new(runs: &[Run]) -> Self {
        let mut waiting = Self { runs: Vec::new(), by_first: HashMap::new() };
        runs.iter().for_each(|run| waiting.add(run.clone()));
        waiting
    }

    fn add(&mut self, run: Run) {
        let letters = letters(&run.text);
        if let Some(first) = letters.first() {
            self.by_first.entry(*first).or_default().push_back(self.runs.len());
            self.runs.push(Some((run, letters)));
        }
    }

    fn rest(self) -> Vec<Run> {
        self.runs.into_iter().flatten().map(|(run, _)| run).collect()
    }

    /// The run that `written` goes on with, and its letters: the longest, of equal ones the nearest
    /// to `last`. A run that only begins so, up to a space in it, is cut there.
    fn next(&mut self, written: &[char], last: Option<&Run>) -> Option<(Run, usize)> {
        let candidates = self.by_first.get(written.first()?)?;
        let common = |at: usize| {
            let (run, letters) = self.runs[at].as_ref()?;
            let common =
                letters.iter().zip(written).take_while(|(one, other)| one == other).count();
            let whole = common == letters.len();
            (whole || is_gap(&run.text, common)).then_some((common, whole, far(last, run)))
        };
        let near = candidates.iter().take(NEAR);
        let known = near.filter_map(|at| common(*at).map(|it| (*at, it)));
        let (at, (length, whole, _)) = known.max_by(|(_, one), (_, other)| {
            (one.1, one.0).cmp(&(other.1, other.0)).then_with(|| other.2.total_cmp(&one.2))
        })?;
        if let Some(candidates) = self.by_first.get_mut(&written[0])
            && let Some(place) = candidates.iter().take(NEAR).position(|it| *it == at)
        {
            candidates.remove(place);
        }
        let (run, _) = self.runs[at].take()?;
        if whole {
            return Some((run, length));
        }
        let (run, rest) = cut(run, length);
        self.add(rest);
        Some((run, length))
    }
}

/// Whether a space stands behind so many letters.
fn is_gap(text: &str, letters: usize) -> bool {
    letters > 0 && text.chars().nth(place(text, letters)).is_some_and(char::is_whitespace)
}

/// The place behind so many letters, in characters.
fn place(text: &str, letters: usize) -> usize {
    let mut seen = 0;
    let passed = text.chars().take_while(|c| {
        seen += usize::from(!c.is_whitespace());
        seen <= letters && !(seen == letters && c.is_whitespace())
    });
    passed.count()
}

/// A run in two, behind so many letters.
fn cut(run: Run, letters: usize) -> (Run, Run) {
    let at = place(&run.text, letters);
    let head: String = run.text.chars().take(at).collect();
    let tail: String = run.text.chars().skip(at).collect::<String>().trim_start().to_owned();
    let (before, after) = (width(&head, run.size), width(&tail, run.size));
    let after = after.min(run.width * 0.98);
    let x = run.x + run.width - after;
    let rest = Run { text: tail, x, width: after, ..run.clone() };
    let width = before.min(x - run.x).max(0.0);
    (Run { text: head, width, ..run }, rest)
}

/// About how wide a text is.
fn width(text: &str, size: f32) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.55 * size } else { size }).sum()
}

/// How far a run lies from the end of the last.
fn far(last: Option<&Run>, next: &Run) -> f32 {
    let Some(last) = last else { return next.y };
    let right =
        if next.x >= last.x + last.width * 0.5 { next.x - last.x - last.width } else { 0.0 };
    let down = next.y - last.y;
    right.abs() + if down < -1.0 { -down * 3.0 } else { down }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, x: f32, y: f32) -> Run {
        Run { text: text.to_owned(), x, y, width: width(text, 10.0), size: 10.0, bold: false }
    }

    #[test]
    fn cells_come_back_in_the_order_of_the_file() {
        let runs = [
            run("术语", 0.0, 0.0),
            run("定义", 40.0, 0.0),
            run("跨境支 用户完成", 0.0, 20.0),
            run("付", 0.0, 32.0),
            run("的交易", 40.0, 32.0),
        ];
        let ordered = as_written(&runs, "术语\n定义\n跨境支\n付\n用户完成\n的交易").unwrap();
        let texts: Vec<&str> = ordered.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(texts, ["术语", "定义", "跨境支", "付", "用户完成", "的交易"]);
        assert!(ordered[4].x > 30.0 && ordered[4].x < 50.0, "{}", ordered[4].x);
        assert_eq!(as_written(&runs, "另一页的文字，对不上。"), None);
    }
}
