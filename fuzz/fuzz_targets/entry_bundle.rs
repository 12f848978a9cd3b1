//! A bundle of leaves; the first byte says how many it should have.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ledger_fuzz::entry_bundle(bytes));
