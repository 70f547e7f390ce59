//! Fuzzes the reading of facts.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| dianan_fuzz::facts(text));
