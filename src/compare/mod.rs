//! Comparing places: one topic, several places, what each did, every cell with its source.

pub mod question;
mod acts;
pub mod topic;
pub mod evidence;
mod findings;
pub mod figures;
mod near;
pub mod matrix;
pub mod coverage;
pub mod chart;
pub mod export;

pub use coverage::{Coverage, coverage};
pub use matrix::{Matrix, compare};
pub use question::{Asked, Question, QuestionError};
