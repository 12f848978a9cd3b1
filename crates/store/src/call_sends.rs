//! What is sent for a call. A row is taken with a lease, so that what a dead program had begun is taken up by the next: each is sent at
//! least once, and whoever is sent one twice knows it by its id.

use crate::boxed;
use crate::leases::Leased;
use crate::sql::{Args, Columns as _, Insert, execute, places, row, rows};
use crate::staff_channels::{self, ChannelKind};
use crate::{Error, Store};
use jiff::{SignedDuration, Timestamp};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

static SENDS: Insert = Insert::new(
    "INSERT INTO call_sends (id, call, step, round, staff, channel, kind, n, state, due_at, leased_until, attempts, token, \
     token_sha256, sent_at)",
    15,
    "",
);

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

    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

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

/// What became of an attempt to send something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The message.
    pub id: String,
    /// By which way.
    pub channel: String,
    /// How far it has come by this.
    pub state: SendState,
    /// When.
    pub at: Timestamp,
    /// Why it was not handed on; never an address.
    pub error: Option<String>,
    /// The same message by another way, which follows a failed one at once, with its call.
    pub next: Option<(String, NewSend)>,
}

const SEND: &str = "id, call, step, round, staff, channel, kind, n, state, due_at, attempts, token, sent_at, \
                    delivered_at, read_at, error";

impl Leased for Send {
    const TABLE: &'static str = "call_sends";
    const COLUMNS: &'static str = SEND;
    const DUE: &'static str = "due_at";

    fn read(row: &AnyRow) -> Result<Self, Error> {
        send(row)
    }

    fn put_id(&self, args: &mut Args) {
        args.text(&self.id);
    }

    fn attempts(&mut self) -> &mut u32 {
        &mut self.attempts
    }
}

impl Store {
    /// What was sent for a call, in that order.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
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
    #[boxed]
    pub async fn send_by_token(&self, token_sha256: &str) -> Result<Option<Send>, Error> {
        let mut args = Args::default();
        args.text(token_sha256);
        let sql = format!("SELECT {SEND} FROM call_sends WHERE token_sha256 = $1");
        let found = row(&mut *self.reader().await?, &sql, args).await?;
        found.as_ref().map(send).transpose()
    }

    /// A message by its id, which the gateway that it was handed on to knows.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn send_by_id(&self, id: &str) -> Result<Option<Send>, Error> {
        let mut args = Args::default();
        args.text(id);
        let sql = format!("SELECT {SEND} FROM call_sends WHERE id = $1");
        let found = row(&mut *self.reader().await?, &sql, args).await?;
        found.as_ref().map(send).transpose()
    }

    /// Takes messages that are due, for as long as the lease lasts.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn lease_sends(&self, now: Timestamp, lease: SignedDuration, limit: u32) -> Result<Vec<Send>, Error> {
        self.lease(now, lease, limit).await
    }

    /// Gives messages back that were taken and could not be begun: they can be taken again from `at` on, and need not wait until their lease
    /// is over. Of one that is no longer waiting nothing changes.
    ///
    /// # Errors
    /// What the database says; then their leases run out.
    #[boxed]
    pub async fn give_back_sends(&self, sends: &[Send], at: Timestamp) -> Result<(), Error> {
        if sends.is_empty() {
            return Ok(());
        }
        let mut args = Args::default();
        args.at(at);
        for send in sends {
            args.text(&send.id);
        }
        let sql = format!(
            "UPDATE call_sends SET leased_until = $1 WHERE state = 'waiting' AND id IN ({})",
            places(2, sends.len())
        );
        self.change(move |conn| Box::pin(async move { execute(conn, &sql, args).await.map(drop) }))
            .await
    }

    /// Writes down in one commit what became of attempts, and how their ways stand. What is no longer waiting stays as it is.
    ///
    /// # Errors
    /// What the database says; then nothing is written of any.
    #[boxed]
    pub async fn record_sends(&self, tried: Vec<Tried>) -> Result<(), Error> {
        if tried.is_empty() {
            return Ok(());
        }
        self.change(move |conn| {
            Box::pin(async move {
                for tried in tried {
                    record(conn, tried).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Writes down that a message that was handed on did not arrive after all, and how its way stands. It is followed at once by `next`, the
    /// same message by another way, where somebody still has to know. What is said to have arrived has; answers whether it changed anything.
    /// A gateway may say so before it is written down here that it took the message.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn undelivered_send(
        &self,
        (id, channel): (&str, &str),
        at: Timestamp,
        error: String,
        next: Option<(String, NewSend)>,
    ) -> Result<bool, Error> {
        let mut args = Args::default();
        args.text(&error).text(id);
        let sql = "UPDATE call_sends SET state = 'failed', error = $1, token = NULL \
                   WHERE id = $2 AND delivered_at IS NULL AND (state = 'sent' OR state = 'waiting' AND leased_until > 0)";
        let (way_sql, mut way) = (staff_channels::worked(true), Args::default());
        way.at(at).text(&error).text(channel);
        self.change(move |conn| {
            Box::pin(async move {
                if execute(conn, sql, args).await? == 0 {
                    return Ok(false);
                }
                execute(conn, way_sql, way).await?;
                if let Some((call, next)) = next {
                    let mut args = Args::default();
                    args.text(&call);
                    let open = row(conn, "SELECT id FROM calls WHERE id = $1 AND open = 1", args).await?;
                    if open.is_some() {
                        insert(conn, &call, &[next], at).await?;
                    }
                }
                Ok(true)
            })
        })
        .await
    }

    /// Writes down that a message arrived, or that its page was opened; what was written first stays.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
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
}

async fn record(conn: &mut AnyConnection, tried: Tried) -> Result<(), Error> {
    let sent_at = Some(tried.at).filter(|_| tried.state == SendState::Sent);
    let mut args = Args::default();
    args.text(tried.state.name()).at(sent_at);
    args.opt_text(tried.error.as_deref()).text(&tried.id);
    let sql = "UPDATE call_sends SET state = $1, sent_at = $2, error = $3, token = NULL, leased_until = 0 \
               WHERE id = $4 AND state = 'waiting'";
    if execute(conn, sql, args).await? == 0 {
        return Ok(());
    }
    let mut way = Args::default();
    way.at(tried.at);
    if tried.error.is_some() {
        way.opt_text(tried.error.as_deref());
    }
    way.text(&tried.channel);
    execute(conn, staff_channels::worked(tried.error.is_some()), way).await?;
    match tried.next {
        Some((call, next)) => insert(conn, &call, &[next], tried.at).await,
        None => Ok(()),
    }
}

pub(crate) async fn insert(
    conn: &mut AnyConnection,
    call: &str,
    sends: &[NewSend],
    at: Timestamp,
) -> Result<(), Error> {
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
    let known = SendState::of(&state);
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
