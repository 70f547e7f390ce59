//! Evidence packs: chosen passages with all that is needed to verify them later.

mod verify;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::corpus::walk::fingerprint;
use crate::document::citation::{citation, written};
use crate::document::report::{Block, Inline, Record, Report, record};
use crate::document::{Date, DocumentId};
use crate::index::engine::EngineError;
use crate::index::entry::{DocumentEntry, PassageEntry};
use crate::intake::extract::docx::{self, BrokenDocx};
use crate::library::Snapshot;
use crate::text::Span;
use crate::text::json_fault::json_fault;

pub use verify::{State, Verified, verify};

/// The kind of record in which evidence travels.
pub const RECORD: &str = "evidence";
/// The name and version of the form in which it is written.
pub const FORMAT: &str = "dianan-evidence/1";
/// The most passages in one pack.
pub const MAX_ITEMS: usize = 500;

/// A pack of evidence: the sidecar that is written beside the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// [`FORMAT`].
    pub format: String,
    /// The day on which it was made.
    pub made: Date,
    /// The generation of the index that it was made from.
    pub generation: u64,
    /// The passages, in the order in which they were asked for.
    pub items: Vec<Evidence>,
}

/// A passage, as it stood when the pack was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The document.
    pub document: DocumentId,
    /// The passage's anchor.
    pub passage: String,
    /// The document's title.
    pub title: String,
    /// The headings that it stands under.
    pub heading: String,
    /// Bytes of the document's body.
    pub span: Span,
    /// The passage.
    pub text: String,
    /// SHA-256 of the text (UTF-8), in hexadecimal.
    pub sha256: String,
    /// SHA-256 of its Markdown, in hexadecimal: numbers of lists are no part of the text.
    pub markdown_sha256: String,
    /// The raw file that the document was imported from, as far as it states one.
    pub source: File,
    /// The document's file in the corpus.
    pub corpus: File,
    /// The document in a list of references.
    pub citation: String,
    /// The passage in a note in running text.
    pub note: String,
}

/// A file and the SHA-256 of its bytes, in hexadecimal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name, or its path in the corpus.
    pub file: Option<String>,
    /// The fingerprint.
    pub sha256: Option<String>,
}

/// Why there is no pack, or none can be read, in Chinese.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// Nothing was asked for.
    #[error("没有选定段落；请给出“文档编号#段落编号”，检索结果和文档页上都有")]
    Nothing,
    /// More than [`MAX_ITEMS`].
    #[error("选定的段落有 {0} 个，上限 {MAX_ITEMS} 个；请分几次制作")]
    TooMany(usize),
    /// A name that no document has.
    #[error("库中没有编号为“{0}”的文档；请用检索结果给出的编号")]
    NoDocument(String),
    /// An anchor that no passage of the document has.
    #[error("文档“{document}”没有编号为“{passage}”的段落；它可能改过，请重新打开文档选取")]
    NoPassage {
        /// The document.
        document: DocumentId,
        /// The anchor.
        passage: String,
    },
    /// A file that is no pack.
    #[error("不是引证包：{0}；请给出典案制作的 json、docx 或 md 文件")]
    NoPack(String),
    /// A Word file that cannot be read.
    #[error(transparent)]
    Docx(#[from] BrokenDocx),
    /// The index cannot be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Gathers the passages that `anchors` name, `document#anchor`; a document without an anchor names
/// all its passages.
///
/// # Errors
/// [`EvidenceError`] when one of them is not held, there are none or too many.
pub fn gather(snapshot: &Snapshot, anchors: &[String], made: Date) -> Result<Pack, EvidenceError> {
    if anchors.is_empty() {
        return Err(EvidenceError::Nothing);
    }
    let files = snapshot.engine.files()?.into_iter();
    let files: HashMap<DocumentId, File> = files
        .filter_map(|it| {
            Some((it.document?, File { file: Some(it.path), sha256: Some(it.fingerprint) }))
        })
        .collect();
    let mut items = Vec::new();
    for anchor in anchors {
        let (document, passages) = named(snapshot, anchor)?;
        let corpus = files.get(&document.id).cloned().unwrap_or_default();
        items.extend(passages.iter().map(|passage| evidence(&document, passage, &corpus)));
        if items.len() > MAX_ITEMS {
            return Err(EvidenceError::TooMany(items.len()));
        }
    }
    let generation = snapshot.generation.number;
    Ok(Pack { format: FORMAT.to_owned(), made, generation, items })
}

fn named(
    snapshot: &Snapshot,
    anchor: &str,
) -> Result<(DocumentEntry, Vec<PassageEntry>), EvidenceError> {
    let (id, passage) = match anchor.split_once('#') {
        Some((id, passage)) => (id, Some(passage)),
        None => (anchor, None),
    };
    let unknown = || EvidenceError::NoDocument(id.to_owned());
    let id = DocumentId::parse(id).ok_or_else(unknown)?;
    let document = snapshot.engine.document(&id)?.ok_or_else(unknown)?;
    let mut passages = snapshot.engine.passages(&id)?;
    if let Some(passage) = passage {
        passages.retain(|it| it.anchor == passage);
        if passages.is_empty() {
            let passage = passage.to_owned();
            return Err(EvidenceError::NoPassage { document: id, passage });
        }
    }
    Ok((document, passages))
}

fn evidence(document: &DocumentEntry, passage: &PassageEntry, corpus: &File) -> Evidence {
    let about = &document.front_matter;
    Evidence {
        document: document.id.clone(),
        passage: passage.anchor.clone(),
        title: about.title.clone(),
        heading: passage.heading.clone(),
        span: passage.span,
        text: passage.text.clone(),
        sha256: fingerprint(passage.text.as_bytes()),
        markdown_sha256: fingerprint(markdown(&document.body, passage.span).as_bytes()),
        source: File { file: about.source.file.clone(), sha256: about.source.sha256.clone() },
        corpus: corpus.clone(),
        citation: citation(about, "").full(),
        note: citation(about, &passage.heading).note,
    }
}

/// The Markdown of a passage, with the marks before its first block where they stand on its line.
fn markdown(body: &str, span: Span) -> &str {
    let line = body[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let is_mark = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".)-*+>#|".contains(c);
    let start = if body[line..span.start].chars().all(is_mark) { line } else { span.start };
    &body[start..span.end]
}

impl Pack {
    /// As JSON.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a pack is plain data") + "\n"
    }

    /// Reads a pack out of its sidecar, or out of the DOCX or Markdown file that it came with.
    ///
    /// # Errors
    /// [`EvidenceError::NoPack`], [`EvidenceError::Docx`].
    pub fn in_file(bytes: &[u8]) -> Result<Self, EvidenceError> {
        let none = |why: &str| EvidenceError::NoPack(why.to_owned());
        let json = if docx::looks_zipped(bytes) {
            docx::hidden_record(bytes, RECORD)?.ok_or_else(|| none("文件里没有引证包的数据"))?
        } else {
            let text = std::str::from_utf8(bytes).map_err(|_| none("不是 UTF-8 文字"))?;
            let text = text.trim_start_matches('\u{feff}');
            match text.trim_start().starts_with('{') {
                true => text.to_owned(),
                false => record::in_markdown(text, RECORD)
                    .ok_or_else(|| none("文件里没有引证包的数据"))?
                    .to_owned(),
            }
        };
        let pack: Self = serde_json::from_str(&json)
            .map_err(|error| EvidenceError::NoPack(json_fault(&error)))?;
        match pack.format == FORMAT {
            true if pack.items.len() > MAX_ITEMS => Err(EvidenceError::TooMany(pack.items.len())),
            true => Ok(pack),
            false => Err(none(&format!("格式是“{}”，本程序只认“{FORMAT}”", pack.format))),
        }
    }

    /// The pack as a report with numbered references, in which it is hidden too.
    #[must_use]
    pub fn report(&self) -> Report {
        let json = serde_json::to_string(self).expect("a pack is plain data");
        let mut report = Report {
            title: "引证包".to_owned(),
            record: Some(Record { kind: RECORD, json }),
            ..Report::default()
        };
        for (index, item) in self.items.iter().enumerate() {
            let number = report.cite(&item.citation);
            item.add_to(&mut report.blocks, index + 1, number);
        }
        let sources = report.references.len();
        report.about = vec![
            format!("共 {} 段，出自 {sources} 份文档", self.items.len()),
            format!("{}据典案语料第 {} 版制作", written(self.made), self.generation),
        ];
        report
    }
}

impl Evidence {
    fn add_to(&self, blocks: &mut Vec<Block>, number: usize, reference: usize) {
        blocks.push(Block::Heading(2, format!("{number}. {}", self.title)));
        if !self.heading.is_empty() && self.heading != self.title {
            blocks.push(Block::Heading(3, self.heading.clone()));
        }
        let text = vec![Inline::text(self.text.clone()), Inline::Reference(reference)];
        blocks.push(Block::Quotation(text));
        let Span { start, end } = self.span;
        let place =
            format!("段落：{}#{}，正文第 {start} 至 {end} 字节", self.document, self.passage);
        let mut lines = vec![place, format!("段落 SHA-256：{}", self.sha256)];
        for (name, file) in [("原文件", &self.source), ("语料文件", &self.corpus)] {
            let stated =
                [file.file.clone(), file.sha256.as_ref().map(|it| format!("SHA-256：{it}"))];
            let stated: Vec<String> = stated.into_iter().flatten().collect();
            if !stated.is_empty() {
                lines.push(format!("{name}：{}", stated.join("，")));
            }
        }
        blocks.push(Block::Note(vec![Inline::text(lines.join("\n"))]));
    }
}
