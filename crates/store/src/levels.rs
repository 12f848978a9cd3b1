//! The stream of operating levels.

use crate::boxed;
use crate::sql::{Args, Columns as _, Insert, row, rows};
use crate::write::json;
use crate::{Error, Recorded, Store};
use domain::case::Actor;
use domain::level::LevelEvent;
use jiff::Timestamp;
use sqlx::AnyConnection;
use std::sync::atomic::Ordering;

static EVENTS: Insert = Insert::new("INSERT INTO level_events (version, at, actor, event)", 4, "");

impl Store {
    /// Appends to the stream of levels. Answers the version after it.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the stream is at another version.
    #[boxed]
    pub async fn append_level(
        &self,
        expected: u64,
        event: LevelEvent,
        actor: Actor,
        at: Timestamp,
    ) -> Result<u64, Error> {
        let changes = self.count_stream_changes();
        self.change_then(
            move |conn| Box::pin(append(conn, expected, event, actor, at)),
            move || {
                changes.fetch_add(1, Ordering::Release);
            },
        )
        .await
    }

    /// All events of levels, oldest first.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if one cannot be read.
    #[boxed]
    pub async fn level_events(&self) -> Result<Vec<Recorded<LevelEvent>>, Error> {
        let sql = "SELECT version, at, actor, event FROM level_events ORDER BY version";
        let found = rows(&mut *self.reader().await?, sql, Args::default()).await?;
        let event = |row: &sqlx::any::AnyRow| {
            Ok(Recorded {
                version: row.count("version")?,
                event: row.json("event")?,
                actor: row.json("actor")?,
                at: row.at("at")?,
            })
        };
        found.iter().map(event).collect()
    }
}

async fn append(
    conn: &mut AnyConnection,
    expected: u64,
    event: LevelEvent,
    actor: Actor,
    at: Timestamp,
) -> Result<u64, Error> {
    let sql = "SELECT coalesce(max(version), 0) AS version FROM level_events";
    let current = row(conn, sql, Args::default()).await?;
    let current = current.map_or(Ok(0), |row| row.count("version"))?;
    if current != expected {
        return Err(Error::Conflict { current });
    }
    let (actor, event) = (json(&actor)?, json(&event)?);
    let version = current + 1;
    EVENTS
        .run(conn, &[(version, event)], |(version, event), args| {
            args.int(i64::try_from(*version).unwrap_or(i64::MAX))
                .at(at)
                .text(&actor)
                .text(event);
        })
        .await?;
    Ok(version)
}
