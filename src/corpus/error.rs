//! What can go wrong with the corpus folder, with the path and what to do.

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// A fault of the corpus as a whole, or of its lexicon.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// The folder is not there.
    #[error("语料文件夹 {0} 不存在；用 --corpus 指定，或先用 dianan import 导入")]
    Missing(PathBuf),
    /// Another process writes to the corpus.
    #[error("语料文件夹 {root} 正由另一个进程写入（{holder}）；请等它结束再试")]
    Busy {
        /// The corpus.
        root: PathBuf,
        /// Who it is: command, process and since when.
        holder: String,
    },
    /// A file or folder cannot be read or written.
    #[error("{path}：{}", in_chinese(.source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's word.
        source: Error,
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
    pub fn io(path: &Path, source: Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}

/// What the system says, in Chinese and with what to do, where it is one of the usual faults; else
/// the system's own word.
#[must_use]
pub fn in_chinese(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限；请检查文件或文件夹的权限",
        ErrorKind::AlreadyExists => "已有同名文件，没有覆盖",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘已满；请腾出空间再试",
        ErrorKind::ReadOnlyFilesystem => "所在的磁盘是只读的；请换一个可写的位置",
        ErrorKind::NotADirectory => "路径里有一段不是文件夹",
        ErrorKind::IsADirectory => "是文件夹，不是文件",
        ErrorKind::InvalidFilename => "文件名太长，或含有不能用的字符",
        _ => return error.to_string(),
    };
    known.to_owned()
}
