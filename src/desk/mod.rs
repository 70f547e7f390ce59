//! The desk: what people do with the library. Files are looked through before they are kept.

pub mod preview;
mod lines;
mod scans;
mod tray;
mod coming_in;
pub mod edit;
pub mod corrections;
pub mod lessons;
pub mod tables;
pub mod upkeep;

use std::sync::Mutex;

use crate::corpus::{CorpusError, CorpusFolder};
use crate::document::{Date, Reach};
use crate::intake::sandbox::Reader;
use crate::library::{Generations, How, LibraryError, refresh};
use crate::state::backup::BackupError;
use crate::state::{State, StateError};

pub use coming_in::Accounts;
use coming_in::Guesses;
pub use preview::{Correction, Part, Preview, Reason, Taken};
pub use tray::{Kept, MOST_BYTES};

/// The desk of one library.
pub struct Desk {
    /// What is under way and what was done.
    pub state: State,
    corpus: CorpusFolder,
    generations: Generations,
    keeps_originals: bool,
    reader: Reader,
    /// Who else knows the people.
    accounts: Accounts,
    guesses: Guesses,
    /// Held while files are read or kept: one does it at a time.
    at_work: Mutex<()>,
}

/// Whose hand works at the desk.
#[derive(Debug, Clone)]
pub struct Hand {
    /// The name under which it is noted.
    pub person: String,
    /// How far the person may look.
    pub reach: Reach,
}

/// Why something cannot be done at the desk.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The state does not do its part.
    #[error(transparent)]
    State(#[from] StateError),
    /// The corpus does not.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// The index does not.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// There is no backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// What was asked for is not there.
    #[error("{0}")]
    Missing(String),
    /// What was typed cannot be taken so; says what can.
    #[error("{0}")]
    Typed(String),
}

impl Desk {
    /// The desk over `corpus`, whose index is in `generations`.
    #[must_use]
    pub fn new(state: State, corpus: CorpusFolder, generations: Generations) -> Self {
        let (keeps_originals, reader, at_work) = (true, Reader::Here, Mutex::new(()));
        let (accounts, guesses) = (Accounts::default(), Guesses::default());
        Self { state, corpus, generations, keeps_originals, reader, accounts, guesses, at_work }
    }

    /// The same desk, with files of other programs read by `reader`.
    #[must_use]
    pub fn reading(self, reader: Reader) -> Self {
        Self { reader, ..self }
    }

    /// The same desk, keeping raw files in the corpus or not.
    #[must_use]
    pub fn keeping_originals(self, keeps_originals: bool) -> Self {
        Self { keeps_originals, ..self }
    }

    /// Takes up in the index what has changed in the corpus.
    fn take_up(&self) -> Result<(), DeskError> {
        // Who has just removed the last document means it.
        let how = How { allow_empty: true, ..How::default() };
        tray::patiently(|| refresh(&self.corpus, &self.generations, how, &|_, _| {}))?;
        Ok(())
    }
}

/// The day in China, where the readers are.
fn today() -> Date {
    Date::in_china(jiff::Timestamp::now()).expect("the clock is in a year of four digits")
}
