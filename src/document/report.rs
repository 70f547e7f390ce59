//! A report to carry away, as plain data: headings, paragraphs with citations, tables, numbered
//! references.

pub mod docx;
pub mod markdown;
pub mod record;
pub mod workbook;

pub use record::Record;

/// A report. What is written stays in this order: title, lines about the report, blocks,
/// references.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Stands over it.
    pub title: String,
    /// Lines under the title: what it is, from when.
    pub about: Vec<String>,
    /// In order.
    pub blocks: Vec<Block>,
    /// Numbered from 1 in this order; [`Inline::Reference`] names them by number.
    pub references: Vec<String>,
    /// Data that a program reads back out of the file; readers do not see it.
    pub record: Option<Record>,
}

/// A part of a report. Line breaks inside its text begin a new paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading; the levels are 1 to 3, others count as the nearest.
    Heading(u8, String),
    /// Running text.
    Paragraph(Vec<Inline>),
    /// What a source says, in its words.
    Quotation(Vec<Inline>),
    /// A remark, set smaller.
    Note(Vec<Inline>),
    /// An item of a list.
    Item(Vec<Inline>),
    /// A table.
    Table(Table),
}

/// A table. Every row has as many cells as the head; missing ones are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Stands above it.
    pub caption: Option<String>,
    /// The head row.
    pub head: Vec<String>,
    /// The columns' shares of the width; empty for equal ones.
    pub widths: Vec<u32>,
    /// Rows of cells.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Text that stands out.
    Strong(String),
    /// Text that was added, where two texts are compared.
    Inserted(String),
    /// Text that is missing, where two texts are compared.
    Deleted(String),
    /// Text that leads to a web address.
    Link(String, String),
    /// The number of one of the references, from 1.
    Reference(usize),
}

impl Inline {
    /// Plain text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The text as one reads it.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text)
            | Self::Strong(text)
            | Self::Inserted(text)
            | Self::Deleted(text)
            | Self::Link(text, _) => text.clone(),
            Self::Reference(number) => format!("[{number}]"),
        }
    }

    /// The same kind of text with other words; a number stays what it is.
    fn saying(&self, words: &str) -> Self {
        let words = words.to_owned();
        match self {
            Self::Text(_) => Self::Text(words),
            Self::Strong(_) => Self::Strong(words),
            Self::Inserted(_) => Self::Inserted(words),
            Self::Deleted(_) => Self::Deleted(words),
            Self::Link(_, address) => Self::Link(words, address.clone()),
            Self::Reference(number) => Self::Reference(*number),
        }
    }
}

impl Report {
    /// The number of the reference with this text, added where it is new.
    pub fn cite(&mut self, reference: &str) -> usize {
        let known = self.references.iter().position(|held| held == reference);
        known.unwrap_or_else(|| {
            self.references.push(reference.to_owned());
            self.references.len() - 1
        }) + 1
    }
}

impl Table {
    /// The cells of a row, as many as the head has.
    fn cells<'a>(&self, row: &'a [Vec<Inline>]) -> Vec<&'a [Inline]> {
        (0..self.head.len()).map(|at| row.get(at).map_or(&[][..], Vec::as_slice)).collect()
    }
}

/// The lines of a text with parts: cut at line breaks, empty ones left out, without characters
/// that no office file may hold.
fn lines(inlines: &[Inline]) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for inline in inlines {
        if matches!(inline, Inline::Reference(_)) {
            lines.last_mut().expect("there is a first line").push(inline.clone());
            continue;
        }
        for (index, words) in inline.plain().split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            let words = printable(words);
            if !words.is_empty() {
                lines.last_mut().expect("there is a first line").push(inline.saying(&words));
            }
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// `text` without control characters and what else XML 1.0 (2.2) forbids; tabs become spaces.
fn printable(text: &str) -> String {
    let kept = text.chars().map(|c| if c == '\t' { ' ' } else { c });
    kept.filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_reference_is_numbered_once() {
        let mut report = Report::default();
        let numbers = ["甲", "乙", "甲"].map(|text| report.cite(text));
        assert_eq!(numbers, [1, 2, 1]);
        assert_eq!(report.references, ["甲", "乙"]);
    }

    #[test]
    fn line_breaks_part_paragraphs_and_control_characters_go() {
        let text = [Inline::text("一\u{1}\n\n二"), Inline::Reference(1), Inline::text("\n三\t四")];
        let read: Vec<String> =
            lines(&text).iter().map(|line| line.iter().map(Inline::plain).collect()).collect();
        assert_eq!(read, ["一", "二[1]", "三 四"]);
    }
}
