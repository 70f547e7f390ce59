//! Fuzzes document files, their front matter and citations.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| dianan_fuzz::corpus_file(text));
