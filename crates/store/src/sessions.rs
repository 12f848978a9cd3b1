//! Sessions and the throttle of sign-in attempts.

use crate::accounts::{COLUMNS, account};
use crate::boxed;
use crate::sql::{Args, Columns as _, execute, row};
use crate::{Account, Error, Store};
use jiff::{SignedDuration, Timestamp};

/// A session; the store keeps only the SHA-256 of its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's token, lower-case hex.
    pub token_sha256: String,
    /// Whose.
    pub account: String,
    /// Secret for forms (CSRF), lower-case hex.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was last signed in, in it, to the post of a watch that one had; none where one acts in one's own.
    pub duty_post_at: Option<Timestamp>,
}

/// Longer than any window in which attempts are counted: older ones, whoever's, say nothing any more and go.
const LONGEST_KEPT: SignedDuration = SignedDuration::from_hours(24);

impl Store {
    /// Begins a session; sessions that have ended are cleared away.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn create_session(&self, session: Session) -> Result<(), Error> {
        self.change(move |conn| {
            Box::pin(async move {
                let mut args = Args::default();
                args.at(session.created_at);
                execute(conn, "DELETE FROM sessions WHERE expires_at <= $1", args).await?;
                let mut args = Args::default();
                args.text(&session.token_sha256)
                    .text(&session.account)
                    .text(&session.csrf);
                args.at(session.created_at).at(session.expires_at);
                args.at(session.duty_post_at);
                let sql = "INSERT INTO sessions (token_sha256, account, csrf, created_at, expires_at, duty_post_at) \
                           VALUES ($1, $2, $3, $4, $5, $6)";
                execute(conn, sql, args).await.map(drop)
            })
        })
        .await
    }

    /// The session and its account, if it has not ended and the account is not shut.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn session(&self, token_sha256: &str, now: Timestamp) -> Result<Option<(Session, Account)>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.text(token_sha256).at(now);
        let sql = format!(
            "SELECT s.token_sha256, s.account, s.csrf, s.created_at, s.expires_at, s.duty_post_at, {COLUMNS} \
             FROM sessions s JOIN accounts a ON a.id = s.account \
             WHERE s.token_sha256 = $1 AND s.expires_at > $2 AND (a.disabled_at IS NULL OR a.disabled_at > $2)"
        );
        let Some(found) = row(&mut conn, &sql, args).await? else {
            return Ok(None);
        };
        let session = Session {
            token_sha256: found.text("token_sha256")?,
            account: found.text("account")?,
            csrf: found.text("csrf")?,
            created_at: found.at("created_at")?,
            expires_at: found.at("expires_at")?,
            duty_post_at: found.opt_at("duty_post_at")?,
        };
        Ok(Some((session, account(&found)?)))
    }

    /// In a session somebody signs in, at that moment, to the post of the watch that they have; none: they act in their own again.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn choose_duty_post(&self, token_sha256: &str, at: Option<Timestamp>) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(token_sha256).at(at);
        let sql = "UPDATE sessions SET duty_post_at = $2 WHERE token_sha256 = $1";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn end_session(&self, token_sha256: &str) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(token_sha256);
        let sql = "DELETE FROM sessions WHERE token_sha256 = $1";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Counts an attempt under `key` (a user name, an address) within `window`; answers how many there were, this one
    /// among them. Attempts older than the window are forgotten.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn count_attempt(&self, key: &str, now: Timestamp, window: SignedDuration) -> Result<u32, Error> {
        let key = key.to_owned();
        let since = now.checked_sub(window).unwrap_or(Timestamp::MIN);
        let long_ago = now.checked_sub(LONGEST_KEPT).unwrap_or(Timestamp::MIN);
        self.change(move |conn| {
            Box::pin(async move {
                let mut args = Args::default();
                args.text(&key).at(since).at(long_ago);
                let sql = "DELETE FROM attempts WHERE (attempt_key = $1 AND at <= $2) OR at <= $3";
                execute(conn, sql, args).await?;
                let mut args = Args::default();
                args.text(&key).at(now);
                execute(conn, "INSERT INTO attempts (attempt_key, at) VALUES ($1, $2)", args).await?;
                let mut args = Args::default();
                args.text(&key);
                row(conn, "SELECT count(*) AS n FROM attempts WHERE attempt_key = $1", args)
                    .await?
                    .map_or(Ok(0), |row| row.small("n"))
            })
        })
        .await
    }

    /// Takes back one attempt that was counted under `key` at `at`: it was none to be counted. Others of the same
    /// millisecond stay.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn take_back_attempt(&self, key: &str, at: Timestamp) -> Result<(), Error> {
        let key = key.to_owned();
        self.change(move |conn| {
            Box::pin(async move {
                let args = || {
                    let mut args = Args::default();
                    args.text(&key).at(at);
                    args
                };
                let sql = "DELETE FROM attempts WHERE attempt_key = $1 AND at = $2";
                let there = execute(conn, sql, args()).await?;
                for _ in 1..there {
                    execute(conn, "INSERT INTO attempts (attempt_key, at) VALUES ($1, $2)", args()).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Forgets the attempts under `key`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn clear_attempts(&self, key: &str) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(key);
        let sql = "DELETE FROM attempts WHERE attempt_key = $1";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }
}
