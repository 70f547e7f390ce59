//! The engine on tantivy: an index in one folder, for one machine.

mod schema;
mod terms;
mod entry;
mod write;
mod collect;
mod table;
mod facets;
mod holding;
mod facts;
mod capped;
mod ranking;
mod clauses;
mod statistics;
mod documents;
mod explain;
mod listing;
mod groups;
mod spread;
mod read;

pub use read::EmbeddedEngine;
pub use write::EmbeddedWriter;

use super::engine::EngineError;

/// Tantivy's errors in the house's words.
fn storage(error: impl std::fmt::Display) -> EngineError {
    EngineError::Storage(error.to_string())
}
