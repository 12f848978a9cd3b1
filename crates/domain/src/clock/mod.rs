//! Deadlines 时限: what is allowed, when it is due, on which calendar.

mod calendar;
mod deadline;
mod marks;

pub use calendar::{Calendar, CalendarYear};
pub use deadline::{Change, Due, due, due_after, extend_moment};
pub use marks::{MARKS, mark_at};

use serde::{Deserialize, Serialize};

/// The unit of an allowance. Every number keeps its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockUnit {
    /// 小时: run from the event, to the second.
    Hours,
    /// 日: calendar days; the start day is not counted (Civil Code 201).
    Days,
    /// 工作日: working days by the pack's calendar.
    WorkingDays,
}

impl ClockUnit {
    /// Its name in packs and message keys.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Days => "days",
            Self::WorkingDays => "working-days",
        }
    }
}

/// A stretch of time with its unit, never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Allowance {
    /// How many.
    pub n: u32,
    /// Of what.
    pub unit: ClockUnit,
}

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockStatus {
    /// Runs.
    Running,
    /// Stands still.
    Paused,
    /// Runs with more time than it began with.
    Extended,
    /// What it waited for happened in time.
    Met,
    /// It did not, or not in time.
    Breached,
    /// Ended without a verdict.
    Cancelled,
}
