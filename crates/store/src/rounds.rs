//! The streams of screening rounds.

use crate::boxed;
use crate::sql::{Args, Columns as _, Insert, row, rows};
use crate::write::json;
use crate::{Error, Recorded, Store};
use domain::case::Actor;
use domain::round::RoundEvent;
use jiff::Timestamp;
use sqlx::AnyConnection;

static EVENTS: Insert = Insert::new("INSERT INTO round_events (round, version, at, actor, event)", 5, "");

impl Store {
    /// Appends to a round's stream; 0 is expected of one that begins. Answers the version after it.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the stream is at another version.
    #[boxed]
    pub async fn append_round(
        &self,
        round: &str,
        expected: u64,
        events: Vec<RoundEvent>,
        actor: Actor,
        at: Timestamp,
    ) -> Result<u64, Error> {
        let round = round.to_owned();
        self.change(move |conn| Box::pin(append(conn, round, expected, events, actor, at)))
            .await
    }

    /// A round's events, oldest first; none of a round that is not there.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if one cannot be read.
    #[boxed]
    pub async fn round_events(&self, round: &str) -> Result<Vec<Recorded<RoundEvent>>, Error> {
        let mut args = Args::default();
        args.text(round);
        let sql = "SELECT version, at, actor, event FROM round_events WHERE round = $1 ORDER BY version";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
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

    /// The newest rounds' ids, the newest first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn rounds(&self, limit: u32) -> Result<Vec<String>, Error> {
        let mut args = Args::default();
        args.int(i64::from(limit));
        let sql = "SELECT round FROM round_events WHERE version = 1 ORDER BY at DESC, round DESC LIMIT $1";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(|row| row.text("round")).collect()
    }
}

async fn append(
    conn: &mut AnyConnection,
    round: String,
    expected: u64,
    events: Vec<RoundEvent>,
    actor: Actor,
    at: Timestamp,
) -> Result<u64, Error> {
    let mut args = Args::default();
    args.text(&round);
    let sql = "SELECT coalesce(max(version), 0) AS version FROM round_events WHERE round = $1";
    let current = row(conn, sql, args).await?.map_or(Ok(0), |row| row.count("version"))?;
    if current != expected {
        return Err(Error::Conflict { current });
    }
    let actor = json(&actor)?;
    let events = events.iter().map(json).collect::<Result<Vec<_>, _>>()?;
    let events: Vec<_> = (current + 1..).zip(events).collect();
    EVENTS
        .run(conn, &events, |(version, event), args| {
            args.text(&round)
                .int(i64::try_from(*version).unwrap_or(i64::MAX))
                .at(at)
                .text(&actor)
                .text(event);
        })
        .await?;
    Ok(current + u64::try_from(events.len()).unwrap_or_default())
}
