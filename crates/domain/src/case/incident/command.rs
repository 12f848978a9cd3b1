//! What may be asked of an incident.

use super::{Figures, Movement, Receiver, ReportSort, ReportText};
use crate::pack::{OperatingLevel, StepName};
use crate::{CaseId, PostSlug};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A step of an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "respond", rename_all = "snake_case")]
pub enum Respond {
    /// What is known now. The level follows: up at once, never down by itself.
    Figures {
        /// The numbers.
        figures: Figures,
        /// From whom, or how they were found.
        note: String,
    },
    /// The level is set by hand. Down by a leader alone.
    Grade {
        /// The level's slug in the pack.
        level: String,
        /// Why.
        reason: String,
    },
    /// A report went out 信息报送.
    SendReport {
        /// Which.
        sort: ReportSort,
        /// Its text, part by part.
        parts: Vec<ReportText>,
        /// To whom.
        to: String,
        /// By which way: telephone, fax, the reporting system.
        channel: String,
        /// Where questions are answered: an office and its number, no name. May be empty.
        contact: String,
        /// When it went out, where that was before this is written down; what counts is when it is written down.
        said_at: Option<Timestamp>,
        /// To whom this program hands it on; nobody where it was sent already.
        receivers: Vec<Receiver>,
        /// The mark of what was known when its text was drafted ([`super::Incident::known_mark`]); none where nobody says.
        known: Option<String>,
    },
    /// A report reached one of its receivers.
    HandOn {
        /// Which report, 1 for the first.
        report: u32,
        /// Which of its receivers, 1 for the first.
        receiver: u32,
        /// How, where somebody did it in the program's place: by telephone; none for the program.
        by_hand: Option<String>,
        /// When, as whoever did it says; what counts is when it is written down.
        said_at: Option<Timestamp>,
    },
    /// Somebody there said that it came in.
    NoteReceipt {
        /// Which report, 1 for the first.
        report: u32,
        /// Which of its receivers, 1 for the first; none where it has none.
        receiver: Option<u32>,
        /// Who there, by office.
        by: String,
        /// When, as they say.
        said_at: Option<Timestamp>,
    },
    /// Something that happened.
    Note {
        /// When.
        happened_at: Timestamp,
        /// What.
        text: String,
    },
    /// A post is commander, liaison, recorder.
    NameRole {
        /// The role's slug in the pack.
        role: String,
        /// The post.
        post: PostSlug,
    },
    /// Resources are called.
    CallResource {
        /// What.
        what: String,
        /// How many.
        count: u32,
        /// From whom.
        from: String,
    },
    /// They arrived, or are released.
    MoveResource {
        /// Which, 1 for the first.
        resource: u32,
        /// Where to.
        to: Movement,
    },
    /// It is dealt with by this plan.
    FollowPlan {
        /// The plan, by its slug.
        plan: String,
    },
    /// An item of the plan's checklist is done.
    Tick {
        /// Which.
        item: String,
    },
    /// Patients are handed to a hospital. Names go with them on another way.
    HandOver {
        /// Which hospital, or health authority.
        hospital: String,
        /// In danger of their lives.
        critical: u32,
        /// Badly hurt.
        serious: u32,
        /// Slightly hurt.
        slight: u32,
        /// What they need: blood, burns ward, interpreter.
        needs: String,
    },
    /// The public was warned by this warning.
    LinkWarning {
        /// The warning's id.
        warning: String,
    },
    /// It is over 结束处置: what was done, as the closing word. Needs the last report, and nothing still out there.
    End {
        /// The closing word.
        text: String,
    },
    /// What was found afterwards 复盘.
    Review {
        /// The finding.
        finding: String,
    },
    /// A finding became a task.
    LinkTask {
        /// Which finding, 1 for the first.
        finding: u32,
        /// The task.
        task: CaseId,
        /// Its number.
        number: String,
    },
    /// Personal data taken in the emergency is destroyed 销毁应急中收集的个人信息 (突发事件应对法, art. 85): it is over and looked back on.
    /// What is sealed of the case goes, the rest stays.
    ErasePersonal,
    /// An operating level 平战状态 binds the unit that deals with it, or none any more: what the program writes down by itself.
    BindLevel {
        /// Which.
        level: OperatingLevel,
        /// Since when it has been in force: what counts where it was so before the incident was registered.
        since: Timestamp,
    },
    /// The inquiry has more time.
    ExtendInquiry {
        /// Days.
        days: u32,
        /// Why.
        reason: String,
    },
}

impl Respond {
    /// The pack's step that it is.
    #[must_use]
    pub const fn step(&self) -> StepName {
        match self {
            Self::Figures { .. } => StepName::RecordFigures,
            Self::Grade { .. } | Self::BindLevel { .. } => StepName::GradeIncident,
            Self::SendReport { .. } | Self::HandOn { .. } | Self::NoteReceipt { .. } => StepName::SendReport,
            Self::Note { .. } => StepName::KeepTimeline,
            Self::NameRole { .. } => StepName::NameRole,
            Self::CallResource { .. } | Self::MoveResource { .. } => StepName::CallResources,
            Self::FollowPlan { .. } | Self::Tick { .. } => StepName::FollowPlan,
            Self::HandOver { .. } => StepName::HandToHealth,
            Self::LinkWarning { .. } => StepName::LinkWarning,
            Self::End { .. } => StepName::EndIncident,
            Self::Review { .. } | Self::LinkTask { .. } | Self::ErasePersonal => StepName::ReviewIncident,
            Self::ExtendInquiry { .. } => StepName::ExtendInquiry,
        }
    }
}
