//! Calls to the body's own people: when each has to be looked at again, and signs of life from outside.

use crate::boxed;
use crate::call_sends::{NewSend, insert};
use crate::sql::{Args, Columns as _, execute, groups, places, row, rows};
use crate::streams;
use crate::streams::stream_event;
use crate::write::json;
use crate::{Error, Store, StreamEvent as _};
use domain::call::CallEvent;
use domain::case::Actor;
use jiff::Timestamp;
use sqlx::AnyConnection;
use std::collections::HashSet;

stream_event!(CallEvent, "call");

/// What is appended to a call.
#[derive(Debug, Clone)]
pub struct CallAppend {
    /// The call.
    pub id: String,
    /// Of a call that begins: under which it is raised once.
    pub once: Option<String>,
    /// The version that the stream is expected at.
    pub expected: u64,
    /// What happened.
    pub events: Vec<CallEvent>,
    /// Who did it.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// When it has to be looked at next.
    pub next_at: Option<Timestamp>,
    /// Somebody still has to know.
    pub open: bool,
    /// What is sent for it.
    pub sends: Vec<NewSend>,
}

impl Store {
    /// Appends to a call. Of one that begins and was raised before under the same `once`, nothing is written and `false` answered.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the stream is at another version.
    #[boxed]
    pub async fn append_call(&self, append: CallAppend) -> Result<bool, Error> {
        self.change(move |conn| Box::pin(write(conn, append))).await
    }

    /// Appends to several calls in one commit. Of one that is at another version than expected nothing is written. Answers of each whether
    /// it was written.
    ///
    /// # Errors
    /// What the database says; then nothing is written of any.
    #[boxed]
    pub async fn append_calls(&self, appends: Vec<CallAppend>) -> Result<Vec<bool>, Error> {
        self.change(move |conn| {
            Box::pin(async move {
                let mut written = Vec::with_capacity(appends.len());
                for append in appends {
                    written.push(match write(conn, append).await {
                        Ok(written) => written,
                        // This is found before anything of it is written: only a new call has a row first, and no version to miss.
                        Err(Error::Conflict { .. }) => false,
                        Err(error) => return Err(error),
                    });
                }
                Ok(written)
            })
        })
        .await
    }

    /// The calls that have to be looked at by then, the first first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn calls_due(&self, by: Timestamp, limit: u32) -> Result<Vec<String>, Error> {
        let mut args = Args::default();
        args.at(by).int(i64::from(limit));
        let sql = "SELECT id FROM calls WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(|row| row.text("id")).collect()
    }

    /// When the next call has to be looked at, or the next message sent; none where nothing waits.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn next_call(&self) -> Result<Option<Timestamp>, Error> {
        let sql = "SELECT min(at) AS at FROM (SELECT min(next_at) AS at FROM calls WHERE next_at IS NOT NULL \
                   UNION ALL SELECT min(due_at) AS at FROM call_sends WHERE state = 'waiting') AS both_of_them";
        let found = row(&mut *self.reader().await?, sql, Args::default()).await?;
        found.map_or(Ok(None), |row| row.opt_at("at"))
    }

    /// The calls that somebody still has to know of, and then the newest of the others.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn calls(&self, limit: u32) -> Result<Vec<String>, Error> {
        let mut args = Args::default();
        args.int(i64::from(limit));
        let sql = "SELECT id FROM calls ORDER BY open DESC, raised_at DESC, id DESC LIMIT $1";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(|row| row.text("id")).collect()
    }

    /// The calls that somebody still has to know of, the newest first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn open_calls(&self, limit: u32) -> Result<Vec<String>, Error> {
        let mut args = Args::default();
        args.int(i64::from(limit));
        let sql = "SELECT id FROM calls WHERE open = 1 ORDER BY raised_at DESC, id DESC LIMIT $1";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found.iter().map(|row| row.text("id")).collect()
    }

    /// The call that was raised under this.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn call_of(&self, once: &str) -> Result<Option<String>, Error> {
        let mut args = Args::default();
        args.text(once);
        let found = row(&mut *self.reader().await?, "SELECT id FROM calls WHERE once = $1", args).await?;
        found.map(|row| row.text("id")).transpose()
    }

    /// The calls that somebody still has to know of and that were raised under something that begins so, with what it is.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn open_calls_under(&self, begins: &str) -> Result<Vec<(String, String)>, Error> {
        let mut args = Args::default();
        let chars = i64::try_from(begins.chars().count()).unwrap_or(i64::MAX);
        args.int(chars).text(begins);
        let sql = "SELECT id, once FROM calls WHERE open = 1 AND substr(once, 1, CAST($1 AS INTEGER)) = $2 ORDER BY raised_at, id";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found
            .iter()
            .map(|row| Ok((row.text("id")?, row.text("once")?)))
            .collect()
    }

    /// The calls that nobody has to know of any more and that were raised since then under something that begins so, with what it is.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn closed_calls_under(&self, begins: &str, since: Timestamp) -> Result<Vec<(String, String)>, Error> {
        let mut args = Args::default();
        let chars = i64::try_from(begins.chars().count()).unwrap_or(i64::MAX);
        args.at(since).int(chars).text(begins);
        let sql = "SELECT id, once FROM calls WHERE open = 0 AND raised_at >= $1 AND substr(once, 1, CAST($2 AS INTEGER)) = $3 \
                   ORDER BY raised_at, id";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found
            .iter()
            .map(|row| Ok((row.text("id")?, row.text("once")?)))
            .collect()
    }

    /// Those of these under which a call was raised.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn calls_raised(&self, onces: &[String]) -> Result<HashSet<String>, Error> {
        let mut conn = self.reader().await?;
        let mut found = HashSet::new();
        for some in groups(onces) {
            let mut args = Args::default();
            for once in &some {
                args.text(once);
            }
            let sql = format!("SELECT once FROM calls WHERE once IN ({})", places(1, some.len()));
            for row in rows(&mut conn, &sql, args).await? {
                found.insert(row.text("once")?);
            }
        }
        Ok(found)
    }

    /// Writes down that somebody outside lives.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn beat(&self, name: &str, at: Timestamp) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(name).at(at);
        let sql = "INSERT INTO heartbeats (name, at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET at = excluded.at";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// When somebody outside was last heard of.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn last_beat(&self, name: &str) -> Result<Option<Timestamp>, Error> {
        let mut args = Args::default();
        args.text(name);
        let found = row(
            &mut *self.reader().await?,
            "SELECT at FROM heartbeats WHERE name = $1",
            args,
        )
        .await?;
        found.map(|row| row.at("at")).transpose()
    }
}

async fn write(conn: &mut AnyConnection, append: CallAppend) -> Result<bool, Error> {
    if let Some(once) = &append.once {
        let mut args = Args::default();
        args.text(&append.id).text(once).at(append.at);
        let sql = "INSERT INTO calls (id, once, raised_at, open) VALUES ($1, $2, $3, 1) ON CONFLICT (once) DO NOTHING";
        if execute(conn, sql, args).await? == 0 {
            return Ok(false);
        }
    }
    let actor = json(&append.actor)?;
    let mut version = append.expected;
    for event in &append.events {
        let event = json(event)?;
        version = streams::append(
            conn,
            CallEvent::STREAM,
            append.id.clone(),
            version,
            event,
            actor.clone(),
            append.at,
        )
        .await?;
    }
    let mut args = Args::default();
    args.at(append.next_at).int(i64::from(append.open)).text(&append.id);
    execute(conn, "UPDATE calls SET next_at = $1, open = $2 WHERE id = $3", args).await?;
    if !append.open {
        let mut args = Args::default();
        args.text(&append.id);
        let sql = "UPDATE call_sends SET state = 'dropped', token = NULL WHERE call = $1 AND state = 'waiting'";
        execute(conn, sql, args).await?;
    }
    for event in &append.events {
        let CallEvent::Heard { staff } = event else { continue };
        let mut args = Args::default();
        args.text(&append.id).text(&staff.0);
        let sql = "UPDATE call_sends SET state = 'dropped', token = NULL WHERE call = $1 AND staff = $2 AND state = 'waiting'";
        execute(conn, sql, args).await?;
    }
    insert(conn, &append.id, &append.sends, append.at).await?;
    Ok(true)
}
