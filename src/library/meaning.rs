//! A model's vectors beside the generations: read when the library is opened, made in the
//! background, and kept by the content of passages, so that a rebuilt index takes them over.

mod making;

use std::fmt;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use serde::Serialize;

use super::error::LibraryError;
use super::generations::{Generation, Generations};
use crate::index::entry::PassageEntry;
use crate::meaning::catalogue::Rows;
use crate::meaning::model::FILES;
use crate::meaning::vectors::{CONTENT, content};
use crate::meaning::{Catalogue, Model, Vector, Vectors};

/// What a file of vectors begins with; the model's identity and dimension follow.
const MAGIC: &[u8] = b"dianan vectors 1\n";

/// How many passages have vectors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Passages that have one.
    pub done: usize,
    /// Passages in all; 0 before they have been looked through.
    pub all: usize,
}

impl Progress {
    /// In one line for a reader.
    #[must_use]
    pub fn told(self) -> String {
        match self.all {
            0 => "按意思检索：还没有算过向量".to_owned(),
            all if self.done == all => format!("按意思检索：{all} 段都有向量"),
            all => {
                let percent = self.done * 100 / all;
                format!("按意思检索：{all} 段中 {} 段有向量（{percent}%）", self.done)
            }
        }
    }
}

/// How vectors are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// On half of the cores, one at least, at the lowest priority where the system lets it.
    Background,
    /// On all cores, for one who waits.
    Waiting,
}

/// The model and the vectors of one index folder. Snapshots share it: vectors are only ever added
/// while it is open.
pub struct Meaning {
    model: Arc<Model>,
    root: PathBuf,
    held: RwLock<Held>,
}

#[derive(Default)]
struct Held {
    vectors: Vectors,
    /// Bytes of the file that have been read and are sound.
    read: u64,
    catalogue: Catalogue,
    rows: Rows,
}

/// The model in `folder`.
///
/// # Errors
/// [`LibraryError::Model`], which names what is wrong.
pub fn read_model(folder: &Path) -> Result<Model, LibraryError> {
    if !folder.is_dir() {
        return Err(LibraryError::NoModelFolder(folder.to_owned()));
    }
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read(&path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => LibraryError::NoModel(folder.to_owned(), name.to_owned()),
            _ => LibraryError::io(&path, error),
        })
    };
    let [config, tokenizer, net] = FILES.map(read);
    let model = Model::new(&config?, &tokenizer?, net?);
    model.map_err(|source| LibraryError::Model { path: folder.to_owned(), source })
}

impl Meaning {
    /// The vectors that `model` has given for the index of `generations`.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn open(model: Arc<Model>, generations: &Generations) -> Result<Self, LibraryError> {
        let root = generations.root().to_owned();
        let held = Held { vectors: Vectors::new(model.dimension()), ..Held::default() };
        let meaning = Self { model, root, held: RwLock::new(held) };
        meaning.catch_up(generations)?;
        Ok(meaning)
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// How far the vectors have got.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let held = self.held();
        Progress { done: held.rows.all().len(), all: held.catalogue.passages() }
    }

    /// How near a document is to `vector`: its nearest passage; `None` where it has no vector yet.
    /// A document that is new since the passages were looked through is as near as `passage`.
    #[must_use]
    pub fn nearness(&self, passage: &PassageEntry, vector: &Vector) -> Option<f32> {
        let held = self.held();
        let rows = held.rows.of(passage.document.id.as_str());
        if rows.is_empty() {
            return held.vectors.cosine(held.vectors.row(&content(passage).0)?, vector);
        }
        let cosines = rows.iter().filter_map(|it| held.vectors.cosine(it.row, vector));
        cosines.max_by(f32::total_cmp)
    }

    /// How near a passage is to `vector`.
    #[must_use]
    pub fn nearness_of(&self, passage: &PassageEntry, vector: &Vector) -> Option<f32> {
        let held = self.held();
        held.vectors.cosine(held.vectors.row(&content(passage).0)?, vector)
    }

    /// The direction that `passages` point to together.
    #[must_use]
    pub fn direction(&self, passages: &[PassageEntry]) -> Option<Vector> {
        let held = self.held();
        let rows = passages.iter().filter_map(|passage| held.vectors.row(&content(passage).0));
        let vectors: Vec<Vector> = rows.map(|row| held.vectors.vector(row)).collect();
        Vector::mean(vectors.iter())
    }

    /// The passages nearest to `vector`, up to `count`, the nearest first: document, place among
    /// its passages, cosine. All vectors are looked at.
    #[must_use]
    pub fn nearest(&self, vector: &Vector, count: usize) -> Vec<(String, usize, f32)> {
        let held = self.held();
        let rows = held.rows.all().iter().enumerate();
        let mut near: Vec<(f32, usize)> =
            rows.filter_map(|(at, it)| Some((held.vectors.cosine(it.row, vector)?, at))).collect();
        let order = |a: &(f32, usize), b: &(f32, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if count < near.len() {
            near.select_nth_unstable_by(count, order);
            near.truncate(count);
        }
        near.sort_by(order);
        let named = near.into_iter().map(|(cosine, at)| {
            let row = held.rows.all()[at];
            let (document, _) = &held.catalogue.documents[row.document as usize];
            (document.clone(), row.ordinal as usize, cosine)
        });
        named.collect()
    }

    /// Takes up what another process has made since.
    ///
    /// # Errors
    /// When the file of vectors cannot be read.
    pub fn catch_up(&self, generations: &Generations) -> Result<(), LibraryError> {
        let state = generations.current().map(|generation| state(&generation));
        let catalogue = state.filter(|state| *state != self.held().catalogue.state);
        let catalogue = catalogue.and_then(|_| catalogue_of(generations));
        let size = fs::metadata(self.file()).map_or(0, |about| about.len());
        let same = size == self.held().read;
        let mut held = self.held_to_change();
        if catalogue.is_none() && same {
            return Ok(());
        }
        held.catalogue = catalogue.unwrap_or_else(|| std::mem::take(&mut held.catalogue));
        if !same {
            self.read_on(&mut held)?;
        }
        held.arrange();
        Ok(())
    }

    /// Reads what the file holds beyond what has been read.
    fn read_on(&self, held: &mut Held) -> Result<(), LibraryError> {
        let path = self.file();
        let failed = |error| LibraryError::io(&path, error);
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                (held.vectors, held.read) = (Vectors::new(self.model.dimension()), 0);
                return Ok(());
            }
            Err(error) => return Err(failed(error)),
        };
        let header = self.header();
        if held.read == 0 || file.metadata().map_err(failed)?.len() < held.read {
            (held.vectors, held.read) = (Vectors::new(self.model.dimension()), 0);
            let mut begins = vec![0; header.len()];
            if file.read_exact(&mut begins).is_err() || begins != header {
                return Ok(());
            }
            held.read = header.len() as u64;
        }
        file.seek(SeekFrom::Start(held.read)).map_err(failed)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        held.read += held.vectors.add_blocks(&bytes) as u64;
        Ok(())
    }

    fn file(&self) -> PathBuf {
        self.root.join(format!("vectors-{}.bin", self.model.identity()))
    }

    fn header(&self) -> Vec<u8> {
        let dimension = self.model.dimension() as u64;
        [MAGIC, self.model.identity().as_bytes(), &dimension.to_le_bytes()].concat()
    }

    fn held(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn held_to_change(&self) -> RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn arrange(&mut self) {
        self.rows = Rows::new(&self.catalogue, &self.vectors);
    }
}

impl fmt::Debug for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meaning").field("model", &self.model.identity()).finish_non_exhaustive()
    }
}

/// Names a state of an index and the way in which its passages are listed.
fn state(generation: &Generation) -> String {
    format!("{} {} {CONTENT}", generation.number, generation.refreshed)
}

/// Where the catalogue of a generation is kept.
fn catalogue_path(generations: &Generations, number: u64) -> PathBuf {
    generations.folder(number).join("passages.keys")
}

/// The catalogue that was written last; of an older state of the generation it is still of use.
fn catalogue_of(generations: &Generations) -> Option<Catalogue> {
    let number = generations.current()?.number;
    Catalogue::read(&fs::read(catalogue_path(generations, number)).ok()?)
}
