//! The log: every event is a leaf of one Merkle tree, put there in the event's own transaction. What a leaf says is
//! `docs/log-format.md`; how trees, notes and proofs work is the crate `ledger`.

mod audit;
mod catch_up;
mod heads;
mod kept_head;
mod last_audit;
mod leaf;
mod read;
mod rotate;
mod sign;
mod witness;

pub use audit::{Difference, Held, KeyWrong, LogAudit, Wrong};
pub(crate) use catch_up::catch_up;
pub use last_audit::LastAudit;
pub(crate) use leaf::{Before, Entry, OF_SOURCE, Said, Salts};
pub use read::Logged;
pub use sign::{SignedHead, write_secret};
pub(crate) use sign::{Signer, load as load_signer};
pub use witness::{Alarm, AlarmKind, Asked, WitnessState};

use crate::Error;
use crate::sql::{Args, Columns as _, row, rows};
use ledger::hash::Hash;
use ledger::leaf::Leaf;
use ledger::tile::{Tile, TileWriter, WIDTH};
use ledger::tree::FrontierError;
use sqlx::AnyConnection;
use std::sync::{Arc, Mutex, PoisonError};

/// The log as far as it is committed: what is read and signed is never more than that.
#[derive(Clone)]
pub(crate) struct Head(Arc<Mutex<Arc<TileWriter>>>);

impl Head {
    pub(crate) fn new(tree: TileWriter) -> Self {
        Self(Arc::new(Mutex::new(Arc::new(tree))))
    }

    /// The tree of the last commit.
    pub(crate) fn tree(&self) -> Arc<TileWriter> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What was appended is committed.
    pub(crate) fn set(&self, tree: TileWriter) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(tree);
    }
}

/// Puts a leaf at the end of the tree; answers its place and its text, which must be written in the same transaction.
pub(crate) fn append(tree: &mut TileWriter, leaf: &Leaf) -> Result<(i64, String), Error> {
    let n = place(tree.size())?;
    let text = leaf.to_string();
    let full = |error: FrontierError| Error::Corrupt(error.to_string());
    tree.push(ledger::hash::leaf_hash(text.as_bytes())).map_err(full)?;
    Ok((n, text))
}

/// The tree as the tables keep it.
pub(crate) async fn load(conn: &mut AnyConnection) -> Result<TileWriter, Error> {
    let found = row(
        conn,
        "SELECT coalesce(max(n) + 1, 0) AS size FROM log_leaves",
        Args::default(),
    )
    .await?;
    let size = found.map_or(Ok(0), |row| row.count("size"))?;
    let mut edge = Vec::new();
    for tile in ledger::tile::tiles_of(size).filter(|tile| !tile.is_full()) {
        edge.push((tile, read_tile(conn, tile).await?));
    }
    let fetch = |wanted: Tile| {
        let found = edge.iter().find(|(tile, _)| *tile == wanted);
        found.map(|(_, hashes)| hashes.clone()).ok_or("it is not at the edge")
    };
    TileWriter::resume(size, fetch).map_err(|error| Error::Corrupt(error.to_string()))
}

/// A tile's hashes, full or partial.
///
/// # Errors
/// [`Error::Corrupt`] where the tables do not hold it whole.
pub(crate) async fn read_tile(conn: &mut AnyConnection, tile: Tile) -> Result<Vec<u8>, Error> {
    let missing = || Error::Corrupt(format!("the log's {tile:?} is not whole"));
    let level = i64::from(tile.level);
    if tile.is_full() {
        let mut args = Args::default();
        args.int(level).int(place(tile.index)?);
        let sql = "SELECT hashes FROM log_tiles WHERE level = $1 AND n = $2";
        let found = row(conn, sql, args).await?.ok_or_else(missing)?;
        return found.bytes("hashes")?.ok_or_else(missing);
    }
    let first = place(tile.index * u64::from(WIDTH))?;
    let end = first + i64::from(tile.width);
    let mut hashes = Vec::with_capacity(usize::from(tile.width) * 32);
    if tile.level == 0 {
        for leaf in read_leaves(conn, first, end).await? {
            hashes.extend_from_slice(ledger::hash::leaf_hash(leaf.as_bytes()).as_bytes());
        }
    } else {
        let mut args = Args::default();
        args.int(level - 1).int(first).int(end);
        let sql = "SELECT root FROM log_tiles WHERE level = $1 AND n >= $2 AND n < $3 ORDER BY n";
        for row in rows(conn, sql, args).await? {
            hashes.extend(row.bytes("root")?.ok_or_else(missing)?);
        }
    }
    if hashes.len() == usize::from(tile.width) * 32 {
        Ok(hashes)
    } else {
        Err(missing())
    }
}

/// The leaves from `first` up to `end`, which is not among them.
pub(crate) async fn read_leaves(conn: &mut AnyConnection, first: i64, end: i64) -> Result<Vec<String>, Error> {
    let mut args = Args::default();
    args.int(first).int(end);
    let sql = "SELECT leaf FROM log_leaves WHERE n >= $1 AND n < $2 ORDER BY n";
    let found = rows(conn, sql, args).await?;
    found.iter().map(|row| row.text("leaf")).collect()
}

/// A full tile as the table keeps it: level, place, hashes, own hash.
pub(crate) fn full_tiles(tree: &mut TileWriter) -> Vec<(i64, i64, Vec<u8>, Hash)> {
    let full = tree.take_full().into_iter().filter_map(|(tile, hashes)| {
        let root = ledger::tile::tile_root(&hashes)?;
        Some((i64::from(tile.level), place(tile.index).ok()?, hashes, root))
    });
    full.collect()
}

fn place(n: u64) -> Result<i64, Error> {
    i64::try_from(n).map_err(|_| Error::Corrupt("the log is full".to_owned()))
}
