//! The engine on tantivy: an index in one folder, for one machine.

mod guarded;
mod veil;
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
mod opening;
mod sight;

pub use read::EmbeddedEngine;
pub use write::EmbeddedWriter;

use std::io::ErrorKind;

use tantivy::TantivyError;
use tantivy::directory::error::{OpenReadError, OpenWriteError};

use super::engine::EngineError;
use crate::corpus::error::in_chinese;

/// Among so many entries there is one look at whether the answer is still wanted.
const LOOK_EVERY: u32 = 256;

/// Tantivy's errors in the house's words.
fn storage(error: impl Into<TantivyError>) -> EngineError {
    match error.into() {
        TantivyError::IoError(error)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: error, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: error, .. }) => {
            from_disk(&error)
        }
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            EngineError::Damaged(format!("缺少文件 {}", path.display()))
        }
        error @ (TantivyError::DataCorruption(_) | TantivyError::IncompatibleIndex(_)) => {
            EngineError::Damaged(error.to_string())
        }
        error => EngineError::Storage(plainly(&error.to_string())),
    }
}

/// What the engine says, in Chinese where it only passes on that the disk is full: its threads give
/// back the system's word, shown or written out (`StorageFull`), and no error.
fn plainly(said: &str) -> String {
    let full = std::io::Error::from(ErrorKind::StorageFull);
    let is_full = ["os error 28", "StorageFull"].iter().any(|it| said.contains(it));
    if is_full { in_chinese(&full) } else { said.to_owned() }
}

/// What the disk says: bytes that are others or missing are damage; so is what it cannot give
/// back at all (Linux' `EIO`).
fn from_disk(error: &std::io::Error) -> EngineError {
    let unreadable = cfg!(unix) && error.raw_os_error() == Some(5);
    match error.kind() {
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof => {
            EngineError::Damaged(error.to_string())
        }
        _ if unreadable => EngineError::Damaged(error.to_string()),
        _ => EngineError::Storage(in_chinese(error)),
    }
}
