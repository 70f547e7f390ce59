//! The library as JSON Lines, for other programs and for the way back; `docs/export.md` says what
//! each line holds.

mod restore;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use walkdir::WalkDir;

pub use restore::{is_export, restore};

use super::snapshot::Snapshot;
use crate::corpus::access::FILE as RULE;
use crate::corpus::error::in_chinese;
use crate::corpus::walk::fingerprint;
use crate::corpus::{CorpusError, CorpusFolder};
use crate::document::markdown_file::{self, MarkdownFile};
use crate::document::{Access, DocumentId, FrontMatter, Kind};
use crate::index::engine::EngineError;
use crate::index::query::FactQuery;
use crate::knowledge::Fact;

/// The version of the lines; a reader refuses a later one.
pub const VERSION: u32 = 1;

/// The folder of the lexicon, and what people have judged of facts in it.
const LEXICON: &str = "lexicon";
const JUDGED: &str = "lexicon/corrections.toml";

/// A line of an export.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line {
    /// The first line.
    Export {
        version: u32,
        /// The version of the program that wrote it.
        program: String,
        /// When, in RFC 3339.
        made: String,
        /// The generation of the index that the facts are from.
        generation: u64,
    },
    /// A document.
    Document(Box<DocumentLine>),
    /// A file of the lexicon, or a rule of access of a folder.
    File { path: String, sha256: String, text: String },
    /// A fact that was read from a document; made anew from the documents on the way back.
    Fact { fact: Box<Fact> },
    /// What people have judged: `confirm`, `forget`, `merge`, `expansion`. It stands in the lexicon's
    /// file too, from which it comes back.
    Judgment { act: String, about: Value },
    /// The last line: how many lines there are of each.
    End(Exported),
}

/// A document of an export.
#[derive(Debug, Serialize, Deserialize)]
struct DocumentLine {
    id: DocumentId,
    /// Relative to the corpus.
    path: String,
    /// Of the file, in hexadecimal.
    sha256: String,
    /// Who may read it: what it says, else what its folder says.
    access: Access,
    front_matter: FrontMatter,
    /// Markdown.
    body: String,
    /// The whole file, where front matter and body are not enough to write it byte by byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

/// How much was exported, or brought back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// Documents.
    pub documents: usize,
    /// Files of the lexicon and rules of access.
    pub files: usize,
    /// Facts.
    pub facts: usize,
    /// Judgments.
    pub judgments: usize,
}

/// What an export leaves out or cannot vouch for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Files that are no documents, with the reason.
    pub broken: Vec<(String, String)>,
    /// Documents that have changed since their facts were read.
    pub stale: usize,
    /// Documents that are reserved to groups, which the export holds all the same.
    pub reserved: usize,
}

/// Why there is no export, or why it is not brought back.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// A file cannot be read or written.
    #[error("{path}：{}", in_chinese(.source))]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// The corpus cannot be read.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// The index cannot be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The file is no export, is of a later version, or is damaged.
    #[error("{path} 第 {line} 行：{reason}")]
    Unfit {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong, in Chinese.
        reason: String,
    },
    /// Something is where it is to go.
    #[error("{0} 已有内容；导出的文件只能导入到空的语料文件夹")]
    Occupied(PathBuf),
}

/// Writes the documents and the lexicon of `corpus`, the facts of `snapshot`, and what people have
/// judged, to `to`. The file is there whole or not at all; one that was there is replaced.
///
/// # Errors
/// [`ExchangeError`]; nothing has changed then.
pub fn export(
    corpus: &CorpusFolder,
    snapshot: &Snapshot,
    to: &Path,
) -> Result<(Exported, Remarks), ExchangeError> {
    let aside = beside(to, "part");
    let mut lines = Lines::create(&aside)?;
    let written = written(corpus, snapshot, &mut lines).and_then(|remarks| {
        lines.close()?;
        fs::rename(&aside, to).map_err(at(to))?;
        sync_folder_of(to)?;
        Ok(remarks)
    });
    if written.is_err() {
        let _ = fs::remove_file(&aside);
    }
    Ok((lines.counted, written?))
}

fn written(
    corpus: &CorpusFolder,
    snapshot: &Snapshot,
    lines: &mut Lines,
) -> Result<Remarks, ExchangeError> {
    lines.put(&Line::Export {
        version: VERSION,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made: jiff::Timestamp::now().to_string(),
        generation: snapshot.generation.number,
    })?;
    let mut remarks = Remarks::default();
    let mut documents = Vec::new();
    let known = snapshot.engine.files()?;
    for file in corpus.files()? {
        let held = match file.parse() {
            Ok(held) => held,
            Err((line, reason)) => {
                remarks.broken.push((file.path, format!("第 {line} 行：{reason}")));
                continue;
            }
        };
        let is_read = |it: &&crate::index::entry::FileEntry| it.path == file.path;
        let read = known.iter().find(is_read).map(|it| &it.fingerprint);
        remarks.stale += usize::from(read != Some(&file.fingerprint));
        remarks.reserved += usize::from(!held.access.is_public());
        documents.push(held.id.clone());
        let line = document_line(corpus, file.path, held.id, held.access, held.file)?;
        lines.put(&Line::Document(Box::new(line)))?;
    }
    for path in beside_documents(corpus) {
        let text = fs::read_to_string(corpus.root().join(&path)).map_err(at(Path::new(&path)))?;
        lines.put(&Line::File { sha256: fingerprint(text.as_bytes()), path, text })?;
    }
    for id in documents {
        let query = FactQuery { document: Some(id), limit: usize::MAX, ..FactQuery::default() };
        for fact in snapshot.engine.facts(&query)?.facts {
            lines.put(&Line::Fact { fact: Box::new(fact) })?;
        }
    }
    for (act, about) in judged(corpus) {
        lines.put(&Line::Judgment { act, about })?;
    }
    lines.put(&Line::End(lines.counted))?;
    Ok(remarks)
}

fn document_line(
    corpus: &CorpusFolder,
    path: String,
    id: DocumentId,
    access: Access,
    file: MarkdownFile,
) -> Result<DocumentLine, ExchangeError> {
    let place = corpus.root().join(&path);
    let text = fs::read_to_string(&place).map_err(at(&place))?;
    let sha256 = fingerprint(text.as_bytes());
    let whole = (markdown_file::print(&file) != text).then_some(text);
    let MarkdownFile { front_matter, body } = file;
    Ok(DocumentLine { id, path, sha256, access, front_matter, body, file: whole })
}

/// The text files beside the documents that say how they are read and by whom, by path.
fn beside_documents(corpus: &CorpusFolder) -> Vec<String> {
    let folders = Kind::ALL.into_iter().map(Kind::folder).chain([LEXICON]);
    let entries = folders.flat_map(|it| WalkDir::new(corpus.root().join(it)).into_iter().flatten());
    let files = entries.filter(|entry| {
        let lexicon = entry.path().starts_with(corpus.root().join(LEXICON));
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        entry.file_type().is_file() && !hidden && (lexicon || entry.file_name() == RULE)
    });
    let relative = files.filter_map(|entry| {
        let path = entry.path().strip_prefix(corpus.root()).ok()?;
        let steps: Vec<_> = path.iter().map(|it| it.to_string_lossy()).collect();
        Some(steps.join("/"))
    });
    let mut paths: Vec<String> = relative.collect();
    paths.sort();
    paths
}

/// What people have judged of facts: the act, and what it is about.
fn judged(corpus: &CorpusFolder) -> Vec<(String, Value)> {
    let text = fs::read_to_string(corpus.root().join(JUDGED)).unwrap_or_default();
    let tables: toml::Table = toml::from_str(&text).unwrap_or_default();
    let acts = tables.into_iter().flat_map(|(act, entries)| {
        let entries = serde_json::to_value(entries).unwrap_or_default();
        let entries = entries.as_array().cloned().unwrap_or_default();
        entries.into_iter().map(move |about| (act.clone(), about))
    });
    acts.collect()
}

/// A file that is written line by line.
struct Lines {
    path: PathBuf,
    file: BufWriter<File>,
    counted: Exported,
}

impl Lines {
    fn create(path: &Path) -> Result<Self, ExchangeError> {
        let file = BufWriter::new(File::create(path).map_err(at(path))?);
        Ok(Self { path: path.to_owned(), file, counted: Exported::default() })
    }

    fn put(&mut self, line: &Line) -> Result<(), ExchangeError> {
        self.counted.count(line);
        let text = serde_json::to_string(line).expect("lines are plain data");
        writeln!(self.file, "{text}").map_err(at(&self.path))
    }

    fn close(&mut self) -> Result<(), ExchangeError> {
        let closed = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        closed.map_err(at(&self.path))
    }
}

impl Exported {
    fn count(&mut self, line: &Line) {
        match line {
            Line::Document(_) => self.documents += 1,
            Line::File { .. } => self.files += 1,
            Line::Fact { .. } => self.facts += 1,
            Line::Judgment { .. } => self.judgments += 1,
            Line::Export { .. } | Line::End(_) => {}
        }
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> ExchangeError {
    let path = path.to_owned();
    move |source| ExchangeError::Io { path: path.clone(), source }
}

/// The path with an ending more: `a.jsonl.part`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

/// Makes sure that the names in the folder of `path` are on the disk.
fn sync_folder_of(path: &Path) -> Result<(), ExchangeError> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    // Elsewhere a folder cannot be opened as a file.
    if cfg!(unix) {
        File::open(folder).and_then(|it| it.sync_all()).map_err(at(folder))?;
    }
    Ok(())
}
