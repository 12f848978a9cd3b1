//! Daily reports of the units 日报: a zero report is a report, silence is not.

use crate::UnitSlug;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One version of a unit's report of a day. A correction after the deadline is a new version, not a rewrite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportVersion {
    /// Unit that reports.
    pub unit: UnitSlug,
    /// The day it is about.
    pub date: Date,
    /// 1, 2, …
    pub version: u32,
    /// When it was received.
    pub received_at: Timestamp,
    /// Cases it held; 0 is a zero report 零报告.
    pub cases: u64,
    /// Name of the file, or empty for the form.
    pub file: String,
    /// SHA-256 of the file, lower-case hex, or empty.
    pub sha256: String,
}

/// How a unit's report of a day stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportStatus {
    /// First version by the due minute.
    OnTime,
    /// First version after it.
    Late,
    /// None yet, and the due minute has passed.
    Missing,
    /// Reported in time that there is nothing to report.
    Zero,
    /// None yet, and there is still time.
    Awaited,
}
