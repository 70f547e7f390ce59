//! Coverage: how much the corpus holds of each place, by theme, kind and year.

use serde::Serialize;

use super::matrix::held;
use super::question::{Place, Question};
use crate::index::engine::EngineError;
use crate::index::hits::Spread;
use crate::index::query::FacetField;
use crate::knowledge::theme;
use crate::library::Snapshot;

/// How much there is of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The themes of the lexicon, then others that documents state.
    pub themes: Vec<String>,
    /// The kinds that occur.
    pub kinds: Vec<String>,
    /// The years that occur, in order.
    pub years: Vec<String>,
    /// One row for each place.
    pub rows: Vec<CoverageRow>,
    /// From and to, where asked for.
    pub asked_years: Option<(u64, u64)>,
    /// The generation of the index.
    pub generation: u64,
    /// The day of its last refresh, RFC 3339.
    pub refreshed: String,
}

/// What the corpus holds of one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverageRow {
    /// The place.
    pub place: Place,
    /// Documents.
    pub documents: usize,
    /// Passages.
    pub passages: usize,
    /// Passages by theme, in the order of [`Coverage::themes`].
    pub themes: Vec<usize>,
    /// Documents by kind, in the order of [`Coverage::kinds`].
    pub kinds: Vec<usize>,
    /// Documents by year, in the order of [`Coverage::years`].
    pub years: Vec<usize>,
    /// Documents without a date.
    pub undated: usize,
}

const COUNTED: [FacetField; 3] = [FacetField::Theme, FacetField::Kind, FacetField::Year];

/// What the corpus holds of the places of `question`, whatever its topic.
///
/// # Errors
/// When the index cannot be read.
pub fn coverage(snapshot: &Snapshot, question: &Question) -> Result<Coverage, EngineError> {
    let (places, spreads) = held(&*snapshot.engine, question, &COUNTED)?;
    let stated = theme::stated(&snapshot.generation.themes).unwrap_or_default();
    let mut themes: Vec<String> = stated.into_iter().map(|theme| theme.name).collect();
    let others = values(&spreads, FacetField::Theme);
    themes.retain(|theme| others.contains(theme));
    let further: Vec<String> = others.into_iter().filter(|it| !themes.contains(it)).collect();
    themes.extend(further);
    let (kinds, years) = (values(&spreads, FacetField::Kind), values(&spreads, FacetField::Year));
    let rows = places.into_iter().zip(&spreads).map(|(place, spread)| {
        let passages = |name: &String| count(spread, FacetField::Theme, name).0;
        let documents = |field, name: &String| count(spread, field, name).1;
        let by_year: Vec<usize> = years.iter().map(|it| documents(FacetField::Year, it)).collect();
        CoverageRow {
            place,
            documents: spread.documents,
            passages: spread.passages,
            themes: themes.iter().map(passages).collect(),
            kinds: kinds.iter().map(|it| documents(FacetField::Kind, it)).collect(),
            undated: spread.documents - by_year.iter().sum::<usize>(),
            years: by_year,
        }
    });
    let rows = rows.collect();
    Ok(Coverage {
        rows,
        themes,
        kinds,
        years,
        asked_years: question.years,
        generation: snapshot.generation.number,
        refreshed: snapshot.generation.refreshed.clone(),
    })
}

/// The values of a field that occur, in order.
fn values(spreads: &[Spread], field: FacetField) -> Vec<String> {
    let counts = spreads.iter().flat_map(|spread| &spread.counts);
    let counts = counts.filter(|(counted, _)| *counted == field);
    let mut values: Vec<String> =
        counts.flat_map(|(_, counts)| counts.iter().map(|count| count.value.clone())).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The passages and documents of one value.
fn count(spread: &Spread, field: FacetField, value: &str) -> (usize, usize) {
    let counts = spread.counts.iter().find(|(counted, _)| *counted == field);
    let count = counts.and_then(|(_, counts)| counts.iter().find(|count| count.value == value));
    count.map_or((0, 0), |count| (count.passages, count.documents))
}
