//! Reading Chinese text: pure functions from text to what stands in it.

pub mod blocks;
pub mod difference;
pub mod encoding;
pub mod fold;
pub mod json_fault;
pub mod lexicon;
pub mod offset_map;
pub mod numerals;
pub mod pinyin;
pub mod segment;
pub mod sentences;
pub mod span;
pub mod synonyms;
pub mod variants;

pub use fold::{Folded, fold};
pub use span::Span;
