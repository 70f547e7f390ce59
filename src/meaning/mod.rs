//! Meaning: a model from a local folder, the vectors that it gives, and how their nearness joins
//! what words have found.

pub mod vector;
pub mod model;
pub mod vectors;
pub mod catalogue;
pub mod fusion;

pub use catalogue::Catalogue;
pub use model::{Model, ModelError, Thread};
pub use vector::Vector;
pub use vectors::{Key, Vectors};
