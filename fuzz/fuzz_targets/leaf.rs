//! A leaf.
#![no_main]

use ledger::leaf::Leaf;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(leaf) = Leaf::parse(bytes) {
        assert_eq!(leaf.to_string().as_bytes(), bytes);
    }
});
