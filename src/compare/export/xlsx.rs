//! The comparison as a workbook: a sheet a table, links to the sentences.

use super::report::{about, held};
use super::{Line, References};
use crate::compare::Matrix;
use crate::compare::chart::timeline::events;
use crate::compare::evidence::Item;
use crate::compare::figures::written;
use crate::compare::matrix::{Column, Row};
use crate::document::report::workbook::{self, Cell, Sheet, text};

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
    workbook::write(&sheets)
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
