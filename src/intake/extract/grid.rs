//! Tables as rows of cells, whatever the format: merged cells repeated, labels seen as labels.

use crate::document::report::markdown::table_lines;
use crate::document::report::{Inline, Table};
use crate::intake::layout::{Align, Block, BlockKind, Layout, Origin, Pair, Style};
use crate::intake::removed::Removed;
use crate::intake::words;
use crate::text::{Span, fold};

/// A label in a table is no longer than this, in characters.
const LABEL: usize = 14;

/// A cell longer than this makes a table one of layout, in characters.
const LONG_CELL: usize = 400;

/// A cell with the rows and columns that it takes.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// Lines of text.
    pub(super) text: String,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

/// A table as it is written, row by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid(pub(super) Vec<Vec<Cell>>);

impl Grid {
    /// The labels and values, when the table holds nothing else: two known labels at least.
    pub(super) fn pairs(&self) -> Option<Vec<Pair>> {
        let mut pairs = Vec::new();
        let mut known = 0;
        for row in &self.0 {
            let cells: Vec<&str> =
                row.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty()).collect();
            let mut at = 0;
            while at < cells.len() {
                let (label, value, taken) = split(&cells[at..])?;
                known += usize::from(words::label(&label).is_some());
                pairs.push(Pair::new(&label, value, Origin::Table));
                at += taken;
            }
        }
        (known >= 2 && known * 2 >= pairs.len()).then_some(pairs)
    }

    /// Whether it sets out data, and not the page: several rows and columns, no cell with a text.
    pub(super) fn is_of_data(&self) -> bool {
        let long = self.0.iter().flatten().any(|cell| cell.text.chars().count() > LONG_CELL);
        !long && self.width() >= 2 && self.0.len() >= 2
    }

    /// The table as blocks of text: rows that one cell fills are lines before the rest.
    pub(super) fn blocks(&self, span: Span) -> Vec<Block> {
        let width = self.width();
        let title = |row: &&Vec<Cell>| {
            row.iter().filter(|cell| !cell.text.trim().is_empty()).count() <= 1 && width > 1
        };
        let heads = self.0.iter().take_while(title).count();
        let line = |row: &Vec<Cell>| {
            let text = row.iter().map(|cell| cell.text.trim()).collect::<String>();
            let style = Style { align: Align::Center, ..Style::default() };
            Block { style, apart: true, ..Block::new(&text.replace('\n', ""), span) }
        };
        let mut blocks: Vec<Block> = self.0[..heads].iter().map(line).collect();
        blocks.retain(|block| !block.text.is_empty());
        let rows = Self(self.0[heads..].to_vec()).filled();
        if !rows.is_empty() {
            let text = rows.concat().join("\n");
            let kind = BlockKind::Markup(table_lines(&table(rows)));
            blocks.push(Block { kind, apart: true, ..Block::new(&text, span) });
        }
        blocks
    }

    /// The number of columns.
    pub(super) fn width(&self) -> usize {
        let widths = self.0.iter().map(|row| row.iter().map(|cell| cell.columns.max(1)).sum());
        widths.max().unwrap_or(0)
    }

    /// Rows of equal length, a merged cell's text in each place that it takes.
    fn filled(&self) -> Vec<Vec<String>> {
        let width = self.width().min(64);
        let mut rows: Vec<Vec<Option<String>>> = vec![vec![None; width]; self.0.len()];
        for (at, row) in self.0.iter().enumerate() {
            let mut column = 0;
            for cell in row {
                while column < width && rows[at][column].is_some() {
                    column += 1;
                }
                let down = cell.rows.clamp(1, self.0.len() - at);
                let right = cell.columns.max(1).min(width - column.min(width));
                for filled in rows.iter_mut().skip(at).take(down) {
                    for place in filled.iter_mut().skip(column).take(right) {
                        *place = Some(cell.text.replace('\n', " ").trim().to_owned());
                    }
                }
                column += right;
            }
        }
        let filled = rows.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default));
        filled
            .map(Iterator::collect::<Vec<String>>)
            .filter(|row| row.iter().any(|it| !it.is_empty()))
            .collect()
    }
}

impl Layout {
    /// Adds a table: its pairs where it holds nothing else, or its lines and rows.
    pub(super) fn add_table(&mut self, grid: &Grid, group: u32, page: Option<u32>) {
        match grid.pairs() {
            Some(pairs) => {
                let said = pairs.iter().map(|pair| format!("{}：{}", pair.label, pair.value));
                self.removed.extend(said.map(|text| Removed::by("pair", &text)));
                self.pairs.extend(pairs);
            }
            None if !grid.is_of_data() => {
                let lines = grid.0.iter().flatten().flat_map(|cell| cell.text.lines());
                let blocks = lines.map(|line| Block::new(line, Span::default()));
                self.blocks.extend(blocks.map(|block| Block { group, page, ..block }));
            }
            None => {
                let blocks = grid.blocks(Span::default()).into_iter();
                self.blocks.extend(blocks.map(|block| Block { group, page, ..block }));
            }
        }
    }
}

/// A label and its value at the beginning of a row's cells, and the cells that they take.
fn split<'a>(cells: &[&'a str]) -> Option<(String, &'a str, usize)> {
    let plain = fold(cells[0]).text.replace(' ', "");
    if let Some((label, _)) = plain.split_once(':')
        && (words::label(label).is_some() || (2..=8).contains(&label.chars().count()))
    {
        let at = cells[0].find([':', '：'])?;
        let value = cells[0][at..].trim_start_matches([':', '：']).trim();
        let next_is_label = cells.get(1).is_some_and(|next| fold(next).text.contains(':'));
        if !value.is_empty() || next_is_label {
            return Some((label.to_owned(), value, 1));
        }
    }
    let label = plain.trim_matches([':', '《', '》', '(', ')', '·']);
    let labelled = plain.ends_with(':') || words::label(label).is_some();
    if !labelled || label.chars().count() > LABEL {
        return None;
    }
    let value = cells.get(1).copied().unwrap_or_default();
    // A label without a value stands before the next label.
    let next = fold(value).text.replace(' ', "");
    if next.ends_with(':') && words::label(next.trim_end_matches(':')).is_some() {
        return Some((label.to_owned(), "", 1));
    }
    Some((label.to_owned(), value, 2))
}

/// The first row is the head: Markdown knows no tables without one.
fn table(mut rows: Vec<Vec<String>>) -> Table {
    let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    let cells = |row: Vec<String>| row.into_iter().map(|cell| vec![Inline::text(cell)]).collect();
    Table { head, rows: rows.into_iter().map(cells).collect(), ..Table::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[(&str, usize, usize)]]) -> Grid {
        let cell = |(text, rows, columns): &(&str, usize, usize)| Cell {
            text: (*text).to_owned(),
            rows: *rows,
            columns: *columns,
        };
        Grid(rows.iter().map(|row| row.iter().map(cell).collect()).collect())
    }

    #[test]
    fn merged_cells_stand_in_each_of_their_places() {
        let grid = grid(&[
            &[("表1", 1, 3)],
            &[("市", 1, 1), ("数", 1, 1), ("率", 1, 1)],
            &[("甲", 2, 1), ("1", 1, 1), ("2", 1, 1)],
            &[("3", 1, 2)],
        ]);
        let blocks = grid.blocks(Span::default());
        assert_eq!(blocks[0].text, "表1");
        let BlockKind::Markup(source) = &blocks[1].kind else { panic!("a table") };
        assert!(source.contains("| 甲 | 3 | 3 |"), "{source}");
    }

    #[test]
    fn tables_of_labels_are_pairs() {
        let labels = grid(&[
            &[("索 引 号：", 1, 1), ("003", 1, 1), ("主题分类：", 1, 1), ("教育", 1, 1)],
            &[("发文字号：", 1, 1), ("国发〔2019〕3号", 1, 1)],
        ]);
        let pairs = labels.pairs().unwrap();
        assert_eq!(pairs.len(), 3);
        assert_eq!(pairs[2].value, "国发〔2019〕3号");
        assert!(grid(&[&[("市", 1, 1), ("数", 1, 1)]]).pairs().is_none());
    }
}
