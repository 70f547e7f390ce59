//! From runs to segments of lines: what stands beside each other without a wide gap.

use super::Run;

/// A gap wider than this, in em, parts segments.
const WIDE: f32 = 1.6;
/// A gap wider than this, in em, is a space between Latin words.
const SPACE: f32 = 0.18;
/// A gap wider than this, in em, is a space between any two characters.
const BLANK: f32 = 0.8;

/// The segments of a page's lines, from the top, those of one line from the left.
pub(super) fn segments(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_by(|one, other| one.y.total_cmp(&other.y));
    let mut rows: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        let fits = |row: &&mut Vec<Run>| row.iter().any(|it| it.is_level_with(&run));
        // The rows rise: only the last few can hold it.
        match rows.iter_mut().rev().take(3).find(fits) {
            Some(row) => row.push(run),
            None => rows.push(vec![run]),
        }
    }
    rows.into_iter().flat_map(joined).collect()
}

/// The runs of one line, joined where no wide gap parts them.
fn joined(mut row: Vec<Run>) -> Vec<Run> {
    row.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut segments: Vec<Run> = Vec::new();
    for run in row {
        match segments.last_mut() {
            // The same run drawn twice, to look bold.
            Some(last) if last.text == run.text && (last.x - run.x).abs() < last.size * 0.2 => {
                last.bold = true;
            }
            Some(last) if run.x - last.right() < last.size.max(run.size) * WIDE => {
                append(last, run);
            }
            _ => segments.push(run),
        }
    }
    segments
}

/// Puts a run behind another, with a space where one is seen.
pub(super) fn append(last: &mut Run, run: Run) {
    let gap = (run.x - last.right()) / last.size.max(run.size).max(1.0);
    let blank = gap > BLANK || gap > SPACE && is_latin_gap(&last.text, &run.text);
    if blank && !last.text.ends_with(' ') && !run.text.starts_with(' ') {
        last.text.push(' ');
    }
    // Small letters above or beside do not make a line small.
    let letters = |run: &Run| run.text.chars().count();
    if letters(&run) > letters(last) {
        last.size = run.size;
        last.bold = run.bold;
    }
    last.text.push_str(&run.text);
    last.width = (run.x + run.width).max(last.right()) - last.x;
}

/// Whether Latin letters or figures stand on both sides.
fn is_latin_gap(left: &str, right: &str) -> bool {
    let is_latin = |c: char| c.is_ascii_alphanumeric() || matches!(c, ',' | '.' | ';' | '%' | ')');
    left.chars().next_back().is_some_and(is_latin)
        && right.chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '(')
}
