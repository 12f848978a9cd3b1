//! The whole log looked at again: the tree from its leaves, and every event beside its leaf. Reads as of one moment,
//! beside a server if there is one, and trusts nothing but the checkpoints that it is given.

mod difference;
mod events;
mod files;
mod held;
mod keys;
mod sealed;
mod tree;
mod whole;

pub use difference::{Difference, KeyWrong, Wrong};
pub use held::Held;

use super::kept_head;
use super::sign::{listed, policy_of};
use crate::boxed;
use crate::seal::Keyring;
use crate::sql::{Args, Columns as _, row};
use crate::store::DATABASE;
use crate::{Error, Store, sqlite};
use held::Believed;
use ledger::hash::Hash;
use ledger::policy::Policy;
use sqlx::{AnyConnection, Connection as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// What an audit found.
#[derive(Debug, Clone, PartialEq)]
pub struct LogAudit {
    /// Leaves in the log.
    pub size: u64,
    /// The root over them, where the tree is whole.
    pub root: Option<Hash>,
    /// Events that were compared with their leaves.
    pub events: u64,
    /// Evidence files that were hashed.
    pub files: u64,
    /// Events whose sealed values were opened and compared with what their leaves commit to.
    pub sealed: u64,
    /// Evidence files and events' sealed values that were not looked into, because the key that they are sealed under is
    /// not there.
    pub unopened: u64,
    /// Held checkpoints that were compared, `log.checkpoint` among them if it is there.
    pub checkpoints: usize,
    /// All was plainly well and read at once; else the tree and the events were looked at one by one, which takes longer.
    pub at_once: bool,
    /// What reading and hashing everything but evidence and sealed values took.
    pub took: Duration,
    /// The first difference.
    pub found: Option<Difference>,
}

impl Store {
    /// Recomputes the log of a data directory, which another process may be serving, and compares it with the tiles that
    /// are kept, with checkpoints and receipts that somebody holds (`log.checkpoint` of the directory is always one of
    /// them), with the events and with the evidence. `progress` is told how much of how much is done.
    ///
    /// What is held counts where a key of `trusted` has signed it; without one, a key that the database lists.
    ///
    /// # Errors
    /// What the database says; a difference is no error.
    pub async fn audit_log(
        dir: &Path,
        held: Vec<Held>,
        trusted: Option<Policy>,
        mut progress: impl FnMut(u64, u64) + Send,
    ) -> Result<LogAudit, Error> {
        audit_dir(dir, held, trusted, &mut progress).await
    }
}

#[boxed(?Send)]
async fn audit_dir(
    dir: &Path,
    held: Vec<Held>,
    trusted: Option<Policy>,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<LogAudit, Error> {
    let file = dir.join(DATABASE);
    let before = Keyring::read(dir)?;
    let mut conn = sqlite::open_for_reading(&file).await?;
    // One moment: what is appended meanwhile is not seen.
    let settled = sqlite::begin_settled(&mut conn, &file).await?;
    let keyring = before.and(Keyring::read(dir)?);
    let audited = audit(&mut conn, (dir, settled, &keyring), (held, trusted), progress).await;
    conn.close().await?;
    audited
}

async fn audit(
    conn: &mut AnyConnection,
    (dir, settled, keyring): (&Path, bool, &Keyring),
    (held, trusted): (Vec<Held>, Option<Policy>),
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<LogAudit, Error> {
    let size = size(conn).await?;
    let mut others = Vec::new();
    let kept = match kept_head::read(dir) {
        Ok(kept) => kept.into_iter().map(Held::from).collect(),
        Err(why) => {
            others.push(Difference::of_log(Wrong::HeldUnread { why }));
            Vec::new()
        }
    };
    let keys = listed(conn).await?.unwrap_or_default();
    let own = policy_of(&keys)?;
    let trusted = trusted.map_or_else(|| own.clone(), |trusted| trusted.limited_by(&keys));
    let mut believed = Believed::default();
    for (held, policy) in [(held, trusted), (kept, own)] {
        others.extend(believed.take(held, &policy));
    }
    let held = believed.checkpoints.clone();
    let longest = held.iter().map(|held| held.size).max().unwrap_or(0);
    if longest > size {
        others.push(Difference::of_log(Wrong::SetBack { held: longest, size }));
    }
    let checkpoints = held.len();
    let started = Instant::now();
    if settled
        && others.is_empty()
        && let Some(whole) = whole::check((dir, keyring, &keys), conn, size, held.clone(), |done| {
            progress(done, size);
        })
        .await?
    {
        let took = started.elapsed();
        let beside = Beside::check(conn, (dir, keyring), whole.evidence, whole.sealed).await?;
        return Ok(LogAudit {
            size,
            root: Some(whole.root),
            events: whole.events,
            files: beside.files,
            sealed: beside.sealed,
            unopened: beside.unopened,
            checkpoints,
            at_once: true,
            took,
            found: beside.found,
        });
    }
    let (root, tree) = match tree::check(conn, size, held, |done| progress(done, size * 2)).await? {
        Ok(root) => (Some(root), None),
        Err(wrong) => (None, Some(wrong)),
    };
    let checked = events::check(conn, size, keyring, |done| progress(size + done, size * 2)).await?;
    let took = started.elapsed();
    let beside = Beside::check(conn, (dir, keyring), checked.evidence, checked.sealed).await?;
    let mut found: Vec<Difference> = checked.found.into_iter().chain(beside.found).collect();
    found.extend(believed.leaves_that_differ(conn).await?);
    match tree {
        Some(wrong) if wrong.leaf().is_some() => found.insert(0, events::named(conn, wrong).await?),
        Some(wrong) => others.insert(0, Difference::of_log(wrong)),
        None => {}
    }
    // The first in the log; at the same leaf the tree's, which says that the leaf itself is not the one that was logged.
    let first = found.into_iter().min_by_key(|found| found.leaf);
    Ok(LogAudit {
        size,
        root,
        events: checked.events,
        files: beside.files,
        sealed: beside.sealed,
        unopened: beside.unopened,
        checkpoints,
        at_once: false,
        took,
        found: first.or_else(|| others.into_iter().next()),
    })
}

/// What lies beside the events' texts.
struct Beside {
    files: u64,
    sealed: u64,
    unopened: u64,
    /// The first difference.
    found: Option<Difference>,
}

impl Beside {
    async fn check(
        conn: &mut AnyConnection,
        (dir, keyring): (&Path, &Keyring),
        evidence: Vec<events::Evidence>,
        sealed: Vec<sealed::WithSealed>,
    ) -> Result<Self, Error> {
        let files = files::check(conn, dir.to_owned(), keyring, evidence).await?;
        let sealed = sealed::check(conn, keyring, sealed).await?;
        let found = files.found.into_iter().chain(sealed.found);
        Ok(Self {
            files: files.hashed,
            sealed: sealed.compared,
            unopened: files.unopened + sealed.unopened,
            found: match found.min_by_key(|found| found.leaf) {
                Some(found) => Some(events::numbered(conn, found).await?),
                None => None,
            },
        })
    }
}

pub(super) async fn size(conn: &mut AnyConnection) -> Result<u64, Error> {
    let sql = "SELECT coalesce(max(n) + 1, 0) AS size FROM log_leaves";
    let found = row(conn, sql, Args::default()).await?;
    found.map_or(Ok(0), |row| row.count("size"))
}
