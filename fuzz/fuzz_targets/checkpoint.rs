//! A checkpoint's text.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| ledger_fuzz::checkpoint(text));
