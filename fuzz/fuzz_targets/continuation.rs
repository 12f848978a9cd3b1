//! A later checkpoint with its proof.
#![no_main]

use ledger::continuation::Continuation;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(continuation) = Continuation::parse(bytes) {
        assert_eq!(continuation.to_string().as_bytes(), bytes);
    }
});
