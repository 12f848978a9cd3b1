use std::collections::BTreeMap;

use super::{HEIGHT, Tile};
use crate::hash::{HASH_BYTES, Hash, node_hash};
use crate::tree::{HashReader, Node};

/// Reads hashes of the tree of `size` leaves out of its tiles. Each tile is fetched once and kept as long as the reader.
///
/// Nothing is verified: a proof made of false tiles fails at whoever checks it.
pub struct TileReader<F> {
    size: u64,
    fetch: F,
    kept: BTreeMap<Tile, Vec<u8>>,
}

/// A hash cannot be read from tiles.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TileError<E> {
    /// The tree has no such subtree, complete.
    #[error("a tree of {size} leaves has no complete subtree {node:?}")]
    Outside {
        /// Leaves.
        size: u64,
        /// The subtree.
        node: Node,
    },
    /// The tile could not be fetched.
    #[error("a tile cannot be read: {0}")]
    Fetch(E),
    /// The tile has another length than its width says.
    #[error("{tile:?} has {bytes} bytes")]
    Length {
        /// The tile.
        tile: Tile,
        /// Its length.
        bytes: usize,
    },
}

impl<F, E> TileReader<F>
where
    F: FnMut(Tile) -> Result<Vec<u8>, E>,
{
    /// A reader of the tree of `size` leaves. `fetch` gives a tile's bytes; it is asked only for tiles that the tree has.
    pub fn new(size: u64, fetch: F) -> Self {
        let kept = BTreeMap::new();
        Self { size, fetch, kept }
    }

    fn read(&mut self, node: Node) -> Result<Hash, TileError<E>> {
        let size = self.size;
        let outside = TileError::Outside { size, node };
        let Some((tile, first, count)) = place(size, node) else {
            return Err(outside);
        };
        if !self.kept.contains_key(&tile) {
            let bytes = (self.fetch)(tile).map_err(TileError::Fetch)?;
            if bytes.len() != usize::from(tile.width) * HASH_BYTES {
                let bytes = bytes.len();
                return Err(TileError::Length { tile, bytes });
            }
            self.kept.insert(tile, bytes);
        }
        let hashes = self.kept.get(&tile).and_then(|bytes| {
            let (hashes, _) = bytes.as_chunks::<HASH_BYTES>();
            hashes.get(first..first + count)
        });
        hashes.and_then(complete).ok_or(outside)
    }
}

/// The tile that has a subtree's hash, or the hashes right beneath it: tile, first position, number.
fn place(size: u64, node: Node) -> Option<(Tile, usize, usize)> {
    let level = node.level / HEIGHT;
    let above = node.level % HEIGHT;
    let first = node.index.checked_mul(1 << above)?;
    let tile = Tile::of_tree(size, level, first >> HEIGHT)?;
    let first = usize::try_from(first & 0xff).ok()?;
    Some((tile, first, 1 << above))
}

/// The root over a power of two of hashes.
pub(super) fn complete(hashes: &[[u8; HASH_BYTES]]) -> Option<Hash> {
    match hashes {
        [] => None,
        [one] => Some(Hash(*one)),
        more => {
            let (left, right) = more.split_at(more.len() / 2);
            Some(node_hash(&complete(left)?, &complete(right)?))
        }
    }
}

impl<F, E> HashReader for TileReader<F>
where
    F: FnMut(Tile) -> Result<Vec<u8>, E>,
{
    type Error = TileError<E>;

    fn read_hashes(&mut self, nodes: &[Node]) -> Result<Vec<Hash>, Self::Error> {
        nodes.iter().map(|node| self.read(*node)).collect()
    }
}
