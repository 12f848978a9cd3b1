//! Assignments 交办: decisions become tasks.

use crate::{Done, Error, Office};
use documents::table::Table;
use domain::case::Actor;
use domain::daily::Subject;
use domain::{CaseId, Locale, PostSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;

/// Who does what by when.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// The item of the brief that it answers.
    pub subject: Subject,
    /// One line.
    pub title: String,
    /// In full.
    pub description: String,
    /// The one unit.
    pub unit: UnitSlug,
    /// The one leader.
    pub leader: PostSlug,
    /// Due.
    pub due: Timestamp,
    /// The case it comes from, when the subject is one.
    pub origin: Option<CaseId>,
}

/// Makes the task and writes the decision into the day's stream. `key` makes a retry harmless.
pub async fn assign(
    office: &Office,
    date: Date,
    assignment: Assignment,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    todo!()
}

/// Draft assignments for the items of a day's judgement that nobody has decided on: what `huying day` proposes.
#[must_use]
pub fn draft_assignments(office: &Office, day: &crate::DayState, now: Timestamp) -> Vec<Assignment> {
    todo!()
}

/// Assignments as a table for paper.
#[must_use]
pub fn assignments_table(office: &Office, assignments: &[Assignment], locale: Locale) -> Table {
    todo!()
}
