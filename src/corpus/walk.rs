//! Reading every document file of a corpus.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::error::CorpusError;
use super::layout::CorpusFolder;
use crate::document::markdown_file::{self, MarkdownFile};
use crate::document::{DocumentId, Kind};

/// A document file with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusFile {
    /// Relative to the corpus, with `/`.
    pub path: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub fingerprint: String,
    bytes: Vec<u8>,
}

/// A document of the corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// From the file's name.
    pub id: DocumentId,
    /// What the file holds.
    pub file: MarkdownFile,
}

/// Why a file of the corpus is no document: line, counted from 1, and reason.
pub type Fault = (usize, String);

impl CorpusFile {
    /// The file at `path` (relative to a corpus) with these bytes.
    #[must_use]
    pub fn new(path: String, bytes: Vec<u8>) -> Self {
        Self { path, fingerprint: fingerprint(&bytes), bytes }
    }

    /// Reads the file as a document.
    ///
    /// # Errors
    /// Line and reason, in Chinese, for the person who edits the file.
    pub fn parse(&self) -> Result<Held, Fault> {
        let name = Path::new(&self.path).file_stem().and_then(|stem| stem.to_str());
        let id = name
            .and_then(DocumentId::parse)
            .ok_or_else(|| (1, "文件名只能用字母、汉字、数字、“-”和“_”，且不能太长".to_owned()))?;
        let text = std::str::from_utf8(&self.bytes).map_err(|error| {
            let before = &self.bytes[..error.valid_up_to()];
            let line = 1 + before.split(|&byte| byte == b'\n').count() - 1;
            (line, "不是 UTF-8 文本；用 dianan import 导入可转换编码".to_owned())
        })?;
        let file = markdown_file::parse(text).map_err(|error| (error.line, error.reason))?;
        Ok(Held { id, file })
    }
}

impl CorpusFolder {
    /// Every `.md` file under the four folders, by path. Hidden and temporary files are passed
    /// over.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when a folder or a file cannot be read.
    pub fn files(&self) -> Result<Vec<CorpusFile>, CorpusError> {
        let mut files = Vec::new();
        for kind in Kind::ALL {
            let folder = self.root().join(kind.folder());
            if !folder.is_dir() {
                continue;
            }
            for entry in WalkDir::new(&folder).follow_links(false).sort_by_file_name() {
                let entry = entry.map_err(|error| {
                    let path = error.path().unwrap_or(&folder).to_owned();
                    CorpusError::io(&path, error.into())
                })?;
                if entry.file_type().is_file() && is_document(entry.path()) {
                    files.push(self.file(entry.path())?);
                }
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    fn file(&self, path: &Path) -> Result<CorpusFile, CorpusError> {
        let bytes = fs::read(path).map_err(|error| CorpusError::io(path, error))?;
        let relative = path.strip_prefix(self.root()).expect("the walk began at the root");
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        Ok(CorpusFile::new(parts.join("/"), bytes))
    }
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_document(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    !name.starts_with('.') && path.extension().is_some_and(|e| e.eq_ignore_ascii_case("md"))
}
