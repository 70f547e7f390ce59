//! From lines to paragraphs, by indents, by how far lines reach, by size and by the space between.

use super::{Item, Line};
use crate::intake::extract::grid::Grid;
use crate::intake::layout::{Align, Block, Layout};
use crate::intake::shape::numbering::numbering;
use crate::text::Span;

/// A paragraph's first line is set in by more than this, in em.
const INDENT: f32 = 1.2;
/// A line that ends more than this before the margin ends its paragraph, in em.
const SHORT: f32 = 1.9;
/// Two sizes are one within this share.
const SIZE: f32 = 0.08;
/// Lines further apart than this many times the usual are of two paragraphs.
const APART: f32 = 1.3;
/// So many paragraphs with a first line set in show how a text is set.
const SET_IN: usize = 3;

/// Adds the paragraphs and tables of pages to `layout`.
pub(super) fn add(items: Vec<Item>, layout: &mut Layout) {
    let items = rejoined(items);
    let lines: Vec<&Line> = items
        .iter()
        .filter_map(|item| match item {
            Item::Line(line) => Some(line),
            Item::Table { .. } => None,
        })
        .collect();
    let style = Style::of(&lines);
    let mut last: Option<&Line> = None;
    let mut group = 0;
    for item in &items {
        match item {
            Item::Table { page, grid, .. } => {
                group += 1;
                layout.add_table(grid, group, Some(*page));
                last = None;
            }
            Item::Line(line) => {
                let block = style.block(line);
                let goes_on = last.is_some_and(|last| style.goes_on(last, line))
                    && !layout.blocks.last().is_some_and(|above| counts_on(above, &block));
                match layout.blocks.last_mut() {
                    Some(above) if goes_on => {
                        above.append(&block);
                        above.style.bold &= block.style.bold;
                    }
                    _ => {
                        group += 1;
                        let apart = last.is_none_or(|last| style.is_apart(last, line));
                        layout.blocks.push(Block { group, apart, ..block });
                    }
                }
                last = Some(line);
            }
        }
    }
}

/// Tables that a page break cut in two are one again; a head that is repeated is dropped.
fn rejoined(items: Vec<Item>) -> Vec<Item> {
    let mut kept: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        match (kept.last_mut(), item) {
            (
                Some(Item::Table { page: above, grid, .. }),
                Item::Table { page, grid: Grid(mut rows), .. },
            ) if *above + 1 == page && grid.width() == Grid(rows.clone()).width() => {
                let texts = |row: &[crate::intake::extract::grid::Cell]| -> Vec<String> {
                    row.iter().map(|cell| cell.text.clone()).collect()
                };
                let head = grid.0.first().map(|row| texts(row));
                if rows.len() > 1 && rows.first().map(|row| texts(row)) == head {
                    rows.remove(0);
                }
                grid.0.append(&mut rows);
                *above = page;
            }
            (_, item) => kept.push(item),
        }
    }
    kept
}

/// How a text is set.
struct Style {
    /// Size of most of the text.
    size: f32,
    /// The usual distance of lines, in em.
    pitch: f32,
    /// Whether paragraphs begin with a line that is set in.
    is_set_in: bool,
}

impl Style {
    fn of(lines: &[&Line]) -> Self {
        let mut sizes: Vec<(f32, usize)> =
            lines.iter().map(|line| (line.size, line.text.chars().count())).collect();
        let size = median(&mut sizes);
        let body = |line: &&&Line| (line.size - size).abs() < size * SIZE;
        let body: Vec<&&Line> = lines.iter().filter(body).collect();
        let pairs = || body.windows(2).filter(|pair| is_below(pair[0], pair[1]));
        let mut pitches: Vec<(f32, usize)> =
            pairs().map(|pair| ((pair[1].y - pair[0].y) / size.max(1.0), 1)).collect();
        let set_in = pairs().filter(|pair| {
            let (first, second) = (pair[0], pair[1]);
            first.left - second.left > size * INDENT && !first.is_short(size)
        });
        let is_set_in = set_in.count() >= SET_IN;
        let pitch = if pitches.is_empty() { 1.6 } else { median(&mut pitches) };
        Self { size, pitch, is_set_in }
    }

    fn block(&self, line: &Line) -> Block {
        let mut block = Block::new(&line.text, Span::default());
        block.page = Some(line.page);
        block.style.bold = line.bold;
        let (left, right) = (line.left - line.column.0, line.column.1 - line.right);
        let em = line.size.max(1.0);
        block.style.align = if left > em * 1.5 && (left - right).abs() < em * 1.5 {
            Align::Center
        } else if right < em * 4.5 && left > (line.column.1 - line.column.0) * 0.45 {
            Align::End
        } else {
            Align::Start
        };
        block.indent = columns(left / em);
        block
    }

    /// Whether `next` goes on with the paragraph of `last`.
    fn goes_on(&self, last: &Line, next: &Line) -> bool {
        let em = last.size.max(1.0);
        // No paragraph begins so.
        if next.text.starts_with(['，', '。', '、', '；', '：', '）', '》', '”', '！', '？', '%'])
        {
            return true;
        }
        let same_size = (last.size - next.size).abs() < em * SIZE;
        if !same_size || last.bold != next.bold && last.is_short(em) {
            return false;
        }
        if is_below(last, next) && self.is_apart(last, next) {
            return false;
        }
        let from_margin = next.left - next.column.0;
        let was_from_margin = last.left - last.column.0;
        let centred = |line: &Line, left: f32| {
            left > em * 2.5 && (left - (line.column.1 - line.right)).abs() < em * 1.5
        };
        // A title that takes more than one line.
        if centred(next, from_margin) && !last.is_short(em) {
            return last.size > self.size * (1.0 + SIZE);
        }
        if centred(last, was_from_margin) || centred(next, from_margin) {
            return false;
        }
        let reaches = !last.is_short(em) || breaks_word(last, next, em);
        let set_in = if self.is_set_in && from_margin < em * 4.0 {
            from_margin > em * INDENT
        } else {
            from_margin - was_from_margin > em * INDENT
        };
        reaches && !set_in
    }

    /// Whether more space than between lines of a paragraph stands before `next`.
    fn is_apart(&self, last: &Line, next: &Line) -> bool {
        let gap = (next.y - last.y) / last.size.max(next.size).max(1.0);
        is_below(last, next) && gap > self.pitch * APART && next.size <= self.size * 3.0
    }
}

impl Line {
    /// Whether it ends well before the margin.
    fn is_short(&self, em: f32) -> bool {
        self.column.1 - self.right > em * SHORT
    }
}

/// Whether a line begins with the number after the one that its paragraph would begin with.
fn counts_on(above: &Block, line: &Block) -> bool {
    let number = |block: &Block| numbering(&block.plain);
    number(above)
        .zip(number(line))
        .is_some_and(|(above, line)| above.form == line.form && line.value == above.value + 1)
}

/// Whether a line ends early because the word that begins the next would not fit.
fn breaks_word(last: &Line, next: &Line, em: f32) -> bool {
    let latin = |c: &char| c.is_ascii_graphic();
    let word = next.text.chars().take_while(latin).count();
    let room = (last.column.1 - last.right) / em;
    word > 2 && f32::from(u16::try_from(word).unwrap_or(u16::MAX)) * 0.6 > room
}

/// Whether two lines stand below each other on one page and in one column.
fn is_below(above: &Line, below: &Line) -> bool {
    above.page == below.page && below.y > above.y && above.column == below.column
}

/// The weighted median.
fn median(values: &mut [(f32, usize)]) -> f32 {
    values.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = values.iter().map(|(_, weight)| weight).sum::<usize>() / 2;
    let mut passed = 0;
    let found = values.iter().find(|(_, weight)| {
        passed += weight;
        passed > half
    });
    found.or(values.last()).map_or(0.0, |(value, _)| *value)
}

/// An indent of so many em, in columns.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped before")]
fn columns(em: f32) -> usize {
    (em.clamp(0.0, 60.0) * 2.0).round() as usize
}
