//! Duty: the streams of rosters and watches by their desk's unit, secret links to calendars, and rosters that are proposed.

use crate::boxed;
use crate::jobs;
use crate::sql::{Args, Columns as _, execute, row};
use crate::streams::stream_event;
use crate::write::write_jobs;
use crate::{Error, NewJob, Store};
use domain::UnitSlug;
use domain::duty::{RosterEvent, watch::WatchEvent};
use jiff::Timestamp;
use sqlx::AnyConnection;

/// The newest proposals of a desk are kept; those before are of no use to anybody.
const KEPT_PROPOSALS: i64 = 5;

stream_event!(RosterEvent, "roster");
stream_event!(WatchEvent, "watch");

/// A roster that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyProposal {
    /// The desk.
    pub desk: UnitSlug,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// What came of it, as its maker wrote it; none while it is worked at.
    pub proposal: Option<String>,
}

impl Store {
    /// Keeps a secret link to a calendar, `person:<account>` or `post:<desk>:<tier>`, in the place of the one before.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn keep_feed(&self, token_sha256: &str, whose: &str, at: Timestamp) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(token_sha256).text(whose).at(at);
        let whose = whose.to_owned();
        self.change(move |conn| {
            Box::pin(async move {
                end(conn, &whose).await?;
                let sql = "INSERT INTO duty_feeds (token_sha256, whose, created_at) VALUES ($1, $2, $3)";
                execute(conn, sql, args).await.map(drop)
            })
        })
        .await
    }

    /// Ends a secret link.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn end_feed(&self, whose: &str) -> Result<(), Error> {
        let whose = whose.to_owned();
        self.change(move |conn| Box::pin(async move { end(conn, &whose).await }))
            .await
    }

    /// Whose calendar a link leads to.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn feed(&self, token_sha256: &str) -> Result<Option<String>, Error> {
        let mut args = Args::default();
        args.text(token_sha256);
        let sql = "SELECT whose FROM duty_feeds WHERE token_sha256 = $1";
        let found = row(&mut *self.reader().await?, sql, args).await?;
        found.map(|row| row.text("whose")).transpose()
    }

    /// Since when there is a link to a calendar; none where there is none.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn feed_since(&self, whose: &str) -> Result<Option<Timestamp>, Error> {
        let mut args = Args::default();
        args.text(whose);
        let sql = "SELECT created_at FROM duty_feeds WHERE whose = $1";
        let found = row(&mut *self.reader().await?, sql, args).await?;
        found.map(|row| row.at("created_at")).transpose()
    }

    /// Writes down that a roster was asked for, with the job that works at it. The same again changes nothing; answers whether it
    /// is new.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn ask_proposal(&self, id: &str, desk: &UnitSlug, at: Timestamp, job: NewJob) -> Result<bool, Error> {
        let mut args = Args::default();
        args.text(id).text(desk.as_str()).at(at);
        let mut old = Args::default();
        old.text(desk.as_str()).int(KEPT_PROPOSALS);
        self.change(move |conn| {
            Box::pin(async move {
                let sql = "INSERT INTO duty_proposals (id, desk, asked_at) VALUES ($1, $2, $3) \
                           ON CONFLICT (id) DO NOTHING";
                let new = execute(conn, sql, args).await? > 0;
                if new {
                    write_jobs(conn, &[&job]).await?;
                }
                let sql = "DELETE FROM duty_proposals WHERE desk = $1 AND id NOT IN \
                           (SELECT id FROM duty_proposals WHERE desk = $1 ORDER BY asked_at DESC, id DESC LIMIT $2)";
                execute(conn, sql, old).await?;
                Ok(new)
            })
        })
        .await
    }

    /// Keeps what came of it; the job is done with it.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn end_proposal(&self, id: &str, proposal: &str, job: i64) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(proposal).text(id);
        let sql = "UPDATE duty_proposals SET proposal = $1 WHERE id = $2";
        self.change(move |conn| {
            Box::pin(async move {
                execute(conn, sql, args).await?;
                jobs::finish(conn, job).await
            })
        })
        .await
    }

    /// Keeps `proposal` as what came of those that nothing works at any more: whose job, of the key `prefix` and the id, is not to
    /// be done. Answers how many.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn end_lost_proposals(&self, prefix: &str, proposal: &str) -> Result<u64, Error> {
        let mut args = Args::default();
        args.text(proposal).text(prefix);
        let sql = "UPDATE duty_proposals SET proposal = $1 WHERE proposal IS NULL AND NOT EXISTS \
                   (SELECT 1 FROM jobs WHERE jobs.job_key = $2 || duty_proposals.id AND jobs.done = 0)";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await }))
            .await
    }

    /// A roster that was asked for.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn proposal(&self, id: &str) -> Result<Option<DutyProposal>, Error> {
        let mut args = Args::default();
        args.text(id);
        let sql = "SELECT desk, asked_at, proposal FROM duty_proposals WHERE id = $1";
        let found = row(&mut *self.reader().await?, sql, args).await?;
        let proposal = |row: sqlx::any::AnyRow| {
            Ok(DutyProposal {
                desk: UnitSlug::new(row.text("desk")?),
                asked_at: row.at("asked_at")?,
                proposal: row.opt_text("proposal")?,
            })
        };
        found.map(proposal).transpose()
    }
}

async fn end(conn: &mut AnyConnection, whose: &str) -> Result<(), Error> {
    let mut args = Args::default();
    args.text(whose);
    execute(conn, "DELETE FROM duty_feeds WHERE whose = $1", args)
        .await
        .map(drop)
}
