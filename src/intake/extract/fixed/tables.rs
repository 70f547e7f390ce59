//! Tables with ruled lines: the cells that the lines make, and the text that stands in each.
//!
//! The method is the one called lattice in the literature: lines that touch are one table, their
//! places make a grid, and where no line parts two fields of it they are one cell.

use super::{Rule, Run};
use crate::intake::extract::grid::{Cell, Grid};

/// Lines nearer than this are one, and meet, in points.
pub(super) const NEAR: f32 = 2.5;
/// A cell of a table is not smaller, in points.
const SMALLEST: f32 = 5.0;
/// More lines than this on a page are a drawing.
const MOST_RULES: usize = 4_000;

/// The tables of a page with their upper ends, and the runs that stand outside of them.
pub(super) fn take(rules: &[Rule], runs: Vec<Run>) -> (Vec<(f32, Grid)>, Vec<Run>) {
    let lattices = lattices(rules);
    if lattices.is_empty() {
        return (Vec::new(), runs);
    }
    let mut inside: Vec<Vec<Run>> = vec![Vec::new(); lattices.len()];
    let mut outside = Vec::new();
    for run in runs {
        // The smallest that holds it: tables may lie in tables.
        let holds = lattices.iter().enumerate().filter(|(_, it)| it.holds(&run));
        match holds.min_by(|one, other| one.1.area().total_cmp(&other.1.area())) {
            Some((at, _)) => inside[at].push(run),
            None => outside.push(run),
        }
    }
    let mut tables = Vec::new();
    for (lattice, runs) in lattices.iter().zip(inside) {
        let grid = lattice.grid(runs);
        let filled = grid.0.iter().flatten().filter(|cell| !cell.text.is_empty()).count();
        if filled > 0 {
            tables.push((lattice.rows[0], grid));
        }
    }
    tables.sort_by(|one, other| one.0.total_cmp(&other.0));
    (tables, outside)
}

/// Lines that make a table.
struct Lattice {
    /// Where lines across lie, from the top.
    rows: Vec<f32>,
    /// Where lines down lie, from the left.
    columns: Vec<f32>,
    across: Vec<Rule>,
    down: Vec<Rule>,
}

/// The lattices that the lines of a page make, with two fields at least.
fn lattices(rules: &[Rule]) -> Vec<Lattice> {
    let rules: Vec<Rule> = rules
        .iter()
        .copied()
        .filter(|rule| (rule.x.1 - rule.x.0).max(rule.y.1 - rule.y.0) >= SMALLEST)
        .collect();
    if rules.len() > MOST_RULES {
        return Vec::new();
    }
    let mut groups = Groups::new(rules.len());
    for one in 0..rules.len() {
        for other in one + 1..rules.len() {
            if touch(&rules[one], &rules[other]) {
                groups.join(one, other);
            }
        }
    }
    let mut by_group: std::collections::BTreeMap<usize, Vec<Rule>> =
        std::collections::BTreeMap::new();
    for (at, rule) in rules.iter().enumerate() {
        by_group.entry(groups.of(at)).or_default().push(*rule);
    }
    by_group.into_values().filter_map(Lattice::new).collect()
}

fn touch(one: &Rule, other: &Rule) -> bool {
    let overlap = |a: (f32, f32), b: (f32, f32)| a.0 <= b.1 + NEAR && b.0 <= a.1 + NEAR;
    overlap(one.x, other.x) && overlap(one.y, other.y)
}

impl Lattice {
    fn new(rules: Vec<Rule>) -> Option<Self> {
        let (across, down): (Vec<Rule>, Vec<Rule>) =
            rules.into_iter().partition(|rule| rule.x.1 - rule.x.0 >= rule.y.1 - rule.y.0);
        let rows = places(across.iter().map(|rule| rule.y.0));
        let columns = places(down.iter().map(|rule| rule.x.0));
        let fields = rows.len().saturating_sub(1) * columns.len().saturating_sub(1);
        (fields >= 2).then_some(Self { rows, columns, across, down })
    }

    fn holds(&self, run: &Run) -> bool {
        let middle = run.x + run.width / 2.0;
        let (left, right) = (self.columns[0], self.columns[self.columns.len() - 1]);
        let (top, bottom) = (self.rows[0], self.rows[self.rows.len() - 1]);
        (left..=right).contains(&middle) && (top..=bottom).contains(&run.y)
    }

    fn area(&self) -> f32 {
        let size = |places: &[f32]| places[places.len() - 1] - places[0];
        size(&self.rows) * size(&self.columns)
    }

    /// Whether a line parts the field from the one to its right.
    fn parts_right(&self, row: usize, column: usize) -> bool {
        let (x, y) = (self.columns[column + 1], (self.rows[row] + self.rows[row + 1]) / 2.0);
        self.down.iter().any(|rule| (rule.x.0 - x).abs() <= NEAR && rule.y.0 <= y && y <= rule.y.1)
    }

    /// Whether a line parts the field from the one below.
    fn parts_below(&self, row: usize, column: usize) -> bool {
        let (x, y) = ((self.columns[column] + self.columns[column + 1]) / 2.0, self.rows[row + 1]);
        self.across
            .iter()
            .any(|rule| (rule.y.0 - y).abs() <= NEAR && rule.x.0 <= x && x <= rule.x.1)
    }

    /// The cells with the runs that stand in them.
    fn grid(&self, runs: Vec<Run>) -> Grid {
        let (height, width) = (self.rows.len() - 1, self.columns.len() - 1);
        let mut texts: Vec<Vec<Vec<Run>>> = vec![vec![Vec::new(); width]; height];
        for run in runs {
            let row = self.rows.partition_point(|y| *y <= run.y).clamp(1, height) - 1;
            let middle = run.x + (run.width / 2.0).min(run.size);
            let column = self.columns.partition_point(|x| *x <= middle).clamp(1, width) - 1;
            texts[row][column].push(run);
        }
        let mut taken = vec![vec![false; width]; height];
        let mut grid = Vec::with_capacity(height);
        for row in 0..height {
            let mut cells = Vec::new();
            for column in 0..width {
                if taken[row][column] {
                    continue;
                }
                let mut right = column;
                while right + 1 < width && !self.parts_right(row, right) && !taken[row][right + 1] {
                    right += 1;
                }
                let mut below = row;
                while below + 1 < height
                    && (column..=right).all(|column| !self.parts_below(below, column))
                {
                    below += 1;
                }
                let mut runs = Vec::new();
                for row in row..=below {
                    for column in column..=right {
                        taken[row][column] = true;
                        runs.append(&mut texts[row][column]);
                    }
                }
                cells.push(Cell {
                    text: text(runs),
                    rows: below - row + 1,
                    columns: right - column + 1,
                });
            }
            grid.push(cells);
        }
        Grid(grid)
    }
}

/// The text of a cell; its lines are taken for one paragraph.
pub(super) fn text(runs: Vec<Run>) -> String {
    let mut text = String::new();
    for segment in super::lines::segments(runs) {
        let latin = |c: char| c.is_ascii_alphabetic();
        let apart = text.ends_with(latin) && segment.text.starts_with(latin);
        if apart {
            text.push(' ');
        }
        text.push_str(segment.text.trim());
    }
    text
}

/// The places in order, those that lie near each other once.
fn places(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.dedup_by(|next, kept| *next - *kept <= NEAR);
    values
}

/// Disjoint sets.
struct Groups(Vec<usize>);

impl Groups {
    fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    fn of(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        self.0[one.max(other)] = one.min(other);
    }
}
