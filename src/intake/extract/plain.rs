//! Plain text: lines are lines.

use crate::intake::layout::{Block, Layout};
use crate::text::Span;

/// The lines of `text` that hold something.
pub(super) fn extract(text: &str) -> Layout {
    let mut blocks = Vec::new();
    let mut at = 0;
    let mut apart = false;
    for raw in text.split_inclusive(['\n', '\u{c}']) {
        let content = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if content.is_empty() {
            apart = true;
        } else {
            let lead = raw.find(content).expect("it was cut from there");
            let span = Span::new(at + lead, at + lead + content.len());
            let mut block = Block::new(content, span);
            block.apart = apart;
            block.indent = columns(&raw[..lead]);
            block.group = u32::try_from(blocks.len()).unwrap_or(u32::MAX);
            blocks.push(block);
            apart = raw.ends_with('\u{c}');
        }
        at += raw.len();
    }
    Layout { blocks, ..Layout::default() }
}

/// The width of white space in columns; a full-width space is two, a tab four.
pub(super) fn columns(space: &str) -> usize {
    let width = |c: char| match c {
        '\u{3000}' => 2,
        '\t' => 4,
        '\u{feff}' | '\r' | '\u{c}' => 0,
        _ => 1,
    };
    space.chars().map(width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_where_they_stood_and_what_stood_apart() {
        let text = "\u{feff}题目\r\n\r\n　　正文。\n尾\n";
        let blocks = extract(text).blocks;
        let read: Vec<_> = blocks
            .iter()
            .map(|block| (block.text.as_str(), block.apart, block.indent, block.span.of(text)))
            .collect();
        assert_eq!(
            read,
            [("题目", false, 0, "题目"), ("正文。", true, 4, "正文。"), ("尾", false, 0, "尾")]
        );
    }
}
