//! One file with several documents: where each begins. A single document is never divided.

mod cases;
mod forms;
mod marks;
mod kind;
mod enclosure;
mod openings;
mod rows;

pub(super) use forms::byline;
pub(super) use marks::{is_bare_mark, mark_length};

use super::roles::Line;
use crate::document::Kind;

/// A piece with less text is no document, in characters.
const LEAST_TEXT: usize = 30;

/// A file calls itself a collection in so many lines.
const HEAD: usize = 6;
/// Words by which it does.
const COLLECTION: [&str; 21] = [
    "汇编", "选编", "简讯", "简报", "案例", "摘编", "集锦", "汇总", "动态", "一周", "选登", "专辑",
    "信息", "篇", "则)", "期)", "合集", "经验", "联播", "快讯", "要闻",
];

/// A document inside a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// Its lines, head and all.
    pub(super) lines: Vec<Line>,
    /// The line of its body's name, where it stands before the title.
    pub(super) office: Option<String>,
    /// How many lines at its beginning are its title, where the division tells.
    pub(super) title_lines: usize,
    /// What the division tells of its kind.
    pub(super) kind: Option<Kind>,
}

/// A file taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Divided {
    /// What stands before the parts: the document itself where there are none.
    pub(super) main: Part,
    /// Documents of their own.
    pub(super) parts: Vec<Part>,
}

/// Where a document begins, and what is known of its head.
#[derive(Debug, Clone, PartialEq)]
struct Start {
    line: usize,
    /// Lines of the title from there, 0 where unknown.
    title_lines: usize,
    /// Whether the first line is the body's name and no title.
    office: bool,
    kind: Option<Kind>,
}

/// A way of telling where documents begin; none for a file that it does not fit.
type Way = fn(&[Line]) -> Vec<Start>;

/// Takes the lines of a file apart.
pub(super) fn divide(lines: Vec<Line>) -> Divided {
    let starts = starts(&lines);
    let mut rest = lines;
    let mut parts = Vec::new();
    for start in starts.iter().rev() {
        let lines = rest.split_off(start.line);
        parts.push(part(lines, start));
    }
    parts.reverse();
    Divided { main: Part { lines: rest, ..Part::default() }, parts }
}

fn part(mut lines: Vec<Line>, start: &Start) -> Part {
    let office = start.office.then(|| lines.remove(0));
    let office = office.map(|line| line.block.text.trim_end_matches([':', '：']).trim().to_owned());
    Part { lines, office, title_lines: start.title_lines, kind: start.kind }
}

/// The beginnings of the documents, none for a single one. The surest way of telling comes first.
fn starts(lines: &[Line]) -> Vec<Start> {
    const WAYS: [Way; 11] = [
        forms::colon_heads,
        forms::office_heads,
        cases::case_heads,
        marks::sequence,
        marks::contents,
        cases::titled_cases,
        cases::placed_cases,
        forms::place_heads,
        rows::rows,
        openings::weighed,
        forms::digest_heads,
    ];
    WAYS.iter().map(|way| way(lines)).find(|starts| starts.len() >= 2).unwrap_or_default()
}

/// Whether the first lines of a file call it a collection.
fn names_collection(head: &[Line]) -> bool {
    head.iter().take(HEAD).any(|line| {
        line.block.is_short() && COLLECTION.iter().any(|word| line.plain().contains(word))
    })
}

/// Characters of running text in `lines`.
fn text_of(lines: &[Line]) -> usize {
    lines.iter().filter(|line| line.is_text()).map(|line| line.block.characters()).sum()
}

/// Whether every piece that begins at one of `starts` has text enough to be a document.
fn are_documents(lines: &[Line], starts: &[Start]) -> bool {
    let ends = starts.iter().skip(1).map(|start| start.line).chain([lines.len()]);
    starts.iter().zip(ends).all(|(start, end)| text_of(&lines[start.line..end]) >= LEAST_TEXT)
}

#[cfg(test)]
mod tests;
