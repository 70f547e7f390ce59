//! The timeline: instruments and honours of each place by year.

use super::drawing::{Anchor, Drawing, HEAD, Ink, MARGIN, WIDTH, fit, width};
use super::source_note;
use crate::compare::Matrix;
use crate::compare::evidence::Item;
use crate::compare::matrix::Column;
use crate::knowledge::FactType;

const NAME: f64 = 14.0;
const NUMBER: f64 = 10.0;
const LINE: f64 = 12.5;
/// From a mark to the next above it.
const STEP: f64 = 22.0;
/// The most events that one timeline shows.
pub const EVENTS: usize = 40;

/// An instrument or an honour in a place's lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<'a> {
    /// Its number in the list below the lanes, from 1.
    pub number: usize,
    /// The place.
    pub place: &'a str,
    /// The year, where it is known.
    pub year: Option<&'a str>,
    /// The fact.
    pub item: &'a Item,
}

/// The events of the matrix by place, then year; and how many were left out.
#[must_use]
pub fn events<'a>(matrix: &'a Matrix) -> (Vec<Event<'a>>, usize) {
    let own = |column: &'a Column| column.instruments.iter().chain(&column.honours);
    let all: usize = matrix.columns.iter().map(|column| own(column).count()).sum();
    // Every place gets its share, so that the last ones are not cut off.
    let share = (EVENTS / matrix.columns.len().max(1)).max(3);
    let mut events: Vec<Event<'_>> = Vec::new();
    for column in &matrix.columns {
        let mut shown: Vec<&Item> = own(column).take(share).collect();
        shown.sort_by_key(|item| item.fact.year.clone());
        events.extend(shown.into_iter().map(|item| Event {
            number: 0,
            place: &column.place.name,
            year: item.fact.year.as_deref(),
            item,
        }));
    }
    events.truncate(EVENTS);
    events.iter_mut().enumerate().for_each(|(at, event)| event.number = at + 1);
    let left_out = all - events.len();
    (events, left_out)
}

/// The timeline of the matrix.
#[must_use]
pub fn timeline(matrix: &Matrix) -> Drawing {
    let (events, left_out) = events(matrix);
    let title = format!("“{}”：制度文件与荣誉", matrix.topic);
    let about = "方框为制度文件，圆点为荣誉；编号见下方清单";
    let mut drawing = Drawing::new(&title, about, WIDTH);
    let names = matrix.columns.iter().map(|column| width(&column.place.name, NAME));
    let left = MARGIN + names.fold(60.0, f64::max).min(160.0) + 14.0;
    let mut years: Vec<Option<&str>> = events.iter().map(|event| event.year).collect();
    years.sort_unstable_by_key(|year| (year.is_none(), *year));
    years.dedup();
    let column = (WIDTH - MARGIN - left) / real(years.len().max(1));
    for (at, year) in years.iter().enumerate() {
        let x = left + (real(at) + 0.5) * column;
        drawing.text(x, HEAD + 8.0, LINE, Anchor::Middle, Ink::Quiet, year.unwrap_or("年份不详"));
    }
    let mut y = HEAD + 18.0;
    for place in matrix.columns.iter().map(|column| column.place.name.as_str()) {
        let own: Vec<&Event<'_>> = events.iter().filter(|event| event.place == place).collect();
        y = lane(&mut drawing, (left, y), place, &own, &years, column);
    }
    y += 12.0;
    for event in &events {
        y += LINE * 1.65;
        let line =
            format!("{} {} {}", event.place, event.year.unwrap_or("年份不详"), event.item.told());
        mark(&mut drawing, MARGIN + 10.0, y - 4.5, event);
        drawing.text(
            MARGIN + 28.0,
            y,
            LINE,
            Anchor::Start,
            Ink::Dark,
            &fit(&line, LINE, WIDTH - 2.0 * MARGIN - 28.0),
        );
    }
    if events.is_empty() {
        y += LINE * 1.65;
        drawing.text(MARGIN, y, LINE, Anchor::Start, Ink::Faint, "库中未见有关的制度文件和荣誉。");
    }
    let more =
        if left_out > 0 { format!("另有 {left_out} 项未画出。") } else { String::new() };
    let note = format!(
        "{}年份以原文所写为准，原文没有写的按文档发布年份。{more}",
        source_note(matrix.generation, &matrix.refreshed)
    );
    drawing.notes(y, &[note]);
    drawing
}

/// Draws a place's lane from `(left, top)` and gives its bottom. Marks of one year stand beside
/// each other as far as there is room, then below.
fn lane(
    drawing: &mut Drawing,
    (left, top): (f64, f64),
    place: &str,
    events: &[&Event<'_>],
    years: &[Option<&str>],
    column: f64,
) -> f64 {
    drawing.line((MARGIN, top), (WIDTH - MARGIN, top), Ink::Line);
    drawing.text(
        left - 12.0,
        top + 21.0,
        NAME,
        Anchor::End,
        Ink::Dark,
        &fit(place, NAME, left - MARGIN - 14.0),
    );
    if events.is_empty() {
        drawing.text(left + 8.0, top + 21.0, LINE, Anchor::Start, Ink::Faint, "库中未见");
    }
    let across = (1..12).take_while(|n| real(*n) * STEP <= column - 8.0).last().unwrap_or(1);
    let mut deepest = 1;
    for (at, year) in years.iter().enumerate() {
        let own: Vec<&&Event<'_>> = events.iter().filter(|event| event.year == *year).collect();
        let beside = own.len().min(across).max(1);
        let first = left + (real(at) + 0.5) * column - (real(beside) - 1.0) * STEP / 2.0;
        for (index, event) in own.iter().enumerate() {
            let (row, place) = (index / across, index % across);
            mark(drawing, first + real(place) * STEP, top + 17.0 + real(row) * STEP, event);
            deepest = deepest.max(row + 1);
        }
    }
    top + 12.0 + real(deepest) * STEP
}

/// The numbered mark of an event.
fn mark(drawing: &mut Drawing, x: f64, y: f64, event: &Event<'_>) {
    let ink = if event.item.fact.kind == FactType::Honour {
        drawing.disc(x, y, 8.5, Ink::Quiet);
        Ink::Paper
    } else {
        drawing.square(x, y, 15.0, Ink::Quiet);
        Ink::Dark
    };
    drawing.text(x, y + 3.5, NUMBER, Anchor::Middle, ink, &event.number.to_string());
}

fn real(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
