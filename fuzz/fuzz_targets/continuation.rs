//! A later checkpoint with its proof.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ledger_fuzz::continuation(bytes));
