//! Markdown as blocks of plain text, each with the bytes of the source that it came from.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::offset_map::OffsetMap;
use super::span::Span;

/// What stands before a photo's caption; [`crate::text::blocks`] reads such a quote as a caption.
pub const CAPTION_MARK: &str = "〔图注〕";

/// What a block is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph of running text.
    Paragraph,
    /// An item of a list, with its number in a numbered one.
    Item(Option<u64>),
    /// The head of a table, its cells set apart by `|`.
    HeadRow,
    /// A row of a table, its cells set apart by `|`.
    Row,
    /// A quotation.
    Quote,
    /// The caption of a photo, without its mark.
    Caption,
    /// Text kept as it was typed.
    Code,
}

/// A block of Markdown as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes in the source, markup included.
    pub span: Span,
    /// Its text without markup.
    pub text: String,
    /// From `text` to the source.
    pub map: OffsetMap,
}

/// The Markdown that all of the house understands: tables, and nothing that a writer of official
/// prose would type by accident.
#[must_use]
pub fn markdown_options() -> Options {
    Options::ENABLE_TABLES
}

/// The blocks of `source`, in order. Raw HTML is left out; text inside inline markup is kept.
#[must_use]
pub fn blocks(source: &str) -> Vec<Block> {
    let mut reader = Reader { source, ..Reader::default() };
    for (event, range) in Parser::new_ext(source, markdown_options()).into_offset_iter() {
        reader.event(&event, Span::new(range.start, range.end));
    }
    reader.close();
    reader.blocks
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    open: Option<Block>,
    /// The containers around the current place, innermost last.
    item_or_quote: Vec<BlockKind>,
    /// The next number of each list around the current place, innermost last.
    lists: Vec<Option<u64>>,
    blocks: Vec<Block>,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) | Event::Code(text) => self.text(text, span),
            Event::SoftBreak | Event::HardBreak => self.text("\n", span),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(number(*level)), span),
            Tag::Paragraph => {
                let kind = self.item_or_quote.last().copied().unwrap_or(BlockKind::Paragraph);
                self.open(kind, span);
            }
            Tag::Item => {
                let kind = BlockKind::Item(self.next_number());
                self.item_or_quote.push(kind);
                self.open(kind, span);
            }
            Tag::BlockQuote(_) => self.item_or_quote.push(BlockKind::Quote),
            Tag::TableHead => self.open(BlockKind::HeadRow, span),
            Tag::TableRow => self.open(BlockKind::Row, span),
            Tag::TableCell => self.cell(span),
            Tag::CodeBlock(_) => self.open(BlockKind::Code, span),
            // A list inside an item ends the item's own text.
            Tag::List(first) => {
                self.close();
                self.lists.push(*first);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::CodeBlock => self.close(),
            TagEnd::Item | TagEnd::BlockQuote(_) => {
                self.close();
                self.item_or_quote.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            _ => {}
        }
    }

    fn next_number(&mut self) -> Option<u64> {
        let list = self.lists.last_mut()?.as_mut()?;
        *list += 1;
        Some(*list - 1)
    }

    fn open(&mut self, kind: BlockKind, span: Span) {
        // A loose item opens its paragraph again; the first, still empty one makes way.
        self.close();
        self.open = Some(Block { kind, span, text: String::new(), map: OffsetMap::default() });
    }

    fn cell(&mut self, span: Span) {
        if let Some(row) = self.open.as_mut().filter(|row| !row.text.is_empty()) {
            row.text.push('|');
            row.map.push(1, Span::new(span.start, span.start), false);
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        let Some(block) = self.open.as_mut() else { return };
        // Code spans and escapes have markup inside their range: find the text itself in it.
        let source = span.of(self.source);
        let within = source.find(text).filter(|_| !source.starts_with('&'));
        let (original, linear) = match within.map(|at| span.start + at) {
            Some(start) => (Span::new(start, start + text.len()), true),
            None => (span, false),
        };
        block.text.push_str(text);
        block.map.push(text.len(), original, linear);
    }

    fn close(&mut self) {
        let Some(mut block) = self.open.take() else { return };
        if block.text.trim().is_empty() {
            return;
        }
        if block.kind == BlockKind::Quote && block.text.starts_with(CAPTION_MARK) {
            block = caption(block);
        }
        self.blocks.push(block);
    }
}

/// Takes the mark off a caption and keeps the map true.
fn caption(block: Block) -> Block {
    let mut map = OffsetMap::default();
    let mut at = CAPTION_MARK.len();
    for c in block.text[CAPTION_MARK.len()..].chars() {
        let original = block.map.to_original(Span::new(at, at + c.len_utf8()));
        map.push(c.len_utf8(), original, original.len() == c.len_utf8());
        at += c.len_utf8();
    }
    let text = block.text[CAPTION_MARK.len()..].to_owned();
    Block { kind: BlockKind::Caption, span: block.span, text, map }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(source: &str) -> Vec<(BlockKind, String)> {
        blocks(source).into_iter().map(|b| (b.kind, b.text)).collect()
    }

    #[test]
    fn a_document_is_read_block_by_block() {
        let source = "## 做法\n\n第一**段**。\n\n- 一是\n- 二是\n  - 细目\n\n> 〔图注〕现场。\n\n> 引文\n\n\
                      | 项 | 数 |\n|---|---|\n| 党支部 | 539 |\n";
        let expected = [
            (BlockKind::Heading(2), "做法"),
            (BlockKind::Paragraph, "第一段。"),
            (BlockKind::Item(None), "一是"),
            (BlockKind::Item(None), "二是"),
            (BlockKind::Item(None), "细目"),
            (BlockKind::Caption, "现场。"),
            (BlockKind::Quote, "引文"),
            (BlockKind::HeadRow, "项|数"),
            (BlockKind::Row, "党支部|539"),
        ];
        let expected: Vec<_> = expected.map(|(kind, text)| (kind, text.to_owned())).into();
        assert_eq!(kinds(source), expected);
        let numbers: Vec<_> = kinds("3. 甲\n4. 乙\n").into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(numbers, [BlockKind::Item(Some(3)), BlockKind::Item(Some(4))]);
    }

    #[test]
    fn raw_html_is_left_out_and_entities_keep_their_place() {
        let source = "甲<b>乙</b>&amp;丙\n\n<script>alert(1)</script>\n";
        let read = blocks(source);
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].text, "甲乙&丙");
        let at = read[0].text.find('&').unwrap();
        assert_eq!(read[0].map.to_original(Span::new(at, at + 1)).of(source), "&amp;");
    }

    proptest! {
        #[test]
        fn every_character_is_found_in_the_source(source in "[一-三#*>|`\\- \\n\\\\a&;<>]{0,60}") {
            for block in blocks(&source) {
                for (at, c) in block.text.char_indices() {
                    let span = block.map.to_original(Span::new(at, at + c.len_utf8()));
                    prop_assert!(source.get(span.start..span.end).is_some());
                }
            }
        }
    }
}
