use super::reader::complete;
use super::{HEIGHT, LEVELS, Tile, WIDTH, hashes_at};
use crate::hash::{HASH_BYTES, Hash, node_row};
use crate::tree::{Frontier, FrontierError, MAX_SIZE};

/// Bytes of a full tile.
const FULL: usize = WIDTH as usize * HASH_BYTES;

/// Appends leaves to a tree kept in tiles. It holds the partial tile of each level and gives out every tile that has
/// changed; nothing else of the tree is needed, and nothing else is to be kept.
#[derive(Debug, Clone)]
pub struct TileWriter {
    size: u64,
    /// The size of the tree that is already kept.
    kept: u64,
    /// The partial tile of each level, empty where there is none.
    partial: Vec<Vec<u8>>,
    full: Vec<(Tile, Vec<u8>)>,
}

/// What appending has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The new number of leaves.
    pub size: u64,
    /// The new root.
    pub root: Hash,
    /// The tiles to keep: new ones, and those that were narrower before. Ordered by level, then from left to right.
    pub tiles: Vec<(Tile, Vec<u8>)>,
}

/// Leaves cannot be appended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError<E> {
    /// A partial tile at the right edge could not be read.
    #[error("a tile at the edge of the tree cannot be read: {0}")]
    Fetch(E),
    /// A partial tile has another length than its width says.
    #[error("{tile:?} has {bytes} bytes")]
    Length {
        /// The tile.
        tile: Tile,
        /// Its length.
        bytes: usize,
    },
    /// Over [`MAX_SIZE`].
    #[error("a tree has at most {MAX_SIZE} leaves")]
    TooLarge,
}

impl Default for TileWriter {
    fn default() -> Self {
        Self {
            size: 0,
            kept: 0,
            partial: vec![Vec::new(); LEVELS.into()],
            full: Vec::new(),
        }
    }
}

impl TileWriter {
    /// A writer for a tree without leaves.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A writer for the tree of `size` leaves that is kept; `fetch` gives the partial tiles of its right edge, eight at
    /// most.
    ///
    /// # Errors
    ///
    /// Where one of them cannot be read or has a wrong length, or the size is over [`MAX_SIZE`].
    pub fn resume<E>(size: u64, mut fetch: impl FnMut(Tile) -> Result<Vec<u8>, E>) -> Result<Self, WriteError<E>> {
        if size > MAX_SIZE {
            return Err(WriteError::TooLarge);
        }
        let mut writer = Self::new();
        (writer.size, writer.kept) = (size, size);
        for (level, partial) in (0..LEVELS).zip(&mut writer.partial) {
            let hashes = hashes_at(size, level);
            let Some(tile) = Tile::of_tree(size, level, hashes / u64::from(WIDTH)) else {
                continue;
            };
            let bytes = fetch(tile).map_err(WriteError::Fetch)?;
            if bytes.len() != usize::from(tile.width) * HASH_BYTES {
                let bytes = bytes.len();
                return Err(WriteError::Length { tile, bytes });
            }
            *partial = bytes;
        }
        Ok(writer)
    }

    /// The number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf, given its hash ([`crate::hash::leaf_hash`]).
    ///
    /// # Errors
    ///
    /// [`FrontierError::TooLarge`].
    pub fn push(&mut self, leaf: Hash) -> Result<(), FrontierError> {
        if self.size == MAX_SIZE {
            return Err(FrontierError::TooLarge);
        }
        self.size += 1;
        self.carry(0, leaf);
        Ok(())
    }

    /// Appends 256 leaves at once, given their tile and its root; `false` where the tree does not end with a full tile.
    pub(crate) fn push_tile(&mut self, bytes: Vec<u8>, root: Hash) -> bool {
        let width = u64::from(WIDTH);
        if !self.size.is_multiple_of(width) || bytes.len() != FULL || self.size > MAX_SIZE - width {
            return false;
        }
        let index = self.size / width;
        self.size += width;
        let (level, width) = (0, WIDTH);
        self.full.push((Tile { level, index, width }, bytes));
        self.carry(1, root);
        true
    }

    /// Puts a hash at the end of a level, and the root of each tile that becomes full at the end of the level above.
    fn carry(&mut self, level: u8, hash: Hash) {
        let mut next = Some(hash);
        for (level, partial) in (0..LEVELS).zip(&mut self.partial).skip(level.into()) {
            let Some(hash) = next.take() else { break };
            partial.extend_from_slice(&hash.0);
            if partial.len() == FULL {
                let bytes = std::mem::take(partial);
                next = tile_root(&bytes);
                let index = hashes_at(self.size, level) / u64::from(WIDTH) - 1;
                let width = WIDTH;
                self.full.push((Tile { level, index, width }, bytes));
            }
        }
    }

    /// The tiles at the right edge that are not full.
    pub(crate) fn edge(&self) -> Vec<(Tile, Vec<u8>)> {
        let tile = |level| Tile::of_tree(self.size, level, hashes_at(self.size, level) / u64::from(WIDTH));
        let partial = (0..LEVELS).zip(&self.partial);
        partial
            .filter_map(|(level, bytes)| Some((tile(level)?, bytes.clone())))
            .collect()
    }

    /// Takes the tiles that have become full since the last call. With them taken, a log of any length is appended in
    /// constant memory; [`Self::finish`] gives those that were not taken.
    pub fn take_full(&mut self) -> Vec<(Tile, Vec<u8>)> {
        std::mem::take(&mut self.full)
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.frontier().root()
    }

    /// The tree's frontier, made of the partial tiles.
    #[must_use]
    pub fn frontier(&self) -> Frontier {
        let mut frontier = Frontier::new();
        for (level, partial) in (0..LEVELS).zip(&self.partial).rev() {
            let (mut rest, _) = partial.as_chunks::<HASH_BYTES>();
            for height in (0..HEIGHT).rev() {
                if let Some((subtree, after)) = rest.split_at_checked(1 << height)
                    && let Some(root) = complete(subtree)
                {
                    // Larger subtrees come first, so each one lies at a multiple of its size.
                    let pushed = frontier.push_subtree(level * HEIGHT + height, root);
                    debug_assert_eq!(pushed, Ok(()), "partial tiles lie side by side");
                    rest = after;
                }
            }
        }
        frontier
    }

    /// Ends the appending: size, root, and the tiles that have changed.
    #[must_use]
    pub fn finish(self) -> Appended {
        let (size, root) = (self.size, self.root());
        let mut tiles = self.full;
        for (level, partial) in (0..LEVELS).zip(self.partial) {
            let hashes = hashes_at(size, level);
            if hashes > hashes_at(self.kept, level)
                && let Some(tile) = Tile::of_tree(size, level, hashes / u64::from(WIDTH))
            {
                tiles.push((tile, partial));
            }
        }
        tiles.sort_unstable_by_key(|(tile, _)| *tile);
        Appended { size, root, tiles }
    }
}

/// The root over the 256 hashes of a full tile, which is its hash in the tile above; `None` where it is not full.
#[must_use]
pub fn tile_root(bytes: &[u8]) -> Option<Hash> {
    if bytes.len() != FULL {
        return None;
    }
    let mut row = [Hash([0; HASH_BYTES]); WIDTH as usize];
    for (hash, bytes) in row.iter_mut().zip(bytes.as_chunks().0) {
        *hash = Hash(*bytes);
    }
    let mut width = row.len();
    while width > 1 {
        width /= 2;
        node_row(&mut row, width);
    }
    Some(row[0])
}
