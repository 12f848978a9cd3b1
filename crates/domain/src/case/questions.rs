//! What may be asked of a case and of its clocks.

use super::{Case, RunningClock};
use crate::ClockSlug;
use crate::clock::ClockStatus;
use jiff::{SignedDuration, Timestamp};

impl RunningClock {
    /// Still waits for something: running, paused, extended, or breached with nothing done yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.stopped_at.is_none()
    }

    /// Stands still at the moment.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.is_open() && self.status == ClockStatus::Paused
    }

    /// Whether `at` is past the due time. Time is counted in whole seconds: the due second itself is in time.
    #[must_use]
    pub fn is_late(&self, at: Timestamp) -> bool {
        at.as_second() > self.due.as_second()
    }

    /// Open, not standing still, and past its due time at `now`, whether or not a timer has said so yet.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.is_open() && !self.is_paused() && self.is_late(now)
    }

    /// The due time as it would be if a pause ended at `now`; the due time itself while the clock runs.
    #[must_use]
    pub fn due_as_of(&self, now: Timestamp) -> Timestamp {
        match self.pauses.last() {
            Some(pause) if self.is_paused() => self
                .due
                .checked_add(now.duration_since(pause.from).max(SignedDuration::ZERO))
                .unwrap_or(Timestamp::MAX),
            _ => self.due,
        }
    }
}

impl Case {
    /// Ended here: closed, refused or withdrawn.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.ended_at.is_some()
    }

    /// Its clocks that still wait for something.
    pub fn open_clocks(&self) -> impl Iterator<Item = &RunningClock> {
        self.clocks.iter().filter(|clock| clock.is_open())
    }

    /// The latest clock of that name, running or not.
    #[must_use]
    pub fn clock(&self, slug: &ClockSlug) -> Option<&RunningClock> {
        self.clocks.iter().rev().find(|clock| clock.clock == *slug)
    }

    /// The earliest due time among its open clocks that do not stand still; past ones count.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.open_clocks()
            .filter(|clock| !clock.is_paused())
            .map(|clock| clock.due)
            .min()
    }

    /// When it was finished outside, unless it has been opened again since: the source system's own time, else the
    /// moment at which the unit's claim came in. A unit's word stops its clocks when it is said and no earlier.
    #[must_use]
    pub fn source_finish(&self) -> Option<Timestamp> {
        let at_source = self
            .finished_at_source
            .filter(|finish| self.reopened_at.is_none_or(|reopened| *finish > reopened));
        at_source.or(self.finish_claim.map(|claim| claim.received_at))
    }

    /// When the work on it was finished, for the numbers: the earliest of its ending, its answer in force, and what
    /// the source system, or a unit's claim, says. It may lie ahead of the moment that the numbers speak of; see [`Case::is_finished`].
    #[must_use]
    pub fn finished_at(&self) -> Option<Timestamp> {
        let answered = self.answer.as_ref().map(|answer| answer.at);
        [self.ended_at, answered, self.source_finish()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Counted as finished as of `as_of`.
    #[must_use]
    pub fn is_finished(&self, as_of: Timestamp) -> bool {
        self.finished_at().is_some_and(|finished| finished <= as_of)
    }
}
