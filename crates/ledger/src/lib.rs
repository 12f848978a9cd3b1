//! A log that anyone can verify, pure.
//!
//! This crate never does I/O, never asks for the time and never draws a random number: tiles, times and seeds come from
//! the caller (`clippy.toml` refuses the rest). It knows nothing of cases; a [`leaf::Leaf`] has keys and values.
//!
//! | module | what it is | whose rule |
//! |---|---|---|
//! | [`hash`], [`tree`] | the Merkle tree, proofs and their verification | RFC 6962 §2.1 |
//! | [`key`], [`note`] | keys and signed texts | <https://c2sp.org/signed-note> |
//! | [`checkpoint`] | what the log signs | <https://c2sp.org/tlog-checkpoint> |
//! | [`tile`] | the tree and its leaves as files | <https://c2sp.org/tlog-tiles> |
//! | [`proof`] | a proof of inclusion as a file | <https://c2sp.org/tlog-proof> |
//! | [`continuation`], [`witness`] | asking witnesses | <https://c2sp.org/tlog-witness>, <https://c2sp.org/tlog-cosignature> |
//! | [`policy`] | whom one believes | <https://c2sp.org/tlog-policy> |
//! | [`leaf`], [`receipt`] | leaves that allow erasure, receipts that carry their leaf | `docs/log-format.md` |
//! | [`rotation`] | keys that follow each other | `docs/log-format.md` |
//! | [`verify`] | what a receipt proves | |
//! | [`audit`] | the whole log recomputed | |
//!
//! What is read is refused unless it is written exactly as the specification says, so that no two programs read the same
//! bytes differently.

pub mod audit;
pub mod checkpoint;
pub mod continuation;
pub mod hash;
pub mod key;
pub mod leaf;
pub mod note;
pub mod policy;
pub mod proof;
pub mod receipt;
pub mod rotation;
mod text;
pub mod tile;
pub mod tree;
pub mod verify;
pub mod witness;
