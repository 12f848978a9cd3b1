//! What is `SQLite`'s alone: where the database lies, how a connection is set up, full text, the copy for a backup.
//! Everything outside this file is SQL that both engines understand.

use crate::Error;
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Executor};
use std::fmt::Write as _;
use std::path::Path;
use std::str::FromStr;

/// Begins a transaction that takes the right to write at once, so that it can never fail half-way for want of it.
pub(crate) const BEGIN: &str = "BEGIN IMMEDIATE";

/// The `n`th argument of a statement with a great many, used in order and once each. `SQLite` finds a numbered argument
/// by its name among all others, which costs the square of their number; a bare `?` is found by its place.
/// `PostgreSQL`'s is `$n`.
pub(crate) fn argument(_n: usize) -> &'static str {
    "?"
}

/// Full-text table: rows of a word query, newest registration first, below `$2`.
pub(crate) const SEARCH: &str =
    "SELECT rowid AS seq FROM search WHERE search MATCH $1 AND rowid < $2 ORDER BY rowid DESC LIMIT $3";
/// The head of the statement that puts a case's words into the index.
pub(crate) const SEARCH_INSERT: &str = "INSERT INTO search (rowid, words)";
/// Takes a case's words out of the index.
pub(crate) const SEARCH_DELETE: &str = "DELETE FROM search WHERE rowid = ?";
/// Takes the words of a stretch of cases out of the index.
pub(crate) const SEARCH_DELETE_RANGE: &str = "DELETE FROM search WHERE rowid >= $1 AND rowid <= $2";
/// Takes the words of all cases behind a place out of the index.
pub(crate) const SEARCH_DELETE_BEHIND: &str = "DELETE FROM search WHERE rowid > $1";

/// Size of the write-ahead log, in pages, at which it is moved into the database: five times fewer moves than by
/// default double the rate of registrations in a large database.
const CHECKPOINT_PAGES: u32 = 20_000;

/// The connection that writes.
pub(crate) async fn writer(file: &Path) -> Result<AnyConnection, Error> {
    let mut conn = options(file, "rwc")?.connect().await?;
    conn.execute(AssertSqlSafe(format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}; \
         PRAGMA journal_size_limit = 134217728; PRAGMA foreign_keys = OFF; PRAGMA busy_timeout = 10000; \
         PRAGMA cache_size = -49152; PRAGMA temp_store = MEMORY"
    )))
    .await?;
    Ok(conn)
}

/// A connection that reads.
pub(crate) async fn reader(file: &Path) -> Result<AnyConnection, Error> {
    let mut conn = options(file, "rw")?.connect().await?;
    conn.execute(
        "PRAGMA query_only = ON; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY",
    )
    .await?;
    Ok(conn)
}

/// Writes a consistent copy of the database into a new file while others write.
pub(crate) async fn copy_into(conn: &mut AnyConnection, to: &Path) -> Result<(), Error> {
    let to = to
        .to_str()
        .ok_or_else(|| std::io::Error::other("the path is not UTF-8"))?;
    sqlx::query("VACUUM INTO $1").bind(to).execute(conn).await?;
    Ok(())
}

/// Whether the database is whole.
pub(crate) async fn check(conn: &mut AnyConnection) -> Result<(), String> {
    let answer: Result<String, _> = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(conn).await;
    match answer {
        Ok(answer) if answer == "ok" => Ok(()),
        Ok(damage) => Err(damage),
        Err(error) => Err(error.to_string()),
    }
}

/// Opens a database file for reading only, outside the pool.
pub(crate) async fn open_for_reading(file: &Path) -> Result<AnyConnection, Error> {
    Ok(options(file, "ro")?.connect().await?)
}

fn options(file: &Path, mode: &str) -> Result<AnyConnectOptions, Error> {
    sqlx::any::install_default_drivers();
    let path = file
        .to_str()
        .ok_or_else(|| std::io::Error::other("the path is not UTF-8"))?;
    let mut url = String::from("sqlite://");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    let _ = write!(url, "?mode={mode}");
    Ok(AnyConnectOptions::from_str(&url)?.disable_statement_logging())
}
