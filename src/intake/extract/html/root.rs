//! The element that holds nearly all of a page's running text.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};

/// The share of the page's marks of punctuation that the element must hold.
const SHARE: f64 = 0.88;
/// With fewer marks a page has no such element.
const LEAST: u32 = 8;

/// The deepest element that holds [`SHARE`] of the page's `，。；`; `None` for a page with little
/// text.
pub(super) fn of_text(page: &Document) -> Option<NodeId> {
    let body = page.root();
    let marks = marks(&body);
    let all = *marks.get(&body.id).unwrap_or(&0);
    if all < LEAST {
        return None;
    }
    let mut root = body;
    loop {
        let enough = |child: &NodeRef<'_>| {
            f64::from(*marks.get(&child.id).unwrap_or(&0)) >= SHARE * f64::from(all)
        };
        let next = root.children_it(false).find(|child| child.is_element() && enough(child));
        match next {
            Some(child) if !is_one_paragraph(&child) => root = child,
            _ => return Some(root.id),
        }
    }
}

/// A paragraph is no root: its neighbours are text too.
fn is_one_paragraph(node: &NodeRef<'_>) -> bool {
    let name = node.node_name().unwrap_or_default();
    matches!(name.as_ref(), "p" | "span" | "b" | "strong" | "font" | "a" | "li")
}

/// Marks of punctuation in each element and all below it. Walks without recursion: pages nest
/// deeper than a stack.
fn marks(root: &NodeRef<'_>) -> HashMap<NodeId, u32> {
    let mut marks: HashMap<NodeId, u32> = HashMap::new();
    let mut open: Vec<(NodeRef<'_>, Option<NodeRef<'_>>)> = vec![(*root, root.first_child())];
    while let Some((node, next)) = open.pop() {
        let Some(child) = next else {
            let own = *marks.get(&node.id).unwrap_or(&0);
            if let Some((parent, _)) = open.last() {
                *marks.entry(parent.id).or_default() += own;
            }
            continue;
        };
        open.push((node, child.next_sibling()));
        if child.is_text() {
            let text = child.text();
            let count = text.chars().filter(|c| matches!(c, '，' | '。' | '；')).count();
            *marks.entry(node.id).or_default() += u32::try_from(count).unwrap_or(u32::MAX);
        } else if child.is_element() && !super::elements::is_skipped(&child) {
            open.push((child, child.first_child()));
        }
    }
    marks
}
