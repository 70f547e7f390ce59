//! Trials of the lexicon: the library read anew beside the one that answers, one trial at a time, in the
//! background, for as long as the one who began it wants it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::error::HttpError;
use crate::budget::{self, Flag};
use crate::knowledge::theme::Themes;
use crate::library::themed::{ThemeTurn, theme_turns};
use crate::library::trial::Trial;
use crate::library::{Generations, Snapshot};
use crate::meaning::model::give_way;
use crate::search::word_check::{Rankings, rankings};

/// The last trial of a server.
#[derive(Debug, Default)]
pub(super) struct Trials(Mutex<Option<Arc<Attempt>>>);

/// What is tried: texts of the lexicon's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Proposal {
    /// `words.txt` and `synonyms.txt`.
    Words { words: String, synonyms: String },
    /// `themes.toml`.
    Themes(String),
}

/// What came of a trial.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    /// The top tens of queries.
    Rankings(Rankings),
    /// The themes of so many documents.
    Themes(usize, Vec<ThemeTurn>),
}

/// One trial, under way or ended.
#[derive(Debug)]
pub(super) struct Attempt {
    person: String,
    proposal: Proposal,
    flag: Flag,
    /// Documents that are read, and how many there are.
    done: AtomicUsize,
    total: AtomicUsize,
    /// What came of it, or why nothing did.
    outcome: OnceLock<Result<Outcome, String>>,
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
    Done(Outcome),
}

impl Trials {
    /// Begins a trial of `proposal` for `person` on what `snapshot` holds, comparing `queries`.
    ///
    /// # Errors
    /// [`HttpError::Busy`] while another is under way.
    pub(super) fn begin(
        &self,
        person: &str,
        proposal: Proposal,
        (generations, snapshot): (Generations, Arc<Snapshot>),
        queries: Vec<String>,
    ) -> Result<(), HttpError> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref().is_some_and(|it| it.is_under_way()) {
            return Err(HttpError::Busy);
        }
        let attempt = Arc::new(Attempt {
            person: person.to_owned(),
            proposal,
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

    /// How the trial of `proposal` stands that `person` began; what others tried is theirs.
    pub(super) fn stage(&self, person: &str, proposal: &Proposal) -> Stage {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(attempt) = last.as_ref() else { return Stage::None };
        if attempt.person != person || attempt.proposal != *proposal {
            return if attempt.is_under_way() { Stage::Others } else { Stage::None };
        }
        match attempt.outcome.get() {
            Some(Ok(outcome)) => Stage::Done(outcome.clone()),
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
        let work = || self.tried((generations, snapshot), queries, &progress);
        // The flag is looked at on the thread that works.
        let compared = aside(|| budget::under(&self.flag, work));
        let outcome = match compared {
            Some(Ok(compared)) => compared,
            Some(Err(_)) => Err("已停止".to_owned()),
            None => Err("程序在试改动时出错（这是程序的毛病），请报给维护者".to_owned()),
        };
        // It is set once, here.
        let _ = self.outcome.set(outcome);
    }

    fn tried(
        &self,
        (generations, snapshot): (&Generations, &Snapshot),
        queries: &[String],
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Outcome, String> {
        match &self.proposal {
            Proposal::Words { words, synonyms } => {
                let trial = Trial::new(generations, snapshot, (words, synonyms), progress);
                let trial = trial.map_err(|error| error.to_string())?;
                let compared = rankings(snapshot, trial.snapshot(), queries);
                compared.map(Outcome::Rankings).map_err(|error| error.to_string())
            }
            Proposal::Themes(text) => {
                let themes = Themes::parse(text)?;
                let turns = theme_turns(snapshot, &themes, progress);
                let (read, turns) = turns.map_err(|error| error.to_string())?;
                Ok(Outcome::Themes(read, turns))
            }
        }
    }
}

/// Does `work` on a thread of its own in place of those that answer; nothing where it panics.
fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).start_handler(|_| give_way());
    let pool = pool.build().ok()?;
    catch_unwind(AssertUnwindSafe(|| pool.install(work))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_aside_ends_when_its_flag_is_raised_and_a_panic_is_no_answer() {
        let flag = Flag::default();
        let stopped = aside(|| {
            budget::under(&flag, || {
                let step = budget::carried(|at: usize| {
                    if at == 3 {
                        flag.raise();
                    }
                });
                (0..1_000).for_each(step);
            })
        });
        assert!(matches!(stopped, Some(Err(_))));
        assert!(aside(|| panic!("a fault")).is_none_or(|(): ()| false));
    }
}
