//! Raw files as they were imported, kept under their hash and never changed.

use std::fs;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::error::CorpusError;
use super::layout::CorpusFolder;
use super::walk::fingerprint;
use super::write::Writer;
use crate::document::DocumentId;

/// The folder of the originals in a corpus.
const FOLDER: &str = "originals";
/// The longest ending of a name that is kept.
const ENDING: usize = 8;

/// Why an original cannot be given.
#[derive(Debug, thiserror::Error)]
pub enum NoOriginal {
    /// None is kept.
    #[error("没有保存原件")]
    NotKept,
    /// The file is not what was imported.
    #[error("保存的原件 {0} 已被改动，与导入时不同")]
    Changed(PathBuf),
    /// The system does not give it.
    #[error("读不到原件 {0}：{1}")]
    Io(PathBuf, io::Error),
}

/// A raw file that gives the same document as the one it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherOriginal {
    /// Its name.
    pub file: String,
    /// Of its bytes, in hexadecimal.
    pub sha256: String,
}

impl CorpusFolder {
    /// The raw files that give the same document, beside the one that it was read from.
    #[must_use]
    pub fn other_originals(&self, id: &DocumentId) -> Vec<OtherOriginal> {
        let text = fs::read_to_string(self.list_of_others(id)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    fn list_of_others(&self, id: &DocumentId) -> PathBuf {
        self.root().join(FOLDER).join("of").join(format!("{id}.json"))
    }

    /// Where the raw file of this name and hash is kept, relative to the corpus; `None` where the
    /// hash is none.
    #[must_use]
    pub fn original_path(&self, sha256: &str, name: &str) -> Option<PathBuf> {
        let is_hash = sha256.len() == 64 && sha256.bytes().all(|it| it.is_ascii_hexdigit());
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        let is_plain = ending.bytes().all(|it| it.is_ascii_alphanumeric());
        let ending = if is_plain && (1..=ENDING).contains(&ending.len()) {
            format!(".{ending}")
        } else {
            String::new()
        };
        let folder = self.root().join(FOLDER);
        is_hash.then(|| folder.join(&sha256[..2]).join(format!("{sha256}{ending}")))
    }

    /// The raw file of this name and hash, as it was imported.
    ///
    /// # Errors
    /// [`NoOriginal`].
    pub fn original(&self, sha256: &str, name: &str) -> Result<Vec<u8>, NoOriginal> {
        let path = self.original_path(sha256, name).ok_or(NoOriginal::NotKept)?;
        match fs::read(&path) {
            Ok(bytes) if fingerprint(&bytes) == sha256 => Ok(bytes),
            Ok(_) => Err(NoOriginal::Changed(path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(NoOriginal::NotKept),
            Err(error) => Err(NoOriginal::Io(path, error)),
        }
    }

    /// Whether the raw file of this name and hash is kept.
    #[must_use]
    pub fn keeps_original(&self, sha256: &str, name: &str) -> bool {
        self.original_path(sha256, name).is_some_and(|path| path.is_file())
    }
}

impl Writer {
    /// Keeps a raw file under its hash; it is on the disk when this returns. One that is kept
    /// already stays.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when it cannot be written.
    pub fn keep_original(&self, sha256: &str, name: &str, bytes: &[u8]) -> Result<(), CorpusError> {
        let corpus = self.corpus();
        let Some(path) = corpus.original_path(sha256, name) else { return Ok(()) };
        if path.is_file() {
            return Ok(());
        }
        self.write_once(&path, bytes)
    }

    /// Notes that a raw file gives the same document as the one it was read from.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when it cannot be written.
    pub fn add_original(&self, id: &DocumentId, other: OtherOriginal) -> Result<(), CorpusError> {
        let mut others = self.corpus().other_originals(id);
        if others.iter().any(|known| known.sha256 == other.sha256) {
            return Ok(());
        }
        others.push(other);
        let text = serde_json::to_vec_pretty(&others).unwrap_or_default();
        self.write_anew(&self.corpus().list_of_others(id), &text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_original_is_kept_once_and_a_changed_one_is_not_given() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = CorpusFolder::open(folder.path()).unwrap();
        let bytes = b"%PDF-1.7 x";
        let hash = fingerprint(bytes);
        assert!(matches!(corpus.original(&hash, "a.pdf"), Err(NoOriginal::NotKept)));
        let writer = corpus.writer("test").unwrap();
        writer.keep_original(&hash, "通知.PDF", bytes).unwrap();
        writer.keep_original(&hash, "通知.PDF", bytes).unwrap();
        assert_eq!(corpus.original(&hash, "通知.PDF").unwrap(), bytes);
        let path = corpus.original_path(&hash, "通知.PDF").unwrap();
        assert!(path.ends_with(format!("originals/{}/{hash}.pdf", &hash[..2])));
        fs::write(&path, b"other").unwrap();
        assert!(matches!(corpus.original(&hash, "通知.PDF"), Err(NoOriginal::Changed(_))));
        let id = DocumentId::parse("通知").unwrap();
        let other = OtherOriginal { file: "通知.docx".to_owned(), sha256: hash.clone() };
        writer.add_original(&id, other.clone()).unwrap();
        writer.add_original(&id, other.clone()).unwrap();
        assert_eq!(corpus.other_originals(&id), [other]);
        assert_eq!(corpus.original_path("../../etc/passwd", "a"), None);
        let odd = corpus.original_path(&hash, "a.b/../c").unwrap();
        assert!(odd.ends_with(&hash), "{}", odd.display());
    }
}
