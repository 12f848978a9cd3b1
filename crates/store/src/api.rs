//! The store's face.

use crate::{
    Account, BackupReport, CaseRow, Cursor, DayVersion, DueMark, Error, Filter, NewAccount, NewReport, Page,
    RebuildReport, RestoreReport, Session, Sort,
};
use domain::case::{Actor, Case, Event};
use domain::daily::{DayCounts, DayEvent, Item, ReportVersion};
use domain::{CaseId, KindSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// The store of one data directory. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    _inner: Arc<()>,
}

/// Events to append to one case, all or nothing, with its read model, clocks and jobs.
#[derive(Debug, Clone)]
pub struct Append {
    /// The case.
    pub case: CaseId,
    /// Its current state as the caller read it; none for a new case. Its `version` is the one expected.
    pub state: Option<Arc<Case>>,
    /// What `decide` answered. In `Registered` the number is empty: the writer allots it.
    pub events: Vec<Event>,
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// Zone of the pack, in which days begin (number prefix, day of reception).
    pub zone: TimeZone,
    /// Name of the system that `external` numbers come from; empty if none.
    pub source_system: String,
    /// Idempotency key: a second append with the same key changes nothing and answers as the first did.
    pub key: Option<String>,
    /// Jobs that belong to it.
    pub jobs: Vec<NewJob>,
}

/// What an append did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its version now.
    pub version: u64,
    /// The key had been used before: nothing was written now.
    pub repeated: bool,
}

/// An event as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded<E> {
    /// Position in its stream, 1 first.
    pub version: u64,
    /// What happened.
    pub event: E,
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
}

/// Numbers of one day on one base (`as_of`): the same question asked of three days makes a comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCaseNumbers {
    /// Received that day and registered by `as_of`.
    pub received: u64,
    /// Finished that day, by `as_of`.
    pub finished: u64,
    /// Registered by `as_of`, received by the end of the day, not finished at `as_of`.
    pub open: u64,
    /// Open clocks past their due time at `as_of`.
    pub overdue: u64,
}

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

#[expect(clippy::unused_async, reason = "stubs, to be replaced by the store's own files")]
#[expect(clippy::missing_errors_doc, reason = "stubs")]
#[expect(unused_variables, reason = "stubs")]
#[expect(missing_docs, reason = "stubs")]
impl Store {
    /// Opens a data directory: makes it if it is missing, locks it against a second server, migrates forward.
    pub async fn open(dir: &Path) -> Result<Self, Error> {
        todo!()
    }
    /// Stops the writer after what waits has been written, closes pools, gives the lock back.
    pub async fn close(&self) {
        todo!()
    }
    /// The data directory.
    pub fn dir(&self) -> &Path {
        todo!()
    }

    // -- cases: write
    pub async fn append(&self, append: Append) -> Result<Appended, Error> {
        todo!()
    }
    /// Many at once for imports: one or few durable commits; each has its own answer.
    pub async fn append_many(&self, appends: Vec<Append>) -> Vec<Result<Appended, Error>> {
        todo!()
    }

    // -- cases: read
    pub async fn case(&self, id: CaseId) -> Result<Option<Case>, Error> {
        todo!()
    }
    pub async fn case_by_number(&self, number: &str) -> Result<Option<Case>, Error> {
        todo!()
    }
    pub async fn cases_by_external(&self, system: &str, externals: &[String]) -> Result<HashMap<String, Case>, Error> {
        todo!()
    }
    pub async fn history(&self, id: CaseId) -> Result<Vec<Recorded<Event>>, Error> {
        todo!()
    }
    pub async fn list(
        &self,
        filter: &Filter,
        sort: Sort,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<Page<CaseRow>, Error> {
        todo!()
    }
    /// How many, counted up to `most` (so that a page never waits for a million).
    pub async fn count(&self, filter: &Filter, most: u64) -> Result<u64, Error> {
        todo!()
    }
    pub async fn total_cases(&self) -> Result<u64, Error> {
        todo!()
    }

    // -- the day's numbers
    /// Cases of `kind` that may have a reason of their own at `as_of`, folded as of that moment: open with a clock due
    /// by `due_by`, or received on `day` with casualties, `repeats` or `people` or more.
    pub async fn items(
        &self,
        kind: &KindSlug,
        day: Date,
        as_of: Timestamp,
        due_by: Timestamp,
        repeats: u32,
        people: u32,
    ) -> Result<Vec<Item>, Error> {
        todo!()
    }
    /// Received by category and area on each of `days`, registered by `as_of`.
    pub async fn day_counts(&self, kind: &KindSlug, days: &[Date], as_of: Timestamp) -> Result<Vec<DayCounts>, Error> {
        todo!()
    }
    pub async fn day_numbers(
        &self,
        kind: &KindSlug,
        day: Date,
        zone: &TimeZone,
        as_of: Timestamp,
    ) -> Result<DayCaseNumbers, Error> {
        todo!()
    }
    /// Received a day from `from` to `to`, both included; days without a case are there with 0.
    pub async fn trend(
        &self,
        kind: &KindSlug,
        from: Date,
        to: Date,
        as_of: Timestamp,
    ) -> Result<Vec<(Date, u64)>, Error> {
        todo!()
    }
    /// By unit: received that day, and open clocks past due at `as_of`.
    pub async fn unit_numbers(
        &self,
        kind: &KindSlug,
        day: Date,
        as_of: Timestamp,
    ) -> Result<HashMap<UnitSlug, (u64, u64)>, Error> {
        todo!()
    }
    /// Years without holiday data that open clocks at `as_of` run into.
    pub async fn warning_years(&self, as_of: Timestamp) -> Result<Vec<i16>, Error> {
        todo!()
    }
    /// The first day with a received case of this kind.
    pub async fn first_day(&self, kind: &KindSlug) -> Result<Option<Date>, Error> {
        todo!()
    }

    // -- the daily loop
    pub async fn append_day(
        &self,
        date: Date,
        expected: DayVersion,
        events: Vec<DayEvent>,
        actor: Actor,
        at: Timestamp,
    ) -> Result<DayVersion, Error> {
        todo!()
    }
    pub async fn day_events(&self, date: Date) -> Result<Vec<Recorded<DayEvent>>, Error> {
        todo!()
    }
    /// Days that have a stream, newest first.
    pub async fn days(&self, before: Option<Date>, limit: u32) -> Result<Vec<Date>, Error> {
        todo!()
    }
    /// Signs a version in one step with its issue number: next of the year and next of all, allotted by the writer.
    pub async fn sign_brief(
        &self,
        date: Date,
        expected: DayVersion,
        version: u32,
        actor: Actor,
        at: Timestamp,
    ) -> Result<(u32, u32), Error> {
        todo!()
    }
    pub async fn record_report(&self, report: NewReport) -> Result<ReportVersion, Error> {
        todo!()
    }
    /// All versions of all units' reports of a day, in the order they came.
    pub async fn reports(&self, date: Date) -> Result<Vec<ReportVersion>, Error> {
        todo!()
    }

    // -- clocks and jobs
    pub async fn due_marks(&self, now: Timestamp, limit: u32) -> Result<Vec<DueMark>, Error> {
        todo!()
    }
    pub async fn enqueue(&self, job: NewJob) -> Result<(), Error> {
        todo!()
    }
    pub async fn lease_job(
        &self,
        kinds: &[&str],
        now: Timestamp,
        lease: jiff::SignedDuration,
    ) -> Result<Option<Job>, Error> {
        todo!()
    }
    pub async fn finish_job(&self, id: i64) -> Result<(), Error> {
        todo!()
    }
    /// Gives a job back to be tried again at `run_at`.
    pub async fn fail_job(&self, id: i64, error: &str, run_at: Timestamp) -> Result<(), Error> {
        todo!()
    }

    // -- files (evidence, imported papers, rejected rows), kept by their hash
    /// Writes the bytes durably and answers their SHA-256, lower-case hex.
    pub async fn put_file(&self, bytes: &[u8]) -> Result<String, Error> {
        todo!()
    }
    pub async fn file(&self, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
        todo!()
    }

    // -- accounts, sessions, throttle, settings
    pub async fn create_account(&self, account: NewAccount, now: Timestamp) -> Result<(), Error> {
        todo!()
    }
    pub async fn accounts(&self) -> Result<Vec<Account>, Error> {
        todo!()
    }
    pub async fn account_by_user(&self, user: &str) -> Result<Option<Account>, Error> {
        todo!()
    }
    pub async fn set_password(&self, account: &str, password_hash: &str) -> Result<(), Error> {
        todo!()
    }
    pub async fn set_locale(&self, account: &str, locale: domain::Locale) -> Result<(), Error> {
        todo!()
    }
    /// Shuts or opens an account; shutting ends its sessions.
    pub async fn set_disabled(&self, account: &str, at: Option<Timestamp>) -> Result<(), Error> {
        todo!()
    }
    pub async fn create_session(&self, session: Session) -> Result<(), Error> {
        todo!()
    }
    /// The session and its account, if it has not ended and the account is not shut.
    pub async fn session(&self, token_sha256: &str, now: Timestamp) -> Result<Option<(Session, Account)>, Error> {
        todo!()
    }
    pub async fn end_session(&self, token_sha256: &str) -> Result<(), Error> {
        todo!()
    }
    /// Counts an attempt under `key` (a user name, an address) within `window`; answers how many there were.
    pub async fn count_attempt(&self, key: &str, now: Timestamp, window: jiff::SignedDuration) -> Result<u32, Error> {
        todo!()
    }
    pub async fn clear_attempts(&self, key: &str) -> Result<(), Error> {
        todo!()
    }
    pub async fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        todo!()
    }
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), Error> {
        todo!()
    }

    // -- keeping
    /// Folds every stream again and replaces the read models; reports what differed.
    pub async fn rebuild(
        &self,
        zone: &TimeZone,
        progress: impl Fn(u64, u64) + Send + Sync,
    ) -> Result<RebuildReport, Error> {
        todo!()
    }
    /// Online, consistent, checksummed.
    pub async fn backup(&self, to: &Path) -> Result<BackupReport, Error> {
        todo!()
    }
    /// Into a directory that has no database yet.
    pub async fn restore(from: &Path, dir: &Path) -> Result<RestoreReport, Error> {
        todo!()
    }
    /// The database answers and the writer lives.
    pub async fn ready(&self) -> Result<(), Error> {
        todo!()
    }
}
