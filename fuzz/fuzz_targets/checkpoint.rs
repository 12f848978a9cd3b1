//! A checkpoint's text.
#![no_main]

use ledger::checkpoint::Checkpoint;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        // What follows the third line is not kept.
        assert!(text.starts_with(&checkpoint.to_string()));
    }
});
