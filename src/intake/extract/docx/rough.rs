//! A Word document as a layout, for an import.

use super::{BrokenDocx, DocxBlock, read_with_hidden};
use crate::intake::extract::grid::{Cell, Grid};
use crate::intake::layout::{Block, BlockKind, Layout};
use crate::intake::removed::Removed;
use crate::text::Span;

/// The layout of a DOCX file. A block's place in the packed file is not known: its span is empty.
pub(in crate::intake) fn extract(bytes: &[u8]) -> Result<Layout, BrokenDocx> {
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
            DocxBlock::Table(rows) => table(rows, group, &mut layout),
        }
    }
    layout.blocks.retain(|block| !block.text.is_empty());
    Ok(layout)
}

fn line(text: &str) -> Block {
    Block::new(text, Span::default())
}

fn table(rows: Vec<Vec<String>>, group: u32, layout: &mut Layout) {
    let cell = |text| Cell { text, rows: 1, columns: 1 };
    let grid = Grid(rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect());
    match grid.pairs() {
        Some(pairs) => {
            let said = pairs.iter().map(|pair| format!("{}：{}", pair.label, pair.value));
            layout.removed.extend(said.map(|text| Removed::by("pair", &text)));
            layout.pairs.extend(pairs);
        }
        None => {
            let blocks = grid.blocks(Span::default()).into_iter();
            layout.blocks.extend(blocks.map(|block| Block { group, ..block }));
        }
    }
}
