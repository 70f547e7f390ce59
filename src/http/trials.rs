//! Trials of words: the library read anew beside the one that answers, one trial at a time, in the
//! background, for as long as the one who began it wants it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::error::HttpError;
use crate::budget::{self, Flag};
use crate::library::trial::Trial;
use crate::library::{Generations, Snapshot};
use crate::meaning::model::give_way;
use crate::search::word_check::{Candidate, Rankings, rankings};

/// The last trial of a server.
#[derive(Debug, Default)]
pub(super) struct Trials(Mutex<Option<Arc<Attempt>>>);

/// One trial, under way or ended.
#[derive(Debug)]
pub(super) struct Attempt {
    person: String,
    candidate: Candidate,
    flag: Flag,
    /// Documents that are read, and how many there are.
    done: AtomicUsize,
    total: AtomicUsize,
    /// What came of it, or why nothing did.
    outcome: OnceLock<Result<Rankings, String>>,
}

/// What a page says of a trial.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stage {
    /// Nobody has asked for it.
    None,
    /// Another trial is under way.
    Others,
    /// So many documents of so many are read.
    UnderWay(usize, usize),
    /// It was stopped, or it failed.
    Ended(String),
    /// It is done.
    Done(Rankings),
}

impl Trials {
    /// Begins a trial of `candidate` for `person` on what `snapshot` holds, comparing `queries`.
    ///
    /// # Errors
    /// [`HttpError::Busy`] while another is under way.
    pub(super) fn begin(
        &self,
        person: &str,
        candidate: Candidate,
        (generations, snapshot): (Generations, Arc<Snapshot>),
        queries: Vec<String>,
    ) -> Result<(), HttpError> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref().is_some_and(|it| it.is_under_way()) {
            return Err(HttpError::Busy);
        }
        let attempt = Arc::new(Attempt {
            person: person.to_owned(),
            candidate,
            flag: Flag::default(),
            done: AtomicUsize::default(),
            total: AtomicUsize::default(),
            outcome: OnceLock::new(),
        });
        let at_work = Arc::clone(&attempt);
        let work = move || at_work.carry_out(&generations, &snapshot, &queries);
        std::thread::Builder::new()
            .name("trial".to_owned())
            .spawn(work)
            .map_err(|error| HttpError::Internal(error.to_string()))?;
        *last = Some(attempt);
        Ok(())
    }

    /// Stops the trial of `person`.
    pub(super) fn stop(&self, person: &str) {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(attempt) = last.as_ref().filter(|it| it.person == person) {
            attempt.flag.raise();
        }
    }

    /// How the trial of `candidate` stands that `person` began; what others tried is theirs.
    pub(super) fn stage(&self, person: &str, candidate: &Candidate) -> Stage {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(attempt) = last.as_ref() else { return Stage::None };
        if attempt.person != person || attempt.candidate != *candidate {
            return if attempt.is_under_way() { Stage::Others } else { Stage::None };
        }
        match attempt.outcome.get() {
            Some(Ok(rankings)) => Stage::Done(rankings.clone()),
            Some(Err(reason)) => Stage::Ended(reason.clone()),
            None => {
                let read = |number: &AtomicUsize| number.load(Ordering::Relaxed);
                Stage::UnderWay(read(&attempt.done), read(&attempt.total))
            }
        }
    }
}

impl Attempt {
    fn is_under_way(&self) -> bool {
        self.outcome.get().is_none()
    }

    fn carry_out(&self, generations: &Generations, snapshot: &Snapshot, queries: &[String]) {
        give_way();
        let progress = |done: usize, total: usize| {
            self.done.fetch_max(done, Ordering::Relaxed);
            self.total.store(total, Ordering::Relaxed);
        };
        let compared = budget::under(&self.flag, || {
            let words = self.candidate.words(snapshot);
            let trial = aside(|| Trial::new(generations, snapshot, &words, &progress))?;
            rankings(snapshot, trial.snapshot(), queries).map_err(|error| error.to_string())
        });
        let outcome = compared.unwrap_or_else(|_| Err("已停止".to_owned()));
        // It is set once, here.
        let _ = self.outcome.set(outcome);
    }
}

/// Does `work` on a thread of its own in place of those that answer.
fn aside<T: Send, E: std::fmt::Display + Send>(
    work: impl FnOnce() -> Result<T, E> + Send,
) -> Result<T, String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).start_handler(|_| give_way());
    let pool = pool.build().map_err(|error| error.to_string())?;
    pool.install(work).map_err(|error| error.to_string())
}
