//! A warning of another body: never a panic; what is read and can be written is read again as the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ledger_fuzz::alert(bytes));
