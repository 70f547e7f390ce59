//! Fuzzes the old files of office programs.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dianan_fuzz::raw("a.doc", bytes));
