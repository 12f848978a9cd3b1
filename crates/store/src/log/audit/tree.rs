//! The tree from its leaves, one by one.

use super::Wrong;
use crate::Error;
use crate::log::{place, read_leaves, read_tile};
use crate::sql::{Args, Columns as _, row, rows};
use ledger::audit::{Audit, Finding};
use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
use ledger::tile::{HEIGHT, Tile, WIDTH, tile_root, tiles_of};
use sqlx::AnyConnection;
use std::cell::RefCell;
use std::collections::HashMap;
use std::num::NonZeroUsize;

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
    let above = match above(conn, size).await? {
        Ok(above) => above,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let tiles = RefCell::new(above);
    let fetch = |tile: Tile| tiles.borrow_mut().remove(&tile).ok_or(Gone(tile));
    let mut audit = Audit::new(size, fetch, held, NonZeroUsize::MIN);
    let mut first = 0;
    while first < size {
        let end = size.min(first + u64::from(WIDTH));
        let full = read_full(conn, first, end).await?;
        tiles.borrow_mut().extend(full);
        let leaves = read_leaves(conn, place(first)?, place(end)?).await?;
        if let Err(finding) = audit.push(&leaves) {
            return explained(conn, finding).await.map(Err);
        }
        first = end;
        progress(first);
    }
    match audit.finish() {
        Ok(audited) => Ok(Ok(audited.root)),
        Err(finding) => explained(conn, finding).await.map(Err),
    }
}

/// The tiles that are not both full and of the lowest level: few.
pub(super) async fn above(conn: &mut AnyConnection, size: u64) -> Result<Result<HashMap<Tile, Vec<u8>>, Wrong>, Error> {
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
            Err(error) => {
                tracing::warn!(%error, "a tile of the log cannot be read");
                return Ok(Err(of_tile(tile, None)));
            }
        }
    }
    Ok(Ok(above))
}

/// The full tiles over leaves from one to before another, as far as they are kept.
pub(super) async fn read_full(conn: &mut AnyConnection, first: u64, end: u64) -> Result<Vec<(Tile, Vec<u8>)>, Error> {
    let mut args = Args::default();
    args.int(place(first / u64::from(WIDTH))?)
        .int(place(end / u64::from(WIDTH))?);
    let sql = "SELECT n, hashes FROM log_tiles WHERE level = 0 AND n >= $1 AND n < $2";
    let kept = rows(conn, sql, args).await?;
    let (level, width) = (0, WIDTH);
    kept.iter()
        .map(|row| {
            let index = row.count("n")?;
            Ok((Tile { level, index, width }, row.bytes("hashes")?.unwrap_or_default()))
        })
        .collect()
}

async fn explained(conn: &mut AnyConnection, finding: Finding<Gone>) -> Result<Wrong, Error> {
    Ok(match wrong(&finding) {
        Wrong::LeafAltered { leaf } if !exists(conn, leaf).await? => Wrong::LeafMissing { leaf },
        Wrong::LeafAltered { leaf } if !tile_fits(conn, leaf).await? => {
            // Only full ones are kept: the others are made of the leaves.
            let (level, index, width) = (0, leaf / u64::from(WIDTH), WIDTH);
            of_tile(Tile { level, index, width }, None)
        }
        wrong => wrong,
    })
}

/// A tile that is not there.
struct Gone(Tile);

/// All hashes of a tile or one of them, with the leaves beneath.
fn of_tile(tile: Tile, position: Option<usize>) -> Wrong {
    let beneath = 1_u64
        .checked_shl(u32::from(tile.level) * u32::from(HEIGHT))
        .unwrap_or(u64::MAX);
    let (position, many) = match position {
        Some(position) => (position as u64, 1),
        None => (0, u64::from(tile.width)),
    };
    let before = tile.index.saturating_mul(WIDTH.into()).saturating_add(position);
    let first = before.saturating_mul(beneath);
    Wrong::Tiles {
        level: tile.level,
        tile: tile.index,
        first,
        last: first.saturating_add(many.saturating_mul(beneath)).saturating_sub(1),
    }
}

/// Full tiles beyond the leaves tell of leaves that are gone.
pub(super) async fn too_many_tiles(conn: &mut AnyConnection, size: u64) -> Result<Option<Wrong>, Error> {
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

fn wrong(finding: &Finding<Gone>) -> Wrong {
    match *finding {
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
        Finding::Inner { tile, position } => of_tile(tile, Some(position)),
        Finding::Length { tile, .. } | Finding::Fetch(Gone(tile)) => of_tile(tile, None),
    }
}
