//! Making the vectors that are lacking, in threads that keep out of the way.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::{Meaning, Pace, Progress, catalogue_path, state};
use crate::document::DocumentId;
use crate::library::error::LibraryError;
use crate::library::generations::Generations;
use crate::library::snapshot::Snapshot;
use crate::meaning::vectors::{block, content};
use crate::meaning::{Catalogue, Key, Thread, Vector};

/// Vectors in a block.
const BLOCK: usize = 64;
/// A block is written after this time, however small it is.
const WAIT: Duration = Duration::from_secs(2);
/// How often what is new is arranged for searches.
const ARRANGE: Duration = Duration::from_secs(10);
/// The file is written anew when so many of its vectors are of passages that are gone, and they
/// are more than those in use.
const GONE: usize = 1_000;

impl Meaning {
    /// Whether passages of `snapshot` may lack vectors.
    #[must_use]
    pub fn is_behind(&self, snapshot: &Snapshot) -> bool {
        let held = self.held();
        held.catalogue.state != state(&snapshot.generation)
            || held.catalogue.passages() > held.rows.all().len()
    }

    /// Makes the vectors that the passages of `snapshot` lack, until `stop` is set. What is made is on the disk within seconds, and is used by searches from
    /// then on. Memory does not grow with what is to be made. Gives `false`, and does nothing, while
    /// another process makes them.
    ///
    /// # Errors
    /// When the index or the model fails, or a file cannot be written; what was made is kept.
    pub fn make(
        &self,
        snapshot: &Snapshot,
        generations: &Generations,
        pace: Pace,
        stop: &AtomicBool,
        progress: &dyn Fn(Progress),
    ) -> Result<bool, LibraryError> {
        let Some(_lock) = lock(&self.root.join("VECTORS"))? else { return Ok(false) };
        self.catch_up(generations)?;
        if self.held().catalogue.state != state(&snapshot.generation) {
            self.look_through(snapshot, generations)?;
        }
        self.leave_out_what_is_gone()?;
        let lacking = self.lacking();
        progress(self.progress());
        if lacking.is_empty() {
            return Ok(true);
        }
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = if pace == Pace::Waiting { cores } else { (cores / 2).max(1) };
        let next = AtomicUsize::new(0);
        let (sender, receiver) = sync_channel(BLOCK);
        thread::scope(|scope| {
            for _ in 0..threads {
                let sender = sender.clone();
                let (lacking, next) = (&lacking, &next);
                let thread = match pace {
                    Pace::Background => Thread::background(),
                    Pace::Waiting => Thread::new(),
                };
                scope.spawn(move || {
                    self.read_passages(snapshot, lacking, next, (&thread, stop), &sender);
                });
            }
            drop(sender);
            let kept = self.keep(&receiver, progress);
            // Readers stop at their next vector when nobody takes it.
            drop(receiver);
            kept
        })?;
        self.held_to_change().arrange();
        progress(self.progress());
        Ok(true)
    }

    /// Lists the passages of `snapshot`, and writes the list beside its index.
    fn look_through(
        &self,
        snapshot: &Snapshot,
        generations: &Generations,
    ) -> Result<(), LibraryError> {
        let mut ids: Vec<DocumentId> = Vec::new();
        snapshot.engine.each_document(&mut |document| ids.push(document.id))?;
        let mut documents = Vec::with_capacity(ids.len());
        for id in ids {
            let passages = snapshot.engine.passages(&id)?;
            let keys: Vec<Key> = passages.iter().map(|passage| content(passage).0).collect();
            documents.push((id.to_string(), keys));
        }
        let catalogue = Catalogue { state: state(&snapshot.generation), documents };
        let path = catalogue_path(generations, snapshot.generation.number);
        let aside = path.with_extension("tmp");
        let written = fs::write(&aside, catalogue.bytes()).and_then(|()| fs::rename(&aside, &path));
        written.map_err(|error| LibraryError::io(&path, error))?;
        let mut held = self.held_to_change();
        held.catalogue = catalogue;
        held.arrange();
        Ok(())
    }

    /// The documents that lack vectors.
    fn lacking(&self) -> Vec<String> {
        let held = self.held();
        let lacks = |keys: &[Key]| keys.iter().any(|key| held.vectors.row(key).is_none());
        let documents = held.catalogue.documents.iter().filter(|(_, keys)| lacks(keys));
        documents.map(|(id, _)| id.clone()).collect()
    }

    /// What one thread does: takes document after document, and sends the vectors it lacks.
    fn read_passages(
        &self,
        snapshot: &Snapshot,
        lacking: &[String],
        next: &AtomicUsize,
        (thread, stop): (&Thread, &AtomicBool),
        sender: &SyncSender<Result<(Key, Vector), LibraryError>>,
    ) {
        while let Some(id) = lacking.get(next.fetch_add(1, Ordering::Relaxed)) {
            let passages = match DocumentId::parse(id).map(|id| snapshot.engine.passages(&id)) {
                Some(Ok(passages)) => passages,
                Some(Err(error)) => {
                    let _ = sender.send(Err(error.into()));
                    return;
                }
                None => continue,
            };
            for (key, text) in passages.iter().map(content) {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                if self.held().vectors.row(&key).is_some() {
                    continue;
                }
                // One text that cannot be read does not stop the others.
                let vector = self.model.passage(&text, thread);
                let vector = vector.unwrap_or_else(|_| Vector::nowhere(self.model.dimension()));
                if sender.send(Ok((key, vector))).is_err() {
                    return;
                }
            }
        }
    }

    /// Writes what arrives, block by block, until nobody sends any more.
    fn keep(
        &self,
        receiver: &Receiver<Result<(Key, Vector), LibraryError>>,
        progress: &dyn Fn(Progress),
    ) -> Result<(), LibraryError> {
        let mut file = self.opened_to_append()?;
        let (mut written, mut arranged) = (Instant::now(), Instant::now());
        let mut waiting: Vec<(Key, Vector)> = Vec::new();
        loop {
            let arrived = receiver.recv_timeout(WAIT);
            let ended = matches!(arrived, Err(RecvTimeoutError::Disconnected));
            let failed = match arrived {
                Ok(Ok((key, vector))) => {
                    if waiting.iter().all(|(other, _)| *other != key) {
                        waiting.push((key, vector));
                    }
                    None
                }
                Ok(Err(error)) => Some(error),
                Err(_) => None,
            };
            let is_due = waiting.len() >= BLOCK || written.elapsed() >= WAIT;
            if !waiting.is_empty() && (is_due || ended || failed.is_some()) {
                self.append(&mut file, &std::mem::take(&mut waiting))?;
                written = Instant::now();
                if arranged.elapsed() >= ARRANGE {
                    self.held_to_change().arrange();
                    arranged = Instant::now();
                }
                let all = self.held().catalogue.passages();
                progress(Progress { done: self.held().vectors.len().min(all), all });
            }
            match failed {
                Some(error) => return Err(error),
                None if ended => return Ok(()),
                None => {}
            }
        }
    }

    /// The file of vectors, cut after its last sound block, or a new one.
    fn opened_to_append(&self) -> Result<File, LibraryError> {
        let path = self.file();
        let failed = |error| LibraryError::io(&path, error);
        let mut options = OpenOptions::new();
        let mut file = options.create(true).append(true).open(&path).map_err(failed)?;
        let mut held = self.held_to_change();
        file.set_len(held.read).map_err(failed)?;
        if held.read == 0 {
            let header = self.header();
            file.write_all(&header).map_err(failed)?;
            held.read = header.len() as u64;
        }
        Ok(file)
    }

    fn append(&self, file: &mut File, vectors: &[(Key, Vector)]) -> Result<(), LibraryError> {
        let bytes = block(vectors);
        let written = file.write_all(&bytes).and_then(|()| file.sync_data());
        written.map_err(|error| LibraryError::io(&self.file(), error))?;
        let mut held = self.held_to_change();
        held.read += bytes.len() as u64;
        for (key, vector) in vectors {
            held.vectors.add(*key, &vector.components, vector.scale);
        }
        Ok(())
    }

    /// Writes the file anew without the vectors of passages that are gone, where they are most.
    fn leave_out_what_is_gone(&self) -> Result<(), LibraryError> {
        let path = self.file();
        let mut held = self.held_to_change();
        let used = held.rows.all().len();
        if held.vectors.len() < 2 * used + GONE {
            return Ok(());
        }
        let keys = held.catalogue.documents.iter().flat_map(|(_, keys)| keys);
        let used = keys.filter_map(|key| Some((*key, held.vectors.vector(held.vectors.row(key)?))));
        let used: Vec<(Key, Vector)> = used.collect();
        let mut bytes = self.header();
        used.chunks(BLOCK).for_each(|chunk| bytes.extend(block(chunk)));
        let aside = path.with_extension("tmp");
        let written = fs::write(&aside, &bytes).and_then(|()| fs::rename(&aside, &path));
        written.map_err(|error| LibraryError::io(&path, error))?;
        held.read = 0;
        self.read_on(&mut held)?;
        held.arrange();
        Ok(())
    }
}

/// Held while vectors are made; `None` while another process makes them.
fn lock(path: &Path) -> Result<Option<File>, LibraryError> {
    let file = File::create(path).map_err(|error| LibraryError::io(path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(LibraryError::io(path, error)),
    }
}
