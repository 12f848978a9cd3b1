//! Random tokens and their hashes.

use sha2::{Digest, Sha256};

/// A fresh token of 256 bits, lower-case hex.
pub(crate) fn token() -> String {
    hex(&bytes::<32>())
}

/// A fresh number of 128 bits, lower-case hex.
pub(crate) fn number() -> String {
    hex(&bytes::<16>())
}

/// A fresh secret of 99 bits to be read out: twenty letters and digits that nobody takes for one another.
pub(crate) fn spoken() -> String {
    const SIGNS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    // A byte beyond the last whole round of signs would favour the first of them.
    let most = 256 - 256 % SIGNS.len();
    let mut secret = String::with_capacity(20);
    while secret.len() < 20 {
        let fit = bytes::<32>().into_iter().map(usize::from).filter(|byte| *byte < most);
        let signs = fit.map(|byte| char::from(SIGNS[byte % SIGNS.len()]));
        secret.extend(signs.take(20 - secret.len()));
    }
    secret
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
    sha256_of(text.as_bytes())
}

/// The same of a file.
pub(crate) fn sha256_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// HMAC-SHA-256 (RFC 2104) of `text` under a key of at most 64 bytes, lower-case hex.
pub(crate) fn hmac_sha256(key: &[u8], text: &[u8]) -> String {
    hex(&hmac_sha256_bytes(key, text))
}

/// The same as bytes.
pub(crate) fn hmac_sha256_bytes(key: &[u8], text: &[u8]) -> [u8; 32] {
    let padded = |mask: u8| -> [u8; 64] { std::array::from_fn(|at| key.get(at).copied().unwrap_or(0) ^ mask) };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    let outer = Sha256::new().chain_update(padded(0x5c)).chain_update(inner);
    outer.finalize().into()
}

/// The same under a key of any length: a longer one is hashed first.
pub(crate) fn hmac_sha256_long_key(key: &[u8], text: &[u8]) -> [u8; 32] {
    if key.len() > 64 {
        return hmac_sha256_bytes(&Sha256::digest(key), text);
    }
    hmac_sha256_bytes(key, text)
}

/// Compares without telling by its time where the first difference is.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::hmac_sha256;

    #[test]
    fn seals_are_those_of_the_standard() {
        // RFC 4231, cases 1 and 2.
        assert_eq!(
            hmac_sha256(&[0x0b; 20], b"Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
        assert_eq!(
            hmac_sha256(b"Jefe", b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
