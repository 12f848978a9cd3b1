//! Random tokens and their hashes.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A fresh token of 256 bits, lower-case hex.
pub(crate) fn token() -> String {
    hex(&bytes::<32>())
}

/// A fresh name for one request, as the log and the error page show it: 128 bits, lower-case hex.
pub(crate) fn request_id() -> String {
    hex(&bytes::<16>())
}

/// Random bytes.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness no session is safe; stopping this request is right.
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// SHA-256 of `text`, lower-case hex: what is kept of a token.
pub(crate) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Compares without telling by its time where the first difference is.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
