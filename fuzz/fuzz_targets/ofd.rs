//! Fuzzes the pages of OFD.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| dianan_fuzz::packed("a.ofd", "Doc_0/Pages/Page_0/Content.xml", bytes));
