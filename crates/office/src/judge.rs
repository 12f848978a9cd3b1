//! A day's judgement and brief.

use crate::{Error, Office};
use domain::case::Actor;
use domain::daily::{AttentionItem, Brief, DayEvent, ReportStatus, ReportVersion};
use domain::{CaseId, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;

/// A day as its stream tells it, folded, with the units' reporting beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct DayState {
    /// The day.
    pub date: Date,
    /// Version of its stream: hand it back with the next append.
    pub version: store::DayVersion,
    /// When the program judged last, if it did.
    pub judged_as_of: Option<Timestamp>,
    /// Items in order, people's changes in.
    pub items: Vec<DayItem>,
    /// Dropped items with the reason.
    pub dropped: Vec<(AttentionItem, String)>,
    /// Versions of the brief, oldest first; signed ones carry their issue number.
    pub briefs: Vec<Brief>,
    /// Who drafted each version (account), beside `briefs`.
    pub drafted_by: Vec<Option<String>>,
    /// Decisions: subject's index is not kept, the task's id and number are.
    pub decided: Vec<(domain::daily::Subject, CaseId, String)>,
    /// Each unit that is expected to report: how it stands and its versions.
    pub reports: Vec<(UnitSlug, ReportStatus, Vec<ReportVersion>)>,
}

/// An item of the day.
#[derive(Debug, Clone, PartialEq)]
pub struct DayItem {
    /// What and why.
    pub item: AttentionItem,
    /// A person has kept, moved or added it.
    pub confirmed: bool,
}

/// Reads a day as of `now`.
pub async fn read_day(office: &Office, date: Date, now: Timestamp) -> Result<DayState, Error> {
    todo!()
}

/// Has the program judge the day as of `as_of`; people's changes stay.
pub async fn judge_day(
    office: &Office,
    date: Date,
    as_of: Timestamp,
    actor: &Actor,
    now: Timestamp,
) -> Result<DayState, Error> {
    todo!()
}

/// A person's change to the judgement (`Confirmed`, `Moved`, `Added`, `Dropped`).
pub async fn change_judgement(
    office: &Office,
    date: Date,
    expected: store::DayVersion,
    change: DayEvent,
    actor: &Actor,
    now: Timestamp,
) -> Result<DayState, Error> {
    todo!()
}

/// Drafts the next version of the brief from the day's judgement and numbers; unchanged content makes no new version.
pub async fn draft_brief(
    office: &Office,
    date: Date,
    as_of: Timestamp,
    actor: &Actor,
    now: Timestamp,
) -> Result<Brief, Error> {
    todo!()
}

/// Signs a version off: somebody else than the drafter; it gets its issue numbers.
pub async fn sign_brief(
    office: &Office,
    date: Date,
    version: u32,
    actor: &Actor,
    now: Timestamp,
) -> Result<Brief, Error> {
    todo!()
}
