//! Reading the log: tiles, bundles of leaves, proofs, what is logged of a case. All of it speaks of what is committed.

use super::{Salts, place, read_leaves, read_tile};
use crate::boxed;
use crate::sql::{Args, Columns as _, rows};
use crate::{Error, Store};
use domain::CaseId;
use domain::case::Actor;
use jiff::Timestamp;
use ledger::hash::Hash;
use ledger::leaf::{Leaf, SALT_BYTES};
use ledger::tile::{Bundle, Tile, TileError, TileReader, WIDTH, encode_bundle};
use ledger::tree::{ProveError, consistency_proof, inclusion_proof, root};
use sqlx::AnyConnection;
use std::collections::HashMap;
use std::fmt;

/// An event with its leaf.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// The event's place in its case's stream, 1 first.
    pub version: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// The leaf's place in the log, 0 first.
    pub index: u64,
    /// The leaf.
    pub leaf: Leaf,
    /// The event's text as it is kept and committed to.
    pub event: String,
    /// The salt of the commitment to it; none where the text was erased.
    pub salt: Option<[u8; SALT_BYTES]>,
}

impl Store {
    /// How many leaves the log has.
    #[must_use]
    pub fn log_size(&self) -> u64 {
        self.log_head().tree().size()
    }

    /// A tile of the log; none if the log has no such tile, or not yet.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn log_tile(&self, tile: Tile) -> Result<Option<Vec<u8>>, Error> {
        let whole = Tile::of_tree(self.log_size(), tile.level, tile.index);
        if whole.is_none_or(|whole| tile.width > whole.width) {
            return Ok(None);
        }
        read_tile(&mut *self.reader().await?, tile).await.map(Some)
    }

    /// Leaves of the log as one bundle (<https://c2sp.org/tlog-tiles#log-entries>); none if the log has no such
    /// bundle, or not yet.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn log_bundle(&self, bundle: Bundle) -> Result<Option<Vec<u8>>, Error> {
        let whole = Bundle::of_tree(self.log_size(), bundle.index);
        if whole.is_none_or(|whole| bundle.width > whole.width) {
            return Ok(None);
        }
        let first = place(bundle.index * u64::from(WIDTH))?;
        let end = first + i64::from(bundle.width);
        let leaves = read_leaves(&mut *self.reader().await?, first, end).await?;
        if leaves.len() != usize::from(bundle.width) {
            return Err(Error::Corrupt(format!("leaves of the log's {bundle:?} are missing")));
        }
        let bundled = encode_bundle(leaves.iter().map(String::as_bytes));
        bundled.map(Some).map_err(|error| Error::Corrupt(error.to_string()))
    }

    /// What is logged of a case, oldest first; empty for an unknown case.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn logged(&self, case: CaseId) -> Result<Vec<Logged>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.id(case);
        let sql = "SELECT e.version, e.at, e.actor, e.leaf AS n, e.salts, e.event, l.leaf FROM events e \
                   JOIN log_leaves l ON l.n = e.leaf WHERE e.case_id = $1 ORDER BY e.version";
        let mut logged = Vec::new();
        for row in rows(&mut conn, sql, args).await? {
            let leaf = row.text("leaf")?;
            logged.push(Logged {
                version: row.count("version")?,
                at: row.at("at")?,
                actor: row.json("actor")?,
                index: row.count("n")?,
                leaf: Leaf::parse(leaf.as_bytes()).map_err(|error| Error::Corrupt(error.to_string()))?,
                event: row.text("event")?,
                salt: row
                    .opt_text("salts")?
                    .and_then(|text| Salts::from_text(&text))
                    .and_then(|salts| salts.open),
            });
        }
        Ok(logged)
    }

    /// The proof that leaf `index` is in the log of `size` leaves.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where the log has no such leaf or is not that long.
    #[boxed]
    pub async fn log_inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, Error> {
        self.prove(size, |tiles| inclusion_proof(index, size, tiles)).await
    }

    /// The proof that the log of `new` leaves begins with the log of `old` leaves.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where the log is not that long.
    #[boxed]
    pub async fn log_consistency(&self, old: u64, new: u64) -> Result<Vec<Hash>, Error> {
        self.prove(new, |tiles| consistency_proof(old, new, tiles)).await
    }

    /// Makes a proof, reading each tile that it turns out to need.
    async fn prove(
        &self,
        size: u64,
        make: impl Fn(&mut Tiles<'_>) -> Result<Vec<Hash>, ProveError<TileError<Wanted>>>,
    ) -> Result<Vec<Hash>, Error> {
        if size > self.log_size() {
            return Err(Error::Corrupt(format!("the log has no {size} leaves yet")));
        }
        from_tiles(&mut *self.reader().await?, size, make).await
    }
}

/// The root of the first `size` leaves.
pub(super) async fn root_at(conn: &mut AnyConnection, size: u64) -> Result<Hash, Error> {
    from_tiles(conn, size, |tiles| root(size, tiles)).await
}

async fn from_tiles<T>(
    conn: &mut AnyConnection,
    size: u64,
    make: impl Fn(&mut Tiles<'_>) -> Result<T, ProveError<TileError<Wanted>>>,
) -> Result<T, Error> {
    let mut held: HashMap<Tile, Vec<u8>> = HashMap::new();
    loop {
        let fetch: Fetch<'_> = Box::new(|tile| held.get(&tile).cloned().ok_or(Wanted(tile)));
        let proven = make(&mut TileReader::new(size, fetch));
        match proven {
            Ok(proven) => return Ok(proven),
            Err(ProveError::Reader(TileError::Fetch(Wanted(tile)))) => {
                held.insert(tile, read_tile(conn, tile).await?);
            }
            Err(error) => return Err(Error::Corrupt(error.to_string())),
        }
    }
}

type Fetch<'a> = Box<dyn Fn(Tile) -> Result<Vec<u8>, Wanted> + Send + 'a>;
type Tiles<'a> = TileReader<Fetch<'a>>;

/// A tile that has to be read first.
#[derive(Debug)]
struct Wanted(Tile);

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not read yet", self.0)
    }
}
