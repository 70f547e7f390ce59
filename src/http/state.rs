//! What all requests share: the library's present snapshot.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use crate::library::{Generations, LibraryError, Snapshot};
use crate::search::{Request, search};

/// The library as it is served.
pub struct Library {
    generations: Generations,
    present: RwLock<Arc<Snapshot>>,
}

impl Library {
    /// Opens the library whose index is in `generations`.
    ///
    /// # Errors
    /// [`LibraryError::NoIndex`] before the first refresh.
    pub fn open(generations: Generations) -> Result<Self, LibraryError> {
        let present = RwLock::new(Arc::new(Snapshot::open(&generations)?));
        Ok(Self { generations, present })
    }

    /// The present snapshot. A request takes it once and reads nothing else.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        // A snapshot is replaced whole, so that a panic elsewhere cannot leave half of one.
        Arc::clone(&self.present.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes up a refresh that has happened since.
    ///
    /// # Errors
    /// When the refreshed index cannot be opened; the present snapshot stays.
    pub fn renew(&self) -> Result<(), LibraryError> {
        let present = self.snapshot();
        if present.is_outdated(&self.generations) {
            let renewed = Arc::new(present.renewed(&self.generations)?);
            *self.present.write().unwrap_or_else(PoisonError::into_inner) = renewed;
        }
        Ok(())
    }

    /// Asks the first question, which reads the index into memory, and says how long it took.
    pub(super) fn first_answer(&self) -> Duration {
        let start = Instant::now();
        let request = Request { text: "党建".to_owned(), ..Request::default() };
        if let Err(error) = search(&self.snapshot(), request) {
            tracing::warn!("首次检索失败：{error}");
        }
        start.elapsed()
    }
}
