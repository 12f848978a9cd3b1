//! A bundle of leaves; the first byte says how many it should have.
#![no_main]

use ledger::tile::{decode_bundle, encode_bundle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((width, bundle)) = bytes.split_first() else {
        return;
    };
    if let Ok(entries) = decode_bundle(bundle, u16::from(*width) + 1) {
        assert_eq!(encode_bundle(entries).expect("they came out of one"), bundle);
    }
});
