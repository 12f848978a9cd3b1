use super::MAX_SIZE;
use crate::hash::{EMPTY_ROOT, Hash, leaf_hash, node_hash};

/// The right edge of a tree: the roots of the complete subtrees that make it up, largest first, one for each bit of its
/// size. It is all that is needed to append leaves and to know the root; 64 hashes at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

/// Hashes do not make a frontier, or a subtree does not fit at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrontierError {
    /// The number of roots is not the number of one bits of the size.
    #[error("a tree of {size} leaves has {wanted} complete subtrees, not {found}")]
    Roots {
        /// Leaves.
        size: u64,
        /// One bits of the size.
        wanted: u32,
        /// Roots given.
        found: usize,
    },
    /// A subtree of `2^level` leaves begins at a multiple of its own size only.
    #[error("no subtree of height {level} begins at leaf {size}")]
    Misaligned {
        /// Leaves so far.
        size: u64,
        /// The subtree's height.
        level: u8,
    },
    /// More than [`MAX_SIZE`] leaves.
    #[error("a tree has at most {MAX_SIZE} leaves")]
    TooLarge,
}

impl Default for Frontier {
    fn default() -> Self {
        Self {
            size: 0,
            roots: Vec::with_capacity(64),
        }
    }
}

impl Frontier {
    /// The frontier of the tree without leaves.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A frontier that was kept: the size, and [`Self::roots`].
    ///
    /// # Errors
    ///
    /// [`FrontierError::Roots`] and [`FrontierError::TooLarge`].
    pub fn from_parts(size: u64, roots: Vec<Hash>) -> Result<Self, FrontierError> {
        if size > MAX_SIZE {
            return Err(FrontierError::TooLarge);
        }
        let wanted = size.count_ones();
        if u32::try_from(roots.len()) != Ok(wanted) {
            let found = roots.len();
            return Err(FrontierError::Roots { size, wanted, found });
        }
        Ok(Self { size, roots })
    }

    /// The number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the complete subtrees, largest first.
    #[must_use]
    pub fn roots(&self) -> &[Hash] {
        &self.roots
    }

    /// Appends a leaf, given its bytes.
    ///
    /// # Errors
    ///
    /// [`FrontierError::TooLarge`].
    pub fn push_leaf(&mut self, leaf: &[u8]) -> Result<(), FrontierError> {
        self.push(leaf_hash(leaf))
    }

    /// Appends a leaf, given its hash.
    ///
    /// # Errors
    ///
    /// [`FrontierError::TooLarge`].
    pub fn push(&mut self, leaf: Hash) -> Result<(), FrontierError> {
        self.push_subtree(0, leaf)
    }

    /// Appends the `2^level` leaves of a complete subtree at once, given its root. Subtrees can be hashed side by side and
    /// put together here.
    ///
    /// # Errors
    ///
    /// [`FrontierError::Misaligned`] and [`FrontierError::TooLarge`].
    pub fn push_subtree(&mut self, level: u8, root: Hash) -> Result<(), FrontierError> {
        let leaves = 1_u64.checked_shl(level.into()).ok_or(FrontierError::TooLarge)?;
        if !self.size.is_multiple_of(leaves) {
            let size = self.size;
            return Err(FrontierError::Misaligned { size, level });
        }
        let size = self.size.checked_add(leaves).filter(|size| *size <= MAX_SIZE);
        let size = size.ok_or(FrontierError::TooLarge)?;
        let mut root = root;
        for _ in 0..(self.size >> level).trailing_ones() {
            // One root for each one bit: there is one to take.
            if let Some(left) = self.roots.pop() {
                root = node_hash(&left, &root);
            }
        }
        self.roots.push(root);
        self.size = size;
        Ok(())
    }

    /// The root of the tree, `MTH(D[n])`.
    #[must_use]
    pub fn root(&self) -> Hash {
        fold(&self.roots).unwrap_or(EMPTY_ROOT)
    }
}

/// The hash over complete subtrees that lie side by side, largest first.
pub(super) fn fold(roots: &[Hash]) -> Option<Hash> {
    let (last, before) = roots.split_last()?;
    Some(before.iter().rev().fold(*last, |right, left| node_hash(left, &right)))
}
