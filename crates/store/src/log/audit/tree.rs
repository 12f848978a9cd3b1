//! The tree from its leaves. Leaves are read many to a row, since a row costs as much as hashing several of them, and
//! are hashed by a thread of their own while the next are read.

use super::Wrong;
use crate::Error;
use crate::files::blocking;
use crate::log::{place, read_leaves, read_tile};
use crate::sql::{Args, Columns as _, row, rows};
use ledger::audit::{Audit, Finding};
use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
use ledger::tile::{Tile, WIDTH, tile_root, tiles_of};
use sqlx::AnyConnection;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use tokio::sync::mpsc;

/// Tiles of leaves that are read together.
const TILES: u64 = 64;

/// Where a leaf ends and the next one begins: nowhere else has a leaf this line.
const NEXT: &str = "\nhuying-leaf@v1\n";

/// Leaves with the tiles of level 0 over them.
struct Block {
    leaves: Vec<Leaves>,
    tiles: Vec<(Tile, Vec<u8>)>,
}

/// The leaves of one tile.
enum Leaves {
    /// One after the other.
    Together(String),
    /// One by one.
    Alone(Vec<String>),
}

/// The root, or what is wrong.
pub(super) async fn check(
    conn: &mut AnyConnection,
    size: u64,
    held: Vec<Checkpoint>,
    mut progress: impl FnMut(u64) + Send,
) -> Result<Result<Hash, Wrong>, Error> {
    if let Some(wrong) = too_many_tiles(conn, size).await? {
        return Ok(Err(wrong));
    }
    let mut above = HashMap::new();
    for tile in tiles_of(size).filter(|tile| tile.level > 0 || !tile.is_full()) {
        match read_tile(conn, tile).await {
            Ok(hashes) => drop(above.insert(tile, hashes)),
            Err(_) if tile.level == 0 => {
                let first = tile.index * u64::from(WIDTH);
                for leaf in first..size {
                    if !exists(conn, leaf).await? {
                        return Ok(Err(Wrong::LeafMissing { leaf }));
                    }
                }
            }
            Err(error) => return Ok(Err(Wrong::Tiles { why: error.to_string() })),
        }
    }
    let (send, receive) = mpsc::channel(2);
    let hashing = tokio::spawn(blocking(move || Ok(hash(size, held, above, receive))));
    let mut first = 0;
    while first < size {
        let end = size.min(first + TILES * u64::from(WIDTH));
        let block = read(conn, first, end).await?;
        if send.send(block).await.is_err() {
            // A difference was found; the hashing's answer says which.
            break;
        }
        first = end;
        progress(first);
    }
    drop(send);
    let found = hashing.await.map_err(|_| Error::Stopping)??;
    Ok(match found {
        Ok(root) => Ok(root),
        Err(Wrong::LeafAltered { leaf }) if !exists(conn, leaf).await? => Err(Wrong::LeafMissing { leaf }),
        Err(Wrong::LeafAltered { leaf }) if !tile_fits(conn, leaf).await? => Err(Wrong::Tiles {
            why: format!("tile {} of level 0", leaf / u64::from(WIDTH)),
        }),
        Err(wrong) => Err(wrong),
    })
}

/// Full tiles beyond the leaves tell of leaves that are gone.
async fn too_many_tiles(conn: &mut AnyConnection, size: u64) -> Result<Option<Wrong>, Error> {
    let mut args = Args::default();
    args.int(place(size / u64::from(WIDTH))?);
    let sql = "SELECT n FROM log_tiles WHERE level = 0 AND n >= $1 LIMIT 1";
    let beyond = row(conn, sql, args).await?;
    Ok(beyond.map(|_| Wrong::LeafMissing { leaf: size }))
}

async fn exists(conn: &mut AnyConnection, leaf: u64) -> Result<bool, Error> {
    let mut args = Args::default();
    args.int(place(leaf)?);
    let found = row(conn, "SELECT n FROM log_leaves WHERE n = $1", args).await?;
    Ok(found.is_some())
}

/// Whether the tile over a leaf has the hash that was kept of it. If not, it may be the tile that was altered.
async fn tile_fits(conn: &mut AnyConnection, leaf: u64) -> Result<bool, Error> {
    let mut args = Args::default();
    args.int(place(leaf / u64::from(WIDTH))?);
    let sql = "SELECT hashes, root FROM log_tiles WHERE level = 0 AND n = $1";
    let Some(tile) = row(conn, sql, args).await? else {
        return Ok(true);
    };
    let (hashes, root) = (tile.bytes("hashes")?.unwrap_or_default(), tile.bytes("root")?);
    Ok(tile_root(&hashes).is_some_and(|hash| root.is_some_and(|root| root == hash.0)))
}

async fn read(conn: &mut AnyConnection, first: u64, end: u64) -> Result<Block, Error> {
    let width = i64::from(WIDTH);
    let (first, end) = (place(first)?, place(end)?);
    // Tile by tile, since grouping would sort copies of all leaves; and in the order of the key, which is how they lie.
    let sql = "SELECT count(*) AS many, coalesce(string_agg(leaf, ''), '') AS leaves FROM \
               (SELECT leaf FROM log_leaves WHERE n >= $1 AND n < $2 ORDER BY n) AS tile";
    let mut leaves = Vec::new();
    let mut begin = first;
    while begin < end {
        let tile_end = end.min(begin + width);
        let mut args = Args::default();
        args.int(begin).int(tile_end);
        if let Some(row) = row(conn, sql, args).await? {
            let (many, together) = (row.count("many")?, row.text("leaves")?);
            leaves.push(match many {
                0 => Leaves::Alone(Vec::new()),
                many if split(&together).count() as u64 == many => Leaves::Together(together),
                // A leaf that is none has been put there.
                _ => Leaves::Alone(read_leaves(conn, begin, tile_end).await?),
            });
        }
        begin = tile_end;
    }
    let mut args = Args::default();
    args.int(first / width).int(end / width);
    let sql = "SELECT n, hashes FROM log_tiles WHERE level = 0 AND n >= $1 AND n < $2";
    let mut tiles = Vec::new();
    for row in rows(conn, sql, args).await? {
        let (level, index, width) = (0, row.count("n")?, WIDTH);
        tiles.push((Tile { level, index, width }, row.bytes("hashes")?.unwrap_or_default()));
    }
    Ok(Block { leaves, tiles })
}

/// The leaves of a text that has one after the other.
fn split(together: &str) -> impl Iterator<Item = &str> {
    let cuts = together.match_indices(NEXT).map(|(at, _)| at + 1);
    let mut from = 0;
    cuts.chain([together.len()])
        .map(move |cut| &together[std::mem::replace(&mut from, cut)..cut])
}

fn hash(
    size: u64,
    held: Vec<Checkpoint>,
    mut tiles: HashMap<Tile, Vec<u8>>,
    mut blocks: mpsc::Receiver<Block>,
) -> Result<Hash, Wrong> {
    // A checkpoint beyond the end is named by whoever compares sizes.
    let held = held.into_iter().filter(|held| held.size <= size).collect();
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let shared = std::cell::RefCell::new(&mut tiles);
    let fetch = |tile: Tile| shared.borrow_mut().remove(&tile).ok_or("it is not there");
    let mut audit = Audit::new(size, fetch, held, threads);
    while let Some(block) = blocks.blocking_recv() {
        shared.borrow_mut().extend(block.tiles);
        let mut pending = Vec::new();
        for leaves in &block.leaves {
            match leaves {
                Leaves::Together(text) => pending.extend(split(text).map(str::as_bytes)),
                Leaves::Alone(all) => pending.extend(all.iter().map(String::as_bytes)),
            }
        }
        audit.push(&pending).map_err(wrong)?;
    }
    audit.finish().map(|audited| audited.root).map_err(wrong)
}

fn wrong(finding: Finding<&'static str>) -> Wrong {
    match finding {
        Finding::Leaf { index, .. } => Wrong::LeafAltered { leaf: index },
        Finding::Missing { index, .. } | Finding::Surplus { index, .. } => Wrong::LeafMissing { leaf: index },
        Finding::Root {
            size,
            held,
            found,
            good,
        } => Wrong::Rewritten {
            size,
            held,
            root: found,
            good,
        },
        other => Wrong::Tiles { why: other.to_string() },
    }
}
