//! The Merkle tree of RFC 6962 §2.1: roots, proofs of inclusion and of consistency, and their verification.
//!
//! The tree's shape follows from the number of its leaves alone. Every root and every proof is put together from
//! complete subtrees ([`Node`]), whose hashes never change once their leaves are there; a [`HashReader`] fetches them,
//! from tiles ([`crate::tile::TileReader`]) or from anywhere else.

mod check;
mod frontier;
mod prove;

pub use check::{CheckError, check_consistency, check_inclusion};
pub use frontier::{Frontier, FrontierError};
pub use prove::{ProveError, consistency_proof, inclusion_proof, root};

use crate::hash::Hash;

/// The most leaves a log may have: what a signed 64-bit number holds, since sizes are kept in such columns and other
/// implementations read them as such.
pub const MAX_SIZE: u64 = i64::MAX as u64;

/// A complete subtree: the `2^level` leaves from leaf `index * 2^level` on. At level 0 it is a leaf's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// The subtree's height; 0 is a leaf.
    pub level: u8,
    /// The subtree's position among those of its height.
    pub index: u64,
}

/// Fetches the hashes of complete subtrees.
pub trait HashReader {
    /// Why a hash could not be read.
    type Error;

    /// The hashes of `nodes`, in that order. Proofs and roots ask once for all that they need, so that a reader can fetch
    /// each tile once.
    ///
    /// # Errors
    ///
    /// Where one of them cannot be read.
    fn read_hashes(&mut self, nodes: &[Node]) -> Result<Vec<Hash>, Self::Error>;
}
