//! Work that may be given up: whoever waits for it can go away, and the work ends soon after.
//!
//! The one who asks holds a [`Flag`]; the work runs [`under`] it and calls [`look`] wherever it has
//! done a little more. A look at a raised flag unwinds to [`under`], as rust-analyzer's queries do,
//! so that no function between must hand an outcome on. Threads that help carry the flag with them
//! ([`carried`]). Outside of `under`, looking does nothing.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

thread_local! {
    /// What the work of this thread runs under.
    static PRESENT: RefCell<Option<Flag>> = const { RefCell::new(None) };
}

/// Says whether work is still wanted.
#[derive(Debug, Clone, Default)]
pub struct Flag(Arc<AtomicBool>);

/// The work was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenUp;

impl Flag {
    /// Says that the work is not wanted any more.
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was said.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Raises the flag when it goes, so that work ends with the one who waits for it.
#[derive(Debug)]
pub struct Waiting(Flag);

impl Waiting {
    /// Someone who waits for the work under `flag`.
    #[must_use]
    pub fn on(flag: &Flag) -> Self {
        Self(flag.clone())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.raise();
    }
}

/// Sets what this thread works under, and sets it back when it goes.
struct Under(Option<Flag>);

impl Under {
    fn new(flag: Option<Flag>) -> Self {
        Self(PRESENT.replace(flag))
    }
}

impl Drop for Under {
    fn drop(&mut self) {
        PRESENT.set(self.0.take());
    }
}

/// Does `work` under `flag`. A panic of its own goes on.
///
/// # Errors
/// [`GivenUp`] when it looked after the flag was raised.
pub fn under<T>(flag: &Flag, work: impl FnOnce() -> T) -> Result<T, GivenUp> {
    let _under = Under::new(Some(flag.clone()));
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => Ok(done),
        Err(panic) if panic.is::<GivenUp>() => Err(GivenUp),
        Err(panic) => resume_unwind(panic),
    }
}

/// Ends the work where it is not wanted any more.
pub fn look() {
    if is_given_up() {
        // No panic: nothing is printed, and nobody but `under` sees it.
        resume_unwind(Box::new(GivenUp));
    }
}

/// Whether the work of this thread is not wanted any more.
#[must_use]
pub fn is_given_up() -> bool {
    PRESENT.with_borrow(|flag| flag.as_ref().is_some_and(Flag::is_raised))
}

/// `step` as it is to be done on other threads: under the flag of this one, with a look first.
pub fn carried<A, T>(step: impl Fn(A) -> T + Send + Sync) -> impl Fn(A) -> T + Send + Sync {
    let flag = PRESENT.with_borrow(Option::clone);
    move |item| {
        let _under = Under::new(flag.clone());
        look();
        step(item)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::time::Duration;

    use rayon::prelude::{IntoParallelIterator, ParallelIterator};

    use super::*;

    #[test]
    fn work_goes_on_until_its_flag_is_raised_and_ends_at_the_next_look() {
        let flag = Flag::default();
        assert_eq!(under(&flag, look), Ok(()));
        let steps = AtomicUsize::new(0);
        let done = under(&flag, || {
            for step in 0..10 {
                look();
                steps.fetch_add(1, Ordering::Relaxed);
                if step == 3 {
                    flag.raise();
                }
            }
        });
        assert_eq!((done, steps.into_inner()), (Err(GivenUp), 4));
        look();
        assert!(!is_given_up(), "nothing is left on the thread");
    }

    #[test]
    fn who_waits_no_longer_ends_the_work_of_all_threads() {
        let flag = Flag::default();
        let waiting = Waiting::on(&flag);
        let at_work = flag.clone();
        let steps = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let taken = std::sync::Arc::clone(&steps);
        let worker = std::thread::spawn(move || {
            under(&at_work, || {
                let step = carried(|_| {
                    taken.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    std::thread::sleep(Duration::from_millis(1));
                });
                (0..100_000).into_par_iter().for_each(step);
            })
        });
        std::thread::sleep(Duration::from_millis(20));
        drop(waiting);
        assert_eq!(worker.join().unwrap(), Err(GivenUp));
        assert!(steps.load(std::sync::atomic::Ordering::Relaxed) < 50_000, "the rest is left");
    }

    #[test]
    fn a_panic_of_the_work_is_not_taken_for_giving_up() {
        let panicked = catch_unwind(|| under(&Flag::default(), || std::panic::panic_any(7)));
        assert_eq!(panicked.unwrap_err().downcast_ref::<i32>(), Some(&7));
    }
}
