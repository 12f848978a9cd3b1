//! Where news of cases is sent, and what became of each message. Messages are rows taken with a lease and sent at least
//! once; whoever receives one twice knows it by its id.

use crate::boxed;
use crate::leases::Leased;
use crate::sql::{Args, Columns as _, execute, row, rows};
use crate::{Error, Store};
use domain::{CaseId, PostSlug};
use jiff::{SignedDuration, Timestamp};
use sqlx::any::AnyRow;

/// Messages that are kept of each once they are sent or given up: the log that people read.
const KEPT_DAYS: i64 = 30;

/// Where news is sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Opaque id (`UUIDv7`).
    pub id: String,
    /// The address.
    pub url: String,
    /// What signs the messages, as the receiver has it.
    pub secret: String,
    /// The post whose cases it hears of.
    pub post: PostSlug,
    /// Place of the last event that was looked at.
    pub upto: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when nothing is sent any more.
    pub ended_at: Option<Timestamp>,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook")
            .field("id", &self.id)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// An event of which news may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Place among all events.
    pub position: i64,
    /// The case.
    pub case: CaseId,
    /// Its version with the event.
    pub version: u64,
    /// When.
    pub at: Timestamp,
    /// The event's name.
    pub event: String,
}

/// A message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Place of the event.
    pub position: i64,
    /// Its type, e.g. `case.answered`.
    pub kind: String,
    /// The body.
    pub payload: String,
}

/// How a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    /// Still to be sent.
    Waiting,
    /// Taken by the receiver.
    Sent,
    /// Tried for long enough.
    GivenUp,
}

/// A message with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Identity.
    pub id: i64,
    /// To which.
    pub webhook: String,
    /// Place of the event.
    pub position: i64,
    /// Its type.
    pub kind: String,
    /// The body.
    pub payload: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// How often it was tried, this time among them.
    pub attempts: u32,
    /// How it stands.
    pub state: MessageState,
    /// When it is tried next, while it waits.
    pub run_at: Timestamp,
    /// The receiver's last answer, if there was one.
    pub last_status: Option<i64>,
    /// Why there was none.
    pub last_error: Option<String>,
}

const HOOK: &str = "id, url, secret, post, upto, created_at, ended_at";
const MESSAGE: &str = "id, webhook, position, kind, payload, made_at, attempts, state, run_at, last_status, last_error";

impl Leased for Message {
    const TABLE: &'static str = "webhook_messages";
    const COLUMNS: &'static str = MESSAGE;
    const DUE: &'static str = "run_at";

    fn read(row: &AnyRow) -> Result<Self, Error> {
        message(row)
    }

    fn put_id(&self, args: &mut Args) {
        args.int(self.id);
    }

    fn attempts(&mut self) -> &mut u32 {
        &mut self.attempts
    }
}

impl Store {
    /// Sends news of what happens from now on to an address.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn create_webhook(&self, hook: Webhook) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(&hook.id).text(&hook.url).text(&hook.secret);
        args.text(hook.post.as_str()).at(hook.created_at);
        let sql = "INSERT INTO webhooks (id, url, secret, post, created_at, upto) \
                   VALUES ($1, $2, $3, $4, $5, (SELECT coalesce(max(position), 0) FROM events))";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// All of them, the newest first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, Error> {
        let mut conn = self.reader().await?;
        let sql = format!("SELECT {HOOK} FROM webhooks ORDER BY created_at DESC, id DESC");
        rows(&mut conn, &sql, Args::default()).await?.iter().map(hook).collect()
    }

    /// Sends nothing more there; what waits is given up.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn end_webhook(&self, id: &str, at: Timestamp) -> Result<(), Error> {
        let id = id.to_owned();
        self.change(move |conn| {
            Box::pin(async move {
                let mut args = Args::default();
                args.at(at).text(&id);
                execute(
                    conn,
                    "UPDATE webhooks SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL",
                    args,
                )
                .await?;
                let mut args = Args::default();
                args.text(&id);
                let sql = "UPDATE webhook_messages SET state = 'given-up' WHERE webhook = $1 AND state = 'waiting'";
                execute(conn, sql, args).await.map(drop)
            })
        })
        .await
    }

    /// The events after a place, the oldest first, at most `limit`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn news(&self, after: i64, limit: u32) -> Result<Vec<News>, Error> {
        #[derive(serde::Deserialize)]
        struct Named {
            event: String,
        }
        let mut args = Args::default();
        args.int(after).int(i64::from(limit));
        let sql = "SELECT position, case_id, version, at, event FROM events WHERE position > $1 \
                   ORDER BY position LIMIT $2";
        let mut conn = self.reader().await?;
        let found = rows(&mut conn, sql, args).await?;
        let news = found.iter().map(|row| {
            let named: Named = row.json("event")?;
            Ok(News {
                position: row.int("position")?,
                case: row.id("case_id")?,
                version: row.count("version")?,
                at: row.at("at")?,
                event: named.event,
            })
        });
        news.collect()
    }

    /// Makes messages of the events up to a place, once each.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn queue_messages(
        &self,
        webhook: &str,
        upto: i64,
        messages: Vec<NewMessage>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let webhook = webhook.to_owned();
        let long_ago = at
            .checked_sub(SignedDuration::from_hours(24 * KEPT_DAYS))
            .unwrap_or(Timestamp::MIN);
        self.change(move |conn| {
            Box::pin(async move {
                for message in &messages {
                    let mut args = Args::default();
                    args.text(&webhook).int(message.position).text(&message.kind);
                    args.text(&message.payload).at(at);
                    let sql = "INSERT INTO webhook_messages (webhook, position, kind, payload, made_at, attempts, \
                               run_at, leased_until, state) VALUES ($1, $2, $3, $4, $5, 0, $5, 0, 'waiting') \
                               ON CONFLICT (webhook, position) DO NOTHING";
                    execute(conn, sql, args).await?;
                }
                let mut args = Args::default();
                args.int(upto).text(&webhook);
                execute(conn, "UPDATE webhooks SET upto = $1 WHERE id = $2 AND upto < $1", args).await?;
                let mut args = Args::default();
                args.at(long_ago);
                let sql = "DELETE FROM webhook_messages WHERE state <> 'waiting' AND made_at < $1";
                execute(conn, sql, args).await.map(drop)
            })
        })
        .await
    }

    /// Takes the messages to a receiver that are due, at most `limit`, for `lease`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn lease_messages(
        &self,
        webhook: &str,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<Message>, Error> {
        let among = Some(("webhook", webhook.to_owned()));
        self.lease_among(now, lease, limit, among).await
    }

    /// Writes down what became of an attempt; `again` is when it is tried once more.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn record_attempt(
        &self,
        id: i64,
        now: Timestamp,
        outcome: Result<u16, String>,
        state: MessageState,
        again: Timestamp,
    ) -> Result<(), Error> {
        let (status, error) = match outcome {
            Ok(status) => (Some(i64::from(status)), None),
            Err(error) => (None, Some(error)),
        };
        let mut args = Args::default();
        args.text(name(state)).at(again).at(now).int(status);
        args.opt_text(error.as_deref()).int(id);
        let sql = "UPDATE webhook_messages SET state = $1, run_at = $2, leased_until = 0, last_at = $3, \
                   last_status = $4, last_error = $5 WHERE id = $6 AND state = 'waiting'";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Has a message that was given up, or sent, sent again.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn send_again(&self, id: i64, now: Timestamp) -> Result<(), Error> {
        let mut args = Args::default();
        args.at(now).int(id);
        let sql = "UPDATE webhook_messages SET state = 'waiting', run_at = $1, attempts = 0 WHERE id = $2 \
                   AND webhook IN (SELECT id FROM webhooks WHERE ended_at IS NULL)";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// The log: the newest messages, below the one with the id `before`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn messages(&self, before: Option<i64>, limit: u32) -> Result<Vec<Message>, Error> {
        let mut args = Args::default();
        args.int(before.unwrap_or(i64::MAX)).int(i64::from(limit));
        let sql = format!("SELECT {MESSAGE} FROM webhook_messages WHERE id < $1 ORDER BY id DESC LIMIT $2");
        rows(&mut *self.reader().await?, &sql, args)
            .await?
            .iter()
            .map(message)
            .collect()
    }

    /// One of them, for sending.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn webhook(&self, id: &str) -> Result<Option<Webhook>, Error> {
        let mut args = Args::default();
        args.text(id);
        let sql = format!("SELECT {HOOK} FROM webhooks WHERE id = $1");
        row(&mut *self.reader().await?, &sql, args)
            .await?
            .as_ref()
            .map(hook)
            .transpose()
    }
}

const fn name(state: MessageState) -> &'static str {
    match state {
        MessageState::Waiting => "waiting",
        MessageState::Sent => "sent",
        MessageState::GivenUp => "given-up",
    }
}

fn hook(row: &AnyRow) -> Result<Webhook, Error> {
    Ok(Webhook {
        id: row.text("id")?,
        url: row.text("url")?,
        secret: row.text("secret")?,
        post: PostSlug::new(row.text("post")?),
        upto: row.int("upto")?,
        created_at: row.at("created_at")?,
        ended_at: row.opt_at("ended_at")?,
    })
}

fn message(row: &AnyRow) -> Result<Message, Error> {
    Ok(Message {
        id: row.int("id")?,
        webhook: row.text("webhook")?,
        position: row.int("position")?,
        kind: row.text("kind")?,
        payload: row.text("payload")?,
        made_at: row.at("made_at")?,
        attempts: row.small("attempts")?,
        state: match row.text("state")?.as_str() {
            "waiting" => MessageState::Waiting,
            "sent" => MessageState::Sent,
            "given-up" => MessageState::GivenUp,
            state => return Err(Error::Corrupt(format!("a webhook's message is {state}"))),
        },
        run_at: row.at("run_at")?,
        last_status: row.opt_int("last_status")?,
        last_error: row.opt_text("last_error")?,
    })
}
