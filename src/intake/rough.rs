//! A raw file as lines, before anything is known of them.

use crate::text::Span;

/// What a line is, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineKind {
    /// Not known yet, or running text.
    Text,
    /// A heading of this level, from 2.
    Heading(u8),
    /// The caption of a photo.
    Caption,
    /// A list, table or quotation of Markdown, kept as it is written.
    Fixed(String),
}

/// A line of a raw file, or a block of its markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Without white space around it.
    pub text: String,
    /// What it is.
    pub kind: LineKind,
    /// Its bytes in the decoded text.
    pub span: Span,
    /// Whether an empty line stands before it.
    pub apart: bool,
}

impl Line {
    /// A line of text.
    #[must_use]
    pub fn new(text: &str, span: Span) -> Self {
        Self { text: text.trim().to_owned(), kind: LineKind::Text, span, apart: false }
    }

    /// Length in characters.
    #[must_use]
    pub fn characters(&self) -> usize {
        self.text.chars().count()
    }

    /// Whether it ends like a sentence, closing quotes and brackets aside.
    #[must_use]
    pub fn ends_sentence(&self) -> bool {
        let end = self.text.trim_end_matches(['”', '」', '』', '"', ')', '\u{ff09}', '’']);
        end.ends_with(['。', '!', '\u{ff01}', '?', '\u{ff1f}', ';', '\u{ff1b}', '…'])
    }

    /// Whether it is running text: a sentence, or too long for a heading.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.kind == LineKind::Text && (self.ends_sentence() || self.characters() > 60)
    }

    /// Whether it could be a heading or title: short, and no sentence.
    #[must_use]
    pub fn is_short(&self) -> bool {
        matches!(self.kind, LineKind::Text | LineKind::Heading(_))
            && !self.ends_sentence()
            && (2..=60).contains(&self.characters())
    }
}
