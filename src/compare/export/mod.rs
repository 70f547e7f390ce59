//! The comparison as files to carry away: the same evidence and the same numbers in each.

pub mod csv;
pub mod lines;
pub mod xlsx;
pub mod report;

pub use lines::{Line, lines};

use std::collections::HashMap;

use super::Matrix;
use crate::document::DocumentId;
use crate::document::citation::citation;
use crate::document::report::{docx, markdown};
use crate::index::engine::{Engine, EngineError};

/// How a comparison is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Every piece of evidence in a row, for spreadsheets.
    Csv,
    /// A workbook with a sheet a table.
    Xlsx,
    /// A report.
    Docx,
    /// The same report as text.
    Markdown,
}

impl Format {
    /// All.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Docx, Self::Markdown];

    /// The format of this name or suffix.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name.trim().to_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "docx" => Some(Self::Docx),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }

    /// The suffix of its files.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Markdown => "md",
        }
    }
}

/// The documents that a comparison cites, numbered in the order in which they are first cited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// The number and title of each document.
    known: HashMap<DocumentId, (usize, String)>,
    /// Entries by GB/T 7714, the first is number 1.
    pub entries: Vec<String>,
}

impl References {
    /// The references of a comparison.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn of(matrix: &Matrix, engine: &dyn Engine) -> Result<Self, EngineError> {
        let mut references = Self::default();
        for column in &matrix.columns {
            let quotes = column.practices.iter().map(|quote| &quote.source.document.id);
            let facts = column.facts().into_iter().flat_map(|(_, items)| items);
            for document in quotes.chain(facts.map(|item| &item.fact.document)) {
                references.add(document, engine)?;
            }
        }
        Ok(references)
    }

    fn add(&mut self, id: &DocumentId, engine: &dyn Engine) -> Result<(), EngineError> {
        if self.known.contains_key(id) {
            return Ok(());
        }
        if let Some(document) = engine.document(id)? {
            self.entries.push(citation(&document.front_matter, "").full());
            let title = document.front_matter.title;
            self.known.insert(id.clone(), (self.entries.len(), title));
        }
        Ok(())
    }

    /// The number of a document, from 1.
    #[must_use]
    pub fn number(&self, id: &DocumentId) -> Option<usize> {
        self.known.get(id).map(|(number, _)| *number)
    }

    /// The title of a document, empty where it is not cited.
    #[must_use]
    pub fn title(&self, id: &DocumentId) -> &str {
        self.known.get(id).map_or("", |(_, title)| title)
    }
}

/// The comparison as a file. Links lead to `site`, such as `http://127.0.0.1:7878`.
///
/// # Errors
/// When the index cannot be read.
pub fn write(
    matrix: &Matrix,
    engine: &dyn Engine,
    format: Format,
    site: &str,
) -> Result<Vec<u8>, EngineError> {
    let references = References::of(matrix, engine)?;
    let lines = lines(matrix, &references, site);
    Ok(match format {
        Format::Csv => csv::write(&lines),
        Format::Xlsx => xlsx::write(matrix, &lines, &references),
        Format::Docx => docx::write(&report::report(matrix, &references, site)),
        Format::Markdown => {
            markdown::write(&report::report(matrix, &references, site)).into_bytes()
        }
    })
}
