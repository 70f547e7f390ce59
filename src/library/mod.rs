//! The library: generations of the index beside the corpus, refreshed aside and read by snapshot.

mod bundle;
pub mod derived;
pub mod error;
pub mod exchange;
mod fingerprints;
pub mod generations;
pub mod lesson;
pub mod meaning;
pub mod query_log;
pub mod recognized;
pub mod records;
pub mod refresh;
pub mod snapshot;
pub mod sight;
pub mod storage;
pub mod themed;
mod toml_fault;
pub mod trial;
pub mod verify;

pub use error::LibraryError;
pub use generations::{Generation, Generations};
pub use meaning::Meaning;
pub use query_log::QueryLog;
pub use recognized::Recognized;
pub use records::Records;
pub use refresh::{How, Refreshed, refresh};
pub use sight::Sight;
pub use snapshot::Snapshot;
