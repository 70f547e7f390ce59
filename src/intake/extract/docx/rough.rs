//! A Word document as a layout, for an import.

use super::package::has_pictures;
use super::{DocxBlock, DocxCell, read_with_hidden};
use crate::intake::extract::grid::{Cell, Grid};
use crate::intake::format::Unreadable;
use crate::intake::layout::{Block, BlockKind, Layout};
use crate::intake::removed::Removed;
use crate::text::Span;

/// The layout of a DOCX file. A block's place in the packed file is not known: its span is empty.
pub(in crate::intake) fn extract(bytes: &[u8]) -> Result<Layout, Unreadable> {
    let mut layout = Layout::default();
    let (blocks, hidden) = read_with_hidden(bytes)?;
    let hidden = hidden.into_iter().filter(|(_, text)| !text.trim().is_empty());
    layout.removed.extend(hidden.map(|(why, text)| Removed::by(why, text.trim())));
    for (group, block) in blocks.into_iter().enumerate() {
        let group = u32::try_from(group).unwrap_or(u32::MAX);
        match block {
            DocxBlock::Heading(level, text) => {
                let kind = BlockKind::Heading(level);
                layout.blocks.push(Block {
                    kind,
                    apart: true,
                    group,
                    ..line(&text.replace('\n', ""))
                });
            }
            DocxBlock::Paragraph(text) => {
                layout.blocks.extend(text.lines().map(|text| Block { group, ..line(text) }));
            }
            DocxBlock::Table(rows) => {
                layout.add_table(&grid(rows), group, None);
            }
        }
    }
    layout.blocks.retain(|block| !block.text.is_empty());
    if layout.blocks.is_empty() && layout.pairs.is_empty() && has_pictures(bytes) {
        return Err(Unreadable::Pictures { pages: Vec::new(), of: 0 });
    }
    Ok(layout)
}

fn line(text: &str) -> Block {
    Block::new(text, Span::default())
}

/// The table with cells that go on below as one cell of several rows.
fn grid(rows: Vec<Vec<DocxCell>>) -> Grid {
    let mut grid: Vec<Vec<Cell>> = Vec::with_capacity(rows.len());
    // By column: the row and the place of the cell that may go on.
    let mut open: Vec<Option<(usize, usize)>> = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        let mut cells = Vec::new();
        let mut column = 0;
        for DocxCell { text, columns, goes_on } in row {
            open.resize(open.len().max(column + columns), None);
            match open[column] {
                Some((row, place)) if goes_on => grid[row][place].rows += 1,
                _ => {
                    open[column..column + columns].fill(Some((at, cells.len())));
                    cells.push(Cell { text, rows: 1, columns });
                }
            }
            column += columns;
        }
        grid.push(cells);
    }
    Grid(grid)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NAMESPACE, with_body, zipped};
    use super::*;

    fn paragraph(text: &str) -> DocxBlock {
        DocxBlock::Paragraph(text.to_owned())
    }

    #[test]
    fn merged_cells_take_their_rows_and_columns() {
        let cell = |says: &str, text: &str| {
            format!("<w:tc><w:tcPr>{says}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
        };
        let body = format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
            cell("", "县"),
            cell("<w:gridSpan w:val=\"2\"/>", "人口"),
            cell("<w:vMerge w:val=\"restart\"/>", "青山"),
            cell("", "城"),
            cell("", "3万"),
            cell("<w:vMerge/>", ""),
            cell("", "乡"),
            cell("", "5万"),
        );
        let layout = extract(&with_body(&body)).unwrap();
        let BlockKind::Markup(source) = &layout.blocks[0].kind else { panic!() };
        assert!(source.contains("| 县 | 人口 | 人口 |"), "{source}");
        assert!(source.contains("| 青山 | 城 | 3万 |\n| 青山 | 乡 | 5万 |"), "{source}");
    }

    #[test]
    fn notes_stand_at_the_end_and_the_main_part_may_have_any_name() {
        let part =
            |name: &str, body: &str| format!("<w:{name} xmlns:w=\"{NAMESPACE}\">{body}</w:{name}>");
        let text = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        let main = part("document", &format!("<w:body>{}</w:body>", text("正文")));
        let notes = part(
            "footnotes",
            &format!(
                "<w:footnote w:type=\"separator\"><w:p/></w:footnote><w:footnote>{}</w:footnote>",
                text("出自统计年鉴")
            ),
        );
        let rels = "<Relationships><Relationship Type=\"http://x/officeDocument\" Target=\"/word/main2.xml\"/></Relationships>";
        let bytes = zipped(&[
            ("_rels/.rels", rels.as_bytes()),
            ("word/main2.xml", main.as_bytes()),
            ("word/footnotes.xml", notes.as_bytes()),
        ]);
        assert_eq!(
            read_with_hidden(&bytes).map(|(blocks, _)| blocks),
            Ok(vec![paragraph("正文"), paragraph("注1：出自统计年鉴")])
        );
    }
}
