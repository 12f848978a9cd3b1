use crate::hash::{EMPTY_ROOT, Hash, node_hash};

/// A proof does not prove what it is shown for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// The leaf cannot be in a tree of that size.
    #[error("a tree of {size} leaves has no leaf {index}")]
    NoSuchLeaf {
        /// The leaf, counted from 0.
        index: u64,
        /// The number of leaves.
        size: u64,
    },
    /// The earlier tree is the larger one.
    #[error("a tree of {new} leaves does not continue one of {old}")]
    Backwards {
        /// The earlier size.
        old: u64,
        /// The later size.
        new: u64,
    },
    /// There are fewer or more hashes than the sizes call for.
    #[error("the proof has {found} hashes, which is not the number that the sizes call for")]
    Length {
        /// Hashes in the proof.
        found: usize,
    },
    /// The proof leads to another root than the later tree's.
    #[error("the proof leads to the root {computed}, and not to {root}")]
    Root {
        /// The root that the proof leads to.
        computed: Hash,
        /// The root it should lead to.
        root: Hash,
    },
    /// The proof leads to another root than the earlier tree's: the log was changed since.
    #[error("the proof leads to the earlier root {computed}, and not to {root}: what was logged has been changed")]
    OldRoot {
        /// The earlier root that the proof leads to.
        computed: Hash,
        /// The earlier root that is held.
        root: Hash,
    },
}

/// Checks that the leaf with hash `leaf` is leaf `index` of the tree of `size` leaves with this root (RFC 9162 §2.1.3.2,
/// which says in steps what RFC 6962 §2.1.1 defines). The proof must have exactly the hashes that it needs.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> Result<(), CheckError> {
    if index >= size {
        return Err(CheckError::NoSuchLeaf { index, size });
    }
    let mut way = Way {
        own: index,
        last: size - 1,
    };
    let mut computed = *leaf;
    for beside in proof {
        computed = match way.step() {
            Some(Side::Left) => node_hash(beside, &computed),
            Some(Side::Right) => node_hash(&computed, beside),
            None => return Err(CheckError::Length { found: proof.len() }),
        };
    }
    if !way.at_root() {
        return Err(CheckError::Length { found: proof.len() });
    }
    if computed != *root {
        let root = *root;
        return Err(CheckError::Root { computed, root });
    }
    Ok(())
}

/// Checks that the tree of `new` leaves with root `new_root` begins with the tree of `old` leaves with root `old_root`
/// (RFC 9162 §2.1.4.2). The proof must have exactly the hashes that it needs. Every tree continues the empty one.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), CheckError> {
    let length = || CheckError::Length { found: proof.len() };
    if old > new {
        return Err(CheckError::Backwards { old, new });
    }
    if old == 0 || old == new {
        // Nothing to compute: the empty tree has one root, and trees of equal size are the same tree.
        let computed = if old == 0 { EMPTY_ROOT } else { *new_root };
        if computed != *old_root {
            let root = *old_root;
            return Err(CheckError::OldRoot { computed, root });
        }
        return if proof.is_empty() { Ok(()) } else { Err(length()) };
    }
    let mut way = Way {
        own: old - 1,
        last: new - 1,
    };
    // The largest complete subtree with which the old tree ends is in the new one as it was.
    let shared = way.own.trailing_ones();
    way.own >>= shared;
    way.last >>= shared;
    // Where that subtree is the whole old tree, its hash is known and not repeated.
    let (first, rest) = if old.is_power_of_two() {
        (*old_root, proof)
    } else {
        let (first, rest) = proof.split_first().ok_or_else(length)?;
        (*first, rest)
    };
    let (mut computed_old, mut computed_new) = (first, first);
    for beside in rest {
        match way.step() {
            Some(Side::Left) => {
                computed_old = node_hash(beside, &computed_old);
                computed_new = node_hash(beside, &computed_new);
            }
            Some(Side::Right) => computed_new = node_hash(&computed_new, beside),
            None => return Err(length()),
        }
    }
    if !way.at_root() {
        return Err(length());
    }
    if computed_old != *old_root {
        let (computed, root) = (computed_old, *old_root);
        return Err(CheckError::OldRoot { computed, root });
    }
    if computed_new != *new_root {
        let (computed, root) = (computed_new, *new_root);
        return Err(CheckError::Root { computed, root });
    }
    Ok(())
}

/// The side on which a proof's hash lies.
enum Side {
    Left,
    Right,
}

/// The way from a node to the root: its position, and the position of the last node at the same height.
struct Way {
    own: u64,
    last: u64,
}

impl Way {
    /// One hash up; `None` at the root.
    fn step(&mut self) -> Option<Side> {
        if self.at_root() {
            return None;
        }
        let side = if self.own & 1 == 1 || self.own == self.last {
            // A last node without a neighbour on its right is its own parent, as often as needed.
            while self.own & 1 == 0 && self.own != 0 {
                self.own >>= 1;
                self.last >>= 1;
            }
            Side::Left
        } else {
            Side::Right
        };
        self.own >>= 1;
        self.last >>= 1;
        Some(side)
    }

    fn at_root(&self) -> bool {
        self.last == 0
    }
}
