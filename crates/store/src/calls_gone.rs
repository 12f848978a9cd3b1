//! Calls whose time is over: their records go, how many there were stays.

use crate::boxed;
use crate::sql::{Args, Columns as _, execute, rows};
use crate::{Error, Store, StreamEvent as _};
use domain::call::CallEvent;
use jiff::Timestamp;

/// A call that is to go, as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallGone {
    /// The call.
    pub id: String,
    /// The month in which it was raised, `2026-10`, in the body's zone.
    pub month: String,
    /// Why it was raised.
    pub reason: String,
    /// All steps were through once, and nobody had it.
    pub unanswered: bool,
}

/// How many calls of a month and a reason are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallsGone {
    /// `2026-10`.
    pub month: String,
    /// Why they were raised.
    pub reason: String,
    /// How many.
    pub n: u64,
    /// Of these, how many went through all steps unanswered.
    pub unanswered: u64,
}

impl Store {
    /// Calls that nobody has to know of any more and that were raised before then, the first first: behind the one with that time and
    /// id, at most `limit`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn old_calls(
        &self,
        before: Timestamp,
        behind: Option<(Timestamp, String)>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, String)>, Error> {
        let (at, id) = behind.unwrap_or((Timestamp::MIN, String::new()));
        let mut args = Args::default();
        args.at(before).at(at).text(&id).int(i64::from(limit));
        let sql = "SELECT id, raised_at FROM calls WHERE open = 0 AND raised_at < $1 \
                   AND (raised_at > $2 OR (raised_at = $2 AND id > $3)) ORDER BY raised_at, id LIMIT $4";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        found
            .iter()
            .map(|row| Ok((row.at("raised_at")?, row.text("id")?)))
            .collect()
    }

    /// Takes out a call with all that was sent for it, and counts it. One that is not there, or that somebody has to know of, is
    /// neither taken out nor counted; answers whether it was.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn forget_call(&self, call: CallGone) -> Result<bool, Error> {
        self.change(move |conn| {
            Box::pin(async move {
                let id = || {
                    let mut args = Args::default();
                    args.text(&call.id);
                    args
                };
                let gone = execute(conn, "DELETE FROM calls WHERE id = $1 AND open = 0", id()).await?;
                if gone == 0 {
                    return Ok(false);
                }
                execute(conn, "DELETE FROM call_sends WHERE call = $1", id()).await?;
                let mut args = id();
                args.text(CallEvent::STREAM);
                execute(conn, "DELETE FROM stream_events WHERE id = $1 AND stream = $2", args).await?;
                let mut args = Args::default();
                args.text(&call.month)
                    .text(&call.reason)
                    .int(i64::from(call.unanswered));
                let sql = "INSERT INTO calls_gone (month, reason, n, unanswered) VALUES ($1, $2, 1, $3) \
                           ON CONFLICT (month, reason) DO UPDATE SET n = calls_gone.n + 1, \
                           unanswered = calls_gone.unanswered + excluded.unanswered";
                execute(conn, sql, args).await?;
                Ok(true)
            })
        })
        .await
    }

    /// How many calls are gone, the newest month first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn calls_gone(&self) -> Result<Vec<CallsGone>, Error> {
        let sql = "SELECT month, reason, n, unanswered FROM calls_gone ORDER BY month DESC, reason";
        let found = rows(&mut *self.reader().await?, sql, Args::default()).await?;
        let gone = |row: &sqlx::any::AnyRow| {
            Ok(CallsGone {
                month: row.text("month")?,
                reason: row.text("reason")?,
                n: row.count("n")?,
                unanswered: row.count("unanswered")?,
            })
        };
        found.iter().map(gone).collect()
    }
}
