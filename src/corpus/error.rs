//! What can go wrong with the corpus folder, with the path and what to do.

use std::path::{Path, PathBuf};

/// A fault of the corpus as a whole, or of its lexicon.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// The folder is not there.
    #[error("语料文件夹 {0} 不存在；用 --corpus 指定，或先用 dianan import 导入")]
    Missing(PathBuf),
    /// A file or folder cannot be read or written.
    #[error("{path}:{source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// A file of the lexicon cannot be read.
    #[error("词库文件 {path} {reason}")]
    Lexicon {
        /// The file.
        path: PathBuf,
        /// Line and cause.
        reason: String,
    },
}

impl CorpusError {
    /// An I/O error at `path`.
    #[must_use]
    pub fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}
