//! Charts as SVG files that render Chinese without a browser, in ink that greys keep apart.

pub mod drawing;
pub mod bars;
pub mod heat;
pub mod timeline;

pub use bars::bars;
pub use heat::heat;
pub use timeline::timeline;

use super::Matrix;
use super::figures::FigureRow;

/// The row of figures that a chart shows where none is named: of those that can be compared in
/// several places, the one of most places.
#[must_use]
pub fn telling_row(matrix: &Matrix) -> Option<&FigureRow> {
    let comparable = |row: &&FigureRow| row.comparable(&matrix.columns).len();
    // Of equal rows the first.
    let best = matrix.figures.iter().rev().max_by_key(comparable)?;
    (comparable(&best) > 0).then_some(best)
}

/// The row of this name or label.
#[must_use]
pub fn named_row<'a>(matrix: &'a Matrix, name: &str) -> Option<&'a FigureRow> {
    let named = |row: &&FigureRow| row.measured.label() == name || row.measured.name == name;
    matrix.figures.iter().find(named)
}

/// Where the numbers come from, for the foot of a chart.
fn source_note(generation: u64, refreshed: &str) -> String {
    let day = refreshed.split('T').next().unwrap_or_default();
    format!("来源：典案语料第 {generation} 代索引（{day} 更新）。")
}
