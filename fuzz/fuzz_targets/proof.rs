//! A proof of inclusion, checked with a leaf.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ledger_fuzz::proof(bytes));
