//! Where tests end the process, before a chosen change on the disk, or fail the reading of a chosen
//! file. Builds for users have none.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Names the change before which the process ends, counted from 1.
const CHOSEN: &str = "DIANAN_DIE_AT";

/// A change on the disk is about to be made. In builds with debug assertions the process ends here
/// as if it were killed, when this is the change that `DIANAN_DIE_AT` names.
pub fn passed() {
    if !cfg!(debug_assertions) {
        return;
    }
    static AT: OnceLock<Option<u64>> = OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let at = AT.get_or_init(|| std::env::var(CHOSEN).ok()?.parse().ok());
    if let Some(at) = at
        && COUNT.fetch_add(1, Ordering::SeqCst) + 1 == *at
    {
        std::process::abort();
    }
}

/// Names the file of the corpus whose reading panics.
const UNREADABLE: &str = "DIANAN_FAULT_IN";

/// The file at `path` of the corpus is about to be read.
///
/// # Panics
/// In builds with debug assertions, when `DIANAN_FAULT_IN` names it.
pub fn read(path: &str) {
    if cfg!(debug_assertions) && std::env::var(UNREADABLE).is_ok_and(|named| named == path) {
        panic!("{UNREADABLE} names {path}");
    }
}
