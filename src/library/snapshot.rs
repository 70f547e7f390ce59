//! One state of the library: all that a request reads, from its start to its end.

use std::sync::Arc;

use super::derived::Derived;
use super::error::LibraryError;
use super::generations::{Generation, Generations};
use super::meaning::{Meaning, Progress};
use crate::index::embedded::EmbeddedEngine;
use crate::index::engine::{Engine, EngineError};
use crate::index::hidden::Hidden;
use crate::text::segment::Analyzer;

/// One state of the library. What is refreshed later does not show in it.
pub struct Snapshot {
    /// The index.
    pub engine: Box<dyn Engine>,
    /// The way of reading that the index was made with.
    pub analyzer: Arc<Analyzer>,
    /// What the index was made with.
    pub generation: Generation,
    /// The model by whose meaning it is searched too, and the vectors that there are by now.
    pub meaning: Option<Arc<Meaning>>,
    /// What is not in it because it is not in sight of who asks.
    pub hidden: Hidden,
    /// What services have worked out of it.
    pub(super) derived: Derived,
}

impl Snapshot {
    /// The present state of the library.
    ///
    /// # Errors
    /// [`LibraryError::NoIndex`] before the first refresh, [`LibraryError::Damaged`] when the
    /// index is not as it was written.
    pub fn open(generations: &Generations) -> Result<Self, LibraryError> {
        let generation = generations
            .published()?
            .ok_or_else(|| LibraryError::NoIndex(generations.root().to_owned()))?;
        let engine = opened(generations, generation.number)?;
        let analyzer = Arc::new(generation.analyzer()?);
        Ok(Self {
            engine,
            analyzer,
            generation,
            meaning: generations.meaning().cloned(),
            hidden: Hidden::default(),
            derived: Derived::default(),
        })
    }

    /// The state after a refresh that may have happened since this one; the analyzer is kept
    /// where it reads in the same way.
    ///
    /// # Errors
    /// As [`Snapshot::open`].
    pub fn renewed(&self, generations: &Generations) -> Result<Self, LibraryError> {
        let generation = generations.published()?;
        let same = generation.filter(|it| {
            it.identity == self.generation.identity && it.synonyms == self.generation.synonyms
        });
        let Some(generation) = same else { return Self::open(generations) };
        let engine = opened(generations, generation.number)?;
        Ok(Self {
            engine,
            analyzer: Arc::clone(&self.analyzer),
            generation,
            meaning: generations.meaning().cloned(),
            hidden: Hidden::default(),
            derived: Derived::default(),
        })
    }

    /// How far the vectors have got; `None` without a model, and where not all is in sight: they
    /// are counted over all.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        let whole = self.hidden.documents.is_empty();
        self.meaning.as_ref().filter(|_| whole).map(|meaning| meaning.progress())
    }

    /// Whether a refresh has happened since.
    #[must_use]
    pub fn is_outdated(&self, generations: &Generations) -> bool {
        generations.current().is_some_and(|current| current != self.generation)
    }
}

/// The engine of generation `number`; damage names it.
pub(super) fn opened(
    generations: &Generations,
    number: u64,
) -> Result<Box<dyn Engine>, LibraryError> {
    match EmbeddedEngine::open(generations.files(number)) {
        Ok(engine) => Ok(Box::new(engine)),
        Err(EngineError::Damaged(reason)) => {
            Err(LibraryError::Damaged { number: Some(number), reason })
        }
        Err(error) => Err(error.into()),
    }
}
