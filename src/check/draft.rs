//! A draft: its text as it was given, and its paragraphs.

use crate::document::outline::{Passage, PassageBlock};
use crate::intake::extract::docx;
use crate::intake::format::{Format, Markup, Unreadable, decode};
use crate::intake::sandbox::Reader;
use crate::text::Span;
use crate::text::blocks::{Block, BlockKind, blocks};
use crate::text::offset_map::OffsetMap;
use crate::text::sentences::sentences;

/// The largest draft that is checked, in bytes of the file or of the pasted text.
pub const MAX_BYTES: usize = 1024 * 1024;
/// The largest office file that is opened, in bytes: pictures count for nothing in the end.
pub const MAX_OFFICE_BYTES: usize = 8 * 1024 * 1024;
/// A paragraph longer than this, in bytes, is looked at in parts.
const PARAGRAPH_BYTES: usize = 6_000;
/// The longest draft that is checked, in characters: some two hundred pages.
pub const MAX_CHARACTERS: usize = 200_000;

/// A text that somebody is writing. It is never kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// As it was given, as UTF-8. All spans of a report are bytes of it.
    pub text: String,
    /// In order, headings among them; blank lines are none.
    pub paragraphs: Vec<Paragraph>,
    /// Whose draft it is, by full name: what stands in this organization's own documents is its own
    /// earlier text.
    pub author: Option<String>,
}

/// A paragraph or heading of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// What it is to a reader.
    pub kind: BlockKind,
    /// Its text without markup.
    pub text: String,
    /// From `text` to the draft.
    pub map: OffsetMap,
}

/// Why a draft cannot be checked, in Chinese, with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// Nothing but white space.
    #[error("草稿是空的；请粘贴正文，或选择 docx、wps、pdf、ofd、txt 等文件")]
    Empty,
    /// More than [`MAX_BYTES`] or [`MAX_CHARACTERS`].
    #[error("草稿太大：{size} {unit}；正文上限 1 MB 或 {MAX_CHARACTERS} 字，请拆成几份分别检查")]
    TooLarge {
        /// How much was given.
        size: usize,
        /// 字节 or 字.
        unit: &'static str,
    },
    /// The file is no text, or is in an encoding that is not known.
    #[error("{0}")]
    Unreadable(String),
}

impl Draft {
    /// The draft that was pasted: every line is a paragraph.
    ///
    /// # Errors
    /// [`DraftError::Empty`], [`DraftError::TooLarge`].
    pub fn pasted(text: &str) -> Result<Self, DraftError> {
        Self::new(text.to_owned(), lines)
    }

    /// The draft in a file of this name, in any format that an import reads but web pages. The text
    /// of an office file is its paragraphs, one a line.
    ///
    /// # Errors
    /// [`DraftError`].
    pub fn from_file(name: &str, bytes: &[u8]) -> Result<Self, DraftError> {
        Self::read_by(&Reader::Here, name, bytes)
    }

    /// As [`Draft::from_file`]; a file of another program is read by `reader`.
    ///
    /// # Errors
    /// As [`Draft::from_file`].
    pub fn read_by(reader: &Reader, name: &str, bytes: &[u8]) -> Result<Self, DraftError> {
        let refused = |error: Unreadable| match error {
            Unreadable::Empty => DraftError::Empty,
            error => DraftError::Unreadable(format!("{name}：{error}")),
        };
        let format = Format::of(name, bytes).map_err(refused)?;
        let most = if format == Format::Text { MAX_BYTES } else { MAX_OFFICE_BYTES };
        if bytes.len() > most {
            return Err(DraftError::TooLarge { size: bytes.len(), unit: "字节" });
        }
        if format == Format::Docx {
            let blocks = docx::read(bytes).map_err(|error| refused(error.into()))?;
            let text: Vec<String> = blocks.iter().map(docx::DocxBlock::text).collect();
            return Self::new(text.join("\n"), lines);
        }
        if format != Format::Text {
            let (_, layout) = reader.read(name, bytes).map_err(refused)?;
            let text: Vec<String> = layout.blocks.into_iter().map(|block| block.text).collect();
            return Self::new(text.join("\n"), lines);
        }
        let decoded = decode(name, bytes).map_err(refused)?;
        match decoded.markup {
            Markup::Plain => Self::new(decoded.text, lines),
            Markup::Markdown => Self::new(decoded.text, markdown),
            Markup::Html => Err(DraftError::Unreadable(format!("{name} 是网页；请复制正文后粘贴"))),
        }
    }

    /// The same draft, written by the organization of this name.
    #[must_use]
    pub fn by(self, author: &str) -> Self {
        let author = author.trim();
        Self { author: (!author.is_empty()).then(|| author.to_owned()), ..self }
    }

    fn new(text: String, read: fn(&str) -> Vec<Paragraph>) -> Result<Self, DraftError> {
        if text.len() > MAX_BYTES {
            return Err(DraftError::TooLarge { size: text.len(), unit: "字节" });
        }
        let size = text.chars().count();
        if size > MAX_CHARACTERS {
            return Err(DraftError::TooLarge { size, unit: "字" });
        }
        let paragraphs: Vec<Paragraph> = read(&text).into_iter().flat_map(Paragraph::cut).collect();
        if paragraphs.is_empty() {
            return Err(DraftError::Empty);
        }
        Ok(Self { text, paragraphs, author: None })
    }

    /// The paragraphs as passages, so that what reads documents can read a draft.
    #[must_use]
    pub fn passages(&self) -> Vec<Passage> {
        let passages = self.paragraphs.iter().enumerate();
        passages.map(|(at, paragraph)| paragraph.passage(at)).collect()
    }
}

impl Paragraph {
    /// The bytes of the draft that `span`, bytes of the paragraph's text, came from.
    #[must_use]
    pub fn to_draft(&self, span: Span) -> Span {
        self.map.to_original(span)
    }

    /// The paragraph in parts that are not too long, cut between sentences where it has any: what
    /// is done with a paragraph grows faster than its length.
    fn cut(self) -> Vec<Self> {
        if self.text.len() <= PARAGRAPH_BYTES {
            return vec![self];
        }
        let mut parts: Vec<Span> = Vec::new();
        for sentence in sentences(&self.text) {
            match parts.last_mut() {
                Some(part) if sentence.end - part.start <= PARAGRAPH_BYTES => {
                    part.end = sentence.end
                }
                _ => parts.extend(pieces(&self.text, sentence)),
            }
        }
        parts.into_iter().map(|part| self.part(part)).collect()
    }

    fn part(&self, part: Span) -> Self {
        let text = part.of(&self.text).to_owned();
        let mut map = OffsetMap::default();
        for (at, c) in text.char_indices() {
            let derived = Span::new(at, at + c.len_utf8());
            let original = self.map.to_original(derived.shift(part.start));
            map.push(derived.len(), original, original.len() == derived.len());
        }
        Self { kind: self.kind, text, map }
    }

    fn passage(&self, at: usize) -> Passage {
        let all = Span::new(0, self.text.len());
        Passage {
            anchor: format!("p-{at}"),
            headings: Vec::new(),
            organization: None,
            text: self.text.clone(),
            blocks: vec![PassageBlock { kind: self.kind, span: all, goes_on: false }],
            map: self.map.clone(),
            span: self.to_draft(all),
        }
    }
}

/// A sentence without end, cut anywhere between characters.
fn pieces(text: &str, sentence: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = sentence.start;
    while start < sentence.end {
        let mut end = sentence.end.min(start + PARAGRAPH_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        pieces.push(Span::new(start, end));
        start = end;
    }
    pieces
}

/// Every line that holds something.
fn lines(text: &str) -> Vec<Paragraph> {
    let mut start = 0;
    let mut paragraphs = Vec::new();
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let blank = line.len() - line.trim_start_matches(is_blank).len();
        let kept = line.trim_matches(is_blank);
        if !kept.is_empty() {
            let at = start + blank;
            let mut map = OffsetMap::default();
            map.push(kept.len(), Span::new(at, at + kept.len()), true);
            let kind = BlockKind::Paragraph;
            paragraphs.push(Paragraph { kind, text: kept.to_owned(), map });
        }
        start += line.len();
    }
    paragraphs
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c == '\0'
}

/// The blocks of Markdown.
fn markdown(text: &str) -> Vec<Paragraph> {
    let kept = blocks(text).into_iter().filter(|block| !block.text.trim().is_empty());
    kept.map(|Block { kind, text, map, .. }| Paragraph { kind, text, map }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lead_back_to_the_draft() {
        let text = "\u{feff}题目\r\n\r\n\u{3000}\u{3000}第一段。\n第二段。  \n";
        let draft = Draft::pasted(text).unwrap();
        let read: Vec<&str> = draft.paragraphs.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(read, ["题目", "第一段。", "第二段。"]);
        for paragraph in &draft.paragraphs {
            let all = Span::new(0, paragraph.text.len());
            assert_eq!(paragraph.to_draft(all).of(text), paragraph.text);
        }
        let draft = Draft::from_file("a.md", "# 题\n\n**粗**字。\n".as_bytes()).unwrap();
        assert_eq!(draft.paragraphs[1].text, "粗字。");
        assert_eq!(draft.paragraphs[1].to_draft(Span::new(3, 9)).of(&draft.text), "字。");
    }

    #[test]
    fn a_paragraph_without_end_is_looked_at_in_parts() {
        for text in ["长".repeat(9_000), "这是一句话。".repeat(2_000)] {
            let draft = Draft::pasted(&text).unwrap();
            let parts = draft.paragraphs.iter().map(|part| {
                assert!(part.text.len() <= PARAGRAPH_BYTES);
                let all = part.to_draft(Span::new(0, part.text.len()));
                assert_eq!(all.of(&draft.text), part.text);
                part.text.as_str()
            });
            assert_eq!(parts.collect::<String>(), text);
        }
    }

    #[test]
    fn what_cannot_be_checked_is_refused_with_the_reason() {
        let message =
            |name: &str, bytes: &[u8]| Draft::from_file(name, bytes).unwrap_err().to_string();
        assert_eq!(Draft::pasted(" \n\u{3000}\n"), Err(DraftError::Empty));
        assert!(message("a.txt", b"").contains("空"));
        assert!(message("a.txt", &vec![b'a'; 2 * MAX_BYTES]).contains("正文上限 1 MB"));
        assert!(Draft::pasted(&"长".repeat(MAX_CHARACTERS + 1)).is_err());
        assert!(message("a.pdf", b"%PDF-1.7").contains("不是完好的 PDF"));
        assert!(message("a.html", b"<!doctype html><p>a</p>").contains("网页"));
    }
}
