//! A Word document as lines, for an import.

use super::{BrokenDocx, DocxBlock, read};
use crate::document::report::markdown::table_lines;
use crate::document::report::{Inline, Table};
use crate::intake::extract::Extracted;
use crate::intake::rough::{Line, LineKind};
use crate::text::Span;

/// The lines of a DOCX file. A heading of the first level before everything else is the title. A
/// line's place in the packed file is not known: its span is empty.
pub(in crate::intake) fn extract(bytes: &[u8]) -> Result<Extracted, BrokenDocx> {
    let mut extracted = Extracted::default();
    for (index, block) in read(bytes)?.into_iter().enumerate() {
        match block {
            DocxBlock::Heading(1, text) if index == 0 => {
                extracted.title = Some(text.replace('\n', ""));
            }
            DocxBlock::Heading(level, text) => {
                let kind = LineKind::Heading((level + 1).min(6));
                extracted.lines.push(Line { kind, apart: true, ..line(&text.replace('\n', "")) });
            }
            DocxBlock::Paragraph(text) => extracted.lines.extend(text.lines().map(line)),
            DocxBlock::Table(rows) => {
                let text = rows.concat().join("\n");
                let kind = LineKind::Fixed(table_lines(&table(rows)));
                extracted.lines.push(Line { kind, apart: true, ..line(&text) });
            }
        }
    }
    extracted.lines.retain(|line| !line.text.is_empty());
    Ok(extracted)
}

fn line(text: &str) -> Line {
    Line::new(text, Span::default())
}

/// The first row is the head: Markdown knows no tables without one.
fn table(mut rows: Vec<Vec<String>>) -> Table {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    head.resize(width, String::new());
    let cells = |row: Vec<String>| row.into_iter().map(|cell| vec![Inline::text(cell)]).collect();
    Table { head, rows: rows.into_iter().map(cells).collect(), ..Table::default() }
}
