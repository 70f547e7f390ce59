//! Formats that place text on pages (PDF, OFD): from runs of text and ruled lines to blocks.

pub(super) mod matrix;
mod lines;
mod flow;
mod margins;
mod columns;
mod paragraphs;
mod tables;

use super::grid::Grid;
use crate::intake::layout::Layout;

/// A page of a fixed layout. Lengths are points (1/72 inch), from the upper left corner.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// From 1.
    pub number: u32,
    /// In points.
    pub width: f32,
    /// In points.
    pub height: f32,
    /// Its text.
    pub runs: Vec<Run>,
    /// Whether the runs stand in the order in which they are read.
    pub is_ordered: bool,
    /// Its ruled lines.
    pub rules: Vec<Rule>,
}

/// Characters of one line that stand together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// Of its left end.
    pub x: f32,
    /// Of the middle of the line.
    pub y: f32,
    /// From its left end to its right.
    pub width: f32,
    /// Of the letters: one em.
    pub size: f32,
    /// Whether it is bold.
    pub bold: bool,
}

/// A straight line along an axis: its ends, the smaller first.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rule {
    /// Across.
    pub x: (f32, f32),
    /// Down.
    pub y: (f32, f32),
}

/// A line of text on a page.
#[derive(Debug, Clone, Default)]
struct Line {
    page: u32,
    text: String,
    left: f32,
    right: f32,
    /// Of its middle.
    y: f32,
    size: f32,
    bold: bool,
    /// Where the lines of its column begin and end.
    column: (f32, f32),
    /// Where it stands on the page, from 0 (top) to 1.
    height: f32,
}

/// What stands on pages, in reading order.
#[derive(Debug, Clone)]
enum Item {
    Line(Line),
    Table { page: u32, top: f32, grid: Grid },
}

/// Runs whose middles lie nearer than this share of an em stand on one line.
const SAME_LINE: f32 = 0.45;

impl Run {
    pub(super) fn right(&self) -> f32 {
        self.x + self.width
    }

    /// Whether another stands on the same line.
    fn is_level_with(&self, other: &Self) -> bool {
        (self.y - other.y).abs() < self.size.max(other.size) * SAME_LINE
    }
}

impl Rule {
    /// The line between two points, where it runs along an axis.
    pub(super) fn between(from: (f32, f32), to: (f32, f32)) -> Option<Self> {
        let x = (from.0.min(to.0), from.0.max(to.0));
        let y = (from.1.min(to.1), from.1.max(to.1));
        (x.1 - x.0 < tables::NEAR || y.1 - y.0 < tables::NEAR).then_some(Self { x, y })
    }
}

/// The layout of pages: paragraphs, tables, and what of heads, feet and page numbers went.
#[must_use]
pub fn layout(pages: Vec<Page>) -> Layout {
    let mut items = Vec::new();
    for page in pages {
        items.extend(items_of(page));
    }
    let mut layout = Layout { is_whole: true, ..Layout::default() };
    let items = margins::strip(items, &mut layout.removed);
    paragraphs::add(items, &mut layout);
    layout
}

/// The lines and tables of a page in reading order.
fn items_of(mut page: Page) -> Vec<Item> {
    page.runs.retain(|run| !run.text.trim().is_empty());
    let (tables, runs) = tables::take(&page.rules, std::mem::take(&mut page.runs));
    let in_order =
        page.is_ordered && flow::is_readable(&runs) && !columns::alternates(&runs, page.width);
    let items = if in_order {
        flow::items(runs, &page)
    } else {
        columns::in_reading_order(lines::segments(runs), &page)
            .into_iter()
            .map(Item::Line)
            .collect()
    };
    let mut placed: Vec<(f32, Item)> = items.into_iter().map(|item| (top(&item), item)).collect();
    for (top, grid) in tables {
        let item = Item::Table { page: page.number, top, grid };
        // Behind the last line above it: lines of columns do not rise from top to bottom.
        let at = placed.iter().rposition(|(y, _)| *y < top).map_or(0, |at| at + 1);
        placed.insert(at, (top, item));
    }
    placed.into_iter().map(|(_, item)| item).collect()
}

fn top(item: &Item) -> f32 {
    match item {
        Item::Line(line) => line.y,
        Item::Table { top, .. } => *top,
    }
}
