//! The streams of public warnings, and when those in force end by themselves.

use crate::boxed;
use crate::sql::{Args, Columns as _, Insert, execute, row, rows};
use crate::write::json;
use crate::{Error, Recorded, Store};
use domain::case::Actor;
use domain::warning::{WarningEvent, evolve};
use jiff::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

static EVENTS: Insert = Insert::new("INSERT INTO warning_events (warning, version, at, actor, event)", 5, "");

const EVENTS_OF: &str = "SELECT version, at, actor, event FROM warning_events WHERE warning = $1 ORDER BY version";

/// What is appended to a warning's stream.
#[derive(Debug, Clone)]
pub struct WarningAppend {
    /// The warning.
    pub warning: String,
    /// The version that the stream is expected at; 0 of one that begins.
    pub expected: u64,
    /// What happened.
    pub event: WarningEvent,
    /// Who did it.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// When the warning then ends by itself; none where nothing is in force.
    pub ends_at: Option<Timestamp>,
}

impl Store {
    /// Appends to a warning's stream. Answers the version after it.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the stream is at another version.
    #[boxed]
    pub async fn append_warning(&self, append: WarningAppend) -> Result<u64, Error> {
        self.change(move |conn| Box::pin(write(conn, append))).await
    }

    /// A warning's events, oldest first; none of a warning that is not there.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if one cannot be read.
    #[boxed]
    pub async fn warning_events(&self, warning: &str) -> Result<Vec<Recorded<WarningEvent>>, Error> {
        let mut args = Args::default();
        args.text(warning);
        let found = rows(&mut *self.reader().await?, EVENTS_OF, args).await?;
        found.iter().map(recorded).collect()
    }

    /// The newest warnings' ids, the newest first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn warnings(&self, limit: u32) -> Result<Vec<String>, Error> {
        let mut args = Args::default();
        args.int(i64::from(limit));
        let sql = "SELECT warning FROM warning_events WHERE version = 1 ORDER BY at DESC, warning DESC LIMIT $1";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(|row| row.text("warning")).collect()
    }

    /// Warnings that no one has ended and that end by themselves at the latest at `by`, the first first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn warnings_ending(&self, by: Timestamp, limit: u32) -> Result<Vec<String>, Error> {
        let mut args = Args::default();
        args.at(by).int(i64::from(limit));
        let sql = "SELECT warning FROM warning_ends WHERE ends_at <= $1 ORDER BY ends_at, warning LIMIT $2";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(|row| row.text("warning")).collect()
    }
}

async fn write(conn: &mut AnyConnection, append: WarningAppend) -> Result<u64, Error> {
    let mut args = Args::default();
    args.text(&append.warning);
    let sql = "SELECT coalesce(max(version), 0) AS version FROM warning_events WHERE warning = $1";
    let current = row(conn, sql, args).await?.map_or(Ok(0), |row| row.count("version"))?;
    if current != append.expected {
        return Err(Error::Conflict { current });
    }
    let (actor, event) = (json(&append.actor)?, json(&append.event)?);
    let version = current + 1;
    EVENTS
        .run(conn, &[(version, event)], |(version, event), args| {
            args.text(&append.warning)
                .int(i64::try_from(*version).unwrap_or(i64::MAX))
                .at(append.at)
                .text(&actor)
                .text(event);
        })
        .await?;
    write_end(conn, &append.warning, append.ends_at).await?;
    Ok(version)
}

async fn write_end(conn: &mut AnyConnection, warning: &str, ends_at: Option<Timestamp>) -> Result<(), Error> {
    let mut args = Args::default();
    args.text(warning);
    execute(conn, "DELETE FROM warning_ends WHERE warning = $1", args).await?;
    if let Some(ends_at) = ends_at {
        let mut args = Args::default();
        args.text(warning).at(ends_at);
        let sql = "INSERT INTO warning_ends (warning, ends_at) VALUES ($1, $2)";
        execute(conn, sql, args).await?;
    }
    Ok(())
}

fn recorded(row: &AnyRow) -> Result<Recorded<WarningEvent>, Error> {
    Ok(Recorded {
        version: row.count("version")?,
        event: row.json("event")?,
        actor: row.json("actor")?,
        at: row.at("at")?,
    })
}

/// Makes again when each warning ends by itself, where it is not as its events say. Answers which differed.
pub(crate) async fn ends_again(conn: &mut AnyConnection) -> Result<Vec<String>, Error> {
    let sql = "SELECT warning FROM warning_events UNION SELECT warning FROM warning_ends ORDER BY warning";
    let mut differed = Vec::new();
    for found in rows(conn, sql, Args::default()).await? {
        let id = found.text("warning")?;
        let mut args = Args::default();
        args.text(&id);
        let mut warning = None;
        for row in rows(conn, EVENTS_OF, args).await? {
            let said = recorded(&row)?;
            warning = evolve(warning, &said.event, &said.actor, said.at);
        }
        let due = warning.and_then(|warning| warning.ends_at());
        let mut args = Args::default();
        args.text(&id);
        let kept = row(conn, "SELECT ends_at FROM warning_ends WHERE warning = $1", args).await?;
        let kept = kept.map(|row| row.int("ends_at")).transpose()?;
        if kept != due.map(Timestamp::as_millisecond) {
            write_end(conn, &id, due).await?;
            differed.push(id);
        }
    }
    Ok(differed)
}
