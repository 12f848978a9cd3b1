//! Keys, public and secret, and the list of a log's keys.
#![no_main]

use ledger::key::{SigningKey, VerifierKey};
use ledger::rotation::{format_keys, parse_keys};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(key) = SigningKey::from_secret_text(text) {
        assert_eq!(key.to_secret_text(), text);
    }
    if let Ok(keys) = parse_keys(text) {
        assert_eq!(format_keys(&keys), text);
    }
});
