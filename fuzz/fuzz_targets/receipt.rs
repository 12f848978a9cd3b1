//! A receipt: a proof with its leaf and openings inside.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ledger_fuzz::receipt(bytes));
