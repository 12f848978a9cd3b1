//! Recomputing a log from its leaves: the tree is built again from what the database says, and compared with the tiles
//! that were published and with checkpoints that somebody holds.

use std::num::NonZeroUsize;

use crate::checkpoint::Checkpoint;
use crate::hash::{HASH_BYTES, Hash, leaf_hash};
use crate::tile::{Tile, TileWriter, WIDTH, tile_root};

/// The first thing that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding<E> {
    /// A leaf is not what was logged at its place.
    #[error("leaf {index} is not what was logged: its hash is {found}, and {logged} was logged")]
    Leaf {
        /// The leaf's position, from 0.
        index: u64,
        /// The hash that was logged.
        logged: Hash,
        /// The hash of what is there now.
        found: Hash,
    },
    /// There are fewer leaves than the log has.
    #[error("the leaves from {index} on are missing: {size} were logged")]
    Missing {
        /// The first that is missing.
        index: u64,
        /// The number of leaves that were logged.
        size: u64,
    },
    /// There are more leaves than the log has.
    #[error("leaf {index} was never logged: the log has {size}")]
    Surplus {
        /// The first that is too many.
        index: u64,
        /// The number of leaves that were logged.
        size: u64,
    },
    /// A hash above the leaves is not that of the leaves beneath it: the published tiles are damaged.
    #[error("hash {position} of {tile:?} is not that of the leaves beneath it")]
    Inner {
        /// The tile.
        tile: Tile,
        /// The hash's position in it.
        position: usize,
    },
    /// Leaves and tiles agree with each other, and not with a checkpoint that is held: both were rewritten.
    #[error(
        "the first {size} leaves have the root {found}; the checkpoint that is held says {held}. Up to leaf {good} all is as it was signed"
    )]
    Root {
        /// The checkpoint's size.
        size: u64,
        /// The root that was signed.
        held: Hash,
        /// The root of what is there now.
        found: Hash,
        /// The size of the last held checkpoint that does agree, 0 for none: the change is after it.
        good: u64,
    },
    /// The tiles could not be read.
    #[error("a tile cannot be read: {0}")]
    Fetch(E),
    /// A tile has another length than its width says.
    #[error("{tile:?} has {bytes} bytes")]
    Length {
        /// The tile.
        tile: Tile,
        /// Its length.
        bytes: usize,
    },
}

/// What has been found to agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// The number of leaves.
    pub size: u64,
    /// Their root.
    pub root: Hash,
    /// How many held checkpoints were compared.
    pub checkpoints: usize,
}

/// The tiles that a thread hashes before they are compared: few enough that their memory is used again.
const TILES_TOGETHER: usize = 16;

/// The hashes of at most a tile's leaves, for whoever hashes many tiles side by side and hands them in one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashedTile {
    /// One behind the other.
    hashes: Vec<u8>,
    /// The root over them, where they fill a tile.
    root: Option<Hash>,
}

impl HashedTile {
    /// Hashes leaves; none where they are more than a tile has.
    #[must_use]
    pub fn of<L: AsRef<[u8]>>(leaves: &[L]) -> Option<Self> {
        let width = usize::from(WIDTH);
        if leaves.len() > width {
            return None;
        }
        let mut hashes = Vec::with_capacity(leaves.len() * HASH_BYTES);
        for leaf in leaves {
            hashes.extend_from_slice(&leaf_hash(leaf.as_ref()).0);
        }
        let root = if leaves.len() == width {
            tile_root(&hashes)
        } else {
            None
        };
        Some(Self { hashes, root })
    }
}

/// An audit under way. Leaves are pushed in order; memory stays constant however many there are.
pub struct Audit<F> {
    size: u64,
    fetch: F,
    writer: TileWriter,
    held: Vec<Checkpoint>,
    next: usize,
    threads: NonZeroUsize,
}

impl<F, E> Audit<F>
where
    F: FnMut(Tile) -> Result<Vec<u8>, E>,
{
    /// An audit of a log that says it has `size` leaves. `fetch` gives the published tiles of that tree; `held` are
    /// checkpoints to compare with, the log's own newest one among them; leaves are hashed by `threads` threads.
    ///
    /// Checkpoints of sizes over `size` are compared with nothing: whoever holds one knows already that the log was set
    /// back.
    pub fn new(size: u64, fetch: F, mut held: Vec<Checkpoint>, threads: NonZeroUsize) -> Self {
        held.sort_by_key(|checkpoint| checkpoint.size);
        Self {
            size,
            fetch,
            writer: TileWriter::new(),
            held,
            next: 0,
            threads,
        }
    }

    /// Takes the next leaves.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn push<L: AsRef<[u8]> + Sync>(&mut self, leaves: &[L]) -> Result<(), Finding<E>> {
        let mut rest = leaves;
        while !rest.is_empty() {
            let alone = self.alone(rest.len());
            let (now, after) = rest.split_at(alone);
            for leaf in now {
                self.push_hash(leaf_hash(leaf.as_ref()))?;
            }
            // What remains begins with a tile, and no checkpoint is within the tiles that are hashed side by side.
            let together = self.together(after.len());
            let (now, after) = after.split_at(together);
            for tile in hash_tiles(now, self.threads) {
                self.push_hashed(tile)?;
            }
            rest = after;
        }
        Ok(())
    }

    /// Takes the next leaves, which were hashed before.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn push_hashed(&mut self, tile: HashedTile) -> Result<(), Finding<E>> {
        let HashedTile { hashes, root } = tile;
        if let Some(root) = root
            && self.writer.size().is_multiple_of(WIDTH.into())
            && self.together(WIDTH.into()) > 0
        {
            return self.push_tile(hashes, root);
        }
        let (hashes, _) = hashes.as_chunks();
        hashes.iter().try_for_each(|hash| self.push_hash(Hash(*hash)))
    }

    /// How many of `count` leaves are pushed one by one: up to the next tile's begin, or all where a tile is not full, is
    /// over the log's end or has a held checkpoint inside.
    fn alone(&self, count: usize) -> usize {
        let width = usize::from(WIDTH);
        let within = usize::try_from(self.writer.size() % u64::from(WIDTH)).unwrap_or(0);
        let to_edge = (width - within) % width;
        let alone = if to_edge == 0 && self.together(count) == 0 {
            width
        } else {
            to_edge
        };
        alone.min(count)
    }

    /// How many of `count` leaves, from a tile's begin, can be hashed side by side: full tiles, up to the next held
    /// checkpoint.
    fn together(&self, count: usize) -> usize {
        let start = self.writer.size();
        let limit = self
            .held
            .get(self.next)
            .map_or(self.size, |next| next.size.min(self.size));
        let room = usize::try_from(limit.saturating_sub(start)).unwrap_or(usize::MAX);
        let width = usize::from(WIDTH);
        count.min(room).min(TILES_TOGETHER * width * self.threads.get()) / width * width
    }

    fn push_hash(&mut self, hash: Hash) -> Result<(), Finding<E>> {
        self.compare_held()?;
        // Where the writer takes no more, the log's size is reached too.
        if self.writer.size() >= self.size || self.writer.push(hash).is_err() {
            return self.surplus();
        }
        self.compare_full()
    }

    fn push_tile(&mut self, tile: Vec<u8>, root: Hash) -> Result<(), Finding<E>> {
        self.compare_held()?;
        if !self.writer.push_tile(tile, root) {
            return self.surplus();
        }
        self.compare_full()
    }

    fn surplus(&mut self) -> Result<(), Finding<E>> {
        // A leaf put in before the end pushes the last one out: the first that differs is the one to name.
        self.compare_edge()?;
        let (index, size) = (self.writer.size(), self.size);
        Err(Finding::Surplus { index, size })
    }

    /// Ends the audit.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn finish(mut self) -> Result<Audited, Finding<E>> {
        let (index, size) = (self.writer.size(), self.size);
        if index < size {
            self.compare_edge()?;
            return Err(Finding::Missing { index, size });
        }
        self.compare_held()?;
        self.compare_edge()?;
        let root = self.writer.root();
        let checkpoints = self.next;
        Ok(Audited {
            size,
            root,
            checkpoints,
        })
    }

    /// Compares with the held checkpoints of the size that is reached.
    fn compare_held(&mut self) -> Result<(), Finding<E>> {
        let size = self.writer.size();
        while let Some(held) = self.held.get(self.next).filter(|held| held.size <= size) {
            let (held, found) = (held.root, self.writer.root());
            if held != found {
                // A leaf that differs from the tiles says more than a root.
                self.compare_edge()?;
                let before = self.next.checked_sub(1).and_then(|at| self.held.get(at));
                let good = before.map_or(0, |before| before.size);
                return Err(Finding::Root {
                    size,
                    held,
                    found,
                    good,
                });
            }
            self.next += 1;
        }
        Ok(())
    }

    fn compare_full(&mut self) -> Result<(), Finding<E>> {
        for (tile, bytes) in self.writer.take_full() {
            self.compare(tile, &bytes)?;
        }
        Ok(())
    }

    /// Compares the tiles that are not full yet with what is published at their place.
    fn compare_edge(&mut self) -> Result<(), Finding<E>> {
        for (tile, bytes) in self.writer.edge() {
            self.compare(tile, &bytes)?;
        }
        Ok(())
    }

    /// Compares computed hashes with the published tile, which may be wider.
    fn compare(&mut self, computed: Tile, bytes: &[u8]) -> Result<(), Finding<E>> {
        let Some(tile) = Tile::of_tree(self.size, computed.level, computed.index) else {
            return Ok(());
        };
        let published = (self.fetch)(tile).map_err(Finding::Fetch)?;
        if published.len() != usize::from(tile.width) * HASH_BYTES {
            let bytes = published.len();
            return Err(Finding::Length { tile, bytes });
        }
        if published.starts_with(bytes) {
            return Ok(());
        }
        let (found, _) = bytes.as_chunks::<HASH_BYTES>();
        let (logged, _) = published.as_chunks::<HASH_BYTES>();
        for (position, (found, logged)) in found.iter().zip(logged).enumerate() {
            if found == logged {
                continue;
            }
            if tile.level > 0 {
                return Err(Finding::Inner { tile, position });
            }
            let index = tile.index * u64::from(WIDTH) + position as u64;
            let (logged, found) = (Hash(*logged), Hash(*found));
            return Err(Finding::Leaf { index, logged, found });
        }
        Ok(())
    }
}

/// The tiles of level 0 over leaves that fill them. Threads take equal stretches of them.
fn hash_tiles<L: AsRef<[u8]> + Sync>(leaves: &[L], threads: NonZeroUsize) -> Vec<HashedTile> {
    let width = usize::from(WIDTH);
    let tiles = leaves.len() / width;
    if threads.get() == 1 || tiles < 2 * threads.get() {
        return hash_stretch(leaves);
    }
    let stretch = tiles.div_ceil(threads.get()) * width;
    std::thread::scope(|scope| {
        let stretches = leaves.chunks(stretch);
        let running: Vec<_> = stretches.map(|leaves| scope.spawn(|| hash_stretch(leaves))).collect();
        let done = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        let done = done.map(|tiles| tiles.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        done.flatten().collect()
    })
}

fn hash_stretch<L: AsRef<[u8]>>(leaves: &[L]) -> Vec<HashedTile> {
    let tiles = leaves.chunks_exact(usize::from(WIDTH));
    tiles.filter_map(HashedTile::of).collect()
}
