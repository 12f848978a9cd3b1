//! The limit of writing: plain `SQLite`, with the same settings, into a copy of the same database, writing the same rows
//! into the same tables and indexes, and nothing else.
//!
//! The rows are read from the database that the program wrote them into, so both write exactly the same.

use crate::failure::Failure;
use domain::case::Event;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sqlx::{
    AssertSqlSafe, Column as _, ConnectOptions as _, Connection as _, Row as _, SqliteConnection, TypeInfo as _,
    ValueRef as _,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

/// Tables that a registration writes into.
const TABLES: [&str; 6] = ["events", "log_leaves", "log_tiles", "cases", "clocks", "idempotency"];
/// Rows of a statement.
const BATCH: usize = 64;
/// Parameters of a statement that `SQLite` takes.
const MOST_PARAMETERS: usize = 32_766;

#[derive(Debug, Clone)]
enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

/// Rows of one table, in the order they were written.
struct Filled {
    table: &'static str,
    columns: Vec<String>,
    lines: Vec<Vec<Value>>,
}

/// What the program wrote between two moments.
pub(super) struct Written {
    tables: Vec<Filled>,
    /// `rowid` and words of the search index.
    words: Vec<(i64, String)>,
}

impl Written {
    /// Cases.
    pub(super) fn cases(&self) -> usize {
        self.words.len()
    }
}

/// Where each table ends now.
pub(super) type Marks = BTreeMap<&'static str, i64>;

/// Reads where each table of a closed database ends.
pub(super) async fn marks(database: &Path) -> Result<Marks, Failure> {
    let mut conn = open(database).await?;
    let mut marks = Marks::new();
    for table in TABLES {
        let sql = AssertSqlSafe(format!("SELECT coalesce(max(rowid), 0) FROM {table}"));
        let last: i64 = sqlx::query_scalar(sql).fetch_one(&mut conn).await.map_err(failed)?;
        marks.insert(table, last);
    }
    conn.close().await.map_err(failed)?;
    Ok(marks)
}

/// Reads what was written since `marks`.
pub(super) async fn written_since(database: &Path, marks: &Marks) -> Result<Written, Failure> {
    let mut conn = open(database).await?;
    let mut tables = Vec::new();
    let mut words = Vec::new();
    for (table, last) in marks {
        let sql = AssertSqlSafe(format!(
            "SELECT rowid AS rowid_, * FROM {table} WHERE rowid > $1 ORDER BY rowid"
        ));
        let found = sqlx::query(sql).bind(last).fetch_all(&mut conn).await.map_err(failed)?;
        let columns: Vec<String> = found.first().map_or_else(Vec::new, |row| {
            row.columns()
                .iter()
                .skip(1)
                .map(|column| column.name().to_owned())
                .collect()
        });
        let lines = found.iter().map(values).collect::<Result<_, _>>()?;
        tables.push(Filled { table, columns, lines });
    }
    let sql = "SELECT cases.rowid, cases.number, events.event FROM cases JOIN events \
               ON events.case_id = cases.id AND events.version = 1 WHERE cases.rowid > $1 ORDER BY cases.rowid";
    for row in sqlx::query(sql)
        .bind(marks["cases"])
        .fetch_all(&mut conn)
        .await
        .map_err(failed)?
    {
        let number: String = row.try_get(1).map_err(failed)?;
        let event: String = row.try_get(2).map_err(failed)?;
        words.push((row.try_get(0).map_err(failed)?, words_of(&number, &event)));
    }
    conn.close().await.map_err(failed)?;
    Ok(Written { tables, words })
}

/// The words that the program puts into the index for a case, each once.
fn words_of(number: &str, event: &str) -> String {
    let Ok(Event::Registered { registration, .. }) = serde_json::from_str(event) else {
        return store::search_words(number);
    };
    let said = [
        number,
        &registration.title,
        &registration.description,
        &registration.place.address,
    ];
    let cut = store::search_words(&said.join(" "));
    let external = store::search_words(registration.external.as_deref().unwrap_or_default());
    let each: BTreeSet<&str> = cut
        .split(' ')
        .chain(external.split(' '))
        .filter(|word| !word.is_empty())
        .collect();
    each.into_iter().collect::<Vec<_>>().join(" ")
}

/// Writes it in durable commits of so many cases each; answers cases a second.
pub(super) async fn commits(copy: &Path, written: &Written, cases_at_once: usize) -> Result<f64, Failure> {
    write(copy, written, cases_at_once).await
}

/// Writes it in one transaction; answers cases a second.
pub(super) async fn bulk_insert(copy: &Path, written: &Written) -> Result<f64, Failure> {
    write(copy, written, written.cases()).await
}

async fn write(copy: &Path, written: &Written, cases_at_once: usize) -> Result<f64, Failure> {
    let mut conn = open(copy).await?;
    let cases = written.cases();
    let batches = cases.div_ceil(cases_at_once.max(1)).max(1);
    let started = Instant::now();
    for batch in 0..batches {
        sqlx::query("BEGIN IMMEDIATE")
            .execute(&mut conn)
            .await
            .map_err(failed)?;
        for rows in &written.tables {
            insert(&mut conn, rows, part(rows.lines.len(), batch, batches)).await?;
        }
        insert_words(&mut conn, &written.words[part(cases, batch, batches)]).await?;
        sqlx::query("COMMIT").execute(&mut conn).await.map_err(failed)?;
    }
    let took = started.elapsed();
    conn.close().await.map_err(failed)?;
    Ok(super::rate(cases, took))
}

/// The share of `of` rows that belongs to a batch.
fn part(of: usize, batch: usize, batches: usize) -> std::ops::Range<usize> {
    of * batch / batches..of * (batch + 1) / batches
}

async fn insert(conn: &mut SqliteConnection, rows: &Filled, part: std::ops::Range<usize>) -> Result<(), Failure> {
    let width = rows.columns.len().max(1);
    for chunk in rows.lines[part].chunks((MOST_PARAMETERS / width).min(BATCH)) {
        let sql = format!(
            "INSERT INTO {} ({}) VALUES {}",
            rows.table,
            rows.columns.join(", "),
            places(chunk.len(), width)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for value in chunk.iter().flatten() {
            query = match value {
                Value::Null => query.bind(None::<i64>),
                Value::Int(int) => query.bind(int),
                Value::Real(real) => query.bind(real),
                Value::Text(text) => query.bind(text),
                Value::Blob(blob) => query.bind(blob),
            };
        }
        query.execute(&mut *conn).await.map_err(failed)?;
    }
    Ok(())
}

async fn insert_words(conn: &mut SqliteConnection, words: &[(i64, String)]) -> Result<(), Failure> {
    for chunk in words.chunks(BATCH) {
        let sql = format!("INSERT INTO search (rowid, words) VALUES {}", places(chunk.len(), 2));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (rowid, words) in chunk {
            query = query.bind(rowid).bind(words);
        }
        query.execute(&mut *conn).await.map_err(failed)?;
    }
    Ok(())
}

fn places(rows: usize, width: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(", "));
    vec![row; rows].join(", ")
}

fn values(row: &SqliteRow) -> Result<Vec<Value>, Failure> {
    (1..row.len())
        .map(|column| {
            let raw = row.try_get_raw(column).map_err(failed)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            Ok(match raw.type_info().name() {
                "INTEGER" => Value::Int(row.try_get(column).map_err(failed)?),
                "REAL" => Value::Real(row.try_get(column).map_err(failed)?),
                "BLOB" => Value::Blob(row.try_get(column).map_err(failed)?),
                _ => Value::Text(row.try_get(column).map_err(failed)?),
            })
        })
        .collect()
}

/// A connection with the settings that the store uses for its writer.
async fn open(database: &Path) -> Result<SqliteConnection, Failure> {
    SqliteConnectOptions::new()
        .filename(database)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("wal_autocheckpoint", "20000")
        .pragma("cache_size", "-49152")
        .foreign_keys(false)
        .disable_statement_logging()
        .connect()
        .await
        .map_err(failed)
}

fn failed(error: sqlx::Error) -> Failure {
    store::Error::from(error).into()
}
