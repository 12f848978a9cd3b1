//! The office's work that needs both the store and the documents: papers in, the day's judgement, the brief, the run
//! of a whole day. The desk's pages and the command line both call it, so that they can't drift apart.

mod about;
mod act;
mod alike;
mod assign;
mod attend;
mod both;
mod brief;
mod calls;
mod clock;
mod day;
mod dispute;
mod duty;
mod duty_post;
mod erase;
mod erasing_clock;
mod import;
mod incident;
mod incident_report;
mod judge;
mod level;
mod link;
mod numbers;
mod open;
mod opinion;
mod persons;
mod plans;
mod propose;
mod receipt;
mod relate;
mod rounds;
mod source;
mod stream;
mod units_due;
mod warnings;
mod watch;

/// On each public `async fn`: its future is boxed, so that what it awaits is compiled here. Otherwise every crate that awaits it, and
/// every test, compiles the whole of it again.
pub(crate) use async_recursion::async_recursion as boxed;

pub use about::{StaffMember, accounts_of, holders, look_up, readers, staff, staff_by_user};
pub use act::{Done, act, new_case_id, register, register_linked, register_with, run_due_marks};
pub use alike::{Alike, Proposals, Said, alike, alike_published, proposals};
pub use assign::{Assignment, Task, assign, assignments_table, draft_assignments, due_warning, give_task};
pub use attend::attend;
pub use brief::draft_brief;
pub use calls::{
    DangerCalled, DrawToken, LEVEL_N, MannedDesk, Robots, SILENCE, acknowledge_call, call_dangers, call_gaps,
    call_late_tasks, calls, danger_called, end_call, end_calls, end_calls_under, forget_old_calls, hear_level,
    level_once, may_groups_know_call, may_know_call, may_staff_know_call, next_way, open_calls, raise_call, read_call,
    read_calls, run_due_calls, watch_of,
};
pub use clock::Clock;
pub use day::{DayPapers, Summary, SummaryCategory, SummaryItem, SummaryUnit, day_moment, record_reports, run_day};
pub use dispute::{DossierFiles, open_dossier, session_invitation};
pub use domain::daily::DayItem;
pub use duty::{
    Colleague, change_roster, check_roster, colleagues, duty_days, duty_desk, gaps_from_now, gaps_soon, on_shift,
    planned_elsewhere, read_roster, shifts_of,
};
pub use duty_post::{DutyPost, Watches, duty_post};
pub use erase::{
    ErasedDue, ErasurePlan, check_erasure, due_for_erasure, erase, erase_due, erase_due_told, erase_personal_due,
    erasure_plan, personal_due,
};
pub use erasing_clock::{CLOCK_MOST_AHEAD, ErasingClock, begin_erasing_clock, believe_clock, erasing_clock};
pub use import::{
    FileReport, ImportReport, ImportRequest, Paper, RejectedLine, RejectedRow, RowCounts, SkippedSheet, ToMend,
    choose_pack, import_requests, needs_columns,
};
pub use incident::{IncidentLine, assign_finding, drill_kinds, incident_kinds, incidents, open_incidents};
pub use incident_report::{ReportDraft, report_draft, report_paper};
pub use judge::{DayState, change_judgement, judge_day, read_day, sign_brief};
pub use level::{bind_levels, change_levels, due_minute, end_due_levels, levels, operating_level, unit_level};
pub use link::{link_repeat, split_repeat};
pub use open::{open_evidence, open_export, open_rows, open_sealed};
pub use opinion::opinion_paper;
pub use persons::{MOST_PERSON_REASON_CHARS, is_same_person, link_accounts, part_account};
pub use plans::{begin_drill, change_drill, change_plan, drills, drills_since, plans, read_drill, read_plan};
pub use propose::{Clash, MOST_PROPOSED_DAYS, Proposal, Proposed, check_proposal, propose};
pub use receipt::{MOST_RECEIPT_BYTES, receipt};
pub use relate::{relate, unrelate};
pub use rounds::{change_round, known_round, read_round, rounds};
pub use source::{hand_source_on, is_held, name_receiver};
pub use units_due::{UnitsDue, units_due};
pub use warnings::{
    MOST_SHOWN, Received, WarningWish, change_warning, end_due_warnings, language_tag, published_message,
    published_messages, read_warning, received, sender, take_alert, warnings,
};
pub use watch::{change_watch, has_shift_in, may_leave_watch, read_watch, shift_tier, watch_events};

use domain::case::Refusal;
use domain::pack::Pack;
use std::sync::Arc;
use store::Store;

/// What the office works with: one store, one pack, one clock. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    /// The store.
    pub store: Store,
    /// The pack in use.
    pub pack: Arc<Pack>,
    /// The program's clock.
    pub clock: Clock,
}

/// An office's error: a refusal to show to the person, or the store's.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not done, and what to do next.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A document could not be made.
    #[error(transparent)]
    Document(#[from] documents::brief::Error),
}
