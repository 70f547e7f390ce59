//! The features of the library, from raw files to answers, as its users meet them.

mod test_library;
mod import;
mod refresh;
mod search;
mod exact;
mod ranking;
mod http;
mod cli;
mod evaluation;
mod entities;
