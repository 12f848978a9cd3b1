//! Tiles (<https://c2sp.org/tlog-tiles>): the tree and its leaves as files that never change, which anyone may fetch,
//! keep and hand on. A tile holds up to 256 hashes side by side at every eighth level; a bundle holds the leaves
//! themselves.

mod bundle;
mod path;
mod reader;
mod writer;

pub use bundle::{BundleError, MOST_ENTRY_BYTES, decode_bundle, encode_bundle};
pub use path::{NotAPath, TilePath};
pub use reader::{TileError, TileReader};
pub use writer::{Appended, TileWriter, WriteError, tile_root};

use crate::tree::MAX_SIZE;

/// Hashes in a full tile, and leaves in a full bundle.
pub const WIDTH: u16 = 256;

/// The height of a tile: each level of tiles is this many levels of the tree above the one below.
pub const HEIGHT: u8 = 8;

/// The number of levels of tiles that a tree of [`MAX_SIZE`] leaves has.
pub const LEVELS: u8 = 8;

/// A tile of hashes: `width` of them from position `index * 256` on, each the root of `256^level` leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// 0 for leaf hashes, 1 for roots of full tiles of level 0, and so on; at most 63.
    pub level: u8,
    /// The tile's position within its level.
    pub index: u64,
    /// 1 to 256; under 256 the tile is partial, the rightmost of its level in some tree.
    pub width: u16,
}

/// The bundle of leaves beside a tile of level 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bundle {
    /// The bundle's position.
    pub index: u64,
    /// The number of its leaves, 1 to 256.
    pub width: u16,
}

impl Tile {
    /// Whether it has all its 256 hashes.
    #[must_use]
    pub fn is_full(self) -> bool {
        self.width == WIDTH
    }

    /// The tile at a place in the tree of `size` leaves, as wide as that tree makes it; `None` where it has none there.
    #[must_use]
    pub fn of_tree(size: u64, level: u8, index: u64) -> Option<Self> {
        let hashes = hashes_at(size, level);
        let before = index.checked_mul(WIDTH.into())?;
        let width = hashes.checked_sub(before)?.min(WIDTH.into());
        let width = u16::try_from(width).ok().filter(|width| *width > 0)?;
        Some(Self { level, index, width })
    }
}

impl Bundle {
    /// The bundle at a place in the tree of `size` leaves; `None` where it has none there.
    #[must_use]
    pub fn of_tree(size: u64, index: u64) -> Option<Self> {
        let Tile { index, width, .. } = Tile::of_tree(size, 0, index)?;
        Some(Self { index, width })
    }
}

/// How many hashes a level of tiles has in a tree: one for each `256^level` leaves, full ones only.
fn hashes_at(size: u64, level: u8) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or(0)
}

/// All tiles of the tree of `size` leaves, by level and then from left to right. The bundles are those of level 0.
pub fn tiles_of(size: u64) -> impl Iterator<Item = Tile> {
    new_tiles(0, size)
}

/// The tiles that the tree of `new` leaves has and that of `old` leaves had not, or had not as wide: what a log writes
/// when it grows. `old` over `new` gives none.
pub fn new_tiles(old: u64, new: u64) -> impl Iterator<Item = Tile> {
    let new = new.min(MAX_SIZE);
    (0..LEVELS).flat_map(move |level| {
        let (had, has) = (hashes_at(old, level), hashes_at(new, level));
        let width = u64::from(WIDTH);
        let first = had / width;
        let end = if has > had { has.div_ceil(width) } else { first };
        (first..end).filter_map(move |index| Tile::of_tree(new, level, index))
    })
}
