//! Fuzzes folding, cutting and snippets.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| dianan_fuzz::text(text));
