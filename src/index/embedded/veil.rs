//! An index as it would be without some of its documents: they are deleted in memory, over files
//! that stay as they are.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, RamDirectory, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::indexer::NoMergePolicy;
use tantivy::query::Query as Clause;
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument};

use super::guarded::Opened;

/// Memory that tantivy asks for, in bytes; nothing is added, so that it stays unused.
const BUFFER_BYTES: usize = 15_000_000;

/// The files of a state of an index that is open, and over them those that were written since, in
/// memory.
#[derive(Debug, Clone)]
struct Veil {
    below: Opened,
    above: RamDirectory,
}

/// The state that `below` was opened in, without the entries that `hidden` finds.
pub(super) fn without(below: Opened, hidden: Box<dyn Clause>) -> tantivy::Result<Searcher> {
    let index = Index::open(Veil { below, above: RamDirectory::default() })?;
    let mut writer: IndexWriter<TantivyDocument> =
        index.writer_with_num_threads(1, BUFFER_BYTES)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    writer.delete_query(hidden)?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
    let reader: tantivy::IndexReader = reader.try_into()?;
    Ok(reader.searcher())
}

impl Directory for Veil {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match self.above.get_file_handle(path) {
            Err(OpenReadError::FileDoesNotExist(_)) => self.below.file(path),
            found => found,
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        // What lies below is another's.
        match self.above.delete(path) {
            Err(DeleteError::FileDoesNotExist(_)) => Ok(()),
            done => done,
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.above.exists(path)? || self.below.has(path))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.above.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        match self.above.atomic_read(path) {
            Err(OpenReadError::FileDoesNotExist(_)) => self.below.small(path),
            found => found,
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.above.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        // Nobody else writes here.
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
