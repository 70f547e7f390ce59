//! Fuzzes document files.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &str| dianan_fuzz::print(body));
