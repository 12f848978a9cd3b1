//! A signed note, its signatures verified with a key that has signed none of them.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ledger_fuzz::note(bytes));
