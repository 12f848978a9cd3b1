//! Calls to the body's own people: when each has to be looked at, what is sent for it by which way, and the ways themselves. Rows
//! that are sent are taken with a lease, so that what a dead program had begun is taken up by the next: each is sent at least once, and
//! whoever is sent one twice knows it by its id.

use crate::seal::Key;
use crate::sql::{Args, Columns as _, Insert, execute, places, row, rows};
use crate::streams;
use crate::write::json;
use crate::{Error, Store, StreamEvent};
use domain::CaseId;
use domain::call::CallEvent;
use domain::case::Actor;
use jiff::{SignedDuration, Timestamp};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

static SENDS: Insert = Insert::new(
    "INSERT INTO call_sends (id, call, step, round, staff, channel, kind, n, state, due_at, leased_until, attempts, token, \
     token_sha256, sent_at)",
    15,
    "",
);

/// What addresses of staff are sealed for.
const PURPOSE: &str = "huying-staff-channel@v1";

impl StreamEvent for CallEvent {
    const STREAM: &'static str = "call";
}

/// A way by which people are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChannelKind {
    /// The desk's own pages.
    Page,
    /// A browser that is told though no page is open (RFC 8030).
    Push,
    /// E-mail.
    Mail,
    /// A group's robot, or another program: a signed webhook.
    Bot,
    /// A text message.
    Text,
    /// A spoken call.
    Voice,
}

impl ChannelKind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Page, Self::Push, Self::Mail, Self::Bot, Self::Text, Self::Voice];

    /// As rows and forms have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Push => "push",
            Self::Mail => "mail",
            Self::Bot => "bot",
            Self::Text => "text",
            Self::Voice => "voice",
        }
    }

    /// From a row or a form.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How far something that is sent has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendState {
    /// To be sent.
    Waiting,
    /// Handed on.
    Sent,
    /// It could not be handed on.
    Failed,
    /// Nobody needs it any more.
    Dropped,
}

impl SendState {
    const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Failed, Self::Dropped];

    /// As rows have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }
}

/// Something to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSend {
    /// Identity, the same each time it is tried.
    pub id: String,
    /// The step and its round.
    pub step: (u32, u32),
    /// Whom; none of a group's robot.
    pub staff: Option<String>,
    /// Which of the ways: a member's channel, or a robot's name.
    pub channel: String,
    /// What kind of way.
    pub kind: ChannelKind,
    /// The place among the ways of whoever it goes to.
    pub n: u32,
    /// What opens the page of this one message.
    pub token: String,
    /// Its hash.
    pub token_sha256: String,
}

/// Something that is, was, or could not be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    /// Identity.
    pub id: String,
    /// The call.
    pub call: String,
    /// The step and its round.
    pub step: (u32, u32),
    /// Whom.
    pub staff: Option<String>,
    /// Which of the ways.
    pub channel: String,
    /// What kind of way.
    pub kind: Option<ChannelKind>,
    /// The place among the ways.
    pub n: u32,
    /// How far it has come.
    pub state: SendState,
    /// When it was due.
    pub due_at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// What opens its page; none once it was sent.
    pub token: Option<String>,
    /// When it was handed on.
    pub sent_at: Option<Timestamp>,
    /// When it was said to have arrived.
    pub delivered_at: Option<Timestamp>,
    /// When its page was opened.
    pub read_at: Option<Timestamp>,
    /// Why it was not handed on; never an address.
    pub error: Option<String>,
}

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

/// A way of a member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Identity.
    pub id: String,
    /// Whose.
    pub account: String,
    /// Its place among theirs.
    pub n: u32,
    /// What kind of way.
    pub kind: ChannelKind,
    /// Failures in a row.
    pub failures: u64,
    /// When it last worked.
    pub good_at: Option<Timestamp>,
    /// When it last did not.
    pub failed_at: Option<Timestamp>,
    /// Why not; never an address.
    pub error: Option<String>,
}

const SEND: &str = "id, call, step, round, staff, channel, kind, n, state, due_at, attempts, token, sent_at, \
                    delivered_at, read_at, error";
const CHANNEL: &str = "id, account, n, kind, failures, good_at, failed_at, error";

impl Store {
    /// Appends to a call. Of one that begins and was raised before under the same `once`, nothing is written and `false` answered.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the stream is at another version.
    pub async fn append_call(&self, append: CallAppend) -> Result<bool, Error> {
        self.change(move |conn| Box::pin(write(conn, append))).await
    }

    /// The calls that have to be looked at by then, the first first.
    ///
    /// # Errors
    /// What the database says.
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
    pub async fn call_of(&self, once: &str) -> Result<Option<String>, Error> {
        let mut args = Args::default();
        args.text(once);
        let found = row(&mut *self.reader().await?, "SELECT id FROM calls WHERE once = $1", args).await?;
        found.map(|row| row.text("id")).transpose()
    }

    /// What was sent for a call, in that order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sends_of(&self, call: &str) -> Result<Vec<Send>, Error> {
        let mut args = Args::default();
        args.text(call);
        let sql = format!("SELECT {SEND} FROM call_sends WHERE call = $1 ORDER BY due_at, step, round, staff, n, id");
        let found = rows(&mut *self.reader().await?, &sql, args).await?;
        found.iter().map(send).collect()
    }

    /// The message that a token opens.
    ///
    /// # Errors
    /// What the database says.
    pub async fn send_by_token(&self, token_sha256: &str) -> Result<Option<Send>, Error> {
        let mut args = Args::default();
        args.text(token_sha256);
        let sql = format!("SELECT {SEND} FROM call_sends WHERE token_sha256 = $1");
        let found = row(&mut *self.reader().await?, &sql, args).await?;
        found.as_ref().map(send).transpose()
    }

    /// Takes messages that are due, for as long as the lease lasts.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lease_sends(&self, now: Timestamp, lease: SignedDuration, limit: u32) -> Result<Vec<Send>, Error> {
        let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
        let due = move || {
            let mut args = Args::default();
            args.at(now).int(i64::from(limit));
            args
        };
        let sql = format!(
            "SELECT {SEND} FROM call_sends WHERE state = 'waiting' AND due_at <= $1 AND leased_until <= $1 \
             ORDER BY due_at, id LIMIT $2"
        );
        // Nothing is written while nothing is due.
        if rows(&mut *self.reader().await?, &sql, due()).await?.is_empty() {
            return Ok(Vec::new());
        }
        self.change(move |conn| {
            Box::pin(async move {
                let found = rows(conn, &sql, due()).await?;
                let mut sends = found.iter().map(send).collect::<Result<Vec<_>, _>>()?;
                if sends.is_empty() {
                    return Ok(sends);
                }
                let mut args = Args::default();
                args.at(until);
                for send in &mut sends {
                    args.text(&send.id);
                    send.attempts += 1;
                }
                let sql = format!(
                    "UPDATE call_sends SET leased_until = $1, attempts = attempts + 1 WHERE id IN ({})",
                    places(2, sends.len())
                );
                execute(conn, &sql, args).await?;
                Ok(sends)
            })
        })
        .await
    }

    /// Writes down what became of an attempt. A failed one is followed at once by `next`, the same message by another way.
    ///
    /// # Errors
    /// What the database says.
    pub async fn record_send(
        &self,
        id: &str,
        state: SendState,
        at: Timestamp,
        error: Option<String>,
        next: Option<(String, NewSend)>,
    ) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(state.name())
            .at(Some(at).filter(|_| state == SendState::Sent));
        args.opt_text(error.as_deref()).text(id);
        let sql = "UPDATE call_sends SET state = $1, sent_at = $2, error = $3, token = NULL, leased_until = 0 \
                   WHERE id = $4 AND state = 'waiting'";
        self.change(move |conn| {
            Box::pin(async move {
                let changed = execute(conn, sql, args).await?;
                if let Some((call, next)) = next.filter(|_| changed > 0) {
                    insert(conn, &call, &[next], at).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Writes down that a message arrived, or that its page was opened; what was written first stays.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_send(&self, id: &str, read: bool, at: Timestamp) -> Result<(), Error> {
        let mut args = Args::default();
        args.at(at).text(id);
        let sql = if read {
            "UPDATE call_sends SET read_at = coalesce(read_at, $1), delivered_at = coalesce(delivered_at, $1) WHERE id = $2"
        } else {
            "UPDATE call_sends SET delivered_at = coalesce(delivered_at, $1) WHERE id = $2"
        };
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// The ways of a member of staff, in their order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn channels_of(&self, account: &str) -> Result<Vec<Channel>, Error> {
        let mut args = Args::default();
        args.text(account);
        let sql = format!("SELECT {CHANNEL} FROM staff_channels WHERE account = $1 ORDER BY n, id");
        let found = rows(&mut *self.reader().await?, &sql, args).await?;
        found.iter().map(channel).collect()
    }

    /// The ways of everybody, in their owners' order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn all_channels(&self) -> Result<Vec<Channel>, Error> {
        let sql = format!("SELECT {CHANNEL} FROM staff_channels ORDER BY account, n, id");
        let found = rows(&mut *self.reader().await?, &sql, Args::default()).await?;
        found.iter().map(channel).collect()
    }

    /// The ways that failed the last time, whoever's they are.
    ///
    /// # Errors
    /// What the database says.
    pub async fn failing_channels(&self) -> Result<Vec<Channel>, Error> {
        let sql = format!("SELECT {CHANNEL} FROM staff_channels WHERE failures > 0 ORDER BY failed_at DESC, id");
        let found = rows(&mut *self.reader().await?, &sql, Args::default()).await?;
        found.iter().map(channel).collect()
    }

    /// Keeps a way behind the others of its owner.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key that its address is sealed under is not there.
    pub async fn keep_channel(&self, id: CaseId, account: &str, kind: ChannelKind, address: &str) -> Result<(), Error> {
        let key = Key::draw()?;
        let wrapped = self.keyring().wrap(id, &key)?;
        let boxed = key.seal(PURPOSE, &[id.0.as_bytes()], address.as_bytes())?;
        let mut args = Args::default();
        args.text(&id.to_string())
            .text(account)
            .text(kind.name())
            .bytes(&wrapped)
            .bytes(&boxed);
        let sql = "INSERT INTO staff_channels (id, account, n, kind, key, address, failures) VALUES ($1, $2, \
                   (SELECT coalesce(max(n), 0) + 1 FROM staff_channels WHERE account = $2), $3, $4, $5, 0) \
                   ON CONFLICT (id) DO NOTHING";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Ends a way of its owner's.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_channel(&self, id: &str, account: &str) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(id).text(account);
        let sql = "DELETE FROM staff_channels WHERE id = $1 AND account = $2";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Where a way leads; none where it was ended. For sending, and for its owner.
    ///
    /// # Errors
    /// [`Error::NoSealKey`] where the key is not there; [`Error::Corrupt`] where what is kept is not as it was written.
    pub async fn channel_address(&self, id: &str) -> Result<Option<String>, Error> {
        let mut args = Args::default();
        args.text(id);
        let sql = "SELECT id, key, address FROM staff_channels WHERE id = $1";
        let Some(found) = row(&mut *self.reader().await?, sql, args).await? else {
            return Ok(None);
        };
        let corrupt = || Error::Corrupt(String::from("the address of a way of staff"));
        let id = channel_id(&found)?;
        let (wrapped, boxed) = (found.bytes("key")?, found.bytes("address")?);
        let (wrapped, boxed) = wrapped.zip(boxed).ok_or_else(corrupt)?;
        let key = self.keyring().unwrap(id, &wrapped)?;
        let opened = key.open(PURPOSE, &[id.0.as_bytes()], &boxed).ok_or_else(corrupt)?;
        String::from_utf8(opened).map(Some).map_err(|_| corrupt())
    }

    /// Writes down whether a way worked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn record_way(&self, id: &str, at: Timestamp, error: Option<String>) -> Result<(), Error> {
        let mut args = Args::default();
        args.at(at);
        let sql = if error.is_some() {
            args.opt_text(error.as_deref()).text(id);
            "UPDATE staff_channels SET failures = failures + 1, failed_at = $1, error = $2 WHERE id = $3"
        } else {
            args.text(id);
            "UPDATE staff_channels SET failures = 0, good_at = $1 WHERE id = $2"
        };
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Writes down that somebody outside lives.
    ///
    /// # Errors
    /// What the database says.
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
    insert(conn, &append.id, &append.sends, append.at).await?;
    Ok(true)
}

async fn insert(conn: &mut AnyConnection, call: &str, sends: &[NewSend], at: Timestamp) -> Result<(), Error> {
    SENDS
        .run(conn, sends, |send, args| {
            // The desk's own page has it as soon as it is written.
            let there = send.kind == ChannelKind::Page;
            let state = if there { SendState::Sent } else { SendState::Waiting };
            args.text(&send.id)
                .text(call)
                .int(i64::from(send.step.0))
                .int(i64::from(send.step.1))
                .opt_text(send.staff.as_deref())
                .text(&send.channel)
                .text(send.kind.name())
                .int(i64::from(send.n))
                .text(state.name())
                .at(at)
                .int(0)
                .int(0)
                .opt_text(Some(send.token.as_str()).filter(|_| !there))
                .text(&send.token_sha256)
                .at(Some(at).filter(|_| there));
        })
        .await
        .map(drop)
}

fn send(row: &AnyRow) -> Result<Send, Error> {
    let number = |name| Ok::<_, Error>(u32::try_from(row.count(name)?).unwrap_or(u32::MAX));
    let state = row.text("state")?;
    let known = SendState::ALL.into_iter().find(|known| known.name() == state);
    Ok(Send {
        id: row.text("id")?,
        call: row.text("call")?,
        step: (number("step")?, number("round")?),
        staff: row.opt_text("staff")?,
        channel: row.text("channel")?,
        kind: ChannelKind::of(&row.text("kind")?),
        n: number("n")?,
        state: known.ok_or_else(|| Error::Corrupt(format!("the state of a message: {state}")))?,
        due_at: row.at("due_at")?,
        attempts: number("attempts")?,
        token: row.opt_text("token")?,
        sent_at: row.opt_at("sent_at")?,
        delivered_at: row.opt_at("delivered_at")?,
        read_at: row.opt_at("read_at")?,
        error: row.opt_text("error")?,
    })
}

/// The id of a way, which its address is sealed for.
pub(crate) fn channel_id(row: &AnyRow) -> Result<CaseId, Error> {
    let id = uuid::Uuid::parse_str(&row.text("id")?);
    id.map(CaseId).map_err(|error| Error::Corrupt(error.to_string()))
}

fn channel(row: &AnyRow) -> Result<Channel, Error> {
    let kind = row.text("kind")?;
    Ok(Channel {
        id: row.text("id")?,
        account: row.text("account")?,
        n: u32::try_from(row.count("n")?).unwrap_or(u32::MAX),
        kind: ChannelKind::of(&kind).ok_or_else(|| Error::Corrupt(format!("the kind of a way: {kind}")))?,
        failures: row.count("failures")?,
        good_at: row.opt_at("good_at")?,
        failed_at: row.opt_at("failed_at")?,
        error: row.opt_text("error")?,
    })
}
