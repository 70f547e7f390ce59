//! What can go wrong between corpus and index.

use std::path::{Path, PathBuf};

use crate::corpus::CorpusError;
use crate::corpus::error::in_chinese;
use crate::index::engine::EngineError;
use crate::meaning::ModelError;
use crate::text::lexicon::LexiconError;

/// A fault of the library, with the path and what to do.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// There is no index yet.
    #[error("{0} 中还没有索引；先运行 dianan index")]
    NoIndex(PathBuf),
    /// The index is not as it was written.
    #[error(
        "{}已损坏：{reason}；运行 dianan index 从语料重建，语料不受影响",
        .number.map_or("索引".to_owned(), |it| format!("索引第 {it} 代"))
    )]
    Damaged {
        /// The generation, where that is known.
        number: Option<u64>,
        /// The file and what is wrong.
        reason: String,
    },
    /// The corpus is empty, and the index is not.
    #[error(
        "语料文件夹 {corpus} 里没有文档，而索引里有 {held} 份；若是磁盘没有挂上，请先挂上；确实要清空索引，请加 --allow-empty"
    )]
    Emptied {
        /// The corpus.
        corpus: PathBuf,
        /// Documents in the index.
        held: usize,
    },
    /// Another process refreshes the index.
    #[error("另一个进程正在更新索引 {0}；请等它结束再试")]
    Busy(PathBuf),
    /// The corpus cannot be read.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// `themes.toml` or `corrections.toml` cannot be read.
    #[error("词库文件 {path} {reason}")]
    Lexicon {
        /// The file.
        path: PathBuf,
        /// Line and cause.
        reason: String,
    },
    /// Words that are tried cannot be read.
    #[error("词库 {file} {error}")]
    Words {
        /// The file of the lexicon.
        file: &'static str,
        /// The line and what is wrong.
        error: LexiconError,
    },
    /// The index cannot be read or written.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A model's folder is not there.
    #[error("没有模型文件夹 {0}")]
    NoModelFolder(PathBuf),
    /// A file of a model is missing.
    #[error("模型文件夹 {0} 里没有 {1}；里面应有 config.json、tokenizer.json、model.onnx")]
    NoModel(PathBuf, String),
    /// A model cannot be used.
    #[error("模型 {path} 不能用：{source}")]
    Model {
        /// Its folder.
        path: PathBuf,
        /// The file and what is wrong.
        source: ModelError,
    },
    /// A file of the index folder cannot be read or written.
    #[error("{path}：{}", in_chinese(.source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
}

impl LibraryError {
    /// Whether making the index anew mends it.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. } | Self::Engine(EngineError::Damaged(_)))
    }

    /// An I/O error at `path`.
    #[must_use]
    pub fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}
