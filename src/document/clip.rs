//! Clips: what a reader gathers while reading, and the files in which it is carried away.

use serde::{Deserialize, Serialize};

use super::report::{Block, Inline, Record, Report, record};
use crate::text::Span;
use crate::text::json_fault::json_fault;

/// The kind of record in which clips travel.
pub const RECORD: &str = "clips";
/// The name and version of the form in which they are written.
pub const FORMAT: &str = "dianan-clips/1";
/// The most clips in one file.
pub const MAX_CLIPS: usize = 500;
/// The longest text of a clip, in characters.
const TEXT_CHARACTERS: usize = 20_000;
/// The longest of its other values, in characters.
const VALUE_CHARACTERS: usize = 5_000;

/// What a clip was taken from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClipKind {
    /// A passage of a document.
    #[default]
    Passage,
    /// A fact found in one.
    Fact,
    /// A cell of a comparison.
    Cell,
}

/// A clip. All but the text may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clip {
    /// What it was taken from.
    #[serde(default)]
    pub kind: ClipKind,
    /// What it says.
    pub text: String,
    /// The document's identifier.
    #[serde(default)]
    pub document: String,
    /// The passage's anchor.
    #[serde(default)]
    pub passage: String,
    /// Bytes of the document's body.
    #[serde(default)]
    pub span: Option<Span>,
    /// The document's title.
    #[serde(default)]
    pub title: String,
    /// How the document is cited: what is cited alike shares a number among the references.
    #[serde(default)]
    pub citation: String,
    /// Where it is read.
    #[serde(default)]
    pub url: String,
    /// The reader's own words.
    #[serde(default)]
    pub note: String,
}

/// Clips in the form in which they travel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clips {
    /// [`FORMAT`].
    pub format: String,
    /// In the reader's order.
    pub clips: Vec<Clip>,
}

/// What is wrong with clips that came from outside, in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClipError {
    /// No JSON of this form.
    #[error("摘录的写法有误：{0}")]
    Malformed(String),
    /// Another version wrote them.
    #[error("摘录的格式是“{0}”，本程序只认“{FORMAT}”")]
    Format(String),
    /// More than [`MAX_CLIPS`].
    #[error("摘录有 {0} 条，上限 {MAX_CLIPS} 条；请分几次导出")]
    TooMany(usize),
    /// A clip without text, or with too much.
    #[error("第 {number} 条摘录的 {field} {problem}")]
    Value {
        /// Counted from 1.
        number: usize,
        /// The key.
        field: &'static str,
        /// What is wrong, and what is right.
        problem: String,
    },
    /// A file in which no clips are hidden.
    #[error("这个文件里没有可以读回的摘录；请用典案导出的 docx 或 Markdown 文件")]
    NoClips,
}

impl Clips {
    /// Clips in this program's form.
    #[must_use]
    pub fn new(clips: Vec<Clip>) -> Self {
        Self { format: FORMAT.to_owned(), clips }
    }

    /// Reads JSON that came from outside. Keys that are not known are passed over.
    ///
    /// # Errors
    /// [`ClipError`], naming the clip and the key.
    pub fn parse(json: &str) -> Result<Self, ClipError> {
        let read: Self =
            serde_json::from_str(json).map_err(|error| ClipError::Malformed(json_fault(&error)))?;
        if read.format != FORMAT {
            return Err(ClipError::Format(read.format));
        }
        if read.clips.len() > MAX_CLIPS {
            return Err(ClipError::TooMany(read.clips.len()));
        }
        read.clips.iter().enumerate().try_for_each(|(index, clip)| clip.check(index + 1))?;
        Ok(read)
    }

    /// Reads the clips that a Markdown file of this program holds.
    ///
    /// # Errors
    /// [`ClipError::NoClips`] where there are none; otherwise as [`Clips::parse`].
    pub fn in_markdown(text: &str) -> Result<Self, ClipError> {
        Self::parse(record::in_markdown(text, RECORD).ok_or(ClipError::NoClips)?)
    }

    /// The clips as a report with numbered references, in which they are hidden too.
    #[must_use]
    pub fn report(&self) -> Report {
        let json = serde_json::to_string(self).expect("clips are plain data");
        let mut report = Report {
            title: "摘录".to_owned(),
            record: Some(Record { kind: RECORD, json }),
            ..Report::default()
        };
        for (index, clip) in self.clips.iter().enumerate() {
            let number = Some(clip.citation.as_str()).filter(|it| !it.trim().is_empty());
            let number = number.map(|citation| report.cite(citation));
            let above = index.checked_sub(1).map(|above| self.clips[above].title.as_str());
            clip.add_to(&mut report.blocks, number, above);
        }
        let sources = report.references.len();
        report.about = vec![format!("共 {} 条，出自 {sources} 份文档", self.clips.len())];
        report
    }
}

impl Clip {
    fn check(&self, number: usize) -> Result<(), ClipError> {
        let error = |field, problem| Err(ClipError::Value { number, field, problem });
        if self.text.trim().is_empty() {
            return error("text", "是空的；请删去这一条".to_owned());
        }
        let values = [
            ("text", &self.text, TEXT_CHARACTERS),
            ("document", &self.document, VALUE_CHARACTERS),
            ("passage", &self.passage, VALUE_CHARACTERS),
            ("title", &self.title, VALUE_CHARACTERS),
            ("citation", &self.citation, VALUE_CHARACTERS),
            ("url", &self.url, VALUE_CHARACTERS),
            ("note", &self.note, VALUE_CHARACTERS),
        ];
        let long = values.into_iter().find(|(_, value, most)| value.chars().count() > *most);
        match long {
            Some((field, _, most)) => error(field, format!("太长，上限 {most} 字")),
            None => Ok(()),
        }
    }

    /// Adds the clip to a report: its title unless the clip above has the same, its text, the
    /// reader's note, and the way to the text.
    fn add_to(&self, blocks: &mut Vec<Block>, number: Option<usize>, above: Option<&str>) {
        if above != Some(&self.title) && !self.title.trim().is_empty() {
            blocks.push(Block::Heading(2, self.title.clone()));
        }
        let text = Inline::text(self.text.trim());
        let text = [text].into_iter().chain(number.map(Inline::Reference));
        blocks.push(Block::Quotation(text.collect()));
        if !self.note.trim().is_empty() {
            let note = [Inline::Strong("按：".to_owned()), Inline::text(self.note.trim())];
            blocks.push(Block::Paragraph(note.to_vec()));
        }
        if self.url.starts_with("http://") || self.url.starts_with("https://") {
            let link = Inline::Link("在典案中查看原文".to_owned(), self.url.clone());
            blocks.push(Block::Note(vec![link]));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::report::markdown;
    use super::*;

    fn clip(text: &str, citation: &str) -> Clip {
        Clip { text: text.to_owned(), citation: citation.to_owned(), ..Clip::default() }
    }

    #[test]
    fn clips_of_one_source_share_its_number() {
        let clips = Clips::new(vec![clip("一", "甲."), clip("二", "乙."), clip("三", "甲.")]);
        let report = clips.report();
        assert_eq!(report.references, ["甲.", "乙."]);
        let numbers: Vec<&Inline> = report.blocks.iter().filter_map(last).collect();
        assert_eq!(numbers, [1, 2, 1].map(Inline::Reference).iter().collect::<Vec<_>>());
    }

    fn last(block: &Block) -> Option<&Inline> {
        let Block::Quotation(text) = block else { return None };
        text.last()
    }

    #[test]
    fn bad_clips_are_refused_by_number_and_key() {
        let refused = |json: &str| Clips::parse(json).expect_err("it is refused").to_string();
        assert!(refused("[").contains("写法有误"));
        assert!(refused("{\"format\":\"x\",\"clips\":[]}").contains("只认"));
        let with = |clips: &str| refused(&format!("{{\"format\":\"{FORMAT}\",\"clips\":{clips}}}"));
        assert_eq!(
            with("[{\"text\":\"甲\"},{\"text\":\" \"}]"),
            "第 2 条摘录的 text 是空的；请删去这一条"
        );
        let note = "长".repeat(VALUE_CHARACTERS + 1);
        let long = with(&format!("[{{\"text\":\"甲\",\"note\":\"{note}\"}}]"));
        assert_eq!(long, "第 1 条摘录的 note 太长，上限 5000 字");
        let many = vec!["{\"text\":\"甲\"}"; MAX_CLIPS + 1].join(",");
        assert!(with(&format!("[{many}]")).contains("501"));
        assert_eq!(Clips::in_markdown("# 摘录\n"), Err(ClipError::NoClips));
    }

    #[test]
    fn addresses_that_could_run_something_are_left_out() {
        let clip = Clip { url: "javascript:alert(1)".to_owned(), ..clip("甲", "") };
        let written = markdown::write(&Clips::new(vec![clip]).report());
        assert!(
            !written.lines().filter(|it| !it.starts_with("<!--")).any(|it| it.contains("alert"))
        );
    }

    proptest! {
        #[test]
        fn what_is_exported_as_markdown_is_read_back(
            texts in prop::collection::vec("\\PC{0,20}[甲乙a-z]\\PC{0,20}", 0..5), note in any::<String>(),
        ) {
            let clips = texts.iter().map(|text| Clip { note: note.clone(), ..clip(text, "甲[N]. 某报.") });
            let clips = Clips::new(clips.collect());
            let written = markdown::write(&clips.report());
            prop_assert_eq!(Clips::in_markdown(&written), Ok(clips));
        }
    }
}
