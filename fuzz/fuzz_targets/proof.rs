//! A proof of inclusion, checked with a leaf.
#![no_main]

use ledger::proof::Proof;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(proof) = Proof::parse(bytes) {
        assert_eq!(proof.to_string().as_bytes(), bytes);
        let _ = proof.check_leaf(b"leaf");
    }
});
