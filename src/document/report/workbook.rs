//! A workbook as plain data: sheets of cells, and the file that they make.

use rust_xlsxwriter::{
    Format, FormatAlign, FormatBorder, FormatUnderline, Url, Workbook, Worksheet, XlsxError,
};

/// The most characters of a cell (Excel's limit is 32,767).
const CELL: usize = 32_000;
/// The most bytes of an address that Excel takes as a link.
const ADDRESS: usize = 2_000;
/// The height of a line, in points.
const LINE: f64 = 16.0;
/// The most that a row may be high (Excel's limit is 409).
const ROW: f64 = 400.0;

/// A sheet before it is written.
pub struct Sheet<'a> {
    /// On its tab.
    pub name: &'a str,
    /// Heads with the widths of their columns, in characters of the usual face.
    pub heads: Vec<(&'a str, f64)>,
    /// As many cells each as there are heads.
    pub rows: Vec<Vec<Cell>>,
    /// Columns that stay while the sheet scrolls; the head always does.
    pub frozen: u16,
}

/// A cell.
pub enum Cell {
    /// Words; line breaks stay.
    Text(String),
    /// A number in base units, with its unit.
    Number(Option<f64>, String),
    /// An address; where it is none, its words.
    Link(String),
}

/// The bytes of a workbook (xlsx) of these sheets.
#[must_use]
pub fn write(sheets: &[Sheet<'_>]) -> Vec<u8> {
    workbook(sheets).expect("sheets are within Excel's limits")
}

/// A cell of words.
pub fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

fn workbook(sheets: &[Sheet<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    for sheet in sheets {
        put(book.add_worksheet().set_name(sheet.name)?, sheet)?;
    }
    book.save_to_buffer()
}

fn put(to: &mut Worksheet, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
    for (at, (name, width)) in (0_u16..).zip(&sheet.heads) {
        to.write_with_format(0, at, *name, &head())?;
        to.set_column_width(at, *width)?;
    }
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        for (at, cell) in (0_u16..).zip(cells) {
            put_cell(to, (row, at), cell)?;
        }
        to.set_row_height(row, height(cells, &sheet.heads))?;
    }
    to.set_freeze_panes(1, sheet.frozen)?;
    to.set_landscape().set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn put_cell(to: &mut Worksheet, (row, at): (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Number(Some(value), unit) => {
            let shape = shape(*value, unit);
            to.write_number_with_format(row, at, *value, &wrapped().set_num_format(shape))?;
        }
        Cell::Number(None, _) => {}
        Cell::Link(address) if address.starts_with("http") && address.len() <= ADDRESS => {
            let linked = wrapped().set_underline(FormatUnderline::Single);
            to.write_url_with_format(row, at, Url::new(address).set_text("看原文"), &linked)?;
        }
        Cell::Text(words) | Cell::Link(words) => {
            let words: String = words.chars().take(CELL).collect();
            to.write_string_with_format(row, at, words, &wrapped())?;
        }
    }
    Ok(())
}

fn head() -> Format {
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    head.set_border_bottom(FormatBorder::Thin)
}

fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// How a number is shown: percentages keep their share of 1; a whole number has no point.
fn shape(value: f64, unit: &str) -> &'static str {
    let is_whole = |value: f64| (value - value.round()).abs() < 1e-9;
    match (unit == "%", is_whole(value), is_whole(value * 100.0)) {
        (true, _, true) => "0%",
        (true, _, false) => "0.##%",
        (false, true, _) => "#,##0",
        (false, false, _) => "#,##0.####",
    }
}

/// How high a row is, so that its longest cell can be read.
fn height(cells: &[Cell], heads: &[(&str, f64)]) -> f64 {
    let lines = cells.iter().zip(heads).map(|(cell, (_, width))| match cell {
        Cell::Text(words) => words.lines().map(|line| (units(line) / width).ceil().max(1.0)).sum(),
        Cell::Number(..) | Cell::Link(_) => 1.0,
    });
    (lines.fold(1.0, f64::max) * LINE + 2.0).min(ROW)
}

/// The width of a text in characters of the usual face; a Chinese one takes about 2.1.
fn units(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 1.1 } else { 2.1 }).sum()
}
