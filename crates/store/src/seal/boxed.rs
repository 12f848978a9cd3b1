//! Boxes: what a key has sealed (XChaCha20-Poly1305). A box holds for one place alone: what it belongs to is part of
//! what is authenticated, so that no box can be put where another was.

use crate::Error;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Length of a key.
pub(crate) const KEY_BYTES: usize = 32;
/// Length of a nonce: long enough to be drawn.
const NONCE_BYTES: usize = 24;
/// How a box is laid out: this byte, the nonce, the sealed bytes with their tag.
const LAYOUT: u8 = 1;

/// A key. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key([u8; KEY_BYTES]);

impl Key {
    /// A fresh one.
    ///
    /// # Errors
    /// [`Error::Io`] on a machine that has no randomness to give.
    pub(crate) fn draw() -> Result<Self, Error> {
        Ok(Self(drawn()?))
    }

    pub(crate) const fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// Seals `plain` for one purpose and one place.
    ///
    /// # Errors
    /// [`Error::Io`] on a machine that has no randomness to give.
    pub(crate) fn seal(&self, purpose: &str, place: &[&[u8]], plain: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE_BYTES] = drawn()?;
        let payload = Payload {
            msg: plain,
            aad: &bound(purpose, place),
        };
        let sealed = XChaCha20Poly1305::new(&self.0.into())
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::Corrupt("too much for one box".to_owned()))?;
        let mut boxed = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
        boxed.push(LAYOUT);
        boxed.extend_from_slice(&nonce);
        boxed.extend_from_slice(&sealed);
        Ok(boxed)
    }

    /// What was sealed; none where it was not by this key, for this purpose and place, or is not as it was.
    pub(crate) fn open(&self, purpose: &str, place: &[&[u8]], boxed: &[u8]) -> Option<Vec<u8>> {
        let (layout, rest) = boxed.split_first()?;
        let (nonce, sealed) = rest.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        if *layout != LAYOUT {
            return None;
        }
        let payload = Payload {
            msg: sealed,
            aad: &bound(purpose, place),
        };
        XChaCha20Poly1305::new(&self.0.into())
            .decrypt(&XNonce::from(nonce), payload)
            .ok()
    }

    /// A name that only the key's holder can make.
    pub(crate) fn name(&self, purpose: &str, of: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(bound(purpose, &[&self.0, of]));
        hash.finalize().into()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Bytes at random.
fn drawn<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::Io(std::io::Error::other(error.to_string())))?;
    Ok(bytes)
}

/// Purpose and place as one text of bytes, each with its length, so that no two can be read as each other.
fn bound(purpose: &str, place: &[&[u8]]) -> Vec<u8> {
    let mut bound = Vec::with_capacity(64);
    for part in std::iter::once(purpose.as_bytes()).chain(place.iter().copied()) {
        bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bound.extend_from_slice(part);
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_opens_at_its_place_alone() {
        let key = Key::draw().unwrap();
        let boxed = key.seal("a", &[b"1", b"2"], b"plain").unwrap();
        assert_eq!(key.open("a", &[b"1", b"2"], &boxed).as_deref(), Some(&b"plain"[..]));
        assert_eq!(key.open("a", &[b"12"], &boxed), None);
        assert_eq!(key.open("b", &[b"1", b"2"], &boxed), None);
        assert_eq!(Key::draw().unwrap().open("a", &[b"1", b"2"], &boxed), None);
        for at in 0..boxed.len() {
            let mut other = boxed.clone();
            other[at] ^= 1;
            assert_eq!(key.open("a", &[b"1", b"2"], &other), None, "{at}");
            assert_eq!(key.open("a", &[b"1", b"2"], &boxed[..at]), None, "{at}");
        }
        assert_eq!(format!("{key:?}"), "Key(…)");
    }
}
