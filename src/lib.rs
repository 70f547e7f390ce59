//! 典案: full-text search and a knowledge base over Chinese policy documents, work reports, case
//! studies and work guides.
//!
//! Modules stand in the order in which they may use each other: each uses only those above it.
//! `tests/architecture.rs` keeps it so.

pub mod budget;
pub mod text;

pub mod document;

pub mod corpus;
pub mod knowledge;
pub mod index;
pub mod meaning;
pub mod library;
pub mod state;

pub mod intake;
pub mod search;
pub mod compare;
pub mod check;
pub mod evaluate;
pub mod desk;

pub mod settings;

pub mod http;
pub mod cli;
