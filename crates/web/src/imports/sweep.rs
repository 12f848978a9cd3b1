//! How long an import's files are there. They may hold names and contacts, so they go as soon as nobody needs them.
//!
//! There is one rule and it reads only what is written down: which runs there are, and how each ended. Whatever step
//! the program stopped at, the next look erases what has to go, and never the files of a run that has not ended.

use super::{Kept, Outcome};
use jiff::{SignedDuration, Timestamp};
use office::Office;
use store::Passing;

/// How long uploaded files wait for somebody to set the columns, or to import for real after a try: a day, so that what
/// is tried in the afternoon can be done in the morning.
pub(crate) const UPLOAD_HOURS: i64 = 24;
/// How long rows to mend wait: a week, since the unit that has to be asked may be away over the weekend. After that
/// they come again by importing the spreadsheet again, which whoever sent it still has.
pub(crate) const MEND_DAYS: i64 = 7;
/// How old files of no known run may be. A run is written down right after its files, so these are being handed in, or
/// the program stopped in between.
const UNKNOWN: SignedDuration = SignedDuration::from_hours(1);

/// For how long uploaded files are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UploadsStay {
    /// While a run reads them or waits to.
    Open,
    /// For somebody to come back to them.
    Until(Timestamp),
    /// Nobody needs them.
    Gone,
}

/// For how long the uploaded files of a folder are there: the newest run that reads them decides.
pub(crate) async fn uploads_stay(office: &Office, folder: &str) -> Result<UploadsStay, store::Error> {
    let runs = office.store.imports_of(folder).await?;
    if runs.iter().any(|run| run.ended.is_none()) {
        return Ok(UploadsStay::Open);
    }
    let Some(newest) = runs.into_iter().next().map(Kept::of).transpose()? else {
        return Ok(UploadsStay::Gone);
    };
    Ok(match newest.ended {
        Some((at, outcome)) if waits(newest.run.dry_run, &outcome) => {
            UploadsStay::Until(later(at, SignedDuration::from_hours(UPLOAD_HOURS)))
        }
        _ => UploadsStay::Gone,
    })
}

/// Whether somebody may want the same files once more: for real after a try, or with columns set by hand.
fn waits(dry_run: bool, outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Done { needs_columns, .. } => dry_run || *needs_columns,
        Outcome::Refused(refusal) => office::needs_columns(refusal),
    }
}

/// Until when a run's rows to mend are there.
pub(crate) fn mend_stays(ended: Timestamp) -> Timestamp {
    later(ended, SignedDuration::from_hours(MEND_DAYS * 24))
}

/// Erases a run's files at once, because somebody says so: the rows to mend, and the uploaded files if no other run
/// still reads them.
pub(crate) async fn erase(office: &Office, run: &Kept) -> Result<(), store::Error> {
    office.store.erase_passing(Passing::ToMend, &run.id).await?;
    if uploads_stay(office, &run.folder).await? != UploadsStay::Open {
        office.store.erase_passing(Passing::Uploads, &run.folder).await?;
    }
    Ok(())
}

/// Erases all files that nobody needs any more.
pub(super) async fn sweep(office: &Office, now: Timestamp) -> Result<(), store::Error> {
    let store = &office.store;
    for id in store.passing_ids(Passing::Uploads).await? {
        let stays = match uploads_stay(office, &id).await? {
            UploadsStay::Open => true,
            UploadsStay::Until(end) => within(end, UPLOAD_HOURS, now),
            UploadsStay::Gone => store.import(&id).await?.is_none() && is_young(&id, now),
        };
        if !stays {
            store.erase_passing(Passing::Uploads, &id).await?;
        }
    }
    for id in store.passing_ids(Passing::ToMend).await? {
        let stays = match store.import(&id).await? {
            Some(run) => run
                .ended
                .is_none_or(|(at, _)| within(mend_stays(at), MEND_DAYS * 24, now)),
            None => is_young(&id, now),
        };
        if !stays {
            store.erase_passing(Passing::ToMend, &id).await?;
        }
    }
    Ok(())
}

/// Before the end of a time of so many hours, and not before its start: a clock that was set back keeps nothing longer.
fn within(end: Timestamp, hours: i64, now: Timestamp) -> bool {
    let left = end.duration_since(now);
    left.is_positive() && left <= SignedDuration::from_hours(hours)
}

/// Made a moment ago, by the time in its id.
fn is_young(id: &str, now: Timestamp) -> bool {
    let made = uuid::Uuid::parse_str(id).ok().and_then(|id| id.get_timestamp());
    made.is_some_and(|made| {
        let (seconds, _) = made.to_unix();
        now.as_second().abs_diff(i64::try_from(seconds).unwrap_or(i64::MAX)) < UNKNOWN.as_secs().unsigned_abs()
    })
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}
