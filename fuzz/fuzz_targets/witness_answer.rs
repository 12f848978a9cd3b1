//! A witness's answer: status and body.
#![no_main]

libfuzzer_sys::fuzz_target!(|answer: (u16, &[u8])| ledger_fuzz::witness_answer(answer));
