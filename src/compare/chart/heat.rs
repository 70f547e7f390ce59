//! The heat map of the coverage: passages by place and theme.

use super::drawing::{Anchor, Drawing, HEAD, Ink, MARGIN, fit, width};
use super::source_note;
use crate::compare::Coverage;

const NAME: f64 = 14.0;
const NUMBER: f64 = 12.0;
const CELL: f64 = 42.0;
const ROW: f64 = 30.0;
/// The width of a column of totals.
const TOTAL: f64 = 58.0;
/// Column heads are written from top to bottom, up to this many characters.
const HEAD_CHARACTERS: usize = 6;

/// The heat map of `coverage`.
#[must_use]
pub fn heat(coverage: &Coverage) -> Drawing {
    let names = coverage.rows.iter().map(|row| width(&row.place.name, NAME));
    let left = MARGIN + names.fold(60.0, f64::max).min(170.0) + 14.0;
    let themes = real(coverage.themes.len());
    let wide = left + themes * CELL + 2.0 * TOTAL + MARGIN + 8.0;
    let about = "单位：段。格中为该地谈到该主题的段落数，颜色越深段落越多；右侧为文档数与段落数";
    let mut drawing = Drawing::new("各地收录情况：主题与地区", about, wide.max(560.0));
    let longest = coverage.themes.iter().map(|theme| theme.chars().count()).max().unwrap_or(0);
    let head = HEAD + real(longest.min(HEAD_CHARACTERS)) * (NUMBER + 2.0) + 8.0;
    for (at, theme) in coverage.themes.iter().enumerate() {
        down(&mut drawing, left + (real(at) + 0.5) * CELL, head, theme);
    }
    let totals = left + themes * CELL + 8.0;
    for (at, name) in ["文档", "段落"].iter().enumerate() {
        let x = totals + (real(at) + 1.0) * TOTAL - 8.0;
        drawing.text(x, head - 6.0, NUMBER, Anchor::End, Ink::Quiet, name);
    }
    let most = coverage.rows.iter().flat_map(|row| &row.themes).copied().max().unwrap_or(0);
    let mut y = head;
    for row in &coverage.rows {
        let name = fit(&row.place.name, NAME, left - MARGIN - 14.0);
        drawing.text(left - 12.0, y + 20.0, NAME, Anchor::End, Ink::Dark, &name);
        for (at, &count) in row.themes.iter().enumerate() {
            cell(&mut drawing, left + real(at) * CELL, y, count, most);
        }
        for (at, total) in [row.documents, row.passages].iter().enumerate() {
            let x = totals + (real(at) + 1.0) * TOTAL - 8.0;
            drawing.text(x, y + 20.0, NUMBER, Anchor::End, Ink::Dark, &total.to_string());
        }
        y += ROW;
    }
    let empty = if coverage.rows.is_empty() { "库中没有所选地区的文档。" } else { "" };
    let note = format!(
        "{}空格表示库中未见，不表示当地没有。{empty}",
        source_note(coverage.generation, &coverage.refreshed)
    );
    drawing.notes(y, &[note]);
    drawing
}

/// A cell with its number; nothing where there is nothing.
fn cell(drawing: &mut Drawing, x: f64, y: f64, count: usize, most: usize) {
    if count == 0 {
        drawing.text(x + CELL / 2.0, y + 20.0, NUMBER, Anchor::Middle, Ink::Line, "·");
        return;
    }
    let shade = shade(count, most);
    drawing.bar(x + 1.0, y + 1.0, CELL - 2.0, ROW - 2.0, Ink::Shade(shade));
    let ink = if shade > 2 { Ink::Paper } else { Ink::Dark };
    drawing.text(x + CELL / 2.0, y + 20.0, NUMBER, Anchor::Middle, ink, &count.to_string());
}

/// The shade of a count, 0 to 4: by the square root of its share in the largest, so that thin
/// places can be told apart.
#[must_use]
pub fn shade(count: usize, most: usize) -> u8 {
    let share = (real(count) / real(most.max(1))).sqrt();
    [0.25, 0.45, 0.65, 0.85].iter().map(|bound| u8::from(share > *bound)).sum()
}

/// A column head, one character below the other, the last at `bottom`.
fn down(drawing: &mut Drawing, x: f64, bottom: f64, text: &str) {
    let characters: Vec<char> = text.chars().take(HEAD_CHARACTERS).collect();
    for (at, c) in characters.iter().rev().enumerate() {
        let y = bottom - 6.0 - real(at) * (NUMBER + 2.0);
        drawing.text(x, y, NUMBER, Anchor::Middle, Ink::Quiet, &c.to_string());
    }
}

fn real(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_never_lighter() {
        let shades: Vec<u8> = (1..=100).map(|count| shade(count, 100)).collect();
        assert!(shades.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!((shades[0], shades[99], shade(0, 0)), (0, 4, 0));
    }
}
