//! The comparison as a workbook: a sheet a table, links to the sentences.

use rust_xlsxwriter::{
    Format, FormatAlign, FormatBorder, FormatUnderline, Url, Workbook, Worksheet, XlsxError,
};

use super::report::{about, held};
use super::{Line, References};
use crate::compare::Matrix;
use crate::compare::chart::timeline::events;
use crate::compare::evidence::Item;
use crate::compare::figures::written;
use crate::compare::matrix::{Column, Row};

/// The most characters of a cell (Excel's limit is 32,767).
const CELL: usize = 32_000;
/// The most bytes of an address that Excel takes as a link.
const ADDRESS: usize = 2_000;
/// The height of a line, in points.
const LINE: f64 = 16.0;
/// The most that a row may be high (Excel's limit is 409).
const ROW: f64 = 400.0;

/// A sheet before it is written.
struct Sheet<'a> {
    name: &'a str,
    /// Heads with the widths of their columns, in characters of the usual face.
    heads: Vec<(&'a str, f64)>,
    rows: Vec<Vec<Cell>>,
    /// Columns that stay while the sheet scrolls; the head always does.
    frozen: u16,
}

enum Cell {
    Text(String),
    /// A number in base units, with its unit.
    Number(Option<f64>, String),
    Link(String),
}

/// The workbook.
#[must_use]
pub fn write(matrix: &Matrix, lines: &[Line], references: &References) -> Vec<u8> {
    let sheets = [
        about_sheet(matrix),
        matrix_sheet(matrix),
        figures_sheet(matrix, references),
        evidence_sheet(lines),
        events_sheet(matrix, references),
        sources_sheet(references),
    ];
    workbook(&sheets).expect("sheets are within Excel's limits")
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

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

fn about_sheet(matrix: &Matrix) -> Sheet<'static> {
    let rows = about(matrix).into_iter().map(|(name, words)| vec![text(name), text(words)]);
    Sheet {
        name: "说明",
        heads: vec![("项目", 12.0), ("内容", 100.0)],
        rows: rows.collect(),
        frozen: 1,
    }
}

fn matrix_sheet(matrix: &Matrix) -> Sheet<'_> {
    let places = matrix.columns.iter().map(|column| (column.place.name.as_str(), 40.0));
    let sorts = [Row::Practices, Row::Indicators, Row::Instruments, Row::Brands, Row::Honours];
    let row = |label: &str, cell: &dyn Fn(&Column) -> String| {
        let cells = matrix.columns.iter().map(|column| text(cell(column)));
        [text(label)].into_iter().chain(cells).collect::<Vec<Cell>>()
    };
    let mut rows: Vec<Vec<Cell>> =
        sorts.map(|sort| row(sort.label(), &|column| items(column, sort))).into();
    rows.push(row("收录", &held));
    Sheet {
        name: "矩阵",
        heads: [("项目", 12.0)].into_iter().chain(places).collect(),
        rows,
        frozen: 1,
    }
}

/// The items of a cell, one in a line.
fn items(column: &Column, row: Row) -> String {
    let told: Vec<String> = if row == Row::Practices {
        column.practices.iter().map(|quote| quote.text.clone()).collect()
    } else {
        let facts = column.facts().into_iter().find(|(sort, _)| *sort == row);
        facts.map_or_else(Vec::new, |(_, items)| items.iter().map(Item::told).collect())
    };
    if told.is_empty() { column.nothing() } else { told.join("\n") }
}

fn figures_sheet(matrix: &Matrix, references: &References) -> Sheet<'static> {
    let mut rows = Vec::new();
    for figure in &matrix.figures {
        for (column, items) in matrix.columns.iter().zip(&figure.cells) {
            rows.extend(items.iter().map(|item| {
                let (fact, details) = (&item.fact, &item.fact.details);
                vec![
                    text(figure.measured.label()),
                    text(&*column.place.name),
                    Cell::Number(details.value, details.unit.clone()),
                    text(&*details.unit),
                    text(written(details)),
                    text(&*details.verb),
                    text(fact.region.clone().unwrap_or_default()),
                    text(fact.organization.clone().unwrap_or_default()),
                    text(fact.year.clone().unwrap_or_default()),
                    text(&*fact.sentence),
                    text(cited(references, item)),
                ]
            }));
        }
    }
    let heads = vec![
        ("指标", 28.0),
        ("地区", 16.0),
        ("数值", 14.0),
        ("单位", 8.0),
        ("写法", 18.0),
        ("动词", 8.0),
        ("所属地区", 20.0),
        ("机构", 22.0),
        ("年份", 8.0),
        ("原文", 60.0),
        ("出处", 8.0),
    ];
    Sheet { name: "指标比较", heads, rows, frozen: 2 }
}

fn cited(references: &References, item: &Item) -> String {
    numbered(references.number(&item.fact.document))
}

fn numbered(number: Option<usize>) -> String {
    number.map_or_else(String::new, |number| format!("[{number}]"))
}

fn evidence_sheet(lines: &[Line]) -> Sheet<'static> {
    let rows = lines.iter().map(|line| {
        vec![
            text(&*line.place),
            text(line.row.label()),
            text(&*line.content),
            Cell::Number(line.value, line.unit.clone()),
            text(&*line.unit),
            text(&*line.qualifier),
            text(&*line.region),
            text(&*line.organization),
            text(&*line.year),
            text(&*line.sentence),
            text(&*line.document),
            text(numbered(line.reference)),
            Cell::Link(line.address.clone()),
        ]
    });
    let heads = vec![
        ("地区", 16.0),
        ("项目", 12.0),
        ("内容", 44.0),
        ("数值", 14.0),
        ("单位", 8.0),
        ("限定", 8.0),
        ("所属地区", 20.0),
        ("机构", 22.0),
        ("年份", 8.0),
        ("原文", 60.0),
        ("文档", 36.0),
        ("出处", 8.0),
        ("链接", 10.0),
    ];
    Sheet { name: "证据", heads, rows: rows.collect(), frozen: 2 }
}

fn events_sheet(matrix: &Matrix, references: &References) -> Sheet<'static> {
    let rows = events(matrix).0.into_iter().map(|event| {
        vec![
            text(event.number.to_string()),
            text(event.place),
            text(event.year.unwrap_or("年份不详")),
            text(event.item.fact.kind.label()),
            text(event.item.told()),
            text(cited(references, event.item)),
        ]
    });
    let heads = vec![
        ("编号", 8.0),
        ("地区", 16.0),
        ("年份", 10.0),
        ("类型", 8.0),
        ("名称", 70.0),
        ("出处", 8.0),
    ];
    Sheet { name: "文件与荣誉", heads, rows: rows.collect(), frozen: 0 }
}

fn sources_sheet(references: &References) -> Sheet<'static> {
    let entries = (1..).zip(&references.entries);
    let rows = entries.map(|(number, entry)| vec![text(numbered(Some(number))), text(&**entry)]);
    Sheet {
        name: "参考文献",
        heads: vec![("编号", 8.0), ("文献（GB/T 7714）", 110.0)],
        rows: rows.collect(),
        frozen: 0,
    }
}
