//! The daily loop's streams: a day's judgement, brief and decisions, and the units' reports.

use domain::UnitSlug;
use jiff::Timestamp;
use jiff::civil::Date;

/// Version of a day's stream after an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayVersion(pub u64);

/// A unit's report as it comes in; the store gives it the next version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// Unit that reports.
    pub unit: UnitSlug,
    /// The day it is about.
    pub date: Date,
    /// When it was received.
    pub received_at: Timestamp,
    /// Cases it held; 0 is a zero report 零报告.
    pub cases: u64,
    /// Name of the file, or empty for the form.
    pub file: String,
    /// SHA-256 of the file, lower-case hex, or empty. The same file of the same unit and day again makes no new version.
    pub sha256: String,
}
