//! A receipt: a proof with its leaf and openings inside.
#![no_main]

use ledger::receipt::Receipt;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(receipt) = Receipt::parse(bytes) {
        assert_eq!(receipt.to_proof().to_string().as_bytes(), bytes);
    }
});
