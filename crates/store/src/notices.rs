//! Notices to the people who asked: what waits, what was sent and what became of it. Rows are taken with a lease and sent at
//! least once; whoever is sent one twice knows it by its id, which is the case's and the event's. No row has an address in
//! it: [`Store::notice_address`] opens that when a notice is sent.

use crate::boxed;
use crate::leases::Leased;
use crate::sql::{Args, Columns as _, execute, row, rows};
use crate::{Error, Store};
use domain::CaseId;
use domain::case::{Actor, Event, NoticesBy, Party};
use jiff::{SignedDuration, Timestamp};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// Events that are looked at together.
const AT_ONCE: i64 = 5_000;
/// What the text of an event begins with that chooses notices.
const CHOSEN: &str = "{\"event\":\"notices_chosen\",%";

/// An event of a case in which notices were chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// Place among all events.
    pub position: i64,
    /// The case.
    pub case: CaseId,
    /// Its version with the event.
    pub version: u64,
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: Event,
}

/// A notice to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// The case.
    pub case: CaseId,
    /// To which party of a dispute; the first is whoever asked.
    pub party: Party,
    /// Version of the event that it tells of.
    pub version: u64,
    /// By what way.
    pub by: NoticesBy,
    /// Message key of what it says.
    pub what: &'static str,
}

/// How a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeState {
    /// Still to be sent.
    Waiting,
    /// Handed on.
    Sent,
    /// It was said not to have arrived.
    Returned,
    /// Tried for long enough.
    GivenUp,
    /// Nobody wants it any more: notices were stopped, or the case was erased.
    Dropped,
}

impl NoticeState {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Waiting, "waiting"),
        (Self::Sent, "sent"),
        (Self::Returned, "returned"),
        (Self::GivenUp, "given-up"),
        (Self::Dropped, "dropped"),
    ];

    fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(state, _)| *state == self);
        found.map_or("", |(_, name)| name)
    }
}

/// A notice with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Identity.
    pub id: i64,
    /// The case.
    pub case: CaseId,
    /// To which party of a dispute; the first is whoever asked.
    pub party: Party,
    /// Version of the event that it tells of.
    pub version: u64,
    /// By what way.
    pub by: NoticesBy,
    /// Message key of what it says.
    pub what: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// How often it was tried, this time among them.
    pub attempts: u32,
    /// How it stands.
    pub state: NoticeState,
    /// When it is tried next, while it waits.
    pub run_at: Timestamp,
    /// When it was last tried.
    pub last_at: Option<Timestamp>,
    /// Why it was not handed on; never an address.
    pub last_error: Option<String>,
}

/// How a way of sending or taking in stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeChannel {
    /// `email`, `text`, `imap`.
    pub channel: String,
    /// Failures in a row.
    pub failures: u64,
    /// When it last worked.
    pub good_at: Option<Timestamp>,
    /// When it last did not.
    pub failed_at: Option<Timestamp>,
    /// Why not; never an address.
    pub error: Option<String>,
    /// Notices that wait.
    pub waiting: u64,
    /// Notices that were given up or came back.
    pub lost: u64,
}

const NOTICE: &str =
    "id, case_id, party, version, channel, what, made_at, attempts, state, run_at, last_at, last_error";

/// How a row has a party: empty for whoever asked.
fn letter(party: Party) -> &'static str {
    if party == Party::A { "" } else { party.letter() }
}

impl Leased for Notice {
    const TABLE: &'static str = "notices";
    const COLUMNS: &'static str = NOTICE;
    const DUE: &'static str = "run_at";

    fn read(row: &AnyRow) -> Result<Self, Error> {
        notice(row)
    }

    fn put_id(&self, args: &mut Args) {
        args.int(self.id);
    }

    fn attempts(&mut self) -> &mut u32 {
        &mut self.attempts
    }
}

impl Store {
    /// The events that were not looked at yet, of cases in which notices were chosen; and up to which place that is. None
    /// where nothing is new.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn notice_news(&self) -> Result<Option<(i64, Vec<Happened>)>, Error> {
        let mut conn = self.reader().await?;
        let sql = "SELECT max(position) AS upto FROM (SELECT position FROM events WHERE position > \
                   (SELECT position FROM notice_upto) ORDER BY position LIMIT $1) AS news";
        let mut args = Args::default();
        args.int(AT_ONCE);
        let found = row(&mut conn, sql, args).await?;
        let Some(upto) = found.map_or(Ok(None), |row| row.opt_int("upto"))? else {
            return Ok(None);
        };
        let mut args = Args::default();
        args.int(upto).text(CHOSEN);
        let sql = "SELECT position, case_id, version, actor, event FROM events \
                   WHERE position > (SELECT position FROM notice_upto) AND position <= $1 \
                   AND case_id IN (SELECT case_id FROM notice_parties UNION SELECT case_id FROM events \
                   WHERE position > (SELECT position FROM notice_upto) AND position <= $1 AND event LIKE $2) \
                   ORDER BY position";
        let found = rows(&mut conn, sql, args).await?;
        let news = found.iter().map(|row| {
            Ok(Happened {
                position: row.int("position")?,
                case: row.id("case_id")?,
                version: row.count("version")?,
                actor: row.json("actor")?,
                event: row.json("event")?,
            })
        });
        Ok(Some((upto, news.collect::<Result<_, Error>>()?)))
    }

    /// Makes notices of the events up to a place, once each; `chosen` are the cases in which notices were chosen.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn queue_notices(
        &self,
        upto: i64,
        chosen: Vec<CaseId>,
        notices: Vec<NewNotice>,
        at: Timestamp,
    ) -> Result<(), Error> {
        self.change(move |conn| {
            Box::pin(async move {
                for case in &chosen {
                    let mut args = Args::default();
                    args.id(*case).text(letter(Party::A));
                    let sql = "INSERT INTO notice_parties (case_id, party, failures, address_at) VALUES ($1, $2, 0, 0) \
                               ON CONFLICT (case_id, party) DO NOTHING";
                    execute(conn, sql, args).await?;
                }
                for notice in &notices {
                    insert(conn, notice, at).await?;
                }
                let mut args = Args::default();
                args.int(upto);
                let sql = "UPDATE notice_upto SET position = $1 WHERE position < $1";
                execute(conn, sql, args).await.map(drop)
            })
        })
        .await
    }

    /// Makes one notice, unless the party had `most` of its kind about the case since `since`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn queue_notice(
        &self,
        notice: NewNotice,
        at: Timestamp,
        since: Timestamp,
        most: u64,
    ) -> Result<(), Error> {
        self.change(move |conn| {
            Box::pin(async move {
                let mut args = Args::default();
                args.id(notice.case).text(notice.what).at(since);
                args.text(letter(notice.party));
                let sql = "SELECT count(*) AS n FROM notices WHERE case_id = $1 AND what = $2 AND made_at >= $3 \
                           AND coalesce(party, '') = $4";
                let made = row(conn, sql, args).await?.map_or(Ok(0), |row| row.count("n"))?;
                if made >= most {
                    return Ok(());
                }
                insert(conn, &notice, at).await
            })
        })
        .await
    }

    /// Takes the notices that are due, at most `limit`, for `lease`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn lease_notices(&self, now: Timestamp, lease: SignedDuration, limit: u32) -> Result<Vec<Notice>, Error> {
        self.lease(now, lease, limit).await
    }

    /// Writes down what became of an attempt; `again` is when it is tried once more. An error has no address in it.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn record_notice(
        &self,
        id: i64,
        now: Timestamp,
        state: NoticeState,
        error: Option<String>,
        again: Timestamp,
    ) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(state.name()).at(again).at(now);
        args.opt_text(error.as_deref()).int(id);
        let sql = "UPDATE notices SET state = $1, run_at = $2, leased_until = 0, last_at = $3, last_error = $4 \
                   WHERE id = $5 AND state = 'waiting'";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Writes down how a way of sending or taking in stands.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn record_channel(&self, channel: &str, now: Timestamp, error: Option<String>) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(channel).at(now);
        let sql = if error.is_some() {
            args.opt_text(error.as_deref());
            "INSERT INTO notice_channels (channel, failures, failed_at, error) VALUES ($1, 1, $2, $3) \
             ON CONFLICT (channel) DO UPDATE SET failures = notice_channels.failures + 1, \
             failed_at = excluded.failed_at, error = excluded.error"
        } else {
            "INSERT INTO notice_channels (channel, failures, good_at) VALUES ($1, 0, $2) \
             ON CONFLICT (channel) DO UPDATE SET failures = 0, good_at = excluded.good_at"
        };
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// How each way stands that was ever used.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn notice_channels(&self) -> Result<Vec<NoticeChannel>, Error> {
        let sql = "SELECT channel, failures, good_at, failed_at, error, \
                   (SELECT count(*) FROM notices n WHERE n.channel = c.channel AND n.state = 'waiting') AS waiting, \
                   (SELECT count(*) FROM notices n WHERE n.channel = c.channel AND n.state IN ('given-up', 'returned')) \
                   AS lost FROM notice_channels c ORDER BY channel";
        let found = rows(&mut *self.reader().await?, sql, Args::default()).await?;
        let channels = found.iter().map(|row| {
            Ok(NoticeChannel {
                channel: row.text("channel")?,
                failures: row.count("failures")?,
                good_at: row.opt_at("good_at")?,
                failed_at: row.opt_at("failed_at")?,
                error: row.opt_text("error")?,
                waiting: row.count("waiting")?,
                lost: row.count("lost")?,
            })
        });
        channels.collect()
    }

    /// The notices of a case to a party, the newest first, at most `limit`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn notices_of(&self, case: CaseId, party: Party, limit: u32) -> Result<Vec<Notice>, Error> {
        let mut args = Args::default();
        args.id(case).text(letter(party)).int(i64::from(limit));
        let sql = format!(
            "SELECT {NOTICE} FROM notices WHERE case_id = $1 AND coalesce(party, '') = $2 ORDER BY id DESC LIMIT $3"
        );
        let found = rows(&mut *self.reader().await?, &sql, args).await?;
        found.iter().map(notice).collect()
    }

    /// One more notice did not reach a party at the address that came with the event `address_at`; answers how many did not in a row,
    /// and says so of the notice of the event of that version, if there is one.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn notice_failed(
        &self,
        (case, party): (CaseId, Party),
        address_at: u64,
        version: Option<u64>,
        now: Timestamp,
    ) -> Result<u64, Error> {
        let address_at = i64::try_from(address_at).unwrap_or(i64::MAX);
        self.change(move |conn| {
            Box::pin(async move {
                if let Some(version) = version {
                    let mut args = Args::default();
                    args.at(now).id(case).int(i64::try_from(version).unwrap_or(i64::MAX));
                    args.text(letter(party));
                    let sql = "UPDATE notices SET state = 'returned', last_at = $1 \
                               WHERE case_id = $2 AND version = $3 AND coalesce(party, '') = $4 AND state = 'sent'";
                    execute(conn, sql, args).await?;
                }
                let mut args = Args::default();
                args.id(case).text(letter(party)).int(address_at);
                let sql = "INSERT INTO notice_parties (case_id, party, failures, address_at) VALUES ($1, $2, 1, $3) \
                           ON CONFLICT (case_id, party) DO UPDATE SET failures = \
                           CASE WHEN notice_parties.address_at = excluded.address_at \
                           THEN notice_parties.failures + 1 ELSE 1 END, address_at = excluded.address_at";
                execute(conn, sql, args).await?;
                Ok(failures_of(conn, case, party)
                    .await?
                    .map_or(0, |(failures, _)| failures))
            })
        })
        .await
    }

    /// A party is reached where its notices go to: somebody answered from there.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn notice_reached(&self, case: CaseId, party: Party) -> Result<(), Error> {
        let mut args = Args::default();
        args.id(case).text(letter(party));
        let sql = "UPDATE notice_parties SET failures = 0 WHERE case_id = $1 AND party = $2 AND failures > 0";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// Notices in a row that did not reach a party at the address that came with the event `address_at`.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn notice_failures(&self, case: CaseId, party: Party, address_at: u64) -> Result<u64, Error> {
        let found = failures_of(&mut *self.reader().await?, case, party).await?;
        Ok(found.map_or(0, |(failures, of)| if of == address_at { failures } else { 0 }))
    }

    /// Counts a letter that came in, by what became of it.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn count_mail(&self, what: &str, now: Timestamp) -> Result<(), Error> {
        let mut args = Args::default();
        args.text(what).at(now);
        let sql = "INSERT INTO mail_counts (what, n, last_at) VALUES ($1, 1, $2) \
                   ON CONFLICT (what) DO UPDATE SET n = mail_counts.n + 1, last_at = excluded.last_at";
        self.change(move |conn| Box::pin(async move { execute(conn, sql, args).await.map(drop) }))
            .await
    }

    /// What became of letters that came in: what, how many, when the last time.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn mail_counts(&self) -> Result<Vec<(String, u64, Timestamp)>, Error> {
        let sql = "SELECT what, n, last_at FROM mail_counts ORDER BY what";
        let found = rows(&mut *self.reader().await?, sql, Args::default()).await?;
        let counts = found
            .iter()
            .map(|row| Ok((row.text("what")?, row.count("n")?, row.at("last_at")?)));
        counts.collect()
    }
}

/// Notices in a row that did not reach a party, and the event that brought the address that they went to.
async fn failures_of(conn: &mut AnyConnection, case: CaseId, party: Party) -> Result<Option<(u64, u64)>, Error> {
    let mut args = Args::default();
    args.id(case).text(letter(party));
    let sql = "SELECT failures, address_at FROM notice_parties WHERE case_id = $1 AND party = $2";
    let found = row(conn, sql, args).await?;
    found
        .map(|row| Ok((row.count("failures")?, row.count("address_at")?)))
        .transpose()
}

async fn insert(conn: &mut AnyConnection, notice: &NewNotice, at: Timestamp) -> Result<(), Error> {
    let mut args = Args::default();
    args.id(notice.case)
        .int(i64::try_from(notice.version).unwrap_or(i64::MAX))
        .text(notice.by.name())
        .text(notice.what)
        .at(at)
        .text(letter(notice.party));
    let sql = "INSERT INTO notices (case_id, version, channel, what, made_at, attempts, run_at, leased_until, state, party) \
               VALUES ($1, $2, $3, $4, $5, 0, $5, 0, 'waiting', nullif($6, '')) ON CONFLICT DO NOTHING";
    execute(conn, sql, args).await.map(drop)
}

fn notice(row: &AnyRow) -> Result<Notice, Error> {
    let channel = row.text("channel")?;
    let state = row.text("state")?;
    let known = NoticeState::ALL.iter().find(|(_, name)| *name == state);
    let party = row.opt_text("party")?;
    let party = party.as_deref().map_or(Some(Party::A), Party::of_letter);
    Ok(Notice {
        id: row.int("id")?,
        case: row.id("case_id")?,
        party: party.ok_or_else(|| Error::Corrupt("a notice goes to no party".to_owned()))?,
        version: row.count("version")?,
        by: NoticesBy::named(&channel).ok_or_else(|| Error::Corrupt(format!("a notice goes by {channel}")))?,
        what: row.text("what")?,
        made_at: row.at("made_at")?,
        attempts: row.small("attempts")?,
        state: known
            .map(|(state, _)| *state)
            .ok_or_else(|| Error::Corrupt(format!("a notice is {state}")))?,
        run_at: row.at("run_at")?,
        last_at: row.opt_at("last_at")?,
        last_error: row.opt_text("last_error")?,
    })
}
