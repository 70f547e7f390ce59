//! The matrix as the page of comparisons shows it: cells, figures, charts, files.

use super::citing::{Citing, Sources};
use super::frame::place;
use crate::compare::chart::timeline::events;
use crate::compare::chart::{bars, named_row, telling_row, timeline};
use crate::compare::evidence::{Item, Quote, pieces};
use crate::compare::export::report::{held, scope, understood, unread};
use crate::compare::figures::{FigureRow, written};
use crate::compare::matrix::{Column, Row};
use crate::compare::{Matrix, Question};
use crate::http::comparison::ComparisonQuery;
use crate::http::error::HttpError;
use crate::library::Snapshot;
use crate::search::snippet::Piece;

/// Items of a cell before the rest is folded.
const ITEMS: usize = 5;

/// The answer to a question.
pub(super) struct MatrixPart {
    pub(super) understood: String,
    pub(super) looked_for: String,
    pub(super) years: String,
    pub(super) took: f64,
    pub(super) places: Vec<(usize, String)>,
    pub(super) practices: Vec<Vec<ShownQuote>>,
    /// What is near in meaning, where there is any of a place.
    pub(super) near: Option<Vec<Vec<ShownQuote>>>,
    pub(super) rows: Vec<(&'static str, Vec<Cell>)>,
    pub(super) nothing: Vec<String>,
    pub(super) held: Vec<String>,
    /// Rows of figures of several places, and of one.
    pub(super) figures: Vec<ShownRow>,
    pub(super) single: Vec<ShownRow>,
    pub(super) bars: Option<String>,
    pub(super) bars_url: String,
    pub(super) timeline: Option<String>,
    pub(super) timeline_url: String,
    pub(super) events: Vec<ShownEvent>,
    /// What was left unread.
    pub(super) unread: Option<String>,
    pub(super) files: Vec<(&'static str, String)>,
}

pub(super) struct ShownQuote {
    pub(super) citing: Option<Citing>,
    pub(super) pieces: Vec<Piece>,
    pub(super) url: String,
    pub(super) title: String,
    pub(super) about: String,
}

/// A cell of facts.
pub(super) struct Cell {
    pub(super) shown: Vec<ShownItem>,
    pub(super) folded: Vec<ShownItem>,
}

pub(super) struct ShownItem {
    pub(super) text: String,
    pub(super) url: String,
    pub(super) about: String,
}

pub(super) struct ShownRow {
    pub(super) label: String,
    pub(super) cells: Vec<Vec<ShownFigure>>,
    /// The chart of it, where it can be drawn.
    pub(super) url: Option<String>,
}

pub(super) struct ShownFigure {
    pub(super) figure: String,
    pub(super) wording: String,
    pub(super) about: String,
    pub(super) url: String,
}

pub(super) struct ShownEvent {
    pub(super) number: usize,
    pub(super) place: String,
    pub(super) year: String,
    pub(super) kind: &'static str,
    pub(super) text: String,
    pub(super) url: String,
}

/// The answer as the page shows it.
pub(super) fn matrix_part(
    snapshot: &Snapshot,
    matrix: &Matrix,
    question: &Question,
    query: &ComparisonQuery,
) -> Result<MatrixPart, HttpError> {
    let columns = &matrix.columns;
    let row = match query.indicator.as_str() {
        "" => telling_row(matrix),
        name => named_row(matrix, name),
    };
    let chart = |kind: &str| ComparisonQuery { chart: kind.to_owned(), ..query.clone() };
    let events = events(matrix).0;
    let rows = [Row::Indicators, Row::Instruments, Row::Brands, Row::Honours].into_iter();
    let cells = |row: Row| columns.iter().map(|column| cell(column, row)).collect();
    let shown = |row: &FigureRow| figure_row(row, columns, query);
    let (several, single): (Vec<&FigureRow>, Vec<&FigureRow>) =
        matrix.figures.iter().partition(|row| row.places() > 1);
    Ok(MatrixPart {
        understood: understood(matrix),
        looked_for: matrix.looked_for.join("、"),
        years: question.years_label(),
        took: matrix.took_ms,
        places: columns
            .iter()
            .enumerate()
            .map(|(at, it)| (at + 1, it.place.name.clone()))
            .collect(),
        practices: shown_quotes(snapshot, columns, |column| &column.practices)?,
        near: match columns.iter().any(|column| !column.near.is_empty()) {
            true => Some(shown_quotes(snapshot, columns, |column| &column.near)?),
            false => None,
        },
        rows: rows.map(|row| (row.label(), cells(row))).collect(),
        nothing: columns.iter().map(Column::nothing).collect(),
        held: columns.iter().map(held).collect(),
        figures: several.into_iter().map(shown).collect(),
        single: single.into_iter().map(shown).collect(),
        bars: row.map(|row| bars(matrix, row).svg()),
        bars_url: chart("bars").at("/api/compare.svg"),
        timeline: (!events.is_empty()).then(|| timeline(matrix).svg()),
        timeline_url: chart("timeline").at("/api/compare.svg"),
        events: events
            .into_iter()
            .map(|event| ShownEvent {
                number: event.number,
                place: event.place.to_owned(),
                year: event.year.unwrap_or("年份不详").to_owned(),
                kind: event.item.fact.kind.label(),
                text: event.item.told(),
                url: event.item.address(),
            })
            .collect(),
        unread: unread(matrix),
        files: [("XLSX", "xlsx"), ("CSV", "csv"), ("DOCX", "docx"), ("Markdown", "md")]
            .map(|(label, suffix)| (label, query.at(&format!("/api/compare.{suffix}"))))
            .to_vec(),
    })
}

/// The quotes of every column.
fn shown_quotes(
    snapshot: &Snapshot,
    columns: &[Column],
    of: impl Fn(&Column) -> &[Quote],
) -> Result<Vec<Vec<ShownQuote>>, HttpError> {
    let mut sources = Sources::new(snapshot);
    let mut quotes = |column: &Column| -> Result<Vec<ShownQuote>, HttpError> {
        let shown = of(column).iter();
        shown.map(|it| Ok(ShownQuote { citing: sources.cell(it)?, ..quote(it) })).collect()
    };
    columns.iter().map(&mut quotes).collect()
}

fn quote(quote: &Quote) -> ShownQuote {
    let dots = |is_cut: bool| is_cut.then(|| Piece { text: "……".to_owned(), hit: false });
    let inner = pieces(&quote.text, &quote.marks).into_iter();
    let inner = inner.map(|(text, hit)| Piece { text: text.to_owned(), hit });
    let card = &quote.source.document;
    let owner = quote.organization.clone().or_else(|| card.organization.clone());
    let region = card.region.as_deref().map(place);
    let year = card.published.map(|date| date.year.to_string());
    let about: Vec<String> = [owner.or(region), year].into_iter().flatten().collect();
    ShownQuote {
        citing: None,
        pieces: dots(quote.cut.0).into_iter().chain(inner).chain(dots(quote.cut.1)).collect(),
        url: quote.source.address(),
        title: card.title.clone(),
        about: about.join("，"),
    }
}

fn cell(column: &Column, row: Row) -> Cell {
    let facts = column.facts().into_iter().find(|(sort, _)| *sort == row);
    let items = facts.map_or(&[][..], |(_, items)| items);
    let mut shown: Vec<ShownItem> = items.iter().map(|it| item(column, it)).collect();
    let folded = shown.split_off(shown.len().min(ITEMS));
    Cell { shown, folded }
}

fn item(column: &Column, item: &Item) -> ShownItem {
    let scope = scope(column, item);
    let scope = scope.trim_matches(['（', '）']).to_owned();
    let fact = &item.fact;
    let year = fact.year.clone().unwrap_or_default();
    let about = [fact.details.verb.clone(), year, scope];
    let about: Vec<String> = about.into_iter().filter(|it| !it.is_empty()).collect();
    ShownItem { text: item.told(), url: item.address(), about: about.join("，") }
}

fn figure_row(row: &FigureRow, columns: &[Column], query: &ComparisonQuery) -> ShownRow {
    let label = row.measured.label();
    let can_be_drawn = row.comparable(columns).len() > 1;
    let drawn = ComparisonQuery { indicator: label.clone(), ..query.clone() };
    let cells = columns.iter().zip(&row.cells).map(|(column, items)| {
        let shown = items.iter().map(|it| ShownFigure {
            figure: written(&it.fact.details),
            wording: it.fact.text.clone(),
            about: item(column, it).about,
            url: it.address(),
        });
        shown.collect()
    });
    ShownRow {
        cells: cells.collect(),
        url: can_be_drawn.then(|| format!("{}#chart", drawn.at("/compare"))),
        label,
    }
}
