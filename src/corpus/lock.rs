//! Who may write to a corpus, and when it may be read.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::error::CorpusError;
use super::layout::CorpusFolder;

/// What a corpus folder keeps for writers: locks, the journal, who writes.
const FOLDER: &str = ".import";
/// Locked by the process that writes.
const WRITER: &str = "writer";
/// Says who that is. A file of its own, since some systems let nobody read a locked one.
const HOLDER: &str = "holder";
/// Locked for writing while several documents are put in their places, for reading by those who
/// must see all of them or none.
const PUBLISHING: &str = "publishing";
/// Hours by which Chinese time is ahead of UTC.
const CHINA: i8 = 8;

/// Held by the one process that writes to a corpus. The system lets go of it when the process ends,
/// however it ends.
#[derive(Debug)]
pub(super) struct WriterLock {
    _file: File,
    holder: PathBuf,
}

/// Held while the documents of a corpus are listed, or while several are published.
#[derive(Debug)]
pub(super) struct Turn {
    _file: Option<File>,
}

impl CorpusFolder {
    /// A file of the writers' folder.
    pub(super) fn writers_file(&self, name: &str) -> PathBuf {
        self.root().join(FOLDER).join(name)
    }

    /// Makes this process the one that writes, under the name `command`.
    pub(super) fn lock(&self, command: &str) -> Result<WriterLock, CorpusError> {
        let folder = self.root().join(FOLDER);
        fs::create_dir_all(&folder).map_err(|error| CorpusError::io(&folder, error))?;
        let path = folder.join(WRITER);
        let file = open(&path).map_err(|error| CorpusError::io(&path, error))?;
        let holder = folder.join(HOLDER);
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let root = self.root().to_owned();
                return Err(CorpusError::Busy { root, holder: who(&holder) });
            }
            Err(TryLockError::Error(error)) => return Err(CorpusError::io(&path, error)),
        }
        // Only for people: without it the lock holds all the same.
        let _ = fs::write(&holder, introduction(command));
        Ok(WriterLock { _file: file, holder })
    }

    /// Waits until no documents are being put in their places, and keeps it so. Where the folder
    /// cannot be written to there is nobody to wait for.
    pub(super) fn reading_turn(&self) -> Turn {
        let path = self.writers_file(PUBLISHING);
        let file = File::open(&path).or_else(|_| match self.has_been_written() {
            true => open(&path),
            false => Err(io::ErrorKind::NotFound.into()),
        });
        Turn { _file: file.ok().filter(|file| file.lock_shared().is_ok()) }
    }

    /// Waits until nobody lists the documents, and keeps it so.
    pub(super) fn publishing_turn(&self) -> io::Result<Turn> {
        let file = open(&self.writers_file(PUBLISHING))?;
        file.lock()?;
        Ok(Turn { _file: Some(file) })
    }

    /// Whether a writer has ever come to this corpus.
    pub(super) fn has_been_written(&self) -> bool {
        self.root().join(FOLDER).is_dir()
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // What stays is written over by the next.
        let _ = fs::remove_file(&self.holder);
    }
}

fn open(path: &Path) -> io::Result<File> {
    File::options().read(true).write(true).create(true).truncate(false).open(path)
}

/// `dianan import，进程 1234，自 2026-11-30 08:31:05 起`.
fn introduction(command: &str) -> String {
    let china = jiff::tz::Offset::constant(CHINA);
    let now = china.to_datetime(jiff::Timestamp::now()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    format!("{command}，进程 {}，自 {now} 起", std::process::id())
}

fn who(holder: &Path) -> String {
    let text = fs::read_to_string(holder).unwrap_or_default();
    let text = text.lines().next().unwrap_or_default().trim();
    if text.is_empty() { "进程未知".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writes_at_a_time_and_the_other_is_told_who() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = CorpusFolder::open_or_create(folder.path()).unwrap();
        let first = corpus.lock("dianan import").unwrap();
        let error = corpus.lock("dianan import").unwrap_err().to_string();
        let process = format!("进程 {}", std::process::id());
        for part in ["dianan import", process.as_str(), "请等它结束"] {
            assert!(error.contains(part), "{error}");
        }
        drop(first);
        assert!(corpus.lock("dianan import").is_ok());
    }
}
