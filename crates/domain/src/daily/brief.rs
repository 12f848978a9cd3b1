//! The brief 专报: a day in numbers and in items that need a decision. A brief is frozen data; documents are made from
//! it alone, so a past day prints to the same bytes.

use super::{AttentionItem, Names, ReportStatus};
use crate::case::Outcome;
use crate::pack::BriefLevel;
use crate::{AreaSlug, CaseId, CategorySlug, Text, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A number beside yesterday's and the same weekday's of last week, all on the same base; none where the base has no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// This day.
    pub today: u64,
    /// The day before.
    pub yesterday: Option<u64>,
    /// Seven days before.
    pub last_week: Option<u64>,
}

/// A version of a day's brief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// The day.
    pub date: Date,
    /// 1, 2, …
    pub version: u32,
    /// 第N期 of the year, once signed.
    pub issue: Option<u32>,
    /// 总第N期, once signed.
    pub running: Option<u32>,
    /// The post that signed, once signed.
    pub signed_by: Option<Text>,
    /// The moment the numbers were taken.
    pub as_of: Timestamp,
    /// IANA name of the zone in which its moments are printed, from the pack (`pack.zone.iana_name()`); a name that
    /// is not known prints UTC.
    pub zone: String,
    /// Date printed under the title.
    pub issued_on: Date,
    /// 公开, 内部 or 工作秘密.
    pub level: BriefLevel,
    /// Name in red.
    pub title: Text,
    /// Issuer.
    pub issuer: Text,
    /// 报, 送, 发.
    pub report_to: Vec<Text>,
    /// 送.
    pub send_to: Vec<Text>,
    /// 发.
    pub issue_to: Vec<Text>,
    /// Number of copies.
    pub copies: u32,
    /// Cases received that day.
    pub received: Compared,
    /// Cases answered or finished that day.
    pub finished: Compared,
    /// Cases open at `as_of`.
    pub open: Compared,
    /// Clocks past their due time at `as_of`.
    pub overdue: Compared,
    /// By category, most first.
    pub categories: Vec<Counted<CategorySlug>>,
    /// By area, most first.
    pub areas: Vec<Counted<AreaSlug>>,
    /// Each unit that is expected to report.
    pub units: Vec<UnitLine>,
    /// Names of what the attention items speak of, as they were that day.
    pub names: Names,
    /// Items in the order of the judgement.
    pub attention: Vec<AttentionItem>,
    /// How many more items there were than the brief prints.
    pub attention_left_out: u64,
    /// What the day before gave out and what came of it.
    pub assignments: Vec<AssignmentLine>,
    /// Received a day for the last days, oldest first, for the chart.
    pub trend: Vec<(Date, u64)>,
    /// Sentences on what the numbers do not hold (a year without holiday data, a unit that is missing).
    pub caveats: Vec<Caveat>,
}

/// A slug with its name as it was that day, and its count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted<S> {
    /// Slug.
    pub slug: S,
    /// Name.
    pub name: Text,
    /// Count.
    pub count: Compared,
}

/// A unit's reporting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLine {
    /// Unit.
    pub unit: UnitSlug,
    /// Name.
    pub name: Text,
    /// How its report stands.
    pub report: ReportStatus,
    /// Versions of the report so far.
    pub versions: u32,
    /// Cases received that day for which it is responsible.
    pub cases: u64,
    /// Of all its open cases, those past a due time.
    pub overdue: u64,
}

/// An assignment 交办 and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentLine {
    /// The task.
    pub task: CaseId,
    /// Its number.
    pub number: String,
    /// What was to be done.
    pub title: String,
    /// Unit.
    pub unit: Text,
    /// Post of the leader.
    pub leader: Text,
    /// Due.
    pub due: Option<Timestamp>,
    /// Status as shown.
    pub status: Text,
    /// Signed off.
    pub done: bool,
    /// Past its due time at `as_of`.
    pub overdue: bool,
    /// Outcome, once there is one.
    pub outcome: Option<Outcome>,
    /// Last word on progress, or the result.
    pub word: String,
}

/// What the numbers do not hold; rendered in words at the edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "caveat", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields say what they are")]
pub enum Caveat {
    /// Units whose report is missing.
    Missing { units: u64 },
    /// Deadlines were computed in a year without holiday data.
    NoHolidayData { year: i16 },
    /// The rising test had too few past weeks to say anything.
    ShortHistory { weeks: u32, least: u32 },
    /// Rows that could not be read.
    RejectedRows { rows: u64 },
    /// Assignments of days before that are not printed.
    Assignments { tasks: u64 },
}
