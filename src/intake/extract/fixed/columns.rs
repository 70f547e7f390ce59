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
    let Some(gutter) = gutter(&segments, page.width) else {
        let column = bounds(&segments);
        return rows(segments).into_iter().map(|run| line(run, page, column)).collect();
    };
    let mut lines = Vec::new();
    let (mut left, mut right): (Vec<Run>, Vec<Run>) = (Vec::new(), Vec::new());
    let whole = bounds(&segments);
    let mut flush = |left: &mut Vec<Run>, right: &mut Vec<Run>| {
        for side in [left, right] {
            let column = bounds(side);
            let side = rows(std::mem::take(side));
            lines.extend(side.into_iter().map(|run| line(run, page, column)));
        }
    };
    let mut across = Vec::new();
    for segment in segments {
        if segment.x < gutter && segment.right() > gutter {
            flush(&mut left, &mut right);
            across.push((segment.y, line(segment, page, whole)));
        } else if segment.x < gutter {
            left.push(segment);
        } else {
            right.push(segment);
        }
    }
    flush(&mut left, &mut right);
    // Lines across both columns stand before the lines that were below them.
    for (y, line) in across.into_iter().rev() {
        let at = lines.iter().position(|it| it.y > y).unwrap_or(lines.len());
        lines.insert(at, line);
    }
    lines
}

/// Whether a page in two columns is written line by line across both.
pub(super) fn alternates(runs: &[Run], width: f32) -> bool {
    let Some(gutter) = gutter(&super::lines::segments(runs.to_vec()), width) else { return false };
    let crosses = |pair: &&[Run]| {
        pair[0].right() <= gutter
            && pair[1].x >= gutter
            && (pair[0].y - pair[1].y).abs() < pair[0].size * 0.45
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
    let side = |is_in: &dyn Fn(&Run) -> bool| {
        let side: Vec<Run> = segments.iter().filter(|it| is_in(it)).cloned().collect();
        bounds(&side)
    };
    let middle = gutter.unwrap_or(0.0);
    Sides {
        gutter,
        left: side(&|it| it.right() <= middle),
        right: side(&|it| it.x >= middle),
        whole: bounds(segments),
    }
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
    let width_of = |is_in: &dyn Fn(&Run) -> bool| {
        let side: Vec<Run> = segments.iter().filter(|it| is_in(it)).cloned().collect();
        let (starts, ends) = bounds(&side);
        ends - starts
    };
    let (on_left, on_right) = (width_of(&|it| it.right() <= best), width_of(&|it| it.x >= best));
    let fills = |segment: &&Run| {
        segment.x >= best && segment.width > on_right * FULL
            || segment.right() <= best && segment.width > on_left * FULL
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

/// Segments of one row are one line.
fn rows(segments: Vec<Run>) -> Vec<Run> {
    let mut rows: Vec<Run> = Vec::new();
    for segment in segments {
        match rows.last_mut() {
            Some(last)
                if (last.y - segment.y).abs() < last.size.max(segment.size) * 0.45
                    && segment.x >= last.right() =>
            {
                super::lines::append(last, segment);
            }
            _ => rows.push(segment),
        }
    }
    rows
}

pub(super) fn line(run: Run, page: &Page, column: (f32, f32)) -> Line {
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
