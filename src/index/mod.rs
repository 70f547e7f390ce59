//! The embedded index: what is kept, what can be asked, and the engine that answers.

pub mod query;
pub mod hits;
pub mod entry;
pub mod hidden;
pub mod fields;
pub mod engine;
pub mod storage;
pub mod embedded;
