//! Markdown: headings are known, lists and tables stay as they are written.

use super::grid::{Cell, Grid};
use crate::document::markdown_file;
use crate::intake::layout::{Block, BlockKind, Layout, Origin, Pair, Style};
use crate::intake::removed::Removed;
use crate::text::Span;
use crate::text::blocks::{self as source, blocks};

/// The blocks of `text`.
pub(super) fn extract(text: &str) -> Layout {
    let mut layout = Layout::default();
    let (body, lead, title) = body(text);
    layout.pairs.extend(title.map(|title| Pair::new("标题", &title, Origin::FrontMatter)));
    let blocks = blocks(body);
    let labels = tables_of_labels(&blocks, &mut layout);
    for (group, block) in blocks.iter().enumerate() {
        let group = u32::try_from(group).unwrap_or(u32::MAX);
        if labels.contains(&group) {
            continue;
        }
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

/// Takes tables that hold nothing but labels and values; gives the numbers of their blocks.
fn tables_of_labels(blocks: &[source::Block], layout: &mut Layout) -> Vec<u32> {
    use source::BlockKind as Kind;
    let mut taken = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        if blocks[at].kind != Kind::HeadRow {
            at += 1;
            continue;
        }
        let rows = 1 + blocks[at + 1..].iter().take_while(|block| block.kind == Kind::Row).count();
        let cell = |text: &str| Cell { text: text.trim().to_owned(), rows: 1, columns: 1 };
        let row = |block: &source::Block| block.text.split('|').map(cell).collect();
        let grid = Grid(blocks[at..at + rows].iter().map(row).collect());
        if let Some(pairs) = grid.pairs() {
            let said = pairs.iter().map(|pair| format!("{}：{}", pair.label, pair.value));
            layout.removed.extend(said.map(|text| Removed::by("pair", &text)));
            layout.pairs.extend(pairs);
            taken.extend((at..at + rows).filter_map(|at| u32::try_from(at).ok()));
        }
        at += rows;
    }
    taken
}

fn is_markup(kind: source::BlockKind) -> bool {
    use source::BlockKind as Kind;
    !matches!(kind, Kind::Heading(_) | Kind::Paragraph | Kind::Caption)
}

/// A block as it stands, a paragraph line by line.
fn lines(block: &source::Block, body: &str, lead: usize, group: u32) -> Vec<Block> {
    let kind = match block.kind {
        source::BlockKind::Heading(level) => BlockKind::Heading(level),
        source::BlockKind::Paragraph => return paragraph(block, body, lead, group),
        source::BlockKind::Caption => BlockKind::Caption,
        _ => BlockKind::Markup(block.span.of(body).to_owned()),
    };
    let text = block.text.replace('\n', "");
    vec![Block { kind, apart: true, group, ..Block::new(&text, block.span.shift(lead)) }]
}

fn paragraph(block: &source::Block, body: &str, lead: usize, group: u32) -> Vec<Block> {
    let written = block.span.of(body).trim();
    let inner = written.strip_prefix("**").and_then(|it| it.strip_suffix("**"));
    let bold = inner.is_some_and(|it| !it.is_empty() && !it.contains("**"));
    let mut lines: Vec<Block> = Vec::new();
    let mut at = 0;
    for line in block.text.split_inclusive('\n') {
        let text = line.trim();
        if !text.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            let span = block.map.to_original(Span::new(start, start + text.len())).shift(lead);
            let apart = lines.is_empty();
            let style = Style { bold, ..Style::default() };
            lines.push(Block { apart, group, style, ..Block::new(text, span) });
        }
        at += line.len();
    }
    lines
}

/// Neighbouring items or rows are one list or table: the source between them belongs to it.
fn grow(last: &mut Block, next: &source::Block, lead: usize, text: &str) {
    let next_span = next.span.shift(lead);
    let span = Span::new(last.span.start.min(next_span.start), last.span.end.max(next_span.end));
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
        let text = "# 题目\n\n## 做法\n\n正文一\n正文二。\n\n- 一\n- 二\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n";
        let layout = extract(text);
        assert_eq!(layout.blocks[0].kind, BlockKind::Heading(1));
        assert_eq!(layout.blocks[1].kind, BlockKind::Heading(2));
        assert_eq!(layout.blocks[2].span.of(text), "正文一");
        assert_eq!(layout.blocks[3].group, layout.blocks[2].group);
        let BlockKind::Markup(source) = &layout.blocks[4].kind else { panic!("a list") };
        assert!(source.starts_with("- 一") && source.ends_with("| 1 | 2 |"), "{source}");
    }
}
