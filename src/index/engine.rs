//! The contract of an engine, in plain data, so that another can stand behind it.

use std::collections::BTreeSet;

use super::entry::{DocumentEntry, FileEntry, PassageEntry};
use super::hidden::Hidden;
use super::hits::{FactsFound, Found, Group, Holding, Place, Spread};
use super::query::{FactQuery, GroupQuery, Query, Reading, SpreadQuery};
use crate::document::DocumentId;
use crate::knowledge::Fact;

/// What can go wrong inside an engine.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Someone else writes to the index.
    #[error("索引正被另一个进程写入，请稍后再试")]
    Busy,
    /// The engine's files cannot be read or written.
    #[error("索引无法读写：{0}")]
    Storage(String),
    /// The engine's files are others than when they were written: only making them anew helps.
    #[error("索引已损坏：{0}；运行 dianan index 从语料重建，语料不受影响")]
    Damaged(String),
    /// The model by which meaning is searched fails.
    #[error("按意思检索时出错，可改用按字词检索：{0}")]
    Meaning(String),
}

/// How much an engine holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Documents.
    pub documents: usize,
    /// Passages.
    pub passages: usize,
    /// Facts.
    pub facts: usize,
    /// Bytes on disk.
    pub bytes: u64,
}

/// Reads one state of an index from start to end; what is written later does not show.
pub trait Engine: Send + Sync {
    /// Answers a query.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn search(&self, query: &Query) -> Result<Found, EngineError>;

    /// How many documents hold `text` (folded) in title, heading or text, character for character;
    /// counting ends at `most`.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn held(&self, text: &str, most: usize) -> Result<usize, EngineError>;

    /// Answers a question for facts.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn facts(&self, query: &FactQuery) -> Result<FactsFound, EngineError>;

    /// The best passages for each value of a field, in the order of the values.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn groups(&self, query: &GroupQuery) -> Result<Vec<Group>, EngineError>;

    /// How much is held within each value of a field, in the order of the values.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn spread(&self, query: &SpreadQuery) -> Result<Vec<Spread>, EngineError>;

    /// The documents whose title or number is this one, in any script, width and marks; `《》` around
    /// it do not matter.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn named(&self, name: &str) -> Result<Vec<DocumentEntry>, EngineError>;

    /// The document of this name.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn document(&self, id: &DocumentId) -> Result<Option<DocumentEntry>, EngineError>;

    /// The passages of a document, in its order.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn passages(&self, id: &DocumentId) -> Result<Vec<PassageEntry>, EngineError>;

    /// The documents divided out of `id`, by title.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn parts(&self, id: &DocumentId) -> Result<Vec<DocumentEntry>, EngineError>;

    /// Every file that the index was made from, by path.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn files(&self) -> Result<Vec<FileEntry>, EngineError>;

    /// In how many passages a term stands.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn frequency(&self, reading: Reading, term: &str) -> Result<u64, EngineError>;

    /// Up to `limit` passages that hold at least `least` of `terms`, those that hold most first;
    /// nothing is read of them yet.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn holding(
        &self,
        reading: Reading,
        terms: &[String],
        least: usize,
        limit: usize,
    ) -> Result<Vec<Holding>, EngineError>;

    /// The passage at a place that this engine has given.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn passage(&self, place: Place) -> Result<PassageEntry, EngineError>;

    /// Every term of a reading with the number of passages that hold it, in the order of terms.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn terms(&self, reading: Reading) -> Result<Vec<(String, u64)>, EngineError>;

    /// Gives `each` every document, one at a time, so that they need not all be in memory.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn each_document(&self, each: &mut dyn FnMut(DocumentEntry)) -> Result<(), EngineError>;

    /// The groups that documents are reserved to; `None` where every document is everybody's.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn groups_named(&self) -> Result<Option<BTreeSet<String>>, EngineError>;

    /// The same state as though there were none of the documents that members of `groups` may not
    /// read, with what these are. Scores alone still know how often a term stands in all.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn seen_by(&self, groups: &BTreeSet<String>) -> Result<(Box<dyn Engine>, Hidden), EngineError>;

    /// How much the index holds.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be read.
    fn statistics(&self) -> Result<Statistics, EngineError>;
}

/// A document with its passages and its file, put and removed as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    /// The file it comes from.
    pub file: FileEntry,
    /// The document, unless the file is broken.
    pub document: Option<DocumentEntry>,
    /// Its passages.
    pub passages: Vec<PassageEntry>,
    /// What they say, in order.
    pub facts: Vec<Fact>,
}

/// Changes an index. Nothing shows to readers before [`Writer::seal`]; a writer that is dropped
/// leaves no trace.
pub trait Writer: Sync {
    /// Adds what was made from one file; from several threads at once.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be written.
    fn put(&self, bundle: Bundle) -> Result<(), EngineError>;

    /// Removes what was made from the file at `path`.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be written.
    fn remove(&mut self, path: &str) -> Result<(), EngineError>;

    /// Makes all changes visible at once, and lasting. `note` is kept with them, in place of the
    /// one before: what a reader finds there says of this state and no other.
    ///
    /// # Errors
    /// [`EngineError::Storage`] when the index cannot be written; then nothing has changed.
    fn seal(self: Box<Self>, note: &str) -> Result<(), EngineError>;
}
