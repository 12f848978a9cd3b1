//! What has happened in an incident.

use super::{Figures, LevelReached, Movement, Report};
use crate::pack::OperatingLevel;
use crate::{CaseId, PostSlug};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One event of an incident. Who and when are beside it in the stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields repeat the command's, documented there")]
pub enum IncidentEvent {
    /// It was registered; `drill`: nothing has happened, it is practised.
    Begun {
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        drill: bool,
        level: LevelReached,
    },
    /// What was known at this moment.
    FiguresRecorded { figures: Figures, note: String },
    /// The numbers reach a higher level.
    LevelRaised { level: LevelReached },
    /// Somebody set the level, for a reason.
    LevelSet { level: LevelReached, reason: String },
    /// A report went out, as it stands here for ever.
    ReportSent(Box<Report>),
    /// It reached one of those to whom this program hands it on: the program did it, or somebody in its place.
    ReportHandedOn {
        report: u32,
        receiver: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_hand: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said_at: Option<Timestamp>,
    },
    /// Whoever got it said so: to somebody of ours, or by the link in the message.
    ReceiptNoted {
        report: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        receiver: Option<u32>,
        by: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said_at: Option<Timestamp>,
    },
    /// Something happened at that time.
    Noted { happened_at: Timestamp, text: String },
    /// A post does this from now on.
    RoleNamed { role: String, post: PostSlug },
    /// Resources were called.
    ResourceCalled { what: String, count: u32, from: String },
    /// They arrived, or were released.
    ResourceMoved { resource: u32, to: Movement },
    /// It is dealt with by this plan.
    PlanFollowed { plan: String },
    /// An item of the plan's checklist is done.
    ItemTicked { item: String },
    /// Patients were handed to a hospital: numbers and needs, no names.
    PatientsHandedOver {
        hospital: String,
        critical: u32,
        serious: u32,
        slight: u32,
        needs: String,
    },
    /// The public was warned.
    WarningLinked { warning: String },
    /// What was found afterwards.
    Found { finding: String },
    /// A finding became a task.
    FindingTasked { finding: u32, task: CaseId, number: String },
    /// Personal data taken in the emergency is gone: the store destroys the key that it was sealed under.
    PersonalDataErased,
    /// This operating level binds the unit from now on, or since it was set where that was before the registration.
    OperatingLevel {
        level: OperatingLevel,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Timestamp>,
    },
    /// The inquiry has more time.
    InquiryExtended { days: u32, reason: String },
}

impl IncidentEvent {
    /// Every word that people wrote in it.
    pub(in crate::case) fn each_word(&mut self, change: &mut impl FnMut(&mut String)) {
        match self {
            Self::FiguresRecorded { note: word, .. }
            | Self::LevelSet { reason: word, .. }
            | Self::ReceiptNoted { by: word, .. }
            | Self::Noted { text: word, .. }
            | Self::ItemTicked { item: word }
            | Self::Found { finding: word }
            | Self::InquiryExtended { reason: word, .. } => change(word),
            Self::ReportSent(report) => report.each_word(change),
            Self::ReportHandedOn { by_hand, .. } => by_hand.iter_mut().for_each(change),
            Self::ResourceCalled { what, from, .. } => [what, from].into_iter().for_each(change),
            Self::PatientsHandedOver { hospital, needs, .. } => [hospital, needs].into_iter().for_each(change),
            Self::Begun { .. }
            | Self::LevelRaised { .. }
            | Self::RoleNamed { .. }
            | Self::ResourceMoved { .. }
            | Self::PlanFollowed { .. }
            | Self::WarningLinked { .. }
            | Self::PersonalDataErased
            | Self::OperatingLevel { .. }
            | Self::FindingTasked { .. } => {}
        }
    }
}
