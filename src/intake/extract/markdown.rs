//! Markdown: headings are known, lists and tables stay as they are written.

use crate::document::markdown_file;
use crate::intake::layout::{Block, BlockKind, Layout, Origin, Pair};
use crate::text::Span;
use crate::text::blocks::{self as source, blocks};

/// The blocks of `text`.
pub(super) fn extract(text: &str) -> Layout {
    let mut layout = Layout::default();
    let (body, lead, title) = body(text);
    layout.pairs.extend(title.map(|title| Pair::new("标题", &title, Origin::FrontMatter)));
    for (group, block) in blocks(body).iter().enumerate() {
        let group = u32::try_from(group).unwrap_or(u32::MAX);
        let follows = is_markup(block.kind);
        match layout.blocks.last_mut() {
            Some(last) if follows && matches!(last.kind, BlockKind::Markup(_)) => {
                grow(last, block, lead, text);
            }
            _ => layout.blocks.extend(lines(block, body, lead, group)),
        }
    }
    layout
}

/// The Markdown after front matter, where it begins, and the title that the front matter states.
fn body(text: &str) -> (&str, usize, Option<String>) {
    match markdown_file::parse(text) {
        Ok(file) if text.ends_with(&file.body) => {
            let lead = text.len() - file.body.len();
            (&text[lead..], lead, Some(file.front_matter.title))
        }
        _ => (text, 0, None),
    }
}

fn is_markup(kind: source::BlockKind) -> bool {
    use source::BlockKind as Kind;
    !matches!(kind, Kind::Heading(_) | Kind::Paragraph | Kind::Caption)
}

/// A block as it stands, a paragraph line by line.
fn lines(block: &source::Block, body: &str, lead: usize, group: u32) -> Vec<Block> {
    let kind = match block.kind {
        source::BlockKind::Heading(level) => BlockKind::Heading(level),
        source::BlockKind::Paragraph => return paragraph(block, lead, group),
        source::BlockKind::Caption => BlockKind::Caption,
        _ => BlockKind::Markup(block.span.of(body).to_owned()),
    };
    let text = block.text.replace('\n', "");
    vec![Block { kind, apart: true, group, ..Block::new(&text, block.span.shift(lead)) }]
}

fn paragraph(block: &source::Block, lead: usize, group: u32) -> Vec<Block> {
    let mut lines: Vec<Block> = Vec::new();
    let mut at = 0;
    for line in block.text.split_inclusive('\n') {
        let text = line.trim();
        if !text.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            let span = block.map.to_original(Span::new(start, start + text.len())).shift(lead);
            let apart = lines.is_empty();
            lines.push(Block { apart, group, ..Block::new(text, span) });
        }
        at += line.len();
    }
    lines
}

/// Neighbouring items or rows are one list or table: the source between them belongs to it.
fn grow(last: &mut Block, next: &source::Block, lead: usize, text: &str) {
    let next_span = next.span.shift(lead);
    let span =
        Span::new(last.span.start.min(next_span.start), last.span.end.max(next_span.end));
    last.span = span;
    last.text.push('\n');
    last.text.push_str(&next.text);
    last.plain.push_str(&crate::text::fold(&next.text).text);
    last.kind = BlockKind::Markup(span.of(text).trim_end().to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_is_kept() {
        let text =
            "# 题目\n\n## 做法\n\n正文一\n正文二。\n\n- 一\n- 二\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n";
        let layout = extract(text);
        assert_eq!(layout.blocks[0].kind, BlockKind::Heading(1));
        assert_eq!(layout.blocks[1].kind, BlockKind::Heading(2));
        assert_eq!(layout.blocks[2].span.of(text), "正文一");
        assert_eq!(layout.blocks[3].group, layout.blocks[2].group);
        let BlockKind::Markup(source) = &layout.blocks[4].kind else { panic!("a list") };
        assert!(source.starts_with("- 一") && source.ends_with("| 1 | 2 |"), "{source}");
    }
}
