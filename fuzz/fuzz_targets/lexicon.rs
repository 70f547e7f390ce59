//! Fuzzes rules, words, themes and corrections.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| dianan_fuzz::lexicon(text));
