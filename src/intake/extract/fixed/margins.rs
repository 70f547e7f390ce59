//! Heads, feet and page numbers: what stands at the edge of page after page.

use std::collections::HashMap;

use super::{Item, Line};
use crate::intake::removed::Removed;
use crate::text::fold;

/// Heads and feet stand within this part of a page's height from its edge.
const EDGE: f32 = 0.11;
/// On so many pages at least.
const PAGES: usize = 3;

/// Takes what stands at the edges of many pages away.
pub(super) fn strip(items: Vec<Item>, removed: &mut Vec<Removed>) -> Vec<Item> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut pages = 0;
    for item in &items {
        let (Item::Line(Line { page, .. }) | Item::Table { page, .. }) = item;
        pages = pages.max(*page);
        if let Item::Line(line) = item
            && is_at_edge(line)
        {
            *seen.entry(form(&line.text)).or_default() += 1;
        }
    }
    let pages = usize::try_from(pages).unwrap_or(usize::MAX);
    let most = PAGES.max(pages / 3);
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Item::Line(line) if is_at_edge(&line) && is_number(&line.text, pages) => {
                removed.push(Removed::by("page_number", &line.text));
            }
            Item::Line(line) if is_at_edge(&line) && seen[&form(&line.text)] >= most => {
                removed.push(Removed::by("page_residue", &line.text));
            }
            item => kept.push(item),
        }
    }
    kept
}

fn is_at_edge(line: &Line) -> bool {
    line.height < EDGE || line.height > 1.0 - EDGE
}

/// The text without what differs from page to page.
fn form(text: &str) -> String {
    fold(text).text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

/// `3`, `- 3 -`, `— 3 —`, `第3页`, `3/12`, `第 3 页 共 12 页`.
fn is_number(text: &str, pages: usize) -> bool {
    let plain = fold(text).text;
    let digits = plain.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty());
    let numbers: Vec<usize> = digits.filter_map(|it| it.parse().ok()).collect();
    let rest: String = plain.chars().filter(|c| !c.is_ascii_digit()).collect();
    let is_mark = |c: char| " -—–·/第页共,|~".contains(c);
    (1..=2).contains(&numbers.len())
        && rest.chars().all(is_mark)
        && (rest.contains(['-', '—', '页']) || numbers.iter().all(|it| *it <= pages + 20))
}
