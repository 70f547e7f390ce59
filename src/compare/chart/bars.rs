//! Bars: one indicator over places.

use super::drawing::{Anchor, Drawing, HEAD, Ink, MARGIN, WIDTH, fit, width};
use super::source_note;
use crate::compare::Matrix;
use crate::compare::figures::{FigureRow, written};

/// The height of a place's row: a bar, and the wording below it.
const ROW: f64 = 50.0;
const BAR: f64 = 20.0;
const NAME: f64 = 14.0;
const WORDING: f64 = 12.0;
/// With more places than this, those without a figure are named in the note alone.
const ROWS: usize = 12;

/// The bars of a row of figures, the longest first. Only figures of the places themselves stand
/// in it, not those of places within them.
#[must_use]
pub fn bars(matrix: &Matrix, row: &FigureRow) -> Drawing {
    let mut shown = row.comparable(&matrix.columns);
    let value = |item: &crate::compare::evidence::Item| item.fact.details.value.unwrap_or(0.0);
    shown.sort_by(|a, b| value(b.1).total_cmp(&value(a.1)));
    let missing = matrix
        .columns
        .iter()
        .filter(|column| !shown.iter().any(|(other, _)| other.place.path == column.place.path));
    let missing: Vec<&str> = missing.map(|column| column.place.name.as_str()).collect();
    let unit = if row.measured.unit.is_empty() { "无" } else { &row.measured.unit };
    let about = format!("单位：{unit}。各地口径以原文为准，条下为原文");
    let mut drawing = Drawing::new(&format!("{}：各地比较", row.measured.label()), &about, WIDTH);
    let names = matrix.columns.iter().map(|column| width(&column.place.name, NAME));
    let left = MARGIN + names.fold(60.0, f64::max).min(160.0) + 14.0;
    let right = WIDTH - MARGIN - 110.0;
    let most = shown.iter().map(|(_, item)| value(item)).fold(0.0, f64::max);
    let mut y = HEAD + 6.0;
    let listed = matrix.columns.len() <= ROWS;
    drawing.line(
        (left, y - 4.0),
        (left, y + ROW * rows(shown.len(), missing.len(), listed) - 8.0),
        Ink::Quiet,
    );
    for (column, item) in &shown {
        let name = fit(&column.place.name, NAME, left - MARGIN - 14.0);
        drawing.text(left - 12.0, y + 15.0, NAME, Anchor::End, Ink::Dark, &name);
        let length = if most > 0.0 { (value(item) / most).max(0.0) * (right - left) } else { 0.0 };
        drawing.bar(left, y, length.max(1.0), BAR, Ink::Shade(3));
        let figure = written(&item.fact.details);
        drawing.text(left + length + 8.0, y + 15.0, NAME, Anchor::Start, Ink::Dark, &figure);
        let year = item.fact.year.iter().map(|year| format!("（{year}）")).collect::<String>();
        let wording = format!("{}{year}", one_line(&item.fact.text));
        let wording = fit(&wording, WORDING, WIDTH - MARGIN - left - 8.0);
        drawing.text(left + 6.0, y + 35.0, WORDING, Anchor::Start, Ink::Faint, &wording);
        y += ROW;
    }
    if listed {
        for name in &missing {
            drawing.text(
                left - 12.0,
                y + 15.0,
                NAME,
                Anchor::End,
                Ink::Faint,
                &fit(name, NAME, left - MARGIN - 14.0),
            );
            drawing.text(left + 8.0, y + 15.0, WORDING, Anchor::Start, Ink::Faint, "库中未见");
            y += ROW * 0.6;
        }
    }
    let mut notes = vec![format!(
        "{}只列各地本级的数字；同一地有多个数字时取年份最近的，其余见表。",
        source_note(matrix.generation, &matrix.refreshed)
    )];
    if !listed && !missing.is_empty() {
        notes.push(format!("库中未见：{}。", missing.join("、")));
    }
    drawing.notes(y, &notes);
    drawing
}

/// How many rows high the chart is.
fn rows(shown: usize, missing: usize, listed: bool) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    count(shown) + if listed { count(missing) * 0.6 } else { 0.0 }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
