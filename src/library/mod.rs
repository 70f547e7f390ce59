//! The library: generations of the index beside the corpus, refreshed aside and read by snapshot.

mod bundle;
pub mod error;
pub mod generations;
pub mod refresh;
pub mod snapshot;

pub use error::LibraryError;
pub use generations::{Generation, Generations};
pub use refresh::{Refreshed, refresh};
pub use snapshot::Snapshot;
