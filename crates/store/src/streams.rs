//! Streams beside the cases, each of a kind and with an id: rosters, watches, plans, drills.

use crate::sql::{Args, Columns as _, Insert, groups, places, row, rows};
use crate::write::json;
use crate::{Error, Recorded, Store, boxed};
use domain::case::Actor;
use domain::drill::DrillEvent;
use domain::plan::PlanEvent;
use jiff::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::collections::HashMap;
use std::sync::atomic::Ordering;

static EVENTS: Insert = Insert::new(
    "INSERT INTO stream_events (stream, id, version, at, actor, event)",
    6,
    "",
);

/// Streams by their ids, each with its events.
pub type EventsOfStreams<E> = HashMap<String, Result<Vec<Recorded<E>>, Error>>;

/// An event as it is kept, with the id of its stream.
type KeptOf = (String, Result<Recorded<String>, Error>);

/// What happens in streams of one kind. How it is read and written as JSON is compiled here, once for each kind.
pub trait StreamEvent: Sized + Send + 'static {
    /// The kind's name.
    const STREAM: &'static str;

    /// The event as it is kept.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where it cannot be said in JSON.
    fn to_json(&self) -> Result<String, Error>;

    /// The event that was kept so.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where it is none.
    fn of_json(text: &str) -> Result<Self, Error>;
}

macro_rules! stream_event {
    ($event:ty, $stream:literal) => {
        impl $crate::StreamEvent for $event {
            const STREAM: &'static str = $stream;

            fn to_json(&self) -> Result<String, $crate::Error> {
                $crate::write::json(self)
            }

            fn of_json(text: &str) -> Result<Self, $crate::Error> {
                serde_json::from_str(text)
                    .map_err(|error| $crate::Error::Corrupt(format!("an event of a {}: {error}", $stream)))
            }
        }
    };
}
pub(crate) use stream_event;

stream_event!(PlanEvent, "plan");
stream_event!(DrillEvent, "drill");

impl Store {
    /// Appends to a stream; 0 is expected of one that begins. Answers the version after it.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the stream is at another version.
    pub async fn append_stream<E: StreamEvent>(
        &self,
        id: &str,
        expected: u64,
        event: &E,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<u64, Error> {
        self.append_json(E::STREAM, id, expected, event.to_json()?, actor, at)
            .await
    }

    /// A stream's events after a version, oldest first; none of a stream that is not there.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if one cannot be read.
    pub async fn stream_events<E: StreamEvent>(&self, id: &str, after: u64) -> Result<Vec<Recorded<E>>, Error> {
        let found = self.stream_json(E::STREAM, id, after).await?;
        found.into_iter().map(Recorded::read).collect()
    }

    /// The events of several streams, each stream's oldest first; of one that is not there, nothing. One with an event that cannot be read
    /// is [`Error::Corrupt`], and the others are read all the same.
    ///
    /// # Errors
    /// What the database says.
    pub async fn events_of_streams<E: StreamEvent>(&self, ids: &[String]) -> Result<EventsOfStreams<E>, Error> {
        let mut found: EventsOfStreams<E> = HashMap::with_capacity(ids.len());
        for (id, event) in self.streams_json(E::STREAM, ids).await? {
            let events = found.entry(id).or_insert_with(|| Ok(Vec::new()));
            match (event.and_then(Recorded::read), &mut *events) {
                (Ok(event), Ok(before)) => before.push(event),
                (Err(error), Ok(_)) => *events = Err(error),
                (_, Err(_)) => {}
            }
        }
        Ok(found)
    }

    /// The ids of the streams that began last, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn streams<E: StreamEvent>(&self, limit: u32) -> Result<Vec<String>, Error> {
        let mut args = Args::default();
        args.text(E::STREAM).int(i64::from(limit));
        let sql = "SELECT id FROM stream_events WHERE stream = $1 AND version = 1 ORDER BY at DESC, id DESC LIMIT $2";
        self.stream_ids(sql, args).await
    }

    /// The ids of the streams in which something has happened since a moment.
    ///
    /// # Errors
    /// What the database says.
    pub async fn streams_since<E: StreamEvent>(&self, since: Timestamp) -> Result<Vec<String>, Error> {
        let mut args = Args::default();
        args.text(E::STREAM).at(since);
        let sql = "SELECT DISTINCT id FROM stream_events WHERE stream = $1 AND at >= $2 ORDER BY id";
        self.stream_ids(sql, args).await
    }

    #[boxed]
    async fn append_json(
        &self,
        stream: &'static str,
        id: &str,
        expected: u64,
        event: String,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<u64, Error> {
        let (id, actor) = (id.to_owned(), json(actor)?);
        let changes = self.count_stream_changes();
        self.change_then(
            move |conn| Box::pin(append(conn, stream, id, expected, event, actor, at)),
            move || {
                changes.fetch_add(1, Ordering::Release);
            },
        )
        .await
    }

    #[boxed]
    async fn stream_json(&self, stream: &str, id: &str, after: u64) -> Result<Vec<Recorded<String>>, Error> {
        let mut args = Args::default();
        args.text(stream).text(id).int(i64::try_from(after).unwrap_or(i64::MAX));
        let sql = "SELECT version, at, actor, event FROM stream_events \
                   WHERE stream = $1 AND id = $2 AND version > $3 ORDER BY version";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(kept).collect()
    }

    #[boxed]
    async fn streams_json(&self, stream: &str, ids: &[String]) -> Result<Vec<KeptOf>, Error> {
        let mut conn = self.reader().await?;
        let mut found = Vec::new();
        for some in groups(ids) {
            let mut args = Args::default();
            args.text(stream);
            for id in &some {
                args.text(id);
            }
            let sql = format!(
                "SELECT id, version, at, actor, event FROM stream_events WHERE stream = $1 AND id IN ({}) \
                 ORDER BY id, version",
                places(2, some.len())
            );
            for row in rows(&mut conn, &sql, args).await? {
                found.push((row.text("id")?, kept(&row)));
            }
        }
        Ok(found)
    }

    #[boxed]
    async fn stream_ids(&self, sql: &str, args: Args) -> Result<Vec<String>, Error> {
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(|row| row.text("id")).collect()
    }
}

impl Recorded<String> {
    fn read<E: StreamEvent>(self) -> Result<Recorded<E>, Error> {
        Ok(Recorded {
            version: self.version,
            event: E::of_json(&self.event)?,
            actor: self.actor,
            at: self.at,
        })
    }
}

fn kept(row: &AnyRow) -> Result<Recorded<String>, Error> {
    Ok(Recorded {
        version: row.count("version")?,
        event: row.text("event")?,
        actor: row.json("actor")?,
        at: row.at("at")?,
    })
}

pub(crate) async fn append(
    conn: &mut AnyConnection,
    stream: &'static str,
    id: String,
    expected: u64,
    event: String,
    actor: String,
    at: Timestamp,
) -> Result<u64, Error> {
    let mut args = Args::default();
    args.text(stream).text(&id);
    let sql = "SELECT coalesce(max(version), 0) AS version FROM stream_events WHERE stream = $1 AND id = $2";
    let current = row(conn, sql, args).await?.map_or(Ok(0), |row| row.count("version"))?;
    if current != expected {
        return Err(Error::Conflict { current });
    }
    let version = current + 1;
    EVENTS
        .run(conn, &[version], |version, args| {
            args.text(stream)
                .text(&id)
                .int(i64::try_from(*version).unwrap_or(i64::MAX))
                .at(at)
                .text(&actor)
                .text(&event);
        })
        .await?;
    Ok(version)
}
