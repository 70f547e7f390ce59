//! Pages whose text is known in reading order: lines, and tables that no lines are drawn around.

use std::collections::BTreeMap;

use super::lines::append;
use super::{Item, Line, Page, Run, SAME_LINE, columns};
use crate::intake::extract::grid::{Cell, Grid};

/// A gap wider than this, in em, may part two cells.
const GAP: f32 = 0.28;
/// A gap wider than this, in em, parts them.
const WIDE: f32 = 1.05;
/// A cell begins where the one before ends, within this, in points.
const EDGE: f32 = 1.2;
/// Lines of a cell are not further apart than this, in em.
const PITCH: f32 = 2.0;
/// Of a page's steps so many hundredths may lead up, or its order is not that of reading.
const UP: usize = 12;
/// A cell of a table without lines has no more lines than this.
const LINES_OF_CELL: usize = 12;

/// Whether runs follow each other as one reads: down, and up only to the right.
pub(super) fn is_readable(runs: &[Run]) -> bool {
    let up = runs.windows(2).filter(|pair| {
        let (one, other) = (&pair[0], &pair[1]);
        other.y < one.y - one.size * 1.5 && other.x < one.right()
    });
    // Heads and feet are often written first or last.
    up.count().saturating_sub(2) * 100 <= runs.len() * UP
}

/// The lines and tables of runs in reading order.
pub(super) fn items(runs: Vec<Run>, page: &Page) -> Vec<Item> {
    let pieces = pieces(runs);
    let sides = columns::sides(&pieces, page.width);
    let rows = rows(pieces);
    let mut items = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let table = rows[at..].iter().take_while(|row| row.len() > 1).count();
        let end = at + table;
        if table >= 2 && is_even(&rows[at..end]) {
            let top = rows[at][0][0].y;
            items.push(Item::Table { page: page.number, top, grid: grid(&rows[at..end]) });
            at = end;
            continue;
        }
        for cell in &rows[at] {
            for line in cell {
                items.push(Item::Line(columns::line(sides.of(line), line.clone(), page)));
            }
        }
        at += 1;
    }
    joined(items)
}

/// Whether most rows have the same number of cells: others tell no table.
fn is_even(rows: &[Vec<Vec<Run>>]) -> bool {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    rows.iter().filter(|row| row.len() == width).count() * 10 >= rows.len() * 6
}

/// Runs of one line without a gap that parts cells are one.
fn pieces(runs: Vec<Run>) -> Vec<Run> {
    let edges = Edges::new(&runs);
    let mut pieces: Vec<Run> = Vec::new();
    for run in runs {
        match pieces.last_mut() {
            Some(last) if is_beside(last, &run) => {
                let gap = (run.x - last.right()) / last.size.max(run.size).max(1.0);
                let parted = gap > WIDE || gap > GAP && edges.has(&run);
                if parted || gap < -0.6 {
                    pieces.push(run);
                } else {
                    append(last, run);
                }
            }
            _ => pieces.push(run),
        }
    }
    pieces
}

/// Where runs begin, by their place across the page.
struct Edges(BTreeMap<i32, Vec<f32>>);

impl Edges {
    fn new(runs: &[Run]) -> Self {
        let mut edges: BTreeMap<i32, Vec<f32>> = BTreeMap::new();
        for run in runs {
            edges.entry(place(run.x)).or_default().push(run.y);
        }
        edges.values_mut().for_each(|down| down.sort_by(f32::total_cmp));
        Self(edges)
    }

    /// Whether another line near this one begins at the same place.
    fn has(&self, run: &Run) -> bool {
        let (least, most) = (run.size * 0.8, run.size * 12.0);
        let beyond = |down: &[f32], from: f32, to: f32| {
            let first = down.partition_point(|y| *y <= from);
            down.get(first).is_some_and(|y| *y < to)
        };
        let at = place(run.x);
        self.0.range(at - 1..=at + 1).any(|(_, down)| {
            beyond(down, run.y + least, run.y + most) || beyond(down, run.y - most, run.y - least)
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "pages are some thousand points wide")]
fn place(x: f32) -> i32 {
    x.round() as i32
}

fn is_beside(last: &Run, next: &Run) -> bool {
    last.is_level_with(next) && next.x > last.x
}

/// Cells side by side; every cell is its lines. A text without cells has rows of one cell of one
/// line.
fn rows(pieces: Vec<Run>) -> Vec<Vec<Vec<Run>>> {
    let mut rows: Vec<Vec<Vec<Run>>> = Vec::new();
    for piece in pieces {
        let Some(row) = rows.last_mut() else {
            rows.push(vec![vec![piece]]);
            continue;
        };
        let (count, cell) = (row.len(), row.last_mut().expect("a row has a cell"));
        let (first, last) = (&cell[0], &cell[cell.len() - 1]);
        let left = cell.iter().map(|line| line.x).fold(f32::INFINITY, f32::min);
        let right = cell.iter().map(Run::right).fold(0.0, f32::max);
        let below = piece.y - last.y;
        let within = piece.x >= left - last.size * 4.0 && piece.x < right;
        let overlaps = |line: &Run| (line.y - piece.y).abs() < line.size.max(piece.size) * PITCH;
        if piece.x >= right - EDGE && cell.iter().any(overlaps) {
            row.push(vec![piece]);
        } else if count > 1
            && within
            && below > last.size * 0.6
            && below < last.size * PITCH
            && cell.len() < LINES_OF_CELL
            && (piece.x - first.x).abs() < piece.size * 3.0
            && (piece.size - last.size).abs() < 1.0
        {
            cell.push(piece);
        } else {
            rows.push(vec![vec![piece]]);
        }
    }
    merged(rows)
}

/// The first cell of a row may have lines too: lines that stand above what is beside them.
fn merged(rows: Vec<Vec<Vec<Run>>>) -> Vec<Vec<Vec<Run>>> {
    let mut merged: Vec<Vec<Vec<Run>>> = Vec::new();
    for row in rows {
        if row.len() > 1 && merged.len() > 1 {
            let top = row[1..].iter().flatten().map(|line| line.y).fold(f32::INFINITY, f32::min);
            let first = &row[0][0];
            let beside = row[1].iter().map(|line| line.x).fold(f32::INFINITY, f32::min);
            let before = merged[merged.len() - 2].len() > 1;
            let last = &merged[merged.len() - 1];
            let goes_on = before
                && last.len() == 1
                && last[0].len() == 1
                && last[0][0].right() < beside
                && (last[0][0].y >= top - first.size * 0.6)
                && first.y - last[0][0].y < first.size * PITCH;
            if goes_on {
                let mut above = merged.pop().unwrap_or_default();
                let mut row = row;
                let mut cell = above.pop().unwrap_or_default();
                cell.append(&mut row[0]);
                row[0] = cell;
                merged.push(row);
                continue;
            }
        }
        merged.push(row);
    }
    merged
}

/// The rows as a table: where a row has fewer cells, by what they stand under.
fn grid(rows: &[Vec<Vec<Run>>]) -> Grid {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let bounds = |cell: &[Run]| {
        let left = cell.iter().map(|line| line.x).fold(f32::INFINITY, f32::min);
        (left, cell.iter().map(Run::right).fold(0.0, f32::max))
    };
    let full: Vec<_> = rows.iter().filter(|row| row.len() == width).collect();
    let columns: Vec<(f32, f32)> = (0..width)
        .map(|at| {
            full.iter()
                .map(|row| bounds(&row[at]))
                .fold((f32::INFINITY, 0.0_f32), |all, it| (all.0.min(it.0), all.1.max(it.1)))
        })
        .collect();
    let row = |row: &Vec<Vec<Run>>| -> Vec<Cell> {
        let mut cells = vec![Cell { rows: 1, columns: 1, ..Cell::default() }; width];
        for (at, cell) in row.iter().enumerate() {
            let (left, right) = bounds(cell);
            let shared = |at: &usize| columns[*at].1.min(right) - columns[*at].0.max(left);
            let nearest = (0..width).max_by(|one, other| {
                shared(one).total_cmp(&shared(other)).then_with(|| other.cmp(one))
            });
            let place = if row.len() == width { at } else { nearest.unwrap_or(at) };
            let text = super::tables::text(cell.clone());
            cells[place].text.push_str(&text);
        }
        cells
    };
    Grid(rows.iter().map(row).collect())
}

/// Pieces of one line that no table holds are one line again.
fn joined(items: Vec<Item>) -> Vec<Item> {
    let mut joined: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        match (joined.last_mut(), item) {
            (Some(Item::Line(last)), Item::Line(line)) if is_same_line(last, &line) => {
                last.text.push(' ');
                last.text.push_str(&line.text);
                last.right = line.right;
            }
            (_, item) => joined.push(item),
        }
    }
    joined
}

fn is_same_line(last: &Line, line: &Line) -> bool {
    last.page == line.page
        && last.column == line.column
        && (last.y - line.y).abs() < last.size * SAME_LINE
        && line.left > last.right
}
