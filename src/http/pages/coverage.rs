//! What the corpus holds, as tables on the page of comparisons.

use super::frame::{grouped, kind_label};
use crate::compare::chart::heat::shade;
use crate::compare::{Coverage, Question, coverage};
use crate::http::comparison::ComparisonQuery;
use crate::http::error::HttpError;
use crate::http::query::SearchQuery;
use crate::index::query::FacetField;
use crate::library::Snapshot;

/// The coverage.
pub(super) struct CoveragePart {
    pub(super) years_label: String,
    pub(super) themes: Vec<String>,
    pub(super) rows: Vec<HeatRow>,
    /// Heads of the table of kinds and years.
    pub(super) totals_head: Vec<String>,
    pub(super) totals: Vec<(String, Vec<usize>)>,
    pub(super) svg_url: String,
}

/// A place's row of the heat map.
pub(super) struct HeatRow {
    pub(super) place: String,
    pub(super) cells: Vec<HeatCell>,
    pub(super) documents: String,
    pub(super) passages: String,
}

/// A cell of the heat map, with the search that shows its passages.
pub(super) struct HeatCell {
    pub(super) count: usize,
    pub(super) shade: u8,
    pub(super) url: String,
}

/// What the corpus holds of the places of `question`.
pub(super) fn coverage_part(
    snapshot: &Snapshot,
    question: &Question,
    query: &ComparisonQuery,
) -> Result<CoveragePart, HttpError> {
    let held = coverage(snapshot, question)?;
    let most = held.rows.iter().flat_map(|row| &row.themes).copied().max().unwrap_or(0);
    let kinds = held.kinds.iter().map(|kind| kind_label(kind));
    let years = held.years.iter().map(|year| format!("{year} 年"));
    let head = kinds.chain(years).chain(["未注明".to_owned()]);
    let totals = held.rows.iter().map(|row| {
        let counts = row.kinds.iter().chain(&row.years).copied().chain([row.undated]);
        (row.place.name.clone(), counts.collect())
    });
    Ok(CoveragePart {
        years_label: question.years_label(),
        rows: rows(&held, most),
        totals_head: head.collect(),
        totals: totals.collect(),
        themes: held.themes,
        svg_url: query.at("/api/coverage.svg"),
    })
}

fn rows(held: &Coverage, most: usize) -> Vec<HeatRow> {
    let rows = held.rows.iter().map(|row| {
        let cells = held.themes.iter().zip(&row.themes).map(|(theme, &count)| {
            let search = SearchQuery::default().with(FacetField::Theme, theme);
            let search = search.with(FacetField::Region, &row.place.path);
            HeatCell { count, shade: shade(count, most), url: search.url() }
        });
        HeatRow {
            place: row.place.name.clone(),
            cells: cells.collect(),
            documents: grouped(row.documents),
            passages: grouped(row.passages),
        }
    });
    rows.collect()
}
