//! What an extractor gives: blocks in reading order, and pairs of label and value.

use serde::{Deserialize, Serialize};

use super::removed::Removed;
use crate::text::segment::is_han;
use crate::text::{Span, fold};

/// A raw file as its format knows it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Layout {
    /// In reading order.
    pub blocks: Vec<Block>,
    /// Labels with their values: tags, document properties, tables of metadata.
    pub pairs: Vec<Pair>,
    /// What the format itself shows to be no text: scripts, hidden text, ruby.
    pub removed: Vec<Removed>,
    /// In Chinese, what a person should know or check.
    pub remarks: Vec<String>,
    /// Whether its blocks are whole paragraphs, and no lines of print.
    pub is_whole: bool,
    /// What to say of the text, in Chinese, where a machine recognised it in pictures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine_read: Option<String>,
}

/// A line of a raw file, or a block of its markup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Without white space around it.
    pub text: String,
    /// Folded, for comparison with words and patterns.
    pub plain: String,
    /// What it is, as far as the format says.
    pub kind: BlockKind,
    /// How it is set.
    pub style: Style,
    /// Its bytes in the decoded text.
    pub span: Span,
    /// The page that it begins on, from 1, where the format has pages.
    pub page: Option<u32>,
    /// Blocks that lie in one element of the markup share this.
    pub group: u32,
    /// Whether an empty line stands before it.
    pub apart: bool,
    /// Whether a line of dashes or the like stands before it.
    pub ruled: bool,
    /// White space before it, in columns (a full-width space is two).
    pub indent: usize,
    /// Where it stands to the element that holds nearly all of the text.
    pub zone: Zone,
}

/// What a block is, as far as the format says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// Text: a line, a paragraph.
    Text,
    /// A heading of this level, from 1.
    Heading(u8),
    /// An item of a list.
    Item,
    /// The caption of a picture.
    Caption,
    /// A list, table, quotation or note, as Markdown writes it.
    Markup(String),
}

/// How a block is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Style {
    /// Where its lines begin and end.
    pub align: Align,
    /// Whether most of it is bold.
    pub bold: bool,
    /// Whether most of it is a link.
    pub linked: bool,
}

/// How a block is aligned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// From the left, or not stated.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// To the right.
    End,
}

/// Where a block of a page stands to the element that holds nearly all of the page's text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Zone {
    /// Within it, or the format has no such element.
    #[default]
    Inside,
    /// Before or after it.
    Outside,
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Folded: `发文字号`, `pubdate`.
    pub label: String,
    /// As it stands.
    pub value: String,
    /// Where it was stated.
    pub origin: Origin,
}

/// Where a pair was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// YAML at the head of Markdown.
    FrontMatter,
    /// A tag of a page's head.
    Meta,
    /// The page's title element.
    TitleElement,
    /// A table of labels and values.
    Table,
    /// A line of the text.
    Line,
}

impl Block {
    /// A block of text.
    #[must_use]
    pub fn new(text: &str, span: Span) -> Self {
        let mut block = Self {
            text: String::new(),
            plain: String::new(),
            kind: BlockKind::Text,
            style: Style::default(),
            span,
            page: None,
            group: 0,
            apart: false,
            ruled: false,
            indent: 0,
            zone: Zone::Inside,
        };
        block.set_text(text);
        block
    }

    /// Puts another text in its place.
    pub fn set_text(&mut self, text: &str) {
        text.trim().clone_into(&mut self.text);
        self.plain = fold(&self.text).text;
    }

    /// This block with another text.
    #[must_use]
    pub fn with_text(&self, text: &str) -> Self {
        let mut block = self.clone();
        block.set_text(text);
        block
    }

    /// Puts the next line of its paragraph behind it; a space only between Latin words.
    pub fn append(&mut self, next: &Self) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let whole = |c: Option<char>| c.is_some_and(|c| is_han(c) || "，、；。".contains(c));
        let (last, first) = (self.text.chars().next_back(), next.text.chars().next());
        if whole(last) && whole(first) {
            // Such characters fold by themselves, so that what is there need not be folded again.
            self.text.push_str(&next.text);
            self.plain.push_str(&next.plain);
        } else {
            let apart = if latin(last) && latin(first) { " " } else { "" };
            self.set_text(&format!("{}{apart}{}", self.text, next.text));
        }
        self.span.end = next.span.end.max(self.span.end);
    }

    /// Length of the folded text in characters.
    #[must_use]
    pub fn characters(&self) -> usize {
        self.plain.chars().count()
    }

    /// The original characters of a span of [`Block::plain`].
    #[must_use]
    pub fn original(&self, plain: Span) -> &str {
        fold(&self.text).to_original(plain).of(&self.text).trim()
    }

    /// Whether it is text or a heading, not a table, list or caption.
    #[must_use]
    pub fn is_line(&self) -> bool {
        matches!(self.kind, BlockKind::Text | BlockKind::Heading(_))
    }

    /// Whether it ends like a sentence, closing quotes and brackets aside.
    #[must_use]
    pub fn ends_sentence(&self) -> bool {
        let end = self.plain.trim_end_matches(['"', '\'', ')', '》']);
        end.ends_with(['。', '!', '?', ';', '…'])
    }

    /// Whether it is running text: a sentence, or too long for a heading.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.kind == BlockKind::Text
            && ((self.ends_sentence() && self.characters() > 12)
                || (self.plain.contains('。') && self.characters() > 20)
                || self.characters() > 60)
    }

    /// Whether it could be a heading or title: short, and no sentence.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.is_line() && !self.ends_sentence() && (2..=60).contains(&self.characters())
    }
}

impl Pair {
    /// A pair; the label is folded, and the marks and spaces around it are dropped.
    #[must_use]
    pub fn new(label: &str, value: &str, origin: Origin) -> Self {
        let label = fold(label).text.replace(' ', "");
        let label = label.trim_matches([':', '《', '》', '(', ')', '·', '-', '*', '"', '|']);
        Self { label: label.to_owned(), value: value.trim().to_owned(), origin }
    }
}
