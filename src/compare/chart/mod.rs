//! Charts as SVG files that render Chinese without a browser, in ink that greys keep apart.

pub mod drawing;
pub mod bars;
pub mod heat;
pub mod timeline;

pub use bars::bars;
pub use drawing::Drawing;
pub use heat::heat;
pub use timeline::timeline;

use super::figures::FigureRow;
use super::{Matrix, QuestionError};

/// What a chart shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// One indicator over places.
    Bars,
    /// Instruments and honours by year.
    Timeline,
}

impl ChartKind {
    /// The kind of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name.trim() {
            "bars" | "条形图" => Some(Self::Bars),
            "timeline" | "时间线" => Some(Self::Timeline),
            _ => None,
        }
    }
}

/// The chart that was asked for: of the kind `kind` and the row `indicator`, each empty where it
/// does not matter. Then it is bars where figures can be compared, otherwise the timeline.
///
/// # Errors
/// [`QuestionError`] when there is no such kind, or no such figures.
pub fn chart(matrix: &Matrix, kind: &str, indicator: &str) -> Result<Drawing, QuestionError> {
    let asked = match kind.trim() {
        "" => None,
        name => match ChartKind::parse(name) {
            Some(kind) => Some(kind),
            None => return Err(QuestionError::UnknownChart(name.to_owned())),
        },
    };
    let row = if indicator.trim().is_empty() {
        telling_row(matrix)
    } else {
        Some(named_row(matrix, indicator.trim()).ok_or_else(|| no_row(matrix, indicator))?)
    };
    match (asked, row) {
        (Some(ChartKind::Timeline), _) | (None, None) => Ok(timeline(matrix)),
        (Some(ChartKind::Bars) | None, Some(row)) => Ok(bars(matrix, row)),
        (Some(ChartKind::Bars), None) => Err(no_row(matrix, "")),
    }
}

fn no_row(matrix: &Matrix, asked: &str) -> QuestionError {
    let held = matrix.figures.iter().map(|row| row.measured.label()).take(5);
    let held: Vec<String> = held.collect();
    QuestionError::NoIndicator { asked: asked.to_owned(), held: held.join("、") }
}

/// The row of figures that a chart shows where none is named: of those that can be compared in
/// several places, the one of most places.
#[must_use]
pub fn telling_row(matrix: &Matrix) -> Option<&FigureRow> {
    let comparable = |row: &&FigureRow| row.comparable(&matrix.columns).len();
    // Of equal rows the first.
    let best = matrix.figures.iter().rev().max_by_key(comparable)?;
    (comparable(&best) > 1).then_some(best)
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
    format!("来源：典案语料第 {generation} 版（{day} 更新）。")
}
