//! The whole log looked at again, beside what plain SHA-256 makes of the same bytes on one processor.

use crate::console::Progress;
use crate::failure::Failure;
use sha2::{Digest as _, Sha256};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use std::path::Path;
use std::time::{Duration, Instant};
use store::Store;

/// Rows whose bytes are put one behind the other before they are hashed.
const TOGETHER: i64 = 16_384;

/// What the audit hashes: leaves and the tree above them, what was done and who did it. Each statement answers the bytes of
/// the rows behind a place, with their places; before them come so many that are hashed with them.
const HASHED: [(&str, usize); 3] = [
    ("SELECT n, leaf FROM log_leaves WHERE n > $1 ORDER BY n LIMIT $2", LEAF),
    (
        "SELECT position, event FROM events WHERE position > $1 ORDER BY position LIMIT $2",
        COMMITTED,
    ),
    (
        "SELECT position, actor FROM events WHERE position > $1 ORDER BY position LIMIT $2",
        COMMITTED,
    ),
];

/// RFC 6962's byte before a leaf; and a node of the tree, of which a log has one for each leaf but the first: the byte before it and
/// two hashes.
const LEAF: usize = 1 + (1 + 2 * 32);
/// Bytes of `huying-commitment@v1`, a line's end and a salt.
const COMMITTED: usize = 21 + 32;

/// Events a second.
pub(super) struct Looked {
    /// Of the audit, from opening the database to its answer.
    pub(super) audit: f64,
    /// Of SHA-256 alone, over the bytes that the audit has to hash, which lie in memory.
    pub(super) plain: f64,
}

/// Hashes everything plainly, which also brings the file into the system's memory, then audits.
pub(super) async fn measure(data: &Path, bar: &Progress) -> Result<Looked, Failure> {
    let took = hash_plainly(&data.join("huying.db")).await?;
    let started = Instant::now();
    let audit = Store::audit_log(data, Vec::new(), None, |done, of| bar.set(done, of)).await?;
    let audited = started.elapsed();
    if let Some(found) = audit.found {
        // A fast look at a log that is not whole is not a result.
        return Err(Failure::new("cli-bench-differs", &[("found", &format!("{found:?}"))]));
    }
    let events = usize::try_from(audit.events).unwrap_or(usize::MAX);
    Ok(Looked {
        audit: super::rate(events, audited),
        plain: super::rate(events, took),
    })
}

/// How long SHA-256 takes; reading is not counted.
async fn hash_plainly(database: &Path) -> Result<Duration, Failure> {
    let mut conn = open(database).await?;
    let mut took = Duration::ZERO;
    for (sql, before) in HASHED {
        let mut sha256 = Sha256::new();
        let mut last = -1;
        loop {
            let rows: Vec<(i64, String)> = sqlx::query_as(sql)
                .bind(last)
                .bind(TOGETHER)
                .fetch_all(&mut conn)
                .await
                .map_err(failed)?;
            let Some((end, _)) = rows.last() else {
                break;
            };
            last = *end;
            let mut bytes = Vec::new();
            for (_, text) in &rows {
                bytes.resize(bytes.len() + before, 0);
                bytes.extend_from_slice(text.as_bytes());
            }
            let started = Instant::now();
            sha256.update(&bytes);
            took += started.elapsed();
        }
        // Kept from being left out as work whose outcome nobody reads.
        std::hint::black_box(sha256.finalize());
    }
    conn.close().await.map_err(failed)?;
    Ok(took)
}

async fn open(database: &Path) -> Result<SqliteConnection, Failure> {
    SqliteConnectOptions::new()
        .filename(database)
        .disable_statement_logging()
        .connect()
        .await
        .map_err(failed)
}

fn failed(error: sqlx::Error) -> Failure {
    store::Error::from(error).into()
}
