//! Where things lie in a corpus folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::CorpusError;
use crate::document::{DocumentId, Kind};
use crate::text::encoding::{self, NotText};
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

    /// The text of a file of the lexicon, in any encoding that an import reads; empty where there
    /// is none.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when it is there and cannot be read, [`CorpusError::Lexicon`] when it is
    /// no text, or some of its bytes are bad.
    pub fn lexicon_file(&self, name: &str) -> Result<String, CorpusError> {
        let path = self.lexicon_path(name);
        match fs::read(&path) {
            Ok(bytes) => {
                lexicon_text(&bytes).map_err(|reason| CorpusError::Lexicon { path, reason })
            }
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

/// The text of a lexicon file. People edit these files, so a bad byte is pointed out, not passed
/// over.
fn lexicon_text(bytes: &[u8]) -> Result<String, String> {
    let (encoding, place) = match encoding::decode(bytes) {
        Ok(decoded) => match decoded.bad.first() {
            None => return Ok(decoded.text),
            Some(place) => (decoded.encoding(), place.describe()),
        },
        Err(NotText::Empty) => return Ok(String::new()),
        Err(NotText::Damaged { encoding, first }) => (encoding, first.describe()),
        Err(NotText::Binary | NotText::Unknown) => {
            return Err("不是文本，或编码无法识别；请用记事本打开，另存为 UTF-8".to_owned());
        }
    };
    Err(format!("{place} 按 {encoding} 读不出；请改正这一处，另存为 UTF-8"))
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    #[test]
    fn a_lexicon_file_is_read_in_the_encoding_that_an_office_editor_gives_it() {
        let text = "# 单位自己的词\n法先锋 5000 nz\n先锋班组\n";
        assert_eq!(lexicon_text(&GB18030.encode(text).0).as_deref(), Ok(text));
        assert_eq!(lexicon_text(text.as_bytes()).as_deref(), Ok(text));
        assert_eq!(lexicon_text(b"").as_deref(), Ok(""));
    }

    #[test]
    fn a_lexicon_file_that_cannot_be_read_names_the_place_and_the_way_out() {
        let bad = ["先锋班组 5000\n三会一课\n".as_bytes(), b"\xff\n"].concat();
        let reason = lexicon_text(&bad).unwrap_err();
        assert!(reason.contains("第 3 行") && reason.contains("UTF-8"), "{reason}");
        assert!(lexicon_text(b"\x89PNG\0\0\x01").unwrap_err().contains("另存为"));
    }
}
