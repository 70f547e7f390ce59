//! Every piece of evidence of a comparison in one line, from which the tables are made.

use super::References;
use crate::compare::Matrix;
use crate::compare::evidence::{Item, Quote};
use crate::compare::matrix::{Column, Row};

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The column's place.
    pub place: String,
    /// The row of the matrix.
    pub row: Row,
    /// What it says, in one line; for practices the quote.
    pub content: String,
    /// Figures: the number in base units, percentages as shares of 1.
    pub value: Option<f64>,
    /// Figures: the upper end of a range.
    pub upper: Option<f64>,
    /// Figures: the unit.
    pub unit: String,
    /// Figures: 近, 超, 余.
    pub qualifier: String,
    /// Figures: what is measured, in the words of the text.
    pub measure: String,
    /// The verb that governs.
    pub verb: String,
    /// Where it holds: official names from the province down.
    pub region: String,
    /// Whose it is.
    pub organization: String,
    /// Its year.
    pub year: String,
    /// The sentence or quote, original characters.
    pub sentence: String,
    /// The document's title.
    pub document: String,
    /// The number of the document in the references.
    pub reference: Option<usize>,
    /// The address of the sentence.
    pub address: String,
}

/// The evidence of `matrix`, place by place, row by row.
#[must_use]
pub fn lines(matrix: &Matrix, references: &References, site: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    for column in &matrix.columns {
        let quotes = column.practices.iter();
        lines.extend(quotes.map(|quote| of_quote(column, quote, references, site)));
        for (row, items) in column.facts() {
            lines.extend(items.iter().map(|item| of_item(column, row, item, references, site)));
        }
    }
    lines
}

fn of_quote(column: &Column, quote: &Quote, references: &References, site: &str) -> Line {
    let document = &quote.source.document;
    let owner = quote.organization.clone().or_else(|| document.organization.clone());
    Line {
        place: column.place.name.clone(),
        row: Row::Practices,
        content: quote.text.clone(),
        value: None,
        upper: None,
        unit: String::new(),
        qualifier: String::new(),
        measure: String::new(),
        verb: String::new(),
        region: document.region.clone().unwrap_or_default(),
        organization: owner.unwrap_or_default(),
        year: document.published.map(|date| date.year.to_string()).unwrap_or_default(),
        sentence: quote.text.clone(),
        document: document.title.clone(),
        reference: references.number(&document.id),
        address: format!("{site}{}", quote.source.address()),
    }
}

fn of_item(column: &Column, row: Row, item: &Item, references: &References, site: &str) -> Line {
    let (fact, details) = (&item.fact, &item.fact.details);
    Line {
        place: column.place.name.clone(),
        row,
        content: item.told(),
        value: details.value,
        upper: details.upper,
        unit: details.unit.clone(),
        qualifier: details.qualifier.clone(),
        measure: details.measure.clone(),
        verb: details.verb.clone(),
        region: fact.region.clone().unwrap_or_default(),
        organization: fact.organization.clone().unwrap_or_default(),
        year: fact.year.clone().unwrap_or_default(),
        sentence: fact.sentence.clone(),
        document: references.title(&fact.document).to_owned(),
        reference: references.number(&fact.document),
        address: format!("{site}{}", item.address()),
    }
}
