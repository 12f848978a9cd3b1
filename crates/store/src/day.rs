//! A day's stream: judgement, brief and decisions.

use crate::model::day_number;
use crate::sql::{Args, Columns as _, Insert, execute, row, rows};
use crate::write::json;
use crate::{Error, Recorded, Store};
use domain::case::Actor;
use domain::daily::DayEvent;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::AnyConnection;

/// Version of a day's stream after an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayVersion(pub u64);

static DAY_EVENTS: Insert = Insert::new("INSERT INTO day_events (day, version, at, actor, event)", 5, "");

impl Store {
    /// Appends to a day's stream; `DayVersion(0)` is expected of a day without one.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the stream is at another version.
    pub async fn append_day(
        &self,
        date: Date,
        expected: DayVersion,
        events: Vec<DayEvent>,
        actor: Actor,
        at: Timestamp,
    ) -> Result<DayVersion, Error> {
        self.change(move |conn| Box::pin(append(conn, date, expected, events, actor, at)))
            .await
    }

    /// The day's events, oldest first.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if one cannot be read.
    pub async fn day_events(&self, date: Date) -> Result<Vec<Recorded<DayEvent>>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.int(day_number(date));
        let sql = "SELECT version, at, actor, event FROM day_events WHERE day = $1 ORDER BY version";
        rows(&mut conn, sql, args)
            .await?
            .iter()
            .map(|row| {
                Ok(Recorded {
                    version: row.count("version")?,
                    event: row.json("event")?,
                    actor: row.json("actor")?,
                    at: row.at("at")?,
                })
            })
            .collect()
    }

    /// Days that have a stream, newest first, before `before`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn days(&self, before: Option<Date>, limit: u32) -> Result<Vec<Date>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.int(before.map_or(i64::MAX, day_number)).int(i64::from(limit));
        let sql = "SELECT DISTINCT day FROM day_events WHERE day < $1 ORDER BY day DESC LIMIT $2";
        rows(&mut conn, sql, args)
            .await?
            .iter()
            .map(|row| row.day("day"))
            .collect()
    }

    /// Signs a version in one step with its issue number: next of the year and next of all, allotted by the writer.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the stream is at another version; no number is used up then.
    pub async fn sign_brief(
        &self,
        date: Date,
        expected: DayVersion,
        version: u32,
        actor: Actor,
        at: Timestamp,
    ) -> Result<(u32, u32), Error> {
        self.change(move |conn| {
            Box::pin(async move {
                let issue = next(conn, &format!("brief-{}", date.year())).await?;
                let running = next(conn, "brief").await?;
                let signed = DayEvent::BriefSigned {
                    version,
                    issue,
                    running,
                };
                append(conn, date, expected, vec![signed], actor, at).await?;
                Ok((issue, running))
            })
        })
        .await
    }
}

async fn append(
    conn: &mut AnyConnection,
    date: Date,
    expected: DayVersion,
    events: Vec<DayEvent>,
    actor: Actor,
    at: Timestamp,
) -> Result<DayVersion, Error> {
    let mut args = Args::default();
    args.int(day_number(date));
    let sql = "SELECT coalesce(max(version), 0) AS version FROM day_events WHERE day = $1";
    let current = row(conn, sql, args).await?.map_or(Ok(0), |row| row.count("version"))?;
    if current != expected.0 {
        return Err(Error::Conflict { current });
    }
    let actor = json(&actor)?;
    let events = events.iter().map(json).collect::<Result<Vec<_>, _>>()?;
    let events: Vec<_> = (current + 1..).zip(events).collect();
    DAY_EVENTS
        .run(conn, &events, |(version, event), args| {
            args.int(day_number(date))
                .int(i64::try_from(*version).unwrap_or(i64::MAX))
                .at(at)
                .text(&actor)
                .text(event);
        })
        .await?;
    Ok(DayVersion(current + u64::try_from(events.len()).unwrap_or_default()))
}

/// The next number of a series.
async fn next(conn: &mut AnyConnection, prefix: &str) -> Result<u32, Error> {
    let mut args = Args::default();
    args.text(prefix);
    let sql = "INSERT INTO numbers (prefix, last) VALUES ($1, 1) \
               ON CONFLICT (prefix) DO UPDATE SET last = numbers.last + 1";
    execute(conn, sql, args).await?;
    let mut args = Args::default();
    args.text(prefix);
    row(conn, "SELECT last FROM numbers WHERE prefix = $1", args)
        .await?
        .ok_or_else(|| Error::Corrupt("a number is gone".to_owned()))?
        .small("last")
}
