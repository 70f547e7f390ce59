//! From raw files to documents: read, cleaned, divided, described, composed, compared.

pub mod format;
pub mod rough;
pub mod extract;
mod rules;
mod byline;
mod reflow;
mod headings;
mod divide;
mod describe;
mod compose;
pub mod duplicate;
mod known;
pub mod convert;
pub mod outcome;
pub mod batch;

pub use batch::{Batch, Opening};
pub use convert::{Converted, Raw, Removed, convert};
pub use known::Memory;
pub use outcome::{Outcome, Verdict};
