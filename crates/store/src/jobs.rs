//! Jobs: rows taken with a lease, done at least once. A job whose worker died is taken again when its lease is over, or
//! when its program is started again.

use crate::boxed;
use crate::sql::{Args, Columns as _, execute, places, row};
use crate::write::write_jobs;
use crate::{Error, Store};
use jiff::{SignedDuration, Timestamp};
use sqlx::AnyConnection;

/// A job to be done after the commit, at least once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// What kind.
    pub kind: String,
    /// JSON.
    pub payload: String,
    /// Not before.
    pub run_at: Timestamp,
    /// A second job with the same key is not made.
    pub key: String,
}

/// A leased job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Identity.
    pub id: i64,
    /// What kind.
    pub kind: String,
    /// JSON.
    pub payload: String,
    /// How often it was tried before.
    pub attempts: u32,
}

impl Store {
    /// Makes a job, unless one with its key was ever made.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn enqueue(&self, job: NewJob) -> Result<(), Error> {
        self.change(move |conn| Box::pin(async move { write_jobs(conn, &[&job]).await }))
            .await
    }

    /// Takes the job of these kinds that waits longest, for `lease`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn lease_job(&self, kinds: &[&str], now: Timestamp, lease: SignedDuration) -> Result<Option<Job>, Error> {
        if kinds.is_empty() {
            return Ok(None);
        }
        let mut args = Args::default();
        args.at(now);
        for kind in kinds {
            args.text(kind);
        }
        let sql = format!(
            "SELECT id, kind, payload, attempts FROM jobs \
             WHERE done = 0 AND run_at <= $1 AND leased_until <= $1 AND kind IN ({}) ORDER BY run_at, id LIMIT 1",
            places(2, kinds.len())
        );
        let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
        self.change(move |conn| {
            Box::pin(async move {
                let Some(found) = row(conn, &sql, args).await? else {
                    return Ok(None);
                };
                let job = Job {
                    id: found.int("id")?,
                    kind: found.text("kind")?,
                    payload: found.text("payload")?,
                    attempts: found.small("attempts")?,
                };
                let mut args = Args::default();
                args.at(until).int(job.id);
                let sql = "UPDATE jobs SET leased_until = $1, attempts = attempts + 1 WHERE id = $2";
                execute(conn, sql, args).await?;
                Ok(Some(job))
            })
        })
        .await
    }

    /// Done; its key stays known.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn finish_job(&self, id: i64) -> Result<(), Error> {
        self.change(move |conn| Box::pin(finish(conn, id))).await
    }

    /// Gives a job back to be tried again at `run_at`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn fail_job(&self, id: i64, error: &str, run_at: Timestamp) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(error).at(run_at).int(id);
        let sql = "UPDATE jobs SET error = $1, run_at = $2, leased_until = 0 WHERE id = $3";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }
}

/// Done, in the caller's transaction.
pub(crate) async fn finish(conn: &mut AnyConnection, id: i64) -> Result<(), Error> {
    let mut args = Args::default();
    args.int(id);
    execute(conn, "UPDATE jobs SET done = 1, error = NULL WHERE id = $1", args)
        .await
        .map(drop)
}
