//! What is `SQLite`'s alone: where the database lies, how a connection is set up, full text, the copy for a backup.
//! Everything outside this file is SQL that both engines understand, but the copying of one database file into another
//! (`keep/copy`), which names the two `src` and `main`, and what tests ask of the schema.

pub(crate) mod mover;
pub(crate) mod pages;

use self::mover::{Log, Move, how_much};
use crate::Error;
use crate::sql::{Args, Script, execute};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Connection as _, Executor};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

/// Begins a transaction that takes the right to write at once, so that it can never fail half-way for want of it.
pub(crate) const BEGIN: &str = "BEGIN IMMEDIATE";

/// The `n`th argument of a statement with a great many, used in order and once each. `SQLite` finds a numbered argument
/// by its name among all others, which costs the square of their number; a bare `?` is found by its place.
/// `PostgreSQL`'s is `$n`.
pub(crate) fn argument(_n: usize) -> &'static str {
    "?"
}

/// A statement of a [`Script`], whose arguments `$1`, `$2`, … stand in order and once each: as [`argument`] writes them.
/// `PostgreSQL` takes it as it is.
pub(crate) fn in_order(sql: &'static str) -> Cow<'static, str> {
    let mut parts = sql.split('$');
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    if rest.is_empty() {
        return Cow::Borrowed(sql);
    }
    let mut written = first.to_owned();
    for (i, part) in rest.into_iter().enumerate() {
        let end = part.find(|one: char| !one.is_ascii_digit()).unwrap_or(part.len());
        debug_assert_eq!(part[..end].parse(), Ok(i + 1), "{sql}");
        written.push_str(argument(i + 1));
        written.push_str(&part[end..]);
    }
    Cow::Owned(written)
}

/// Runs all statements by one call. A call costs as much as a small statement, since the database has a thread of its
/// own; but each new sequence of statements has to be prepared, so this is for sequences that come again.
/// `PostgreSQL` takes one statement a call: there it is [`Script::run`].
pub(crate) async fn run_in_one_call(script: Script, conn: &mut AnyConnection) -> Result<(), Error> {
    let (sql, args) = script.joined();
    execute(conn, &sql, args).await.map(drop)
}

/// Full-text table: rows of a word query, newest registration first, below `$2`.
pub(crate) const SEARCH: &str =
    "SELECT rowid AS seq FROM search WHERE search MATCH $1 AND rowid < $2 ORDER BY rowid DESC LIMIT $3";
/// Full-text table: the newest `$2` rows of the word query `$place`, from the place `$1` on.
pub(crate) fn search_newest(place: usize) -> String {
    format!("SELECT rowid AS seq FROM search WHERE search MATCH ${place} AND rowid >= $1 ORDER BY rowid DESC LIMIT $2")
}

/// Full-text table: the places of all cases that the word query `$place` finds.
pub(crate) fn search_all(place: usize) -> String {
    format!("SELECT rowid FROM search WHERE search MATCH ${place}")
}

/// The head of the statement that puts a case's words into the index.
pub(crate) const SEARCH_INSERT: &str = "INSERT INTO search (rowid, words)";
/// Takes a case's words out of the index.
pub(crate) const SEARCH_DELETE: &str = "DELETE FROM search WHERE rowid = $1";
/// Takes the words of a stretch of cases out of the index.
pub(crate) const SEARCH_DELETE_RANGE: &str = "DELETE FROM search WHERE rowid >= $1 AND rowid <= $2";
/// Takes the words of all cases behind a place out of the index.
pub(crate) const SEARCH_DELETE_BEHIND: &str = "DELETE FROM search WHERE rowid > $1";

/// The tables of the database that is attached as `src`, each with the statement that makes it; without the engine's own.
pub(crate) const COPIED_TABLES: &str = "SELECT name, sql FROM src.sqlite_master WHERE type = 'table' AND sql IS NOT NULL \
                                        AND name NOT LIKE 'sqlite%' ORDER BY name";
/// The statements that make its indexes.
pub(crate) const COPIED_INDEXES: &str = "SELECT sql FROM src.sqlite_master WHERE type = 'index' AND sql IS NOT NULL";
/// The names of the columns that its cases have.
pub(crate) const COPIED_COLUMNS: &str = "SELECT name FROM pragma_table_info('cases', 'src')";
/// The names of all tables but the engine's own.
#[cfg(test)]
pub(crate) const TABLES: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
/// The names of the tables that have the column `$1`.
#[cfg(test)]
pub(crate) const TABLES_WITH: &str = "SELECT s.name AS name FROM sqlite_schema s, pragma_table_info(s.name) c \
                                      WHERE s.type = 'table' AND c.name = $1";

/// Bytes of a page, as databases are made since 2016.
const DATABASE_PAGE: u64 = 4096;

/// Size of the write-ahead log, in pages, at which the writer moves it into the database itself, should the [`mover`] not
/// keep up with it.
const CHECKPOINT_PAGES: u32 = 100_000;

/// The connection that writes. What it deletes or overwrites within a page is overwritten with zeros.
pub(crate) async fn writer(file: &Path) -> Result<AnyConnection, Error> {
    let mut conn = options(file, "rwc")?.connect().await?;
    conn.execute(AssertSqlSafe(format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}; \
         PRAGMA journal_size_limit = 268435456; PRAGMA foreign_keys = OFF; PRAGMA busy_timeout = 10000; \
         PRAGMA cache_size = -49152; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST"
    )))
    .await?;
    Ok(conn)
}

/// A connection that reads.
pub(crate) async fn reader(file: &Path) -> Result<AnyConnection, Error> {
    let mut conn = options(file, "rw")?.connect().await?;
    conn.execute(
        "PRAGMA query_only = ON; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY",
    )
    .await?;
    Ok(conn)
}

/// Pages of the full-text index that are written at a time when it is made free of what was taken out of it.
const MERGE_PAGES: u32 = 500;
/// The largest value that fills free places.
const MOST_ZEROS: i64 = 64 << 20;

/// A share of making the full-text index free of what was taken out of it: rows taken out stay in its segments until
/// these are written anew. `begin` with the first share. Says whether there is more to do.
pub(crate) async fn merge_index(conn: &mut AnyConnection, begin: bool) -> Result<bool, Error> {
    let changes = "SELECT total_changes()";
    let before: i64 = sqlx::query_scalar(changes).fetch_one(&mut *conn).await?;
    let sign = if begin { "-" } else { "" };
    let sql = format!("INSERT INTO search (search, rank) VALUES ('merge', {sign}{MERGE_PAGES})");
    conn.execute(AssertSqlSafe(sql)).await?;
    let after: i64 = sqlx::query_scalar(changes).fetch_one(&mut *conn).await?;
    // So says its manual: a share that changes fewer than two rows had nothing to do.
    Ok(after - before >= 2)
}

/// Overwrites the free places of the database: takes all of them up with zeros and gives them back.
pub(crate) async fn wipe_free(conn: &mut AnyConnection) -> Result<(), Error> {
    let free: i64 = sqlx::query_scalar("PRAGMA freelist_count")
        .fetch_one(&mut *conn)
        .await?;
    let size: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(&mut *conn).await?;
    let mut left = free * size;
    while left > 0 {
        let now = left.min(MOST_ZEROS);
        let mut args = Args::default();
        args.int(now);
        crate::sql::execute(conn, "INSERT INTO wiping (zeros) VALUES (zeroblob($1))", args).await?;
        left -= now;
    }
    conn.execute("DELETE FROM wiping").await?;
    Ok(())
}

/// Writes the whole database anew, without anything that was ever deleted from it. Outside a transaction; takes as much
/// room again as the database has, and the time of writing it twice.
pub(crate) async fn rewrite(conn: &mut AnyConnection) -> Result<(), Error> {
    // A copy in memory would not fit.
    conn.execute("PRAGMA temp_store = FILE").await?;
    let done = conn.execute("VACUUM").await;
    conn.execute("PRAGMA temp_store = MEMORY").await?;
    done?;
    Ok(())
}

/// Bytes of the database.
pub(crate) async fn bytes(conn: &mut AnyConnection) -> Result<i64, Error> {
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut *conn).await?;
    let size: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(&mut *conn).await?;
    Ok(pages * size)
}

/// Moves the write-ahead log into the database and empties its file; false while somebody reads what is in it. Does not
/// wait for them: others want to write.
pub(crate) async fn truncate_log(conn: &mut AnyConnection) -> Result<bool, Error> {
    conn.execute("PRAGMA busy_timeout = 0").await?;
    let busy: Result<i64, _> = sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(&mut *conn)
        .await;
    conn.execute("PRAGMA busy_timeout = 10000").await?;
    Ok(busy? == 0)
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

/// Opens a new database file that nobody else knows of and that is thrown away when anything fails: nothing is made safe
/// against a crash until it is put in its place. What is overwritten within a page is overwritten with zeros.
pub(crate) async fn alone(file: &Path) -> Result<AnyConnection, Error> {
    let mut conn = options(file, "rwc")?.connect().await?;
    conn.execute(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -49152; PRAGMA temp_store = MEMORY; \
         PRAGMA busy_timeout = 10000; PRAGMA secure_delete = FAST",
    )
    .await?;
    Ok(conn)
}

/// Makes the tables of another database readable under a name.
pub(crate) async fn attach(conn: &mut AnyConnection, file: &Path, name: &'static str) -> Result<(), Error> {
    let uri = format!("file:{}?mode=ro", encoded(file)?);
    let sql = format!("ATTACH $1 AS {name}");
    sqlx::query(AssertSqlSafe(sql)).bind(uri).execute(conn).await?;
    Ok(())
}

/// Whether a table is the full-text index.
pub(crate) fn is_search(table: &str) -> bool {
    table == "search"
}

/// Whether a table is part of the full-text index, made and filled with it.
pub(crate) fn is_shadow(table: &str) -> bool {
    [
        "search_data",
        "search_idx",
        "search_content",
        "search_docsize",
        "search_config",
    ]
    .contains(&table)
}

/// Opens a database file for reading only, outside the pool.
pub(crate) async fn open_for_reading(file: &Path) -> Result<AnyConnection, Error> {
    Ok(options(file, "ro")?.connect().await?)
}

/// How often, and how long after another, the write-ahead log is tried to be moved while somebody reads what is older.
const SETTLING: u32 = 40;
const BETWEEN: Duration = Duration::from_millis(25);

/// Begins a transaction that reads, at a moment at which the database's file holds all that it sees, so that pages can be
/// read from the file itself for as long as it lasts. Says whether that is so: it is not where the file cannot be
/// written, or somebody goes on reading from before; the transaction has begun all the same.
///
/// While the write-ahead log is moved into the file nobody writes. What is written later stays in that log until the
/// transaction has ended, since nothing is moved that a reader does not see (<https://www.sqlite.org/wal.html>, §2.2).
pub(crate) async fn begin_settled(conn: &mut AnyConnection, file: &Path) -> Result<bool, Error> {
    let (Ok(mut holder), Ok(mut mover)) = (moves_only(file).await, moves_only(file).await) else {
        begin_reading(conn).await?;
        return Ok(false);
    };
    // Most of it while others may still write.
    let _ = how_much(&mut mover, Move::Passive).await;
    let held = holder.execute(BEGIN).await.is_ok();
    begin_reading(conn).await?;
    let mut settled = false;
    let mut tries = if held { SETTLING } else { 0 };
    while !settled && tries > 0 {
        settled = how_much(&mut mover, Move::Passive).await.is_ok_and(Log::is_moved);
        tries -= 1;
        if !settled {
            tokio::time::sleep(BETWEEN).await;
        }
    }
    holder.close().await?;
    mover.close().await?;
    Ok(settled)
}

/// A connection that takes the right to write, and moves what others wrote.
async fn moves_only(file: &Path) -> Result<AnyConnection, Error> {
    let mut conn = options(file, "rw")?.connect().await?;
    conn.execute("PRAGMA busy_timeout = 10000").await?;
    Ok(conn)
}

/// A transaction sees what is there when it first reads.
async fn begin_reading(conn: &mut AnyConnection) -> Result<(), Error> {
    conn.execute("BEGIN; SELECT count(*) FROM sqlite_schema").await?;
    Ok(())
}

fn options(file: &Path, mode: &str) -> Result<AnyConnectOptions, Error> {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode={mode}", encoded(file)?);
    Ok(AnyConnectOptions::from_str(&url)?.disable_statement_logging())
}

/// A path as it stands in an address.
fn encoded(file: &Path) -> Result<String, Error> {
    let path = file
        .to_str()
        .ok_or_else(|| std::io::Error::other("the path is not UTF-8"))?;
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    Ok(encoded)
}
