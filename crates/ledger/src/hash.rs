//! SHA-256 as RFC 6962 uses it: leaves and nodes are hashed with different first bytes, so that a node can never be shown
//! as a leaf (§2.1).

use std::fmt;
use std::str::FromStr;

use sha2::block_api::compress256;

use crate::text::{from_base64, to_base64};

/// The length of a hash in bytes.
pub const HASH_BYTES: usize = 32;

/// A SHA-256 hash of a leaf, a node or a whole tree. Its text is base 64, as in checkpoints and proofs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; HASH_BYTES]);

impl Hash {
    /// The hash's bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; HASH_BYTES] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_base64(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// A text is not the base 64 of 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the base 64 of 32 bytes")]
pub struct NotAHash;

impl FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let bytes = from_base64(text).ok_or(NotAHash)?;
        bytes.try_into().map(Self).map_err(|_| NotAHash)
    }
}

/// The root of the tree without leaves: SHA-256 of nothing (RFC 6962 §2.1).
pub const EMPTY_ROOT: Hash = Hash([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae, 0x41,
    0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

/// SHA-256's first state (FIPS 180-4 §5.3.3).
const FIRST_STATE: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// A block of SHA-256.
type Block = [u8; BLOCK_BYTES];
const BLOCK_BYTES: usize = 64;

/// Messages that are laid out before the first of them is compressed, so that the processor does not wait for bytes that
/// it has just written.
const TOGETHER: usize = 8;

/// `SHA-256(0x00 || leaf)` (RFC 6962 §2.1).
#[must_use]
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    sha256([&LEAF], leaf)
}

/// What is hashed before a leaf.
const LEAF: [u8; 1] = [0x00];

/// SHA-256 of a head in some parts, together shorter than a block, and what follows it. `Sha256` itself is made for what
/// comes in pieces: it copies every byte first, and would cost an audit a third of its time.
pub(crate) fn sha256<const N: usize>(head: [&[u8]; N], behind: &[u8]) -> Hash {
    let mut state = FIRST_STATE;
    let mut block = [0; BLOCK_BYTES];
    let mut used = 0;
    for part in head {
        block[used..used + part.len()].copy_from_slice(part);
        used += part.len();
    }
    let bits = (used + behind.len()) as u64 * 8;
    let mut rest = behind;
    if let Some((first, behind)) = behind.split_at_checked(BLOCK_BYTES - used) {
        block[used..].copy_from_slice(first);
        compress256(&mut state, &[block]);
        let (whole, behind) = behind.as_chunks();
        compress256(&mut state, whole);
        (used, rest) = (0, behind);
    }
    // The padding (FIPS 180-4 §5.1.1), in a block of its own where the last one has no room for it.
    block[used..used + rest.len()].copy_from_slice(rest);
    used += rest.len();
    block[used] = 0x80;
    block[used + 1..].fill(0);
    let end = BLOCK_BYTES - 8;
    if used >= end {
        compress256(&mut state, &[block]);
        block.fill(0);
    }
    block[end..].copy_from_slice(&bits.to_be_bytes());
    compress256(&mut state, &[block]);
    hash_of(state)
}

/// `SHA-256(0x01 || left || right)` (RFC 6962 §2.1).
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut message = NODE;
    fill_node(&mut message, left, right);
    compress(&message)
}

/// Replaces `hashes[..2 * n]` by the `n` nodes over its pairs, in `hashes[..n]`.
pub(crate) fn node_row(hashes: &mut [Hash], n: usize) {
    let mut messages = [NODE; TOGETHER];
    for start in (0..n).step_by(TOGETHER) {
        let count = TOGETHER.min(n - start);
        for (message, pair) in messages
            .iter_mut()
            .zip(hashes[2 * start..2 * (start + count)].as_chunks().0)
        {
            let [left, right] = pair;
            fill_node(message, left, right);
        }
        // Their children lie at or after the place of the first of these nodes, and have been read.
        for (hash, message) in hashes[start..start + count].iter_mut().zip(&messages) {
            *hash = compress(message);
        }
    }
}

/// The message of a node without its children: always 65 bytes, so that the padding is known.
const NODE: [Block; 2] = {
    let mut blocks = [[0; 64]; 2];
    blocks[0][0] = 0x01;
    blocks[1][1] = 0x80;
    [blocks[1][62], blocks[1][63]] = (65_u16 * 8).to_be_bytes();
    blocks
};

fn fill_node(message: &mut [Block; 2], left: &Hash, right: &Hash) {
    message[0][1..33].copy_from_slice(&left.0);
    message[0][33..].copy_from_slice(&right.0[..31]);
    message[1][0] = right.0[31];
}

/// The hash of a padded message.
fn compress(blocks: &[Block]) -> Hash {
    let mut state = FIRST_STATE;
    compress256(&mut state, blocks);
    hash_of(state)
}

fn hash_of(state: [u32; 8]) -> Hash {
    let mut hash = [0; HASH_BYTES];
    for (bytes, word) in hash.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    Hash(hash)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_empty_root_is_the_hash_of_nothing() {
        assert_eq!(EMPTY_ROOT.0, <[u8; 32]>::from(Sha256::digest([])));
        assert_eq!(EMPTY_ROOT.to_string().parse(), Ok(EMPTY_ROOT));
    }

    #[test]
    fn a_leaf_of_any_length_is_sha256_of_its_bytes_after_a_zero() {
        let bytes: Vec<u8> = (0..1200_u32).map(|at| u8::try_from(at % 251).expect("small")).collect();
        for length in 0..bytes.len() {
            let leaf = &bytes[..length];
            let plain = Sha256::new().chain_update([0]).chain_update(leaf).finalize();
            assert_eq!(leaf_hash(leaf).0, <[u8; 32]>::from(plain), "{length} bytes");
        }
    }

    #[test]
    fn a_row_of_nodes_is_each_of_them() {
        let leaves: Vec<Hash> = (0..64_u8).map(|at| leaf_hash(&[at])).collect();
        for n in 0..=32 {
            let mut row = leaves.clone();
            node_row(&mut row, n);
            let one_by_one: Vec<Hash> = leaves
                .chunks(2)
                .take(n)
                .map(|pair| node_hash(&pair[0], &pair[1]))
                .collect();
            assert_eq!(row[..n], one_by_one);
        }
    }

    proptest! {
        #[test]
        fn a_node_is_sha256_of_its_65_bytes(left: [u8; 32], right: [u8; 32]) {
            let plain = Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize();
            prop_assert_eq!(node_hash(&Hash(left), &Hash(right)).0, <[u8; 32]>::from(plain));
        }
    }
}
