//! Finding: from what a person typed to documents with their best passage.

pub mod request;
pub mod parse;
pub mod compose;
pub mod understand;
mod function_words;
mod article;
pub mod plan;
pub mod snippet;
pub mod explain;
pub mod meaning;
mod vocabulary;
pub mod suggest;
pub mod correct;
pub mod answer;
pub mod ask;
pub mod relax;
pub mod export;
pub mod batch;
pub mod word_check;
pub mod similar;
pub mod entity;
pub mod panel;
pub mod glossary;
pub mod instruments;
pub mod facts;

pub use answer::{Answer, search};
pub use request::{Basis, Request, RequestError};
