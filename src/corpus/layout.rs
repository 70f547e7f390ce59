//! Where things lie in a corpus folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::CorpusError;
use crate::document::{DocumentId, Kind};
use crate::text::lexicon::Lexicon;

/// A corpus folder: `reports/ cases/ guides/ policies/ lexicon/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusFolder {
    root: PathBuf,
}

impl CorpusFolder {
    /// The corpus in `root`.
    ///
    /// # Errors
    /// [`CorpusError::Missing`] when there is no such folder.
    pub fn open(root: &Path) -> Result<Self, CorpusError> {
        if root.is_dir() {
            Ok(Self { root: root.to_owned() })
        } else {
            Err(CorpusError::Missing(root.to_owned()))
        }
    }

    /// The corpus in `root`, whether it is there or not; where it is not, it holds nothing.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The corpus in `root`, which is made when it is not there.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when the folder cannot be made.
    pub fn open_or_create(root: &Path) -> Result<Self, CorpusError> {
        fs::create_dir_all(root).map_err(|error| CorpusError::io(root, error))?;
        Ok(Self { root: root.to_owned() })
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a document of this kind and name lies.
    #[must_use]
    pub fn path_of(&self, kind: Kind, id: &DocumentId) -> PathBuf {
        self.root.join(kind.folder()).join(format!("{id}.md"))
    }

    /// Whether some document has this name already, of whatever kind.
    #[must_use]
    pub fn holds(&self, id: &DocumentId) -> bool {
        Kind::ALL.into_iter().any(|kind| self.path_of(kind, id).exists())
    }

    /// The lexicon: built-in words, with those of `lexicon/words.txt` and
    /// `lexicon/synonyms.txt` where they are there.
    ///
    /// # Errors
    /// [`CorpusError::Lexicon`] names the file and line that cannot be read.
    pub fn lexicon(&self) -> Result<Lexicon, CorpusError> {
        let words = self.lexicon_file("words.txt")?;
        let synonyms = self.lexicon_file("synonyms.txt")?;
        Lexicon::with(&words, &synonyms).map_err(|(file, error)| CorpusError::Lexicon {
            path: self.lexicon_path(file),
            reason: error.to_string(),
        })
    }

    /// The text of a file of the lexicon; empty where there is none.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when it is there and cannot be read.
    pub fn lexicon_file(&self, name: &str) -> Result<String, CorpusError> {
        let path = self.lexicon_path(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            Err(error) => Err(CorpusError::io(&path, error)),
        }
    }

    /// Where a file of the lexicon lies.
    #[must_use]
    pub fn lexicon_path(&self, name: &str) -> PathBuf {
        self.root.join("lexicon").join(name)
    }
}
