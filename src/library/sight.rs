//! What of a state of the library is in whose sight: the one place that decides it. What is out of
//! sight is not in the snapshot that a request reads, so that nothing that is made of it can tell.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::derived::Derived;
use super::error::LibraryError;
use super::snapshot::Snapshot;
use crate::document::Reach;
use crate::index::engine::EngineError;

/// Views that are kept of one state; more are made anew when they are asked for.
const KEPT: usize = 16;

/// A state of the library, and what is seen of it with each reach.
pub struct Sight {
    whole: Arc<Snapshot>,
    /// The groups that documents are reserved to; `None` where every document is everybody's.
    groups: Option<BTreeSet<String>>,
    /// By the groups that count, the last made last.
    views: Mutex<Vec<(BTreeSet<String>, Arc<Snapshot>)>>,
}

impl Sight {
    /// What is in sight of `whole`.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn new(whole: Snapshot) -> Result<Self, EngineError> {
        let groups = whole.engine.groups_named()?;
        Ok(Self { whole: Arc::new(whole), groups, views: Mutex::default() })
    }

    /// All of it, for work that shows nothing of it to anybody.
    #[must_use]
    pub fn whole(&self) -> &Arc<Snapshot> {
        &self.whole
    }

    /// The groups among `reach` that open something here.
    #[must_use]
    pub fn opening(&self, reach: &Reach) -> BTreeSet<String> {
        match (&self.groups, reach) {
            (Some(named), Reach::Groups(mine)) => named.intersection(mine).cloned().collect(),
            _ => BTreeSet::new(),
        }
    }

    /// What is in sight of `reach`: the whole itself where nothing is reserved.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn of(&self, reach: &Reach) -> Result<Arc<Snapshot>, LibraryError> {
        if self.groups.is_none() || *reach == Reach::Everything {
            return Ok(Arc::clone(&self.whole));
        }
        let groups = self.opening(reach);
        // Who asks for a view that is being made waits for it.
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, view)) = views.iter().find(|(of, _)| *of == groups) {
            return Ok(Arc::clone(view));
        }
        let (engine, hidden) = self.whole.engine.seen_by(&groups)?;
        let view = Arc::new(Snapshot {
            engine,
            analyzer: Arc::clone(&self.whole.analyzer),
            generation: self.whole.generation.clone(),
            meaning: self.whole.meaning.clone(),
            hidden,
            derived: Derived::default(),
        });
        if views.len() == KEPT {
            views.remove(0);
        }
        views.push((groups, Arc::clone(&view)));
        Ok(view)
    }
}
