//! The comparison as a workbook: a sheet a table, links to the sentences.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError};

use super::{Line, References};
use crate::compare::Matrix;
use crate::compare::chart::timeline::events;
use crate::compare::figures::written;
use crate::compare::matrix::{Column, Row};

/// The most characters of a cell (Excel's limit is 32,767).
const CELL: usize = 32_000;
/// The most characters of an address that Excel takes as a link.
const ADDRESS: usize = 2_000;

/// The workbook.
#[must_use]
pub fn write(matrix: &Matrix, lines: &[Line], references: &References) -> Vec<u8> {
    workbook(matrix, lines, references).expect("sheets are within Excel's limits")
}

fn workbook(
    matrix: &Matrix,
    lines: &[Line],
    references: &References,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    about(book.add_worksheet().set_name("说明")?, matrix)?;
    cells(book.add_worksheet().set_name("矩阵")?, matrix)?;
    figures(book.add_worksheet().set_name("指标比较")?, matrix, references)?;
    evidence(book.add_worksheet().set_name("证据")?, lines)?;
    years(book.add_worksheet().set_name("文件与荣誉")?, matrix, references)?;
    sources(book.add_worksheet().set_name("参考文献")?, references)?;
    book.save_to_buffer()
}

fn head() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border_bottom(FormatBorder::Thin)
}

fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// Writes a head row with its column widths, and freezes it with the first `columns`.
fn begin(sheet: &mut Worksheet, heads: &[(&str, f64)], columns: u16) -> Result<(), XlsxError> {
    for (at, (name, width)) in (0_u16..).zip(heads) {
        sheet.write_with_format(0, at, *name, &head())?;
        sheet.set_column_width(at, *width)?;
    }
    sheet.set_freeze_panes(1, columns)?;
    sheet.set_landscape().set_repeat_rows(0, 0)?;
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn text(sheet: &mut Worksheet, at: (u32, u16), words: &str) -> Result<(), XlsxError> {
    let words: String = words.chars().take(CELL).collect();
    sheet.write_string_with_format(at.0, at.1, words, &wrapped())?;
    Ok(())
}

fn link(
    sheet: &mut Worksheet,
    at: (u32, u16),
    address: &str,
    words: &str,
) -> Result<(), XlsxError> {
    if !address.starts_with("http") || address.len() > ADDRESS {
        return text(sheet, at, address);
    }
    let url = Url::new(address).set_text(words);
    sheet.write_url_with_format(
        at.0,
        at.1,
        url,
        &wrapped().set_underline(rust_xlsxwriter::FormatUnderline::Single),
    )?;
    Ok(())
}

/// A number as a number; percentages keep their share and are shown by hundred.
fn number(
    sheet: &mut Worksheet,
    at: (u32, u16),
    value: Option<f64>,
    unit: &str,
) -> Result<(), XlsxError> {
    let Some(value) = value else { return Ok(()) };
    let shape = if unit == "%" { "0.##%" } else { "#,##0.####" };
    // A whole number would otherwise be shown with a bare point behind it.
    let shape = match (unit == "%", value.fract() == 0.0, (value * 100.0).fract() == 0.0) {
        (false, true, _) => "#,##0",
        (true, _, true) => "0%",
        _ => shape,
    };
    sheet.write_number_with_format(at.0, at.1, value, &wrapped().set_num_format(shape))?;
    Ok(())
}

fn about(sheet: &mut Worksheet, matrix: &Matrix) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 14)?.set_column_width(1, 90)?;
    for (row, (name, words)) in (0_u32..).zip(super::report::about(matrix)) {
        sheet.write_with_format(row, 0, name, &head())?;
        text(sheet, (row, 1), &words)?;
    }
    Ok(())
}

fn cells(sheet: &mut Worksheet, matrix: &Matrix) -> Result<(), XlsxError> {
    let places = matrix.columns.iter().map(|column| (column.place.name.as_str(), 42.0));
    let heads: Vec<(&str, f64)> = [("项目", 12.0)].into_iter().chain(places).collect();
    begin(sheet, &heads, 1)?;
    let rows =
        [Row::Practices, Row::Indicators, Row::Instruments, Row::Brands, Row::Honours].into_iter();
    for (row, sort) in (1_u32..).zip(rows) {
        sheet.write_with_format(row, 0, sort.label(), &head())?;
        for (at, column) in (1_u16..).zip(&matrix.columns) {
            text(sheet, (row, at), &cell(column, sort))?;
        }
    }
    sheet.write_with_format(6, 0, "收录", &head())?;
    for (at, column) in (1_u16..).zip(&matrix.columns) {
        text(sheet, (6, at), &super::report::held(column))?;
    }
    Ok(())
}

/// The items of a cell, one in a line.
fn cell(column: &Column, row: Row) -> String {
    let told: Vec<String> = if row == Row::Practices {
        column.practices.iter().map(|quote| quote.text.clone()).collect()
    } else {
        let facts = column.facts().into_iter().find(|(sort, _)| *sort == row);
        facts.map_or_else(Vec::new, |(_, items)| items.iter().map(|it| it.told()).collect())
    };
    if told.is_empty() { column.nothing() } else { told.join("\n") }
}

fn figures(
    sheet: &mut Worksheet,
    matrix: &Matrix,
    references: &References,
) -> Result<(), XlsxError> {
    let heads = [
        ("指标", 30.0),
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
    begin(sheet, &heads, 2)?;
    let mut row = 1;
    for figure in &matrix.figures {
        for (column, items) in matrix.columns.iter().zip(&figure.cells) {
            for item in items {
                let (fact, details) = (&item.fact, &item.fact.details);
                text(sheet, (row, 0), &figure.measured.label())?;
                text(sheet, (row, 1), &column.place.name)?;
                number(sheet, (row, 2), details.value, &details.unit)?;
                text(sheet, (row, 3), &details.unit)?;
                text(sheet, (row, 4), &written(details))?;
                text(sheet, (row, 5), &details.verb)?;
                text(sheet, (row, 6), fact.region.as_deref().unwrap_or_default())?;
                text(sheet, (row, 7), fact.organization.as_deref().unwrap_or_default())?;
                text(sheet, (row, 8), fact.year.as_deref().unwrap_or_default())?;
                text(sheet, (row, 9), &fact.sentence)?;
                text(sheet, (row, 10), &cited(references, item))?;
                row += 1;
            }
        }
    }
    Ok(())
}

fn cited(references: &References, item: &crate::compare::evidence::Item) -> String {
    let number = references.number(&item.source.document.id);
    number.map_or_else(String::new, |number| format!("[{number}]"))
}

fn evidence(sheet: &mut Worksheet, lines: &[Line]) -> Result<(), XlsxError> {
    let heads = [
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
    begin(sheet, &heads, 2)?;
    for (row, line) in (1_u32..).zip(lines) {
        text(sheet, (row, 0), &line.place)?;
        text(sheet, (row, 1), line.row.label())?;
        text(sheet, (row, 2), &line.content)?;
        number(sheet, (row, 3), line.value, &line.unit)?;
        text(sheet, (row, 4), &line.unit)?;
        text(sheet, (row, 5), &line.qualifier)?;
        text(sheet, (row, 6), &line.region)?;
        text(sheet, (row, 7), &line.organization)?;
        text(sheet, (row, 8), &line.year)?;
        text(sheet, (row, 9), &line.sentence)?;
        text(sheet, (row, 10), &line.document)?;
        let number = line.reference.map_or_else(String::new, |number| format!("[{number}]"));
        text(sheet, (row, 11), &number)?;
        link(sheet, (row, 12), &line.address, "看原文")?;
    }
    if let Ok(last) = u32::try_from(lines.len()) {
        sheet.autofilter(0, 0, last.max(1), 12)?;
    }
    Ok(())
}

fn years(sheet: &mut Worksheet, matrix: &Matrix, references: &References) -> Result<(), XlsxError> {
    let heads = [
        ("编号", 8.0),
        ("地区", 16.0),
        ("年份", 10.0),
        ("类型", 8.0),
        ("名称", 60.0),
        ("出处", 8.0),
    ];
    begin(sheet, &heads, 0)?;
    for (row, event) in (1_u32..).zip(events(matrix).0) {
        text(sheet, (row, 0), &event.number.to_string())?;
        text(sheet, (row, 1), event.place)?;
        text(sheet, (row, 2), event.year.unwrap_or("年份不详"))?;
        text(sheet, (row, 3), event.item.fact.kind.label())?;
        text(sheet, (row, 4), &event.item.told())?;
        text(sheet, (row, 5), &cited(references, event.item))?;
    }
    Ok(())
}

fn sources(sheet: &mut Worksheet, references: &References) -> Result<(), XlsxError> {
    begin(sheet, &[("编号", 8.0), ("文献（GB/T 7714）", 110.0)], 0)?;
    for (row, entry) in (1_u32..).zip(&references.entries) {
        text(sheet, (row, 0), &format!("[{row}]"))?;
        text(sheet, (row, 1), entry)?;
    }
    Ok(())
}
