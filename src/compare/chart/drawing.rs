//! A drawing: shapes and texts at their places, written as an SVG file.

use askama::Template;

/// The width that a drawing has unless it needs more, in pixels.
pub(super) const WIDTH: f64 = 760.0;
/// The space around a drawing.
pub(super) const MARGIN: f64 = 24.0;
/// The height of the head with title and subtitle.
pub(super) const HEAD: f64 = 84.0;

const TITLE: f64 = 19.0;
const NOTE: f64 = 12.0;

/// The inks; the page replaces them by its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Dark,
    Quiet,
    Faint,
    Line,
    Paper,
    /// Shades from 0, nearly paper, to 4, nearly ink.
    Shade(u8),
}

impl Ink {
    /// The colour, by luminance far from its neighbours.
    fn colour(self) -> &'static str {
        match self {
            Self::Dark => "#23201b",
            Self::Quiet => "#544e45",
            Self::Faint => "#6d665b",
            Self::Line => "#ded7c9",
            Self::Paper => "#fbf9f4",
            Self::Shade(0) => "#efe9dc",
            Self::Shade(1) => "#d6cdb9",
            Self::Shade(2) => "#ab9f88",
            Self::Shade(3) => "#776d5d",
            Self::Shade(_) => "#443e35",
        }
    }

    /// The class that the page's styles know.
    fn class(self) -> &'static str {
        match self {
            Self::Dark => "ink",
            Self::Quiet => "quiet",
            Self::Faint => "faint",
            Self::Line => "line",
            Self::Paper => "paper",
            Self::Shade(0) => "shade-0",
            Self::Shade(1) => "shade-1",
            Self::Shade(2) => "shade-2",
            Self::Shade(3) => "shade-3",
            Self::Shade(_) => "shade-4",
        }
    }
}

/// Where a text stands from its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Text { x: f64, y: f64, size: f64, anchor: Anchor, bold: bool, ink: Ink, text: String },
    Box { x: f64, y: f64, width: f64, height: f64, ink: Ink, hollow: bool },
    Disc { x: f64, y: f64, radius: f64, ink: Ink },
    Line { x1: f64, y1: f64, x2: f64, y2: f64, ink: Ink },
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Template)]
#[template(path = "chart/drawing.svg", escape = "html")]
pub struct Drawing {
    title: String,
    /// What it shows, for those who do not see it.
    description: String,
    width: f64,
    height: f64,
    shapes: Vec<Shape>,
}

impl Drawing {
    /// A drawing with its head: title, and what is shown in which unit.
    pub(super) fn new(title: &str, about: &str, width: f64) -> Self {
        let mut drawing = Self {
            title: title.to_owned(),
            description: about.to_owned(),
            width,
            height: HEAD,
            shapes: Vec::new(),
        };
        drawing.text(
            MARGIN,
            40.0,
            TITLE,
            Anchor::Start,
            Ink::Dark,
            &fit(title, TITLE, width - 2.0 * MARGIN),
        );
        if let Some(Shape::Text { bold, .. }) = drawing.shapes.last_mut() {
            *bold = true;
        }
        drawing.text(
            MARGIN,
            63.0,
            13.0,
            Anchor::Start,
            Ink::Quiet,
            &fit(about, 13.0, width - 2.0 * MARGIN),
        );
        drawing
    }

    pub(super) fn text(&mut self, x: f64, y: f64, size: f64, anchor: Anchor, ink: Ink, text: &str) {
        let text = text.to_owned();
        self.shapes.push(Shape::Text { x, y, size, anchor, bold: false, ink, text });
    }

    pub(super) fn bar(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink) {
        self.shapes.push(Shape::Box { x, y, width, height, ink, hollow: false });
    }

    pub(super) fn square(&mut self, x: f64, y: f64, side: f64, ink: Ink) {
        let (x, y) = (x - side / 2.0, y - side / 2.0);
        self.shapes.push(Shape::Box { x, y, width: side, height: side, ink, hollow: true });
    }

    pub(super) fn disc(&mut self, x: f64, y: f64, radius: f64, ink: Ink) {
        self.shapes.push(Shape::Disc { x, y, radius, ink });
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink) {
        self.shapes.push(Shape::Line { x1: from.0, y1: from.1, x2: to.0, y2: to.1, ink });
    }

    /// Closes the drawing at `y` with notes below.
    pub(super) fn notes(&mut self, y: f64, notes: &[String]) {
        let mut at = y + 10.0;
        self.line((MARGIN, at), (self.width - MARGIN, at), Ink::Line);
        at += 8.0;
        for note in notes {
            for line in wrapped(note, NOTE, self.width - 2.0 * MARGIN) {
                at += NOTE * 1.5;
                self.text(MARGIN, at, NOTE, Anchor::Start, Ink::Faint, &line);
            }
        }
        self.height = at + MARGIN;
    }

    /// The file.
    #[must_use]
    pub fn svg(&self) -> String {
        // Writing into a string does not fail.
        self.render().unwrap_or_default()
    }
}

/// About how wide a text is: Chinese characters and full-width marks are one em, others by their
/// usual width in a sans-serif face.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| size * advance(c)).sum()
}

fn advance(c: char) -> f64 {
    match c {
        'i' | 'l' | 'j' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.28,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.9,
        'A'..='Z' => 0.66,
        ' ' => 0.26,
        '\u{0}'..='\u{2ff}' => 0.56,
        '—' | '…' | '“' | '”' | '‘' | '’' => 1.0,
        _ => 1.0,
    }
}

/// The text, cut with `…` where it is wider than `most`.
pub(super) fn fit(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut at = size;
    for c in text.chars() {
        at += size * advance(c);
        if at > most {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// The text in lines no wider than `most`; a closing mark never begins a line.
pub(super) fn wrapped(text: &str, size: f64, most: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut at = 0.0;
    for c in text.chars() {
        let step = size * advance(c);
        let closing = "，。、；：！？）》」』”’,.;:)]%".contains(c);
        if at + step > most && !closing {
            lines.push(String::new());
            at = 0.0;
        }
        at += step;
        lines.last_mut().expect("there is a line").push(c);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_and_wrapped_by_their_width() {
        assert!((width("四强abc", 10.0) - 36.8).abs() < 0.01);
        assert_eq!(fit("四强党支部", 10.0, 50.0), "四强党支部");
        assert_eq!(fit("四强党支部", 10.0, 40.0), "四强党…");
        assert_eq!(wrapped("一二三，四五", 10.0, 30.0), ["一二三，", "四五"]);
    }

    #[test]
    fn a_drawing_is_a_file_that_holds_no_markup_of_its_texts() {
        let mut drawing = Drawing::new("题<script>", "单位：个", WIDTH);
        drawing.bar(1.0, 2.0, 3.0, 4.0, Ink::Shade(3));
        drawing.notes(100.0, &["注&".to_owned()]);
        let svg = drawing.svg();
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{svg}");
        assert!(!svg.contains("<script>") && svg.contains("题&#60;script&#62;"), "{svg}");
        assert!(!svg.contains("style="), "the page's policy lets no styles inside");
    }
}
