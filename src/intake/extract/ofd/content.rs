//! What an OFD page draws: text with its places, and straight lines.

use std::collections::BTreeMap;

use super::POINTS;
use super::package::{Node, resolved};
use crate::intake::extract::fixed::matrix::Matrix;
use crate::intake::extract::fixed::{Page, Rule, Run};

/// Characters further apart than this, in em, stand in two runs.
const PARTED: f32 = 1.9;
/// Objects made of objects, one inside the other.
const DEEPEST: usize = 64;
/// From this weight on letters are bold.
const BOLD: f32 = 600.0;

/// What the pages share: fonts and objects that are drawn more than once.
#[derive(Default)]
pub(super) struct Resources {
    /// Whether a font is bold, by its number.
    fonts: BTreeMap<String, bool>,
    objects: BTreeMap<String, Node>,
    /// Where the file of a picture lies, by its number.
    pictures: BTreeMap<String, String>,
}

impl Resources {
    /// Takes the resources of a list whose files lie in `folder`.
    pub(super) fn add(&mut self, list: &Node, folder: &str) {
        for media in list.children("MultiMedias").flat_map(|it| it.children("MultiMedia")) {
            if let (Some(id), Some(file)) = (media.attribute("ID"), media.find("MediaFile")) {
                self.pictures.insert(id.to_owned(), resolved(folder, &file.text));
            }
        }
        for font in list.children("Fonts").flat_map(|it| it.children("Font")) {
            let Some(id) = font.attribute("ID") else { continue };
            let name =
                ["FontName", "FamilyName"].map(|key| font.attribute(key).unwrap_or_default());
            let is_bold = font.attribute("Bold") == Some("true")
                || name
                    .iter()
                    .any(|it| it.contains("Bold") || it.contains("黑") || it.contains("小标宋"));
            self.fonts.insert(id.to_owned(), is_bold);
        }
        let units = list.children("CompositeGraphicUnits");
        for unit in units.flat_map(|it| it.children("CompositeGraphicUnit")) {
            if let Some(id) = unit.attribute("ID") {
                self.objects.insert(id.to_owned(), unit.clone());
            }
        }
    }

    /// Draws a page or template; whether it shows anything.
    pub(super) fn draw(&self, content: &Node, page: &mut Page) -> bool {
        let layers = content.children("Content").flat_map(|it| it.children("Layer"));
        let mut shown = false;
        for layer in layers {
            shown |= self.objects(layer, Matrix::default(), page, 0);
        }
        shown
    }

    /// Where the files of the pictures lie that a page or template shows.
    pub(super) fn pictures<'a>(&'a self, content: &'a Node) -> Vec<&'a str> {
        let mut found = Vec::new();
        let mut open: Vec<&Node> = content.children("Content").collect();
        while let Some(node) = open.pop() {
            if node.name == "ImageObject" {
                let id = node.attribute("ResourceID").unwrap_or_default();
                found.extend(self.pictures.get(id).map(String::as_str));
            }
            open.extend(node.nodes.iter().rev());
        }
        found
    }

    fn objects(&self, parent: &Node, matrix: Matrix, page: &mut Page, depth: usize) -> bool {
        let mut shown = false;
        for node in &parent.nodes {
            if node.attribute("Visible") == Some("false") {
                continue;
            }
            match node.name.as_str() {
                "TextObject" => {
                    self.text(node, matrix, page);
                    shown = true;
                }
                "PathObject" => {
                    path(node, matrix, page);
                    shown = true;
                }
                "ImageObject" => shown = true,
                "PageBlock" if depth < DEEPEST => {
                    shown |= self.objects(node, matrix, page, depth + 1);
                }
                "CompositeObject" if depth < DEEPEST => {
                    let id = node.attribute("ResourceID").unwrap_or_default();
                    let content = self.objects.get(id).and_then(|it| it.find("Content"));
                    if let Some(content) = content {
                        let matrix = own_matrix(node).then(matrix);
                        shown |= self.objects(content, matrix, page, depth + 1);
                    }
                }
                _ => {}
            }
        }
        shown
    }

    fn text(&self, node: &Node, matrix: Matrix, page: &mut Page) {
        let matrix = own_matrix(node).then(matrix);
        let number = |key: &str| node.attribute(key).and_then(|it| it.trim().parse::<f32>().ok());
        let size = number("Size").unwrap_or(4.2);
        let bold = number("Weight").is_some_and(|weight| weight >= BOLD)
            || node.attribute("Font").and_then(|id| self.fonts.get(id)).copied().unwrap_or(false);
        // Turned letters are stamps and marks.
        let [across, slant, ..] = matrix.0;
        if slant.abs() > 0.05 || across <= 0.0 {
            return;
        }
        let scale = across.hypot(slant) * POINTS;
        let mut place = (0.0, 0.0);
        for code in node.children("TextCode") {
            let at = |key: &str, last: f32| {
                code.attribute(key).and_then(|it| it.trim().parse().ok()).unwrap_or(last)
            };
            place = (at("X", place.0), at("Y", place.1));
            let right = deltas(code.attribute("DeltaX").unwrap_or_default());
            let down = deltas(code.attribute("DeltaY").unwrap_or_default());
            let mut run: Option<Run> = None;
            let (mut x, mut y) = place;
            let text = code.text.trim_matches(['\n', '\r', '\t']);
            for (at, letter) in text.chars().enumerate() {
                let (left, middle) = apply(matrix, x, y - size * 0.38);
                let em = size * scale;
                let width = em * if letter.is_ascii() { 0.5 } else { 1.0 };
                match &mut run {
                    Some(run)
                        if (run.y - middle).abs() < em * 0.3
                            && left - run.right() < em * PARTED
                            && left >= run.x =>
                    {
                        run.text.push(letter);
                        run.width = left + width - run.x;
                    }
                    run => {
                        page.runs.extend(run.take());
                        let text = letter.to_string();
                        *run = Some(Run { text, x: left, y: middle, width, size: em, bold });
                    }
                }
                // Where no distances are stated, letters follow each other.
                let step = if letter.is_ascii() { 0.5 } else { 1.0 };
                let stated = right.get(at).copied();
                x += stated.unwrap_or(if down.is_empty() { size * step } else { 0.0 });
                y += down.get(at).copied().unwrap_or(0.0);
            }
            page.runs.extend(run);
        }
    }
}

/// The lines of a path along the axes.
fn path(node: &Node, matrix: Matrix, page: &mut Page) {
    let matrix = own_matrix(node).then(matrix);
    let Some(data) = node.find("AbbreviatedData") else { return };
    let mut words = data.text.split_whitespace().peekable();
    let (mut start, mut last) = ((0.0, 0.0), (0.0, 0.0));
    let point = |words: &mut std::iter::Peekable<std::str::SplitWhitespace<'_>>| {
        let mut number = || words.next().and_then(|it| it.parse::<f32>().ok());
        Some(apply(matrix, number()?, number()?))
    };
    while let Some(word) = words.next() {
        match word {
            "S" | "M" => {
                let Some(place) = point(&mut words) else { return };
                (start, last) = (place, place);
            }
            "L" => {
                let Some(place) = point(&mut words) else { return };
                page.rules.extend(Rule::between(last, place));
                last = place;
            }
            "C" => {
                page.rules.extend(Rule::between(last, start));
                last = start;
            }
            // Curves make no tables.
            "Q" | "B" | "A" => return,
            _ => {}
        }
    }
}

/// The place of an object and its own matrix, as one.
fn own_matrix(node: &Node) -> Matrix {
    let boundary = numbers(node.attribute("Boundary").unwrap_or_default());
    let moved = match boundary[..] {
        [x, y, ..] => Matrix([1.0, 0.0, 0.0, 1.0, x, y]),
        _ => Matrix::default(),
    };
    match numbers(node.attribute("CTM").unwrap_or_default())[..] {
        [a, b, c, d, e, f] => Matrix([a, b, c, d, e, f]).then(moved),
        _ => moved,
    }
}

/// A point of the page, in points.
fn apply(matrix: Matrix, x: f32, y: f32) -> (f32, f32) {
    let (right, down) = matrix.place(x, y);
    (right * POINTS, down * POINTS)
}

/// Distances of letters; `g 5 2.1` says 2.1 five times.
fn deltas(text: &str) -> Vec<f32> {
    let mut deltas = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count = words.next().and_then(|it| it.parse::<usize>().ok()).unwrap_or(0);
            let delta = words.next().and_then(|it| it.parse().ok()).unwrap_or(0.0);
            deltas.extend(std::iter::repeat_n(delta, count.min(100_000)));
        } else if let Ok(delta) = word.parse() {
            deltas.push(delta);
        }
    }
    deltas
}

/// The numbers of a list.
pub(super) fn numbers(text: &str) -> Vec<f32> {
    text.split_whitespace().filter_map(|it| it.parse().ok()).collect()
}
