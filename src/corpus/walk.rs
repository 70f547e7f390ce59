//! Reading every document file of a corpus.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::access::Folders;
use super::error::{CorpusError, in_chinese};
use super::layout::CorpusFolder;
use crate::document::access::{Access, KEYS};
use crate::document::markdown_file::{self, MarkdownFile};
use crate::document::{DocumentId, Kind};

/// A document file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusFile {
    /// Relative to the corpus, with `/`.
    pub path: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub fingerprint: String,
    /// Who may read it by what its folder says.
    pub folder: Option<Access>,
    bytes: Bytes,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Bytes {
    Here(Vec<u8>),
    /// They are read when they are asked for.
    At(PathBuf),
    /// Why they cannot be read.
    Lost(String),
}

/// A document file as its folder lists it, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Relative to the corpus, with `/`.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// When it was last written to, in nanoseconds since 1970; 0 where the system does not say.
    pub modified: u64,
    /// When anything of it last changed, its times and name too, in nanoseconds since 1970; 0 where
    /// the system does not say. Nobody can set it back.
    pub changed: u64,
}

/// A document of the corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// From the file's name.
    pub id: DocumentId,
    /// What the file holds.
    pub file: MarkdownFile,
    /// Who may read it: what it says of itself, else what its folder says.
    pub access: Access,
}

/// Why a file of the corpus is no document: line, counted from 1, and reason.
pub type Fault = (usize, String);

impl CorpusFile {
    /// Whether its bytes could not be read; its fingerprint is then not theirs.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(self.bytes, Bytes::Lost(_))
    }

    /// The file at `path` (relative to a corpus) with these bytes.
    #[must_use]
    pub fn new(path: String, bytes: Vec<u8>) -> Self {
        Self { path, fingerprint: fingerprint(&bytes), folder: None, bytes: Bytes::Here(bytes) }
    }

    /// The same file in a folder that says this.
    #[must_use]
    pub fn under(self, folder: Option<Access>) -> Self {
        Self { folder, ..self }
    }

    /// Reads the file as a document.
    ///
    /// # Errors
    /// Line and reason, in Chinese, for the person who edits the file.
    pub fn parse(&self) -> Result<Held, Fault> {
        let id = id_of(&self.path)
            .ok_or_else(|| (1, "文件名只能用字母、汉字、数字、“-”和“_”，且不能太长".to_owned()))?;
        let bytes = match &self.bytes {
            Bytes::Here(bytes) => Cow::Borrowed(bytes),
            Bytes::At(path) => Cow::Owned(fs::read(path).map_err(|error| (1, lost(&error)))?),
            Bytes::Lost(reason) => return Err((1, reason.clone())),
        };
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let before = &bytes[..error.valid_up_to()];
            let line = 1 + before.split(|&byte| byte == b'\n').count() - 1;
            (line, "不是 UTF-8 文本；用 dianan import 导入可转换编码".to_owned())
        })?;
        let file = markdown_file::parse(text).map_err(|error| (error.line, error.reason))?;
        let stated = file.front_matter.access.clone().or_else(|| self.folder.clone());
        Ok(Held { id, file, access: stated.unwrap_or_default() })
    }

    /// Who may know of the file though it is no document: nobody where it seems to say who may read
    /// it, for what it says cannot be read.
    #[must_use]
    pub fn access_when_broken(&self) -> Access {
        let bytes = match &self.bytes {
            Bytes::Here(bytes) => Cow::Borrowed(bytes),
            Bytes::At(path) => Cow::Owned(fs::read(path).unwrap_or_default()),
            Bytes::Lost(_) => return Access::nobody(),
        };
        let text = String::from_utf8_lossy(&bytes);
        let states = |line: &str| KEYS.iter().any(|key| line.trim_start().starts_with(key));
        match text.lines().any(states) {
            true => Access::nobody(),
            false => self.folder.clone().unwrap_or_default(),
        }
    }
}

impl CorpusFolder {
    /// Every `.md` file under the four folders, by path; their bytes are read to know them by their
    /// fingerprints, and again when they are asked for. Hidden and temporary files are passed
    /// over, and so is what an import has not wholly published. A file that cannot be read is
    /// there, as a fault; one that goes meanwhile is not.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when a folder cannot be read.
    pub fn files(&self) -> Result<Vec<CorpusFile>, CorpusError> {
        let files = self.files_of(&self.list()?, &|_| None);
        Ok(files.into_iter().map(|(_, file)| file).collect())
    }

    /// The files of `listed` that are there, each as it was listed. Those whose fingerprint
    /// `known` gives are not read.
    #[must_use]
    pub fn files_of(
        &self,
        listed: &[Listed],
        known: &(dyn Fn(&Listed) -> Option<String> + Sync),
    ) -> Vec<(Listed, CorpusFile)> {
        let folders = Folders::of(self, listed);
        let file = |about: &Listed| {
            let folder = folders.above(&about.path);
            let (path, place) = (about.path.clone(), self.root().join(&about.path));
            if let Some(fingerprint) = known(about) {
                let bytes = Bytes::At(place);
                return Some((about.clone(), CorpusFile { path, fingerprint, folder, bytes }));
            }
            let file = self.read(&path)?;
            let bytes = match file.bytes {
                Bytes::Here(_) => Bytes::At(place),
                bytes => bytes,
            };
            Some((about.clone(), CorpusFile { folder, bytes, ..file }))
        };
        listed.par_iter().filter_map(file).collect()
    }

    /// The files of [`CorpusFolder::files`], without reading them.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when a folder cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>, CorpusError> {
        loop {
            let written_before = self.has_been_written();
            let _turn = self.reading_turn();
            let unpublished: HashSet<String> = self.unpublished().into_iter().collect();
            let mut files = self.walk()?;
            // The first import may have begun meanwhile.
            if written_before || !self.has_been_written() {
                files.retain(|file| !unpublished.contains(&file.path));
                files.sort_by(|a, b| a.path.cmp(&b.path));
                return Ok(files);
            }
        }
    }

    fn walk(&self) -> Result<Vec<Listed>, CorpusError> {
        let mut files = Vec::new();
        for kind in Kind::ALL {
            let folder = self.root().join(kind.folder());
            if !folder.is_dir() {
                continue;
            }
            for entry in WalkDir::new(&folder).follow_links(false) {
                let entry = entry.map_err(|error| {
                    let path = error.path().unwrap_or(&folder).to_owned();
                    CorpusError::io(&path, error.into())
                });
                let entry = match entry {
                    Err(CorpusError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                        continue;
                    }
                    entry => entry?,
                };
                if entry.file_type().is_file() && is_document(entry.path()) {
                    files.extend(self.listed(entry.path()));
                }
            }
        }
        Ok(files)
    }

    /// The file at `path`, a path inside the corpus, as its folder lists it; `None` when it is not
    /// there.
    pub(super) fn listed(&self, path: &Path) -> Option<Listed> {
        let about = fs::metadata(path).ok()?;
        let relative = path.strip_prefix(self.root()).expect("the path is inside the corpus");
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        let (size, modified, changed) = (about.len(), modified(&about), changed(&about));
        Some(Listed { path: parts.join("/"), size, modified, changed })
    }

    /// The file at `path`, relative to the corpus; `None` when it is not there.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<CorpusFile> {
        let file = self.read(path)?;
        Some(CorpusFile { folder: self.said_above(path), ..file })
    }

    fn read(&self, path: &str) -> Option<CorpusFile> {
        match fs::read(self.root().join(path)) {
            Ok(bytes) => Some(CorpusFile::new(path.to_owned(), bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => {
                let reason = lost(&error);
                let fingerprint = fingerprint(reason.as_bytes());
                let (path, folder, bytes) = (path.to_owned(), None, Bytes::Lost(reason));
                Some(CorpusFile { path, fingerprint, folder, bytes })
            }
        }
    }
}

fn lost(error: &io::Error) -> String {
    format!("无法读取：{}", in_chinese(error))
}

/// The name of the document at `path`; `None` when it is none.
#[must_use]
pub fn id_of(path: &str) -> Option<DocumentId> {
    Path::new(path).file_stem().and_then(|stem| stem.to_str()).and_then(DocumentId::parse)
}

fn modified(about: &Metadata) -> u64 {
    let since = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |time| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX))
}

#[cfg(unix)]
fn changed(about: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let nanoseconds = i128::from(about.ctime()) * 1_000_000_000 + i128::from(about.ctime_nsec());
    u64::try_from(nanoseconds).unwrap_or_default()
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> u64 {
    0
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
