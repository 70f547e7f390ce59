//! The form of a file of the lexicon: the text that it began with, the text that it comes to, and
//! which rows are looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::typed;
use crate::desk::tables::{Cells, Row, changed};
use crate::http::error::HttpError;
use crate::http::upload::Field;

/// Rows on a page.
pub(super) const SHOWN: usize = 60;
/// Rows that can be added at once.
const ADDED: usize = 20;

/// What a form says.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The text that the form was made from.
    pub(super) before: String,
    /// The text that it comes to.
    pub(super) text: String,
    /// Whether it is changed as text.
    pub(super) as_text: bool,
    /// What stands in the rows that are looked for.
    pub(super) find: String,
    /// The first of them that is shown.
    pub(super) from: usize,
}

impl Sheet {
    /// What a form of `file` says, with the rows that were typed.
    pub(super) fn of(file: &str, form: &[Field]) -> Result<Self, HttpError> {
        let (before, text) = (typed(form, "before")?, typed(form, "text")?);
        let text = changed(file, &text, &rows(form)?, &added(form)?);
        let (act, find) = (typed(form, "act")?, typed(form, "find")?.trim().to_owned());
        let is_another = find != typed(form, "found")?;
        let from = act.strip_prefix("at-").map_or_else(|| typed(form, "from"), |it| Ok(it.into()));
        let from = from?.parse().unwrap_or(0);
        let as_text = match act.as_str() {
            "as-text" => true,
            "as-table" => false,
            _ => !typed(form, "as_text")?.is_empty(),
        };
        Ok(Self { before, text, as_text, find, from: if is_another { 0 } else { from } })
    }

    /// Whether a row is among those that are looked for.
    pub(super) fn looks_for(&self, row: &Row) -> bool {
        row.cells.iter().any(|it| it.contains(&self.find))
    }
}

/// The rows that stand in the form by their lines; those to be taken out are empty.
fn rows(form: &[Field]) -> Result<BTreeMap<usize, Cells>, HttpError> {
    let lines = form
        .iter()
        .filter_map(|field| field.name.strip_prefix("cell-")?.split_once('-')?.0.parse().ok());
    let lines: BTreeSet<usize> = lines.collect();
    let row = |line: usize| {
        let cells = match typed(form, &format!("remove-{line}"))?.as_str() {
            "" => cells(form, &format!("cell-{line}"))?,
            _ => Cells::default(),
        };
        Ok((line, cells))
    };
    lines.into_iter().map(row).collect()
}

fn added(form: &[Field]) -> Result<Vec<Cells>, HttpError> {
    (0..ADDED).map(|at| cells(form, &format!("new-{at}"))).collect()
}

fn cells(form: &[Field], name: &str) -> Result<Cells, HttpError> {
    let cell = |at: usize| typed(form, &format!("{name}-{at}"));
    Ok([cell(0)?, cell(1)?, cell(2)?])
}
