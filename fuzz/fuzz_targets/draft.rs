//! Fuzzes the check of drafts.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| dianan_fuzz::draft(text));
