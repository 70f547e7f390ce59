//! The library as another lexicon would read it: built aside, asked, and taken away again.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::derived::Derived;
use super::error::LibraryError;
use super::generations::{Generation, Generations};
use super::snapshot::Snapshot;
use super::storage::Folder;
use crate::budget;
use crate::index::embedded::{EmbeddedEngine, EmbeddedWriter};
use crate::index::engine::{Bundle, Engine, Writer};
use crate::index::entry::FileEntry;
use crate::text::lexicon::Lexicon;
use crate::text::segment::Analyzer;

/// How long a trial waits for others to end: less than a request may take.
const PATIENCE: Duration = Duration::from_secs(8);
/// How often it looks whether they have.
const PAUSE: Duration = Duration::from_millis(20);

/// A library that is gone, with its files, when this is dropped.
pub struct Trial {
    snapshot: Option<Snapshot>,
    folder: PathBuf,
    /// Held so that one trial at a time uses the folder.
    _lock: File,
}

impl Trial {
    /// Everything that `snapshot` holds, read with other texts of `words.txt` and `synonyms.txt`
    /// in place of its own. What answers in `generations` is not touched. `progress` is told after each
    /// document how many are read and how many there are, from any thread.
    ///
    /// # Errors
    /// [`LibraryError::Busy`] when others have run for 8 seconds; [`LibraryError::Words`] when
    /// a text cannot be read.
    pub fn new(
        generations: &Generations,
        snapshot: &Snapshot,
        (words, synonyms): (&str, &str),
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Self, LibraryError> {
        let (words, synonyms) = (words.to_owned(), synonyms.to_owned());
        let generation = Generation { words, synonyms, ..snapshot.generation.clone() };
        let lexicon = Lexicon::with(&generation.words, &generation.synonyms);
        let analyzer = lexicon.map_err(|(file, error)| LibraryError::Words { file, error })?;
        let analyzer = Arc::new(Analyzer::new(&analyzer));
        let folder = generations.root().join("trial");
        let lock = lock(&folder.with_extension("lock"))?;
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| LibraryError::io(&folder, error))?;
        }
        fs::create_dir_all(&folder).map_err(|error| LibraryError::io(&folder, error))?;
        let mut trial = Self { snapshot: None, folder, _lock: lock };
        let writer =
            Box::new(EmbeddedWriter::open(Folder::at(&trial.folder), Arc::clone(&analyzer))?);
        copy(snapshot.engine.as_ref(), writer, progress)?;
        let engine = Box::new(EmbeddedEngine::open(Folder::at(&trial.folder))?);
        let derived = Derived::default();
        let meaning = snapshot.meaning.clone();
        let hidden = snapshot.hidden.clone();
        trial.snapshot = Some(Snapshot { engine, analyzer, generation, meaning, hidden, derived });
        Ok(trial)
    }

    /// The library.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        self.snapshot.as_ref().expect("it is set when a trial is made")
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        // The files are closed first; what cannot be removed the next trial removes.
        self.snapshot = None;
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Puts every document that `engine` holds through `writer`, cut anew.
fn copy(
    engine: &dyn Engine,
    writer: Box<EmbeddedWriter>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<(), LibraryError> {
    let files: Vec<FileEntry> = engine.files()?;
    let done = AtomicUsize::new(0);
    let put = budget::carried(|file: &FileEntry| {
        let told = || progress(done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
        let Some(id) = &file.document else { return Ok::<(), LibraryError>(()) };
        let (document, passages) = (engine.document(id)?, engine.passages(id)?);
        // Facts are not searched.
        writer.put(Bundle { file: file.clone(), document, passages, facts: Vec::new() })?;
        told();
        Ok(())
    });
    files.par_iter().try_for_each(put)?;
    Ok(writer.seal("")?)
}

/// Waits for the turn of a trial.
fn lock(path: &Path) -> Result<File, LibraryError> {
    let file = File::create(path).map_err(|error| LibraryError::io(path, error))?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(LibraryError::Busy(path.to_owned())),
            Err(TryLockError::Error(error)) => return Err(LibraryError::io(path, error)),
        }
    }
}
