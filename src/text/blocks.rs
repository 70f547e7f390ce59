//! Markdown as blocks of plain text, each with the bytes of the source that it came from.

mod stars;

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
    /// A footnote, without its mark.
    Note,
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

/// The Markdown that all of the house understands: tables and footnotes, and nothing that a writer
/// of official prose would type by accident.
#[must_use]
pub fn markdown_options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES
}

/// The blocks of `source`, in order. Raw HTML and references to footnotes are left out; text inside
/// inline markup is kept. Emphasis beside Chinese punctuation is emphasis (`**历经十年，**年年`).
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
    /// Where the definition of the footnote begins whose first paragraph comes next.
    note: Option<usize>,
    /// The stars in the open block's text that may be markup, each by itself.
    stars: Vec<Span>,
    /// The offsets in the open block's text where a cell ends.
    borders: Vec<usize>,
    blocks: Vec<Block>,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text, span, true),
            Event::Code(text) => self.text(text, span, false),
            Event::SoftBreak | Event::HardBreak => self.text("\n", span, false),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(number(*level)), span),
            Tag::Paragraph => {
                let kind = self.item_or_quote.last().copied().unwrap_or(BlockKind::Paragraph);
                let start = self.note.take().unwrap_or(span.start);
                self.open(kind, Span::new(start, span.end));
            }
            Tag::Item => {
                let kind = BlockKind::Item(self.next_number());
                self.item_or_quote.push(kind);
                self.open(kind, span);
            }
            Tag::BlockQuote(_) => self.item_or_quote.push(BlockKind::Quote),
            Tag::FootnoteDefinition(_) => {
                self.close();
                self.item_or_quote.push(BlockKind::Note);
                self.note = Some(span.start);
            }
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
            TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.close();
                self.note = None;
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
            self.borders.push(row.text.len());
            row.text.push('|');
            row.map.push(1, Span::new(span.start, span.start), false);
        }
    }

    /// Adds `text`; stars in it that stand `bare`, neither in code nor escaped, may be markup.
    fn text(&mut self, text: &str, span: Span, bare: bool) {
        let Some(block) = self.open.as_mut() else { return };
        // Code spans and escapes have markup inside their range: find the text itself in it.
        let source = span.of(self.source);
        let within = source.find(text).filter(|_| !source.starts_with('&'));
        let (original, linear) = match within.map(|at| span.start + at) {
            Some(start) => (Span::new(start, start + text.len()), true),
            None => (span, false),
        };
        let at = block.text.len();
        block.text.push_str(text);
        block.map.push(text.len(), original, linear);
        if bare && linear && block.kind != BlockKind::Code {
            let escaped = self.source[..original.start].ends_with('\\');
            let stars = text.match_indices('*').filter(|(star, _)| *star > 0 || !escaped);
            self.stars.extend(stars.map(|(star, _)| Span::new(at + star, at + star + 1)));
        }
    }

    fn close(&mut self) {
        let stars = std::mem::take(&mut self.stars);
        let borders = std::mem::take(&mut self.borders);
        let Some(mut block) = self.open.take() else { return };
        let marks = stars::emphasis(&block.text, &stars, &borders);
        if !marks.is_empty() {
            block = without(&block, &marks);
        }
        if block.text.trim().is_empty() {
            return;
        }
        if block.kind == BlockKind::Quote && block.text.starts_with(CAPTION_MARK) {
            block = without(&block, &[Span::new(0, CAPTION_MARK.len())]);
            block.kind = BlockKind::Caption;
        }
        self.blocks.push(block);
    }
}

/// `block` without the parts `cut` of its text, in order, and with a map that is still true.
fn without(block: &Block, cut: &[Span]) -> Block {
    let mut left = Block { text: String::new(), map: OffsetMap::default(), ..block.clone() };
    for (at, c) in block.text.char_indices() {
        if cut.iter().any(|span| (span.start..span.end).contains(&at)) {
            continue;
        }
        let original = block.map.to_original(Span::new(at, at + c.len_utf8()));
        left.text.push(c);
        left.map.push(c.len_utf8(), original, original.len() == c.len_utf8());
    }
    left
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

    #[test]
    fn emphasis_beside_chinese_punctuation_leaves_no_stars() {
        for (source, expected) in [
            ("全县**坚持党建引领，**深化改革。", "全县坚持党建引领，深化改革。"),
            (
                "全县**坚持党建引领。**深化改革，**一体推进。**",
                "全县坚持党建引领。深化改革，一体推进。",
            ),
            ("建成**“一站式”**大厅和**服务点（村级）**。", "建成“一站式”大厅和服务点（村级）。"),
            ("依据**《办法》**办理**《规定》**事项", "依据《办法》办理《规定》事项"),
            ("办理***三件事：***见下", "办理三件事：见下"),
            ("创建*“先锋”*岗", "创建“先锋”岗"),
            ("**一、**坚持**“两个”**结合", "一、坚持“两个”结合"),
            ("**甲：**乙\n**丙：**丁", "甲：乙\n丙：丁"),
            // Not emphasis.
            ("当事人张**，李**，王**", "当事人张**，李**，王**"),
            ("*为初步数；*为快报数", "*为初步数；*为快报数"),
            ("只有一边**加粗，后文", "只有一边**加粗，后文"),
            ("写作 \\*\\*甲，\\*\\*乙", "写作 **甲，**乙"),
            ("代码`**甲，**`乙", "代码**甲，**乙"),
            ("a ** b，** c", "a ** b，** c"),
        ] {
            let read = blocks(source);
            assert_eq!(read[0].text, expected, "{source}");
            for (at, c) in read[0].text.char_indices() {
                let original = read[0].map.to_original(Span::new(at, at + c.len_utf8()));
                assert_eq!(original.of(source), c.to_string(), "{source}");
            }
        }
        let table = "| **甲 | 乙，**丙 |\n|---|---|\n| **丁，**戊 | 己 |\n";
        let rows: Vec<_> = kinds(table).into_iter().map(|(_, text)| text).collect();
        assert_eq!(rows, ["**甲|乙，**丙", "丁，戊|己"]);
    }

    #[test]
    fn a_footnote_is_a_block_and_its_reference_is_gone() {
        let source = "受理件数[^1]增长，满意率[^注]提高。\n\n后文。\n\n[^1]: 由**县局，**统计。\n\n    另一段。\n\n\
                      [^注]: 抽样。\n";
        let read = blocks(source);
        let texts: Vec<_> = read.iter().map(|block| (block.kind, block.text.as_str())).collect();
        let note = BlockKind::Note;
        assert_eq!(
            texts,
            [
                (BlockKind::Paragraph, "受理件数增长，满意率提高。"),
                (BlockKind::Paragraph, "后文。"),
                (note, "由县局，统计。"),
                (note, "另一段。"),
                (note, "抽样。")
            ]
        );
        assert!(read[2].span.of(source).starts_with("[^1]: 由"));
        assert_eq!(read[4].span.of(source).trim_end(), "[^注]: 抽样。");
        let at = read[0].text.find("增长").unwrap();
        assert_eq!(read[0].map.to_original(Span::new(at - 3, at + 6)).of(source), "数[^1]增长");
        assert_eq!(blocks("没有注的[^2]记号")[0].text, "没有注的[^2]记号");
    }

    proptest! {
        #[test]
        fn every_character_is_found_in_the_source(source in "[一-三#*>|`\\- \\n\\\\a&;<>，“\\[\\]^:]{0,60}") {
            for block in blocks(&source) {
                for (at, c) in block.text.char_indices() {
                    let span = block.map.to_original(Span::new(at, at + c.len_utf8()));
                    prop_assert!(source.get(span.start..span.end).is_some());
                }
            }
        }
    }
}
