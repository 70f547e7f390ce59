//! The features of the library, from raw files to answers, as its users meet them.

mod test_library;
mod server;
mod import;
mod import_faults;
mod office;
mod watch;
mod office_files;
#[cfg(unix)]
mod scans;
mod refresh;
mod search;
mod exact;
mod ranking;
mod http;
mod doors;
mod compare;
mod export;
mod exchange;
mod linked_data;
mod cli;
mod fact_lists;
mod evaluation;
mod check;
mod check_scorecard;
mod check_slots;
mod evidence;
mod clips;
mod words;
mod desk;
mod directory;
mod sign_in;
mod access;
mod upkeep;
mod torture;

mod entities;
mod retrieval;
mod openapi;
mod file_library;
mod ask;
mod mcp;
mod gold;
mod knowledge;
mod tiny_model;
mod meaning;
