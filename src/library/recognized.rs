//! What was recognised in pictures of text, kept beside the generations by the hash of the file:
//! recognising takes seconds a page, and may be done again at any time.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::generations::Generations;
use super::storage::replace;

/// The name of the folder in the index folder.
const NAME: &str = "recognized";

/// What was recognised so far.
#[derive(Debug, Clone)]
pub struct Recognized {
    folder: PathBuf,
}

impl Recognized {
    /// What lies beside `generations`.
    #[must_use]
    pub fn new(generations: &Generations) -> Self {
        Self { folder: generations.root().join(NAME) }
    }

    /// What is kept for the file with this SHA-256 (in hexadecimal), if anything is.
    #[must_use]
    pub fn get(&self, sha256: &str) -> Option<Vec<u8>> {
        fs::read(self.path(sha256)).ok()
    }

    /// Keeps `record` for the file with this SHA-256.
    ///
    /// # Errors
    /// When it cannot be written; nothing is kept then.
    pub fn put(&self, sha256: &str, record: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        replace(&self.path(sha256), record)
    }

    fn path(&self, sha256: &str) -> PathBuf {
        self.folder.join(format!("{sha256}.json"))
    }
}
