//! The ruled lines that a PDF page draws, as tables are made of them.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::intake::extract::fixed::matrix::Matrix;
use crate::intake::extract::fixed::{Page, Rule};

/// A box that is filled and thinner than this is a line, in points.
const THIN: f32 = 3.0;
/// The most bytes of drawing that are read of a page.
const MOST: usize = 32 * 1024 * 1024;

/// The pages with their sizes and lines, by number; without text.
pub(super) fn pages(document: &Document) -> BTreeMap<u32, Page> {
    let read = |(number, id): (u32, ObjectId)| {
        let [left, bottom, right, top] = bounds(document, id);
        let (width, height) = (right - left, top - bottom);
        let mut drawing = Drawing { origin: (left, top), ..Drawing::default() };
        if let Ok(bytes) = document.get_page_content_with_limit(id, MOST)
            && let Ok(content) = Content::decode(&bytes)
        {
            content.operations.iter().for_each(|it| drawing.take(&it.operator, &it.operands));
        }
        (number, Page { number, width, height, rules: drawing.rules, ..Page::default() })
    };
    document.get_pages().into_iter().map(read).collect()
}

/// The visible box of a page: left, bottom, right, top.
fn bounds(document: &Document, id: ObjectId) -> [f32; 4] {
    const LETTER: [f32; 4] = [0.0, 0.0, 612.0, 792.0];
    let media = inherited(document, id, b"MediaBox").unwrap_or(LETTER);
    let Some(crop) = inherited(document, id, b"CropBox") else { return media };
    let both = [
        media[0].max(crop[0]),
        media[1].max(crop[1]),
        media[2].min(crop[2]),
        media[3].min(crop[3]),
    ];
    if both[0] < both[2] && both[1] < both[3] { both } else { media }
}

/// A box that the page or one above it in the tree states.
fn inherited(document: &Document, id: ObjectId, key: &[u8]) -> Option<[f32; 4]> {
    let mut page: &Dictionary = document.get_dictionary(id).ok()?;
    for _ in 0..32 {
        if let Ok(value) = page.get(key) {
            let (_, value) = document.dereference(value).ok()?;
            let values = value.as_array().ok()?.iter();
            let values: Vec<f32> =
                values.filter_map(|it| document.dereference(it).ok()?.1.as_float().ok()).collect();
            let [a, b, c, d] = values[..] else { return None };
            return Some([a.min(c), b.min(d), a.max(c), b.max(d)]);
        }
        page = document.get_dictionary(page.get(b"Parent").ok()?.as_reference().ok()?).ok()?;
    }
    None
}

/// What has been drawn of a page.
#[derive(Default)]
struct Drawing {
    /// Left and top of the visible box.
    origin: (f32, f32),
    matrices: Vec<Matrix>,
    matrix: Matrix,
    /// Open paths: their points, in the page's space.
    paths: Vec<Vec<(f32, f32)>>,
    rules: Vec<Rule>,
}

impl Drawing {
    fn take(&mut self, operator: &str, operands: &[Object]) {
        let numbers: Vec<f32> = operands.iter().filter_map(|it| it.as_float().ok()).collect();
        match (operator, &numbers[..]) {
            ("q", _) => self.matrices.push(self.matrix),
            ("Q", _) => self.matrix = self.matrices.pop().unwrap_or_default(),
            ("cm", [a, b, c, d, e, f]) => {
                self.matrix = Matrix([*a, *b, *c, *d, *e, *f]).then(self.matrix);
            }
            ("m", [x, y]) => self.paths.push(vec![self.place(*x, *y)]),
            ("l", [x, y]) => {
                let place = self.place(*x, *y);
                if let Some(path) = self.paths.last_mut() {
                    path.push(place);
                }
            }
            // Curves make no tables.
            ("c" | "v" | "y", _) => self.paths.push(Vec::new()),
            ("h", _) => self.close(),
            ("re", [x, y, width, height]) => {
                let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
                let corner = |(right, up)| self.place(x + width * right, y + height * up);
                self.paths.push(corners.map(corner).to_vec());
            }
            ("s" | "b" | "b*", _) => {
                self.close();
                self.paint(true);
            }
            ("S" | "B" | "B*", _) => self.paint(true),
            ("f" | "F" | "f*", _) => self.paint(false),
            ("n", _) => self.paths.clear(),
            _ => {}
        }
    }

    /// A point in the page's space, from its upper left corner down.
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        let (right, up) = self.matrix.place(x, y);
        (right - self.origin.0, self.origin.1 - up)
    }

    fn close(&mut self) {
        if let Some(path) = self.paths.last_mut()
            && let Some(first) = path.first().copied()
        {
            path.push(first);
        }
    }

    /// Takes the lines of the paths: all sides of those that are stroked; of those that are only
    /// filled the thin ones, as one line.
    fn paint(&mut self, stroked: bool) {
        for path in self.paths.drain(..) {
            if stroked {
                let sides = path.windows(2).filter_map(|pair| Rule::between(pair[0], pair[1]));
                self.rules.extend(sides);
                continue;
            }
            let ends = |value: fn(&(f32, f32)) -> f32| {
                let values = path.iter().map(value);
                values.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), it| {
                    (low.min(it), high.max(it))
                })
            };
            let (x, y) = (ends(|it| it.0), ends(|it| it.1));
            if path.len() < 2 || (x.1 - x.0).min(y.1 - y.0) > THIN {
                continue;
            }
            let middle = |(low, high): (f32, f32)| f32::midpoint(low, high);
            self.rules.push(if x.1 - x.0 > y.1 - y.0 {
                Rule { x, y: (middle(y), middle(y)) }
            } else {
                Rule { x: (middle(x), middle(x)), y }
            });
        }
    }
}
