//! Pages set in two columns: which segment is read when.

use super::{Line, Page, Run};

/// The gutter lies in this part of the page's width.
const MIDDLE: (f32, f32) = (0.35, 0.65);
/// So many lines at least stand on either side of it.
const LINES: usize = 6;
/// Of the rows with text on one side, so many tenths have it on both, or on the other.
const OF_TEN: usize = 6;
/// Edges within this are one margin, in points.
const NEAR: f32 = 16.0;
/// A line of a column fills so much of it.
const FULL: f32 = 0.8;

/// The segments of a page as lines, in the order in which they are read.
pub(super) fn in_reading_order(segments: Vec<Run>, page: &Page) -> Vec<Line> {
    let sides = sides(&segments, page.width);
    let Some(gutter) = sides.gutter else {
        return lines(segments, page, &sides);
    };
    let mut read = Vec::new();
    let (mut left, mut right): (Vec<Run>, Vec<Run>) = (Vec::new(), Vec::new());
    for segment in segments {
        if segment.right() <= gutter {
            left.push(segment);
        } else if segment.x >= gutter {
            right.push(segment);
        } else {
            // What stands across both columns ends the columns above it.
            read.extend(lines(std::mem::take(&mut left), page, &sides));
            read.extend(lines(std::mem::take(&mut right), page, &sides));
            read.extend(lines(vec![segment], page, &sides));
        }
    }
    read.extend(lines(left, page, &sides));
    read.extend(lines(right, page, &sides));
    read
}

/// Segments of one row are one line.
fn lines(segments: Vec<Run>, page: &Page, sides: &Sides) -> Vec<Line> {
    let mut rows: Vec<Run> = Vec::new();
    for segment in segments {
        match rows.last_mut() {
            Some(last) if last.is_level_with(&segment) && segment.x >= last.right() => {
                super::lines::append(last, segment);
            }
            _ => rows.push(segment),
        }
    }
    rows.into_iter().map(|run| line(sides.of(&run), run, page)).collect()
}

/// Whether a page in two columns is written line by line across both.
pub(super) fn alternates(runs: &[Run], width: f32) -> bool {
    let Some(gutter) = gutter(&super::lines::segments(runs.to_vec()), width) else { return false };
    let crosses = |pair: &&[Run]| {
        pair[0].right() <= gutter && pair[1].x >= gutter && pair[0].is_level_with(&pair[1])
    };
    runs.windows(2).filter(crosses).count() >= LINES
}

/// Where the lines of a page begin and end, on either side of its gutter if it has one.
pub(super) struct Sides {
    gutter: Option<f32>,
    left: (f32, f32),
    right: (f32, f32),
    whole: (f32, f32),
}

/// The sides of a page.
pub(super) fn sides(segments: &[Run], width: f32) -> Sides {
    let gutter = gutter(segments, width);
    let middle = gutter.unwrap_or(0.0);
    let (left, right) = beside(segments, middle);
    Sides { gutter, left, right, whole: bounds(segments) }
}

/// Where the segments on either side of a place across the page begin and end.
fn beside(segments: &[Run], middle: f32) -> ((f32, f32), (f32, f32)) {
    let side = |is_in: &dyn Fn(&&Run) -> bool| {
        let side: Vec<Run> = segments.iter().filter(is_in).cloned().collect();
        bounds(&side)
    };
    (side(&|it| it.right() <= middle), side(&|it| it.x >= middle))
}

impl Sides {
    /// Where the lines beside this one begin and end.
    pub(super) fn of(&self, line: &Run) -> (f32, f32) {
        match self.gutter {
            Some(gutter) if line.right() <= gutter => self.left,
            Some(gutter) if line.x >= gutter => self.right,
            _ => self.whole,
        }
    }
}

/// Where the page's text is parted in the middle, if it is.
fn gutter(segments: &[Run], width: f32) -> Option<f32> {
    let candidates: Vec<f32> = segments
        .iter()
        .map(|segment| segment.x - segment.size * 0.3)
        .filter(|x| *x > width * MIDDLE.0 && *x < width * MIDDLE.1)
        .collect();
    let count = |x: f32| {
        let left = segments.iter().filter(|it| it.right() <= x);
        let right = segments.iter().filter(|it| it.x >= x);
        let across = segments.iter().filter(|it| it.x < x && it.right() > x).count();
        (left.count(), right.count(), across)
    };
    let best = candidates.into_iter().max_by_key(|x| {
        let (left, right, across) = count(*x);
        left.min(right) * 2 - across.min(left.min(right))
    })?;
    let (left, right, across) = count(best);
    let (on_left, on_right) = beside(segments, best);
    let width = |(starts, ends): (f32, f32)| ends - starts;
    let fills = |segment: &&Run| {
        segment.x >= best && segment.width > width(on_right) * FULL
            || segment.right() <= best && segment.width > width(on_left) * FULL
    };
    let full = segments.iter().filter(fills).count();
    let is_parted = left.min(right) >= LINES
        && across * 10 <= segments.len() * (10 - OF_TEN)
        && full * 10 >= (left + right) * OF_TEN;
    is_parted.then_some(best)
}

/// Where the segments begin and end: the margins that several of them reach; single lines may pass
/// them.
fn bounds(segments: &[Run]) -> (f32, f32) {
    let most = (segments.len() / 10).clamp(1, 4);
    let margin = |edges: Vec<f32>| {
        let reach =
            |edge: f32| edges.iter().filter(|it| (0.0..NEAR).contains(&(**it - edge))).count();
        let outer = edges.iter().copied().fold(f32::INFINITY, f32::min);
        let mut sorted = edges.clone();
        sorted.sort_by(f32::total_cmp);
        sorted.into_iter().find(|edge| reach(*edge) > most).unwrap_or(outer)
    };
    let left = margin(segments.iter().map(|it| it.x).collect());
    let right = -margin(segments.iter().map(|it| -it.right()).collect());
    (left, right)
}

/// A line of a column with these bounds.
pub(super) fn line(column: (f32, f32), run: Run, page: &Page) -> Line {
    Line {
        page: page.number,
        left: run.x,
        right: run.right(),
        y: run.y,
        size: run.size,
        bold: run.bold,
        column,
        height: run.y / page.height.max(1.0),
        text: run.text.trim().to_owned(),
    }
}
