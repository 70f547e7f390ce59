//! Checking a draft against what is held: what agrees, what differs, what is not held.

pub mod draft;
mod letters;
mod align;
mod sheet;
mod rows;
mod shelf;
pub mod finding;
mod sources;
mod quotations;
mod titles;
mod claims;
mod amounts;
mod measures;
mod bodies;
mod statements;
mod plain_titles;
mod pairs;
mod slots;
mod figures;
mod brands;
mod honours;
mod instruments;
mod sums;
mod shorthands;
mod names;
pub mod overlap;
pub mod precedents;
mod faults;
pub mod report;
pub mod export;
pub mod evidence;

pub use draft::{Draft, DraftError};
pub use finding::{Certainty, Class, Finding, Verdict};
pub use report::{Report, check};
