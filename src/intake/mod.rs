//! From raw files to documents: read, cleaned, divided, described, composed, compared.

pub mod removed;
pub mod layout;
mod words;
mod unreadable;
pub mod format;
pub mod extract;
pub mod ocr;
pub mod sandbox;
pub mod archive;
mod shape;
mod prepare;
mod roles;
mod frames;
mod describe;
mod structure;
mod divide;
mod compose;
mod article;
pub mod duplicate;
mod known;
pub mod convert;
pub mod outcome;
pub mod batch;

pub use batch::{Batch, Opening};
pub use convert::{Converted, Raw, convert};
pub use describe::Evidence;
pub use known::Memory;
pub use outcome::{Outcome, Verdict};
pub use removed::Removed;
