//! Fuzzes plain text in any encoding, its roles and division.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dianan_fuzz::raw("a.txt", bytes));
