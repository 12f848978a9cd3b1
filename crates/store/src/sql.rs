//! Small tools for statements: arguments, rows, inserts of many rows at once.

use crate::{Error, sqlite};
use domain::CaseId;
use futures_util::StreamExt as _;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{AnyConnection, Arguments as _, AssertSqlSafe, Row as _};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

/// A boxed future that borrows a connection.
pub(crate) type Boxed<'c, T> = Pin<Box<dyn Future<Output = T> + Send + 'c>>;

/// Arguments of a statement, in the order of `$1`, `$2`, …
#[derive(Default)]
pub(crate) struct Args(Vec<Value>);

enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl Args {
    pub(crate) fn int(&mut self, value: impl Into<Option<i64>>) -> &mut Self {
        self.put(Value::Int(value.into()))
    }

    pub(crate) fn text(&mut self, value: &str) -> &mut Self {
        self.opt_text(Some(value))
    }

    pub(crate) fn opt_text(&mut self, value: Option<&str>) -> &mut Self {
        self.put(Value::Text(value.map(str::to_owned)))
    }

    pub(crate) fn id(&mut self, id: CaseId) -> &mut Self {
        self.opt_id(Some(id))
    }

    pub(crate) fn opt_id(&mut self, id: Option<CaseId>) -> &mut Self {
        self.put(Value::Bytes(id.map(|id| id.0.as_bytes().to_vec())))
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.put(Value::Bytes(Some(bytes.to_vec())))
    }

    pub(crate) fn opt_bytes(&mut self, bytes: Option<&[u8]>) -> &mut Self {
        self.put(Value::Bytes(bytes.map(<[u8]>::to_vec)))
    }

    pub(crate) fn at(&mut self, at: impl Into<Option<Timestamp>>) -> &mut Self {
        self.put(Value::Int(at.into().map(Timestamp::as_millisecond)))
    }

    fn put(&mut self, value: Value) -> &mut Self {
        self.0.push(value);
        self
    }

    /// Number of the last argument, for `$n`.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    fn bound(self) -> AnyArguments {
        let mut bound = AnyArguments::default();
        for value in self.0 {
            match value {
                Value::Int(int) => bound.add(int),
                Value::Text(text) => bound.add(text),
                Value::Bytes(bytes) => bound.add(bytes),
            }
            .expect("numbers, text and bytes can always be encoded");
        }
        bound
    }
}

/// Runs a statement that gives rows.
pub(crate) async fn rows(conn: &mut AnyConnection, sql: &str, args: Args) -> Result<Vec<AnyRow>, Error> {
    Ok(sqlx::query_with(AssertSqlSafe(sql.to_owned()), args.bound())
        .fetch_all(conn)
        .await?)
}

/// Runs a statement that gives rows, perhaps a great many: each is taken as it comes, and no two are held at once.
pub(crate) async fn each_row(
    conn: &mut AnyConnection,
    sql: &str,
    args: Args,
    mut take: impl FnMut(&AnyRow) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut rows = sqlx::query_with(AssertSqlSafe(sql.to_owned()), args.bound()).fetch(conn);
    while let Some(row) = rows.next().await {
        take(&row?)?;
    }
    Ok(())
}

/// Runs a statement that gives at most one row.
pub(crate) async fn row(conn: &mut AnyConnection, sql: &str, args: Args) -> Result<Option<AnyRow>, Error> {
    Ok(rows(conn, sql, args).await?.into_iter().next())
}

/// Runs a statement that changes rows; answers how many.
pub(crate) async fn execute(conn: &mut AnyConnection, sql: &str, args: Args) -> Result<u64, Error> {
    let done = sqlx::query_with(AssertSqlSafe(sql.to_owned()), args.bound())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

/// `$from, $from+1, …`, `n` of them.
pub(crate) fn places(from: usize, n: usize) -> String {
    let mut sql = String::new();
    for i in from..from + n {
        let _ = write!(sql, "{}${i}", if i == from { "" } else { ", " });
    }
    sql
}

/// How many a set-based question asks for at most.
pub(crate) const MOST_TOGETHER: usize = 64;

/// What a set-based question asks for, in groups of few sizes, so that few statements are prepared: a group is filled
/// up with its last member.
pub(crate) fn groups<T: Clone>(all: &[T]) -> impl Iterator<Item = Vec<T>> {
    all.chunks(MOST_TOGETHER).map(|some| {
        let size = [1, 4, 16, 64]
            .into_iter()
            .find(|size| *size >= some.len())
            .unwrap_or(some.len());
        let mut group = some.to_vec();
        if let Some(last) = some.last() {
            group.resize(size, last.clone());
        }
        group
    })
}

/// Reading the columns of a row, with a wrong one as [`Error::Corrupt`].
pub(crate) trait Columns {
    fn int(&self, column: &str) -> Result<i64, Error>;
    fn opt_int(&self, column: &str) -> Result<Option<i64>, Error>;
    fn text(&self, column: &str) -> Result<String, Error>;
    fn opt_text(&self, column: &str) -> Result<Option<String>, Error>;
    fn bytes(&self, column: &str) -> Result<Option<Vec<u8>>, Error>;

    fn count(&self, column: &str) -> Result<u64, Error> {
        u64::try_from(self.int(column)?).map_err(|_| corrupt(column))
    }

    fn small(&self, column: &str) -> Result<u32, Error> {
        u32::try_from(self.int(column)?).map_err(|_| corrupt(column))
    }

    fn opt_small(&self, column: &str) -> Result<Option<u32>, Error> {
        self.opt_int(column)?
            .map(|value| u32::try_from(value).map_err(|_| corrupt(column)))
            .transpose()
    }

    fn at(&self, column: &str) -> Result<Timestamp, Error> {
        Timestamp::from_millisecond(self.int(column)?).map_err(|_| corrupt(column))
    }

    fn opt_at(&self, column: &str) -> Result<Option<Timestamp>, Error> {
        let at = self.opt_int(column)?;
        at.map(|at| Timestamp::from_millisecond(at).map_err(|_| corrupt(column)))
            .transpose()
    }

    fn id(&self, column: &str) -> Result<CaseId, Error> {
        self.opt_id(column)?.ok_or_else(|| corrupt(column))
    }

    fn opt_id(&self, column: &str) -> Result<Option<CaseId>, Error> {
        let bytes = self.bytes(column)?;
        bytes
            .map(|bytes| uuid::Uuid::from_slice(&bytes).map(CaseId).map_err(|_| corrupt(column)))
            .transpose()
    }

    fn day(&self, column: &str) -> Result<Date, Error> {
        let day = self.int(column)?;
        let part = |n: i64| i8::try_from(n % 100).map_err(|_| corrupt(column));
        let year = i16::try_from(day / 10_000).map_err(|_| corrupt(column))?;
        Date::new(year, part(day / 100)?, part(day)?).map_err(|_| corrupt(column))
    }

    fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T, Error> {
        let text = self.text(column)?;
        serde_json::from_str(&text).map_err(|error| Error::Corrupt(format!("column {column}: {error}")))
    }
}

impl Columns for AnyRow {
    fn int(&self, column: &str) -> Result<i64, Error> {
        read(self, column)
    }
    fn opt_int(&self, column: &str) -> Result<Option<i64>, Error> {
        read(self, column)
    }
    fn text(&self, column: &str) -> Result<String, Error> {
        read(self, column)
    }
    fn opt_text(&self, column: &str) -> Result<Option<String>, Error> {
        read(self, column)
    }
    fn bytes(&self, column: &str) -> Result<Option<Vec<u8>>, Error> {
        read(self, column)
    }
}

fn read<'r, T>(row: &'r AnyRow, column: &str) -> Result<T, Error>
where
    T: sqlx::Decode<'r, sqlx::Any> + sqlx::Type<sqlx::Any>,
{
    row.try_get(column).map_err(|error| Error::Corrupt(error.to_string()))
}

fn corrupt(column: &str) -> Error {
    Error::Corrupt(format!("column {column} is out of its range"))
}

/// An insert of many rows in few statements. The sizes are few so that each statement stays prepared.
pub(crate) struct Insert {
    head: &'static str,
    columns: usize,
    tail: &'static str,
    sql: OnceLock<[String; SIZES.len()]>,
}

const SIZES: [usize; 6] = [64, 16, 6, 3, 2, 1];

impl Insert {
    /// `head` ends before `VALUES`; `tail` follows the rows.
    pub(crate) const fn new(head: &'static str, columns: usize, tail: &'static str) -> Self {
        Self {
            head,
            columns,
            tail,
            sql: OnceLock::new(),
        }
    }

    fn sql(&'static self, size: usize) -> &'static str {
        let sql = self.sql.get_or_init(|| {
            SIZES.map(|size| {
                let rows: Vec<_> = (0..size)
                    .map(|row| {
                        let columns = row * self.columns + 1..=(row + 1) * self.columns;
                        format!("({})", columns.map(sqlite::argument).collect::<Vec<_>>().join(", "))
                    })
                    .collect();
                format!("{} VALUES {} {}", self.head, rows.join(", "), self.tail)
            })
        });
        &sql[size]
    }

    /// Adds statements to `script` that insert all rows; `bind` puts one row's columns.
    pub(crate) fn add<T>(&'static self, script: &mut Script, mut rows: &[T], bind: impl Fn(&T, &mut Args)) {
        for (i, size) in SIZES.into_iter().enumerate() {
            while rows.len() >= size {
                let (now, rest) = rows.split_at(size);
                rows = rest;
                let mut args = Args::default();
                for row in now {
                    bind(row, &mut args);
                }
                debug_assert_eq!(args.len(), size * self.columns, "{}", self.head);
                script.add(self.sql(i), args);
            }
        }
    }

    /// Inserts all rows at once.
    pub(crate) async fn run<T>(
        &'static self,
        conn: &mut AnyConnection,
        rows: &[T],
        bind: impl Fn(&T, &mut Args),
    ) -> Result<(), Error> {
        let mut script = Script::default();
        self.add(&mut script, rows, bind);
        script.run(conn).await
    }
}

/// Statements that change rows, in the order they are to be run.
#[derive(Default)]
pub(crate) struct Script(Vec<(Cow<'static, str>, Args)>);

impl Script {
    /// Adds a statement, its arguments `$1`, `$2`, … in order and once each.
    pub(crate) fn add(&mut self, sql: &'static str, args: Args) {
        self.0.push((sqlite::in_order(sql), args));
    }

    /// Adds all of `other` behind what is there.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Runs one statement after the other.
    pub(crate) async fn run(self, conn: &mut AnyConnection) -> Result<(), Error> {
        for (sql, args) in self.0 {
            match sql {
                Cow::Borrowed(sql) => sqlx::query_with(sql, args.bound()).execute(&mut *conn).await?,
                Cow::Owned(sql) => {
                    sqlx::query_with(AssertSqlSafe(sql), args.bound())
                        .execute(&mut *conn)
                        .await?
                }
            };
        }
        Ok(())
    }

    /// All of them as one, with the arguments of all.
    pub(crate) fn joined(self) -> (String, Args) {
        let mut all = Args::default();
        let mut sql = String::new();
        for (statement, args) in self.0 {
            sql.push_str(&statement);
            sql.push(';');
            all.0.extend(args.0);
        }
        (sql, all)
    }
}
