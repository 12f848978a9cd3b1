//! The whole log looked at again: the tree from its leaves, and every event beside its leaf. Reads as of one moment,
//! beside a server if there is one, and trusts nothing but the checkpoints that it is given.

mod difference;
mod events;
mod files;
mod tree;

pub use difference::{Difference, Wrong};

use super::kept_head;
use super::sign::listed;
use crate::sql::{Args, Columns as _, row};
use crate::store::DATABASE;
use crate::{Error, Store, sqlite};
use ledger::checkpoint::Checkpoint;
use ledger::hash::Hash;
use ledger::note::Note;
use ledger::policy::{Log, Policy};
use sqlx::{AnyConnection, Connection as _, Executor as _};
use std::path::Path;
use std::time::Duration;

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
    /// Evidence files that were not looked into, because the key that they are sealed under is not there.
    pub unopened: u64,
    /// Held checkpoints that were compared, `log.checkpoint` among them if it is there.
    pub checkpoints: usize,
    /// What reading and hashing the tree took.
    pub tree_took: Duration,
    /// The first difference.
    pub found: Option<Difference>,
}

impl Store {
    /// Recomputes the log of a data directory, which another process may be serving, and compares it with the tiles that
    /// are kept, with checkpoints that somebody holds (`log.checkpoint` of the directory is always one of them), with
    /// the events and with the evidence. `progress` is told how much of how much is done.
    ///
    /// # Errors
    /// What the database says; a difference is no error.
    pub async fn audit_log(
        dir: &Path,
        held: Vec<Note>,
        mut progress: impl FnMut(u64, u64) + Send,
    ) -> Result<LogAudit, Error> {
        let mut conn = sqlite::open_for_reading(&dir.join(DATABASE)).await?;
        // One moment: what is appended meanwhile is not seen.
        conn.execute("BEGIN").await?;
        let audited = audit(&mut conn, dir, held, &mut progress).await;
        conn.close().await?;
        audited
    }
}

async fn audit(
    conn: &mut AnyConnection,
    dir: &Path,
    mut held: Vec<Note>,
    progress: &mut (impl FnMut(u64, u64) + Send),
) -> Result<LogAudit, Error> {
    let size = size(conn).await?;
    let mut others = Vec::new();
    match kept_head::read(dir) {
        Ok(kept) => held.extend(kept),
        Err(why) => others.push(Difference::of_log(Wrong::HeldUnread { why })),
    }
    let (held, unbelieved) = believed(conn, &held).await?;
    others.extend(unbelieved);
    let longest = held.iter().map(|held| held.size).max().unwrap_or(0);
    if longest > size {
        others.push(Difference::of_log(Wrong::SetBack { held: longest, size }));
    }
    let checkpoints = held.len();
    let started = std::time::Instant::now();
    let tree = tree::check(conn, size, held, |done| progress(done, size * 2)).await?;
    let tree_took = started.elapsed();
    let (root, tree) = match tree {
        Ok(root) => (Some(root), None),
        Err(wrong) => (None, Some(wrong)),
    };
    let checked = events::check(conn, size, |done| progress(size + done, size * 2)).await?;
    let files = files::check(conn, dir.to_owned(), checked.evidence).await?;
    let mut found: Vec<Difference> = checked.found.into_iter().collect();
    if let Some(file) = files.found {
        found.push(events::numbered(conn, file).await?);
    }
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
        files: files.hashed,
        unopened: files.unopened,
        checkpoints,
        tree_took,
        found: first.or_else(|| others.into_iter().next()),
    })
}

pub(super) async fn size(conn: &mut AnyConnection) -> Result<u64, Error> {
    let sql = "SELECT coalesce(max(n) + 1, 0) AS size FROM log_leaves";
    let found = row(conn, sql, Args::default()).await?;
    found.map_or(Ok(0), |row| row.count("size"))
}

/// What the notes say, as far as they are this log's; and the first that is not.
async fn believed(conn: &mut AnyConnection, held: &[Note]) -> Result<(Vec<Checkpoint>, Option<Difference>), Error> {
    if held.is_empty() {
        return Ok((Vec::new(), None));
    }
    let keys = listed(conn).await?.unwrap_or_default();
    let logs = keys.into_iter().map(|key| Log { key, url: None }).collect();
    let policy = Policy::new(logs, Vec::new(), 0).map_err(|error| Error::Corrupt(error.to_string()))?;
    let mut good = Vec::new();
    let mut unbelieved = None;
    for note in held {
        match policy.check(note) {
            Ok(believed) => good.push(believed.checkpoint),
            Err(error) => {
                let why = error.to_string();
                unbelieved = unbelieved.or(Some(Difference::of_log(Wrong::HeldUnread { why })));
            }
        }
    }
    Ok((good, unbelieved))
}
