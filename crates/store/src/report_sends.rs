//! Reports of incidents that this program hands on. A row is made with the event that says so, in its transaction, and taken with a
//! lease, so that what a dead program had begun is taken up by the next: each is sent at least once, and whoever is sent one
//! twice knows it by its id.

use crate::boxed;
use crate::call_sends::SendState;
use crate::files::hex;
use crate::leases::Leased;
use crate::seal::Key;
use crate::sql::{Args, Columns as _, Insert, Script, execute, row, rows};
use crate::{Error, Store};
use domain::CaseId;
use domain::case::{Event, IncidentEvent};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};
use sqlx::any::AnyRow;

static SENDS: Insert = Insert::new(
    "INSERT INTO report_sends (id, case_id, report, receiver, state, made_at, run_at, leased_until, attempts, token, \
     token_sha256)",
    11,
    "ON CONFLICT (case_id, report, receiver) DO NOTHING",
);

/// A report on its way to one of its receivers, by one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSend {
    /// Identity, the same each time it is tried.
    pub id: String,
    /// The incident.
    pub case: CaseId,
    /// Which of its reports, 1 for the first.
    pub report: u32,
    /// Which of the report's receivers, 1 for the first.
    pub receiver: u32,
    /// How far it has come: one that failed is not tried any more.
    pub state: SendState,
    /// When the report was written down.
    pub made_at: Timestamp,
    /// When it is tried next, while it waits.
    pub run_at: Timestamp,
    /// How often it was tried, this time among them.
    pub attempts: u32,
    /// What opens the page on which the receiver says that it came in; none once it was handed on.
    pub token: Option<String>,
    /// When it was handed on.
    pub sent_at: Option<Timestamp>,
    /// Why it was not the last time; never an address.
    pub error: Option<String>,
}

/// An attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTry {
    /// Of which message.
    pub send: String,
    /// Which attempt, 1 for the first.
    pub n: u32,
    /// When it ended.
    pub at: Timestamp,
    /// Why it failed; none for the one that did not.
    pub error: Option<String>,
}

/// A row that is written with an event.
#[derive(Debug)]
pub(crate) struct NewReportSend {
    id: String,
    report: u32,
    receiver: u32,
    token: String,
}

/// What has to be sent of these events, which come after `sent` reports of their case.
///
/// # Errors
/// [`Error::Io`] on a machine that has no randomness to give.
pub(crate) fn of_events(events: &[Event], sent: usize) -> Result<Vec<NewReportSend>, Error> {
    let reports = events.iter().filter_map(|event| match event {
        Event::Incident(IncidentEvent::ReportSent(report)) => Some(report),
        _ => None,
    });
    let first = u32::try_from(sent).unwrap_or(u32::MAX).saturating_add(1);
    let mut sends = Vec::new();
    for (n, report) in (first..).zip(reports) {
        for (receiver, _) in (1..).zip(&report.receivers) {
            sends.push(NewReportSend {
                id: hex(&Key::draw()?.bytes()[..16]),
                report: n,
                receiver,
                token: hex(Key::draw()?.bytes()),
            });
        }
    }
    Ok(sends)
}

/// The statements that write such rows.
pub(crate) fn add(script: &mut Script, sends: &[(CaseId, Timestamp, &NewReportSend)]) {
    SENDS.add(script, sends, |(case, at, send), args| {
        args.text(&send.id)
            .id(*case)
            .int(i64::from(send.report))
            .int(i64::from(send.receiver))
            .text(SendState::Waiting.name())
            .at(*at)
            .at(*at)
            .int(0)
            .int(0)
            .text(&send.token)
            .text(&hex(&Sha256::digest(send.token.as_bytes())));
    });
}

const SEND: &str = "id, case_id, report, receiver, state, made_at, run_at, attempts, token, sent_at, error";

impl Leased for ReportSend {
    const TABLE: &'static str = "report_sends";
    const COLUMNS: &'static str = SEND;
    const DUE: &'static str = "run_at";

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
    /// What of an incident's reports this program hands on, or has.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn report_sends_of(&self, case: CaseId) -> Result<Vec<ReportSend>, Error> {
        let mut args = Args::default();
        args.id(case);
        let sql = format!("SELECT {SEND} FROM report_sends WHERE case_id = $1 ORDER BY report, receiver");
        let found = rows(&mut *self.reader().await?, &sql, args).await?;
        found.iter().map(send).collect()
    }

    /// Every attempt at an incident's reports, the first first.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn report_tries_of(&self, case: CaseId) -> Result<Vec<ReportTry>, Error> {
        let mut args = Args::default();
        args.id(case);
        let sql = "SELECT t.send AS send, t.n AS n, t.at AS at, t.error AS error FROM report_tries t \
                   JOIN report_sends s ON s.id = t.send WHERE s.case_id = $1 ORDER BY t.at, t.send, t.n";
        let found = rows(&mut *self.reader().await?, sql, args).await?;
        let tried = |row: &AnyRow| {
            Ok(ReportTry {
                send: row.text("send")?,
                n: row.small("n")?,
                at: row.at("at")?,
                error: row.opt_text("error")?,
            })
        };
        found.iter().map(tried).collect()
    }

    /// The message that a token came with.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn report_send_by_token(&self, token_sha256: &str) -> Result<Option<ReportSend>, Error> {
        let mut args = Args::default();
        args.text(token_sha256);
        let sql = format!("SELECT {SEND} FROM report_sends WHERE token_sha256 = $1");
        let found = row(&mut *self.reader().await?, &sql, args).await?;
        found.as_ref().map(send).transpose()
    }

    /// Takes reports that are due, for as long as the lease lasts.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn lease_report_sends(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<ReportSend>, Error> {
        self.lease(now, lease, limit).await
    }

    /// Has a report that was not handed on tried again now: one that waits for its next attempt, or one that was given up, which gets a
    /// fresh token. Answers whether there is such a one; what is being sent this moment, or got there, is none.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn try_report_again(
        &self,
        case: CaseId,
        (report, receiver): (u32, u32),
        now: Timestamp,
    ) -> Result<bool, Error> {
        let token = hex(Key::draw()?.bytes());
        self.change(move |conn| {
            Box::pin(async move {
                let of = || {
                    let mut args = Args::default();
                    args.at(now).id(case).int(i64::from(report)).int(i64::from(receiver));
                    args
                };
                let sql = "UPDATE report_sends SET run_at = $1 WHERE case_id = $2 AND report = $3 AND receiver = $4 \
                           AND state = 'waiting' AND error IS NOT NULL AND leased_until <= $1";
                if execute(conn, sql, of()).await? > 0 {
                    return Ok(true);
                }
                let mut args = of();
                args.text(&token).text(&hex(&Sha256::digest(token.as_bytes())));
                let sql = "UPDATE report_sends SET state = 'waiting', run_at = $1, leased_until = 0, token = $5, \
                           token_sha256 = $6 WHERE case_id = $2 AND report = $3 AND receiver = $4 AND state = 'failed'";
                Ok(execute(conn, sql, args).await? > 0)
            })
        })
        .await
    }

    /// Writes down an attempt and what became of the message; `again` is when it is tried once more.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn record_report_send(
        &self,
        tried: &ReportSend,
        state: SendState,
        at: Timestamp,
        error: Option<String>,
        again: Timestamp,
    ) -> Result<(), Error> {
        let (id, n) = (tried.id.clone(), i64::from(tried.attempts));
        self.change(move |conn| {
            Box::pin(async move {
                let mut args = Args::default();
                args.text(state.name())
                    .at(again)
                    .at(Some(at).filter(|_| state == SendState::Sent))
                    .opt_text(error.as_deref())
                    .text(&id);
                // A receiver that was handed its token needs no second one.
                let token = if state == SendState::Waiting { "token" } else { "NULL" };
                let sql = format!(
                    "UPDATE report_sends SET state = $1, run_at = $2, sent_at = $3, error = $4, token = {token}, \
                     leased_until = 0 WHERE id = $5 AND state = 'waiting'"
                );
                if execute(conn, &sql, args).await? == 0 {
                    return Ok(());
                }
                let mut args = Args::default();
                args.text(&id).int(n).at(at).opt_text(error.as_deref());
                let sql = "INSERT INTO report_tries (send, n, at, error) VALUES ($1, $2, $3, $4) \
                           ON CONFLICT (send, n) DO NOTHING";
                execute(conn, sql, args).await.map(drop)
            })
        })
        .await
    }
}

fn send(row: &AnyRow) -> Result<ReportSend, Error> {
    let state = row.text("state")?;
    Ok(ReportSend {
        id: row.text("id")?,
        case: row.id("case_id")?,
        report: row.small("report")?,
        receiver: row.small("receiver")?,
        state: SendState::of(&state).ok_or_else(|| Error::Corrupt(format!("the state of a report: {state}")))?,
        made_at: row.at("made_at")?,
        run_at: row.at("run_at")?,
        attempts: row.small("attempts")?,
        token: row.opt_text("token")?,
        sent_at: row.opt_at("sent_at")?,
        error: row.opt_text("error")?,
    })
}
