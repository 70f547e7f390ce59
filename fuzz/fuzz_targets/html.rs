//! Fuzzes the reading of web pages.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dianan_fuzz::convert("a.html", bytes));
