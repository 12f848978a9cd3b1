//! Judgement 研判: every new or open item ranked for attention, with its reasons in words. People decide.

use crate::{AreaSlug, CaseId, CategorySlug, ClockSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why an item asks for attention. Rendered in words at the edge; ordered from the gravest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields say what they are")]
pub enum Reason {
    /// People were hurt or killed.
    Casualties { people: u32 },
    /// A clock is past its due time by so many minutes.
    Overdue { clock: String, minutes: i64 },
    /// A clock is near its due time; so many minutes are left.
    NearDeadline { clock: String, minutes: i64 },
    /// Asked again so many times.
    Repeated { times: u32 },
    /// So many people are affected.
    ManyPeople { people: u32 },
    /// The category rises against the same weekday's own history.
    RisingCategory {
        category: CategorySlug,
        observed: u64,
        expected: f64,
        p: f64,
    },
    /// The place rises against the same weekday's own history.
    RisingArea {
        area: AreaSlug,
        observed: u64,
        expected: f64,
        p: f64,
    },
    /// Put there by a person, with the reason given.
    Added { why: String },
}

/// An item of the judgement: a case, or (for a rising category or area) the group of a day's cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttentionItem {
    /// What it is about.
    pub subject: Subject,
    /// Why, the gravest first; never empty.
    pub reasons: Vec<Reason>,
}

/// What an item is about: never a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "subject", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields say what they are")]
pub enum Subject {
    /// One case.
    Case {
        id: CaseId,
        number: String,
        title: String,
        unit: UnitSlug,
    },
    /// A category on this day.
    Category { category: CategorySlug },
    /// An area on this day.
    Area { area: AreaSlug },
}

/// Counts of one day, for the history that the rising test looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCounts {
    /// The day, in the pack's zone.
    pub date: Date,
    /// Cases received by category.
    pub categories: std::collections::BTreeMap<CategorySlug, u64>,
    /// Cases received by area.
    pub areas: std::collections::BTreeMap<AreaSlug, u64>,
}

/// A case as the judgement sees it: what it is about, never who asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields repeat the case's, documented there")]
pub struct Item {
    pub id: CaseId,
    pub number: String,
    pub title: String,
    pub unit: UnitSlug,
    pub category: CategorySlug,
    pub area: Option<AreaSlug>,
    pub received_at: Timestamp,
    pub casualties: Option<u32>,
    pub people_affected: Option<u32>,
    pub repeats: u32,
    /// Clocks that run or are breached, as `(clock, from, due)`.
    pub clocks: Vec<(ClockSlug, Timestamp, Timestamp)>,
}

/// What a judgement is made from.
#[derive(Debug, Clone)]
pub struct JudgementInput<'a> {
    /// The day judged.
    pub date: Date,
    /// The moment it is judged as of.
    pub now: Timestamp,
    /// Candidates: every case that may have a reason of its own (a clock near or past its due time, casualties,
    /// repeats, many people). Cases that can only be part of a rise need not be here.
    pub items: &'a [Item],
    /// Counts of the day itself.
    pub today: DayCounts,
    /// Counts of earlier days, any order, at least the same weekdays of the pack's history weeks.
    pub history: &'a [DayCounts],
}

/// What people did to the program's proposal. Each is an event of the day's stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields say what they are")]
pub enum DayEvent {
    /// The program's proposal, in its order; a later one replaces what nobody has touched.
    Judged {
        items: Vec<AttentionItem>,
        as_of: Timestamp,
        /// How many more there were than a judgement keeps.
        #[serde(default)]
        left_out: u64,
        /// Comparable past days that the rising test had.
        #[serde(default)]
        weeks: u32,
    },
    /// A person keeps an item.
    Confirmed { subject: Subject },
    /// A person moves an item to another place, 0 first.
    Moved { subject: Subject, to: usize },
    /// A person adds an item.
    Added { item: AttentionItem },
    /// A person drops an item, with a reason.
    Dropped { subject: Subject, why: String },
    /// A version of the brief was drafted.
    BriefDrafted { brief: Box<super::Brief> },
    /// A version was signed off and got its issue number.
    BriefSigned { version: u32, issue: u32, running: u32 },
    /// A leader decided on an item of the signed brief: who does what by when. The task is a case of kind `task`.
    Decided {
        subject: Subject,
        task: CaseId,
        number: String,
    },
}
