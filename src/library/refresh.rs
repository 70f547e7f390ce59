//! Bringing the index in step with the corpus.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::bundle::{broken, read};
use super::error::LibraryError;
use super::fingerprints;
use super::generations::{Generation, Generations};
use super::snapshot::{Snapshot, opened};
use super::verify;
use crate::corpus::manifest::{Changes, Manifest};
use crate::corpus::walk::Fault;
use crate::corpus::{CorpusFile, CorpusFolder};
use crate::document::{Access, DocumentId};
use crate::index::embedded::EmbeddedWriter;
use crate::index::engine::Writer;
use crate::index::entry::FileEntry;
use crate::knowledge::Knowledge;
use crate::text::segment::Analyzer;

/// What a refresh did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refreshed {
    /// The generation that answers now.
    pub generation: u64,
    /// Whether it was made anew.
    pub rebuilt: bool,
    /// Files that are new.
    pub added: usize,
    /// Files that are others than before.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files that are no documents, in the index as problems.
    pub broken: Vec<FileEntry>,
    /// What was wrong with the generation that this one takes the place of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub damage: Option<String>,
}

/// How a refresh is gone about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct How {
    /// A new generation is built, whatever there is.
    pub full: bool,
    /// A corpus without documents empties an index that holds some.
    pub allow_empty: bool,
    /// Every file of the corpus is read, those too whose size and times are as they were.
    pub read_all: bool,
    /// Every byte of the index is read first; where one is damaged, a new generation is built.
    pub checked: bool,
}

impl How {
    /// A new generation, whatever there is.
    #[must_use]
    pub fn anew() -> Self {
        Self { full: true, ..Self::default() }
    }
}

/// Brings the index in `generations` in step with `corpus`. The current generation is changed in
/// one commit when it was made with the same analyzer, lexicon, themes and schema and is not
/// damaged; otherwise a new one is built beside it and published. The corpus is read when nobody
/// else refreshes any more, so that what is published is never older than what was. `progress` is
/// told after each file how many are done and how many there are, from any thread.
///
/// # Errors
/// [`LibraryError`]; then what answered before goes on answering. [`LibraryError::Emptied`] when
/// the corpus holds nothing any more and `how` does not allow it.
pub fn refresh(
    corpus: &CorpusFolder,
    generations: &Generations,
    how: How,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Refreshed, LibraryError> {
    let _lock = generations.lock()?;
    generations.tidy();
    corpus.settle();
    let files = fingerprints::files(corpus, generations, how.read_all)?;
    if files.is_empty() && !how.allow_empty {
        refuse_empty(corpus, generations)?;
    }
    bring(corpus, &files, generations, how, progress)
}

/// As [`refresh`], for `files` instead of those of the corpus, read with the corpus's lexicon.
///
/// # Errors
/// As [`refresh`].
pub fn refresh_files(
    corpus: &CorpusFolder,
    files: &[CorpusFile],
    generations: &Generations,
    how: How,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Refreshed, LibraryError> {
    let _lock = generations.lock()?;
    bring(corpus, files, generations, how, progress)
}

/// An empty corpus is more often a disk that is not there than one that somebody has emptied.
fn refuse_empty(corpus: &CorpusFolder, generations: &Generations) -> Result<(), LibraryError> {
    let held = match Snapshot::open(generations) {
        Ok(held) => held.engine.statistics()?.documents,
        Err(LibraryError::NoIndex(_)) => 0,
        // How much is in an index that is damaged is not known: it may be all there is.
        Err(error) => return Err(error),
    };
    if held == 0 {
        return Ok(());
    }
    Err(LibraryError::Emptied { corpus: corpus.root().to_owned(), held })
}

fn bring(
    corpus: &CorpusFolder,
    files: &[CorpusFile],
    generations: &Generations,
    how: How,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Refreshed, LibraryError> {
    let (wanted, analyzer, knowledge) = Generation::wanted(corpus)?;
    let work = Work { files, generations, knowledge: &knowledge, progress };
    let analyzer = Arc::new(analyzer);
    let changed = work.change(&wanted, &analyzer, how);
    let damage = match changed {
        Ok(Some(refreshed)) => return Ok(refreshed),
        Ok(None) => None,
        Err(error) if error.is_damage() => Some(error.to_string()),
        Err(error) => return Err(error),
    };
    let refreshed = work.build(wanted, analyzer)?;
    Ok(Refreshed { damage, ..refreshed })
}

/// What a refresh is made of.
struct Work<'a> {
    files: &'a [CorpusFile],
    generations: &'a Generations,
    knowledge: &'a Knowledge,
    progress: &'a (dyn Fn(usize, usize) + Sync),
}

impl Work<'_> {
    /// Changes the current generation; `None` where there is none that can be changed.
    fn change(
        &self,
        wanted: &Generation,
        analyzer: &Arc<Analyzer>,
        how: How,
    ) -> Result<Option<Refreshed>, LibraryError> {
        let current = self.generations.published()?;
        let current = current.filter(|it| !how.full && it.identity == wanted.identity);
        let Some(current) = current else { return Ok(None) };
        if how.checked {
            verify::sound(self.generations, current.number)?;
        }
        let before = opened(self.generations, current.number)?.files()?;
        let mut plan = Plan::new(self.files, &before);
        // Synonyms are read when a question is asked: new ones need no new index.
        if !plan.changes.is_empty() || current.synonyms != wanted.synonyms {
            let files = self.generations.files(current.number);
            let writer = EmbeddedWriter::open(files, Arc::clone(analyzer))?;
            let generation = Generation { number: current.number, ..wanted.clone() };
            plan.carry_out(Box::new(writer), &generation, self)?;
        }
        Ok(Some(plan.report(current.number, false)))
    }

    /// Builds a new generation.
    fn build(
        &self,
        wanted: Generation,
        analyzer: Arc<Analyzer>,
    ) -> Result<Refreshed, LibraryError> {
        let number = self.generations.prepare()?;
        let mut plan = Plan::new(self.files, &[]);
        let writer = EmbeddedWriter::open(self.generations.files(number), analyzer)?;
        plan.carry_out(Box::new(writer), &Generation { number, ..wanted }, self)?;
        self.generations.publish(number)?;
        Ok(plan.report(number, true))
    }
}

/// What is to be done. Files are read one by one when it is carried out, not kept.
struct Plan<'a> {
    changes: Changes,
    /// The files to put, with the faults of those that are no documents.
    read: Vec<(&'a CorpusFile, Option<Fault>)>,
    /// The broken files after the refresh.
    broken: Vec<FileEntry>,
}

impl<'a> Plan<'a> {
    fn new(files: &'a [CorpusFile], before: &[FileEntry]) -> Self {
        // A broken file is read again: what was wrong may have been another file of its name.
        let sound = before.iter().filter(|file| file.problem.is_none());
        let print = |fingerprint: &str, folder: &Option<Access>| match folder {
            Some(access) => format!("{fingerprint} {access:?}"),
            None => fingerprint.to_owned(),
        };
        let known: Manifest =
            sound.map(|f| (f.path.clone(), print(&f.fingerprint, &f.folder))).collect();
        let was_broken: BTreeMap<&str, &FileEntry> = before
            .iter()
            .filter(|file| file.problem.is_some())
            .map(|file| (file.path.as_str(), file))
            .collect();
        let now: Manifest =
            files.iter().map(|f| (f.path.clone(), print(&f.fingerprint, &f.folder))).collect();
        let mut changes = Changes::between(&known, &now);
        let gone = was_broken.keys().filter(|path| !now.contains_key(**path));
        changes.removed.extend(gone.map(|path| (*path).to_owned()));
        let stays = |path: &String| !changes.changed.contains(path) && known.contains_key(path);
        let kept = before.iter().filter(|file| now.contains_key(&file.path) && stays(&file.path));
        let mut names: HashMap<DocumentId, String> =
            kept.filter_map(|file| Some((file.document.clone()?, file.path.clone()))).collect();
        let touched =
            |path: &String| changes.added.contains(path) || changes.changed.contains(path);
        let touched: Vec<&CorpusFile> = files.iter().filter(|file| touched(&file.path)).collect();
        let parsed: Vec<Result<DocumentId, Fault>> =
            touched.par_iter().map(|file| file.parse().map(|held| held.id)).collect();
        let named = touched.into_iter().zip(parsed);
        let read: Vec<_> = named
            .map(|(file, id)| (file, id.and_then(|id| name(file, id, &mut names)).err()))
            .collect();
        let broken = read.iter().filter_map(|(file, fault)| {
            let (line, reason) = fault.as_ref()?;
            broken(file, *line, reason.clone()).file.into()
        });
        let broken: Vec<FileEntry> = broken.collect();
        // A file that is broken as it was is no change; one that the program failed to read is tried
        // again each time, for the program may be another.
        let same = |path: &String| {
            let now = broken.iter().find(|file| file.path == *path);
            now.is_some() && now == was_broken.get(path.as_str()).copied()
        };
        changes.added.retain(|path| !same(path));
        let read = read.into_iter().filter(|(file, _)| !same(&file.path)).collect();
        Self { changes, read, broken }
    }

    /// Files whose reading fails are broken from then on; the others are not touched by it.
    fn carry_out(
        &mut self,
        mut writer: Box<dyn Writer>,
        generation: &Generation,
        work: &Work<'_>,
    ) -> Result<(), LibraryError> {
        for path in &self.changes.removed {
            writer.remove(path)?;
        }
        for (file, _) in &self.read {
            writer.remove(&file.path)?;
        }
        let done = AtomicUsize::new(0);
        let writing = &writer;
        let put = |(file, fault): &(&CorpusFile, Option<Fault>)| {
            let bundle = match fault.clone().map_or_else(|| file.parse(), Err) {
                Ok(held) => read(file, held, work.knowledge),
                Err((line, reason)) => broken(file, line, reason),
            };
            let failed =
                (fault.is_none() && bundle.document.is_none()).then(|| bundle.file.clone());
            writing.put(bundle)?;
            (work.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, self.read.len());
            Ok::<_, LibraryError>(failed)
        };
        let failed: Vec<FileEntry> = self
            .read
            .par_iter()
            .filter_map(|read| put(read).transpose())
            .collect::<Result<_, _>>()?;
        self.broken.extend(failed);
        Ok(writer.seal(&generation.note())?)
    }

    fn report(&self, generation: u64, rebuilt: bool) -> Refreshed {
        Refreshed {
            generation,
            rebuilt,
            added: self.changes.added.len(),
            changed: self.changes.changed.len(),
            removed: self.changes.removed.len(),
            broken: self.broken.clone(),
            damage: None,
        }
    }
}

/// Gives a file its name; one that another file has already is a fault.
fn name(
    file: &CorpusFile,
    id: DocumentId,
    names: &mut HashMap<DocumentId, String>,
) -> Result<(), Fault> {
    if let Some(other) = names.get(&id).filter(|other| **other != file.path) {
        return Err((1, format!("与 {other} 同名；文件名在各文件夹之间也不能重复，请改名")));
    }
    names.insert(id, file.path.clone());
    Ok(())
}
