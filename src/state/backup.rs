//! A backup: the corpus with what it keeps aside, the state and the settings in one file, each with
//! its checksum; and the way back.

mod restore;

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub use restore::{Target, restore};

use super::State;
use crate::corpus::error::in_chinese;
use crate::corpus::{CorpusError, CorpusFolder, failpoint};

/// The list of checksums, the last entry: without it a backup is not whole.
const LIST: &str = "SHA256SUMS";
/// Where things lie in a backup.
const CORPUS: &str = "corpus/";
const STATE: &str = "state.sqlite";
const SETTINGS: &str = "dianan.toml";
/// What writers leave in a corpus while they write.
const WRITERS: &str = ".import";

/// What a backup holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BackedUp {
    /// Files of the corpus.
    pub files: usize,
    /// Bytes of all that it holds, unpacked.
    pub bytes: u64,
}

/// The folder beside the state in which backups that are made in the page lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backups {
    /// The folder.
    pub folder: PathBuf,
    /// The names of the backups, the last first; each begins with its time in China.
    pub names: Vec<String>,
}

impl Backups {
    /// The backups beside the state in `state`.
    #[must_use]
    pub fn beside(state: &Path) -> Self {
        let folder = state.with_file_name("backups");
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|it| it.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter(|it| it.ends_with(".zip")).collect();
        names.sort_by(|a, b| b.cmp(a));
        Self { folder, names }
    }

    /// Makes another; gives its path and what it holds.
    ///
    /// # Errors
    /// As [`back_up`].
    pub fn make(
        &self,
        corpus: &CorpusFolder,
        state: &State,
        settings: &Path,
    ) -> Result<(PathBuf, BackedUp), BackupError> {
        fs::create_dir_all(&self.folder).map_err(at(&self.folder))?;
        // What a process left that was killed while it wrote another.
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.contains(".zip.part") {
                let _ = fs::remove_file(entry.path());
            }
        }
        let now = jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::now());
        let path = self.folder.join(now.strftime("%Y-%m-%d-%H%M%S.zip").to_string());
        let made = back_up(corpus, state, settings, &path)?;
        Ok((path, made))
    }
}

/// Why there is no backup, or why it is not brought back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file cannot be read or written.
    #[error("{path}：{}", in_chinese(.source))]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// The corpus cannot be held still.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// The state cannot be copied.
    #[error("状态文件无法备份：{0}")]
    State(String),
    /// The file is no backup, or is damaged.
    #[error("备份文件 {path} {reason}")]
    Damaged {
        /// The backup.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Something is where the backup is to go.
    #[error("{0} 已有内容；请恢复到空的位置，或先把它移走")]
    Occupied(PathBuf),
}

fn at(path: &Path) -> impl Fn(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::Io { path: path.clone(), source }
}

/// Writes a backup to `to`, which is replaced when it is there. Nobody else writes to the corpus
/// meanwhile.
///
/// # Errors
/// [`BackupError`]; then `to` is as it was.
pub fn back_up(
    corpus: &CorpusFolder,
    state: &State,
    settings: &Path,
    to: &Path,
) -> Result<BackedUp, BackupError> {
    let _still = corpus.writer("dianan backup")?;
    let aside = beside(to, "part");
    let written = packed(corpus, state, settings, &aside);
    match written {
        Ok(backed_up) => {
            failpoint::passed();
            fs::rename(&aside, to).map_err(at(to))?;
            failpoint::passed();
            sync_folder_of(to)?;
            Ok(backed_up)
        }
        Err(error) => {
            let _ = fs::remove_file(&aside);
            Err(error)
        }
    }
}

fn packed(
    corpus: &CorpusFolder,
    state: &State,
    settings: &Path,
    aside: &Path,
) -> Result<BackedUp, BackupError> {
    failpoint::passed();
    let file = File::create(aside).map_err(at(aside))?;
    let mut pack =
        Pack { zip: ZipWriter::new(BufWriter::new(file)), list: String::new(), bytes: 0 };
    let mut files = 0;
    let root = corpus.root();
    let entries = WalkDir::new(root).sort_by_file_name().into_iter();
    let inside = entries.filter_entry(|it| it.depth() != 1 || it.file_name() != WRITERS);
    for entry in inside {
        let entry = entry.map_err(|error| at(root)(error.into()))?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let parts: Vec<_> = path.iter().map(|it| it.to_string_lossy()).collect();
            pack.add(&format!("{CORPUS}{}", parts.join("/")), entry.path())
                .map_err(at(entry.path()))?;
            files += 1;
        }
    }
    let copy = beside(aside, "sqlite");
    state.copy_to(&copy)?;
    let added = pack.add(STATE, &copy).map_err(at(&copy));
    let _ = fs::remove_file(&copy);
    added?;
    if settings.is_file() {
        pack.add(SETTINGS, settings).map_err(at(settings))?;
    }
    let bytes = pack.bytes;
    pack.close().map_err(at(aside))?;
    Ok(BackedUp { files, bytes })
}

/// A backup that is being written.
struct Pack {
    zip: ZipWriter<BufWriter<File>>,
    list: String,
    bytes: u64,
}

impl Pack {
    fn add(&mut self, name: &str, path: &Path) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .large_file(true);
        failpoint::passed();
        self.zip.start_file(name, options)?;
        let mut source = BufReader::new(File::open(path)?);
        let (hash, bytes) = copied(&mut source, &mut self.zip)?;
        self.list.push_str(&format!("{hash}  {name}\n"));
        self.bytes += bytes;
        Ok(())
    }

    fn close(mut self) -> io::Result<()> {
        failpoint::passed();
        self.zip.start_file(LIST, SimpleFileOptions::default())?;
        self.zip.write_all(self.list.as_bytes())?;
        let written = self.zip.finish()?;
        written.into_inner().map_err(|error| error.into_error())?.sync_all()
    }
}

/// Copies all of `source` and gives its SHA-256 in hexadecimal and its length.
fn copied(source: &mut impl Read, to: &mut impl Write) -> io::Result<(String, u64)> {
    let (mut hash, mut length) = (Sha256::new(), 0);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = source.read(&mut buffer)?;
        if read == 0 {
            let hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            return Ok((hash, length));
        }
        hash.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        length += read as u64;
    }
}

/// Puts the names in the folder of `path` on the disk.
fn sync_folder_of(path: &Path) -> Result<(), BackupError> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    // Windows opens no folders, and keeps names without being told.
    if cfg!(windows) {
        return Ok(());
    }
    File::open(folder).and_then(|it| it.sync_all()).map_err(at(folder))
}

/// `path` with another ending behind it.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

impl State {
    /// Writes a copy of the state as it is now to a new file.
    fn copy_to(&self, path: &Path) -> Result<(), BackupError> {
        let fault = |error: rusqlite::Error| BackupError::State(error.to_string());
        let _ = fs::remove_file(path);
        let mut copy = Connection::open(path).map_err(fault)?;
        let connection = self.connection();
        let backup = rusqlite::backup::Backup::new(&connection, &mut copy).map_err(fault)?;
        backup.run_to_completion(1_000, std::time::Duration::ZERO, None).map_err(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Act;

    fn target(folder: &Path) -> [PathBuf; 3] {
        ["corpus", "state.sqlite", "dianan.toml"].map(|name| folder.join(name))
    }

    fn back(from: &Path, folder: &Path) -> Result<BackedUp, BackupError> {
        let [corpus, state, settings] = &target(folder);
        restore(from, Target { corpus, state, settings })
    }

    #[test]
    fn what_was_backed_up_comes_back_as_it_was_and_what_is_damaged_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = CorpusFolder::open_or_create(&folder.path().join("corpus")).unwrap();
        let documents =
            ["cases/一.md", "originals/ab/x.pdf", "lexicon/words.txt", ".kept/bin/y.md"];
        for (number, path) in documents.iter().enumerate() {
            let path = corpus.root().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, vec![b'x'; number * 70_000]).unwrap();
        }
        let state = State::open(&folder.path().join("state.sqlite")).unwrap();
        state.record("本机", Act::Edited, "一", "").unwrap();
        let settings = folder.path().join("dianan.toml");
        fs::write(&settings, "listen = '127.0.0.1:1'\n").unwrap();
        let to = folder.path().join("b.zip");
        let made = back_up(&corpus, &state, &settings, &to).unwrap();
        assert_eq!(made.files, documents.len());
        assert!(!beside(&to, "part").exists() && !beside(&to, "part.sqlite").exists());

        let other = folder.path().join("other");
        assert_eq!(back(&to, &other).unwrap(), made);
        for path in documents {
            let was = fs::read(corpus.root().join(path)).unwrap();
            assert_eq!(fs::read(other.join("corpus").join(path)).unwrap(), was, "{path}");
        }
        assert!(other.join("dianan.toml").is_file());
        let again = State::open(&other.join("state.sqlite")).unwrap();
        assert_eq!(again.entries_of("一").unwrap().len(), 1);
        assert!(matches!(back(&to, &other), Err(BackupError::Occupied(_))));

        let whole = fs::read(&to).unwrap();
        let third = folder.path().join("third");
        for at in [whole.len() / 3, whole.len() / 2, whole.len() - 10] {
            fs::write(&to, &whole[..at]).unwrap();
            assert!(matches!(back(&to, &third), Err(BackupError::Damaged { .. })), "{at}");
            assert!(!third.exists(), "nothing was written");
        }
        for at in (0..whole.len()).step_by(97) {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            fs::write(&to, &flipped).unwrap();
            if back(&to, &third).is_err() {
                assert!(!third.exists(), "{at}: nothing was written");
                continue;
            }
            // What was flipped says nothing of what is held.
            for path in documents {
                let was = fs::read(corpus.root().join(path)).unwrap();
                assert_eq!(fs::read(third.join("corpus").join(path)).unwrap(), was, "{at} {path}");
            }
            fs::remove_dir_all(&third).unwrap();
        }
    }
}
