//! A whole day without a person: papers in, judgement, draft brief, draft assignments.

use crate::{Error, Office, Paper, RejectedRow, RowCounts};
use domain::Locale;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What `huying day` writes.
#[derive(Debug, Clone)]
pub struct DayPapers {
    /// `brief.docx`.
    pub docx: Vec<u8>,
    /// `brief.pdf`.
    pub pdf: Vec<u8>,
    /// `brief.html`.
    pub html: String,
    /// `assignments.xlsx`.
    pub assignments: Vec<u8>,
    /// `summary.json`.
    pub summary: Summary,
}

/// `summary.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The day.
    pub date: Date,
    /// Rows of the files.
    pub rows: RowCounts,
    /// Cases received that day.
    pub cases: u64,
    /// Units that are expected to report.
    pub units: Vec<SummaryUnit>,
    /// Categories, most first.
    pub categories: Vec<SummaryCategory>,
    /// Items for attention in order.
    pub attention: Vec<SummaryItem>,
    /// Rows that could not be read.
    pub rejected: Vec<RejectedRow>,
}

/// A unit's line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryUnit {
    /// Name.
    pub name: String,
    /// `on_time`, `late`, `missing`, `zero` (or `awaited` while there is time).
    pub report: domain::daily::ReportStatus,
    /// Cases received that day.
    pub cases: u64,
}

/// A category's line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryCategory {
    /// Name.
    pub name: String,
    /// Cases received that day.
    pub cases: u64,
}

/// An item for attention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryItem {
    /// The case's number, or the name of the rising category or area.
    pub case: String,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// Runs the day. Units' files are their reports; `progress` as in [`crate::import_requests`].
pub async fn run_day(
    office: &Office,
    date: Date,
    papers: Vec<Paper>,
    locale: Locale,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<DayPapers, Error> {
    todo!()
}
