//! Adding documents to a corpus: what a raw file gave comes all at once or not at all, and nothing
//! is ever overwritten.

mod single;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Storage};
use super::error::CorpusError;
use super::journal::{self, Move};
use super::layout::CorpusFolder;
use super::lock::WriterLock;
use super::walk::{Listed, fingerprint};
use crate::document::markdown_file::{self, MarkdownFile};
use crate::document::{DocumentId, Kind};

/// The journal's name in the writers' folder.
const JOURNAL: &str = "journal";

/// The one process that writes to a corpus, as long as this lives.
pub struct Writer {
    corpus: CorpusFolder,
    disk: Box<dyn Disk>,
    /// Files staged so far.
    staged: Cell<u64>,
    /// Whether the journal names moves that have not all been made.
    unsettled: Cell<bool>,
    _lock: WriterLock,
}

/// A path with the system's word on it.
type Fault = (PathBuf, io::Error);

/// Why files are not in their places.
struct Stopped {
    fault: Fault,
    /// Whether those that were are away again.
    withdrawn: bool,
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Self {
        Self { fault, withdrawn: true }
    }
}

impl CorpusFolder {
    /// Makes this process the one that writes. What another was cut short in is finished, and what
    /// it left is cleaned away. `command` is what others are told who come meanwhile.
    ///
    /// # Errors
    /// [`CorpusError::Busy`] while another process writes; [`CorpusError::Io`] when the folder
    /// cannot be written to.
    pub fn writer(&self, command: &str) -> Result<Writer, CorpusError> {
        self.writer_on(Box::new(Storage), command)
    }

    fn writer_on(&self, disk: Box<dyn Disk>, command: &str) -> Result<Writer, CorpusError> {
        let lock = self.lock(command)?;
        let (staged, unsettled) = (Cell::new(0), Cell::new(true));
        let writer = Writer { corpus: self.clone(), disk, staged, unsettled, _lock: lock };
        writer.settle().map_err(|(path, error)| CorpusError::io(&path, error))?;
        writer.clean();
        Ok(writer)
    }

    /// Finishes what an import was cut short in, where there is such a thing, no other process
    /// writes and the folder can be written to. Until that is done, [`CorpusFolder::files`] leaves
    /// it out.
    pub fn settle(&self) {
        if !self.unpublished().is_empty() {
            // Whoever writes now has finished it before he began.
            let _ = self.writer("dianan index");
        }
    }

    /// Documents that the journal names: some may be in their places, and some not yet.
    pub(super) fn unpublished(&self) -> Vec<String> {
        self.pending().iter().map(Move::path).collect()
    }

    /// The moves of the journal; none when it is empty or not whole, for then nothing was moved.
    fn pending(&self) -> Vec<Move> {
        let text = fs::read_to_string(self.writers_file(JOURNAL)).unwrap_or_default();
        journal::parse(&text).unwrap_or_default()
    }

    /// A name like `wanted` that no document has, nor `taken` says it has, with `number` behind it
    /// or the first number after that; 1 is the name itself. Gives the number too.
    #[must_use]
    pub fn free_id(
        &self,
        wanted: &DocumentId,
        number: usize,
        taken: impl Fn(&DocumentId) -> bool,
    ) -> (DocumentId, usize) {
        let named = |number| match number {
            0 | 1 => wanted.clone(),
            number => wanted.numbered(number),
        };
        let mut candidates = (number.max(1)..).map(|number| (named(number), number));
        let free = candidates.find(|(id, _)| !taken(id) && !self.holds(id));
        free.expect("numbers do not run out")
    }
}

impl Writer {
    /// The corpus that is written to.
    #[must_use]
    pub fn corpus(&self) -> &CorpusFolder {
        &self.corpus
    }

    /// Adds documents under their names, all of them or none, and says how their folders list them.
    /// When this returns they are on the disk: a power cut does not lose them.
    ///
    /// # Errors
    /// [`CorpusError::Io`] when one cannot be written, or a file of its name is there.
    pub fn publish(
        &self,
        documents: &[(DocumentId, MarkdownFile)],
    ) -> Result<Vec<Listed>, CorpusError> {
        let published = self.settle().and_then(|()| self.stage(documents)).and_then(|moves| {
            let moved = match &moves[..] {
                [_] => self.place(&moves).map_err(|stopped| stopped.fault),
                several => self.place_together(several),
            };
            self.unstage(&moves);
            moved.map(|()| moves)
        });
        let moves = published.map_err(|(path, error)| CorpusError::io(&path, error))?;
        let root = self.corpus.root();
        Ok(moves.iter().filter_map(|it| self.corpus.listed(&root.join(it.path()))).collect())
    }

    /// Writes the documents aside.
    fn stage(&self, documents: &[(DocumentId, MarkdownFile)]) -> Result<Vec<Move>, Fault> {
        let mut moves = Vec::new();
        for (id, file) in documents {
            let kind = file.front_matter.kind;
            let staged = self.folder(kind).and_then(|()| {
                let path = self.corpus.path_of(kind, id);
                match path.try_exists() {
                    Ok(true) => Err((path, io::ErrorKind::AlreadyExists.into())),
                    Ok(false) => self.stage_one(id, kind, markdown_file::print(file).as_bytes()),
                    Err(error) => Err((path, error)),
                }
            });
            match staged {
                Ok(it) => moves.push(it),
                Err(fault) => {
                    self.unstage(&moves);
                    return Err(fault);
                }
            }
        }
        Ok(moves)
    }

    /// Makes the folder of a kind where it is not there.
    fn folder(&self, kind: Kind) -> Result<(), Fault> {
        let folder = self.corpus.root().join(kind.folder());
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(&folder)
            .and_then(|()| self.disk.sync(self.corpus.root()))
            .map_err(|error| (folder, error))
    }

    fn stage_one(&self, id: &DocumentId, kind: Kind, bytes: &[u8]) -> Result<Move, Fault> {
        loop {
            let number = self.staged.get();
            self.staged.set(number + 1);
            let staged = journal::staged_name(std::process::id(), number);
            let it = Move { fingerprint: fingerprint(bytes), kind, staged, id: id.clone() };
            let path = it.from(self.corpus.root());
            match self.disk.create(&path, bytes) {
                Ok(()) => return Ok(it),
                // Left by a process of this number, perhaps on another machine.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err((self.corpus.path_of(kind, id), error)),
            }
        }
    }

    /// Removes what was staged. What stays is cleaned away by the next writer.
    fn unstage(&self, moves: &[Move]) {
        if !self.unsettled.get() {
            for it in moves {
                let _ = self.disk.remove(&it.from(self.corpus.root()));
            }
        }
    }

    /// Puts several files in their places, behind the journal.
    fn place_together(&self, moves: &[Move]) -> Result<(), Fault> {
        let path = self.corpus.writers_file(JOURNAL);
        let at_journal = |error| (path.clone(), error);
        let _turn = self.corpus.publishing_turn().map_err(at_journal)?;
        self.sync_folders(moves)?;
        self.unsettled.set(true);
        let placed = match self.disk.record(&path, journal::print(moves).as_bytes()) {
            Ok(()) => self.place(moves),
            Err(error) => Err(at_journal(error).into()),
        };
        // Until the journal is empty, the documents count as not yet published. When some can
        // neither be completed nor be taken away, it stays, and they are completed later.
        let whole = placed.as_ref().map_or_else(|stopped| stopped.withdrawn, |()| true);
        let closed = whole && self.disk.record(&path, b"").is_ok();
        self.unsettled.set(!closed);
        placed.map_err(|stopped| stopped.fault)
    }

    /// Puts files in their places; when one cannot be, takes those before it away again.
    fn place(&self, moves: &[Move]) -> Result<(), Stopped> {
        let root = self.corpus.root();
        for (done, it) in moves.iter().enumerate() {
            let to = root.join(it.path());
            if let Err(error) = self.disk.place(&it.from(root), &to) {
                let withdrawn = self.withdraw(&moves[..done]);
                return Err(Stopped { fault: (to, error), withdrawn });
            }
        }
        self.sync_folders(moves).map_err(|fault| Stopped { fault, withdrawn: self.withdraw(moves) })
    }

    /// Removes documents that were put in their places a moment ago; whether all are away.
    fn withdraw(&self, moves: &[Move]) -> bool {
        let root = self.corpus.root();
        let away = moves.iter().filter(|it| self.disk.remove(&root.join(it.path())).is_ok());
        away.count() == moves.len()
    }

    fn sync_folders(&self, moves: &[Move]) -> Result<(), Fault> {
        let kinds: BTreeSet<Kind> = moves.iter().map(|it| it.kind).collect();
        for kind in kinds {
            let folder = self.corpus.root().join(kind.folder());
            self.disk.sync(&folder).map_err(|error| (folder, error))?;
        }
        Ok(())
    }

    /// Finishes what the journal names. It takes nothing away that is in its place.
    fn settle(&self) -> Result<(), Fault> {
        if !self.unsettled.get() {
            return Ok(());
        }
        let path = self.corpus.writers_file(JOURNAL);
        let at_journal = |error| (path.clone(), error);
        let _turn = self.corpus.publishing_turn().map_err(at_journal)?;
        let moves = self.corpus.pending();
        for it in &moves {
            self.finish(it)?;
        }
        self.sync_folders(&moves)?;
        if !fs::metadata(&path).is_ok_and(|about| about.len() == 0) {
            self.disk.record(&path, b"").map_err(at_journal)?;
            let folder = path.parent().expect("the journal lies in the writers' folder");
            self.disk.sync(folder).map_err(at_journal)?;
            self.disk.sync(self.corpus.root()).map_err(at_journal)?;
        }
        self.unsettled.set(false);
        self.unstage(&moves);
        Ok(())
    }

    /// Puts one file of the journal in its place, under another name where another document has
    /// taken its own meanwhile.
    fn finish(&self, it: &Move) -> Result<(), Fault> {
        let root = self.corpus.root();
        let from = it.from(root);
        let bytes_at = |path: &Path| fs::read(path).ok();
        let to = root.join(it.path());
        let staged = bytes_at(&from).filter(|bytes| fingerprint(bytes) == it.fingerprint);
        let (Some(staged), there) = (staged, bytes_at(&to)) else { return Ok(()) };
        let to = match there {
            None => to,
            Some(there) if there == staged => return Ok(()),
            Some(_) => self.corpus.path_of(it.kind, &self.corpus.free_id(&it.id, 2, |_| false).0),
        };
        self.disk.place(&from, &to).map_err(|error| (to, error))
    }

    /// Removes what writers that were cut short have left.
    fn clean(&self) {
        for kind in Kind::ALL {
            let folder = self.corpus.root().join(kind.folder());
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                if journal::is_leftover(&entry.file_name().to_string_lossy()) {
                    let _ = self.disk.remove(&entry.path());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
