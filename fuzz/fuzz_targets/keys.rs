//! Keys, public and secret, and the list of a log's keys.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| ledger_fuzz::keys(text));
