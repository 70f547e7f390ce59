//! Fuzzes the region extractor.

#![no_main]

use dianan::knowledge::FactType;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &str| dianan_fuzz::hold(FactType::Region, body));
