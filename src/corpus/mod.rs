//! The folder of documents: the truth that everything else is made from.

pub mod error;
pub mod layout;
pub mod lock;
pub mod failpoint;
mod disk;
mod journal;
pub mod access;
pub mod walk;
pub mod write;
pub mod manifest;
pub mod originals;
pub mod edit;

pub use error::CorpusError;
pub use layout::CorpusFolder;
pub use walk::{CorpusFile, Held, Listed};
pub use write::Writer;
