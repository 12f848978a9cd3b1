//! What can be done, by the names that the policies use.

use super::policies;

/// An action of the desk, as a right that a post has or has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Right {
    SeeToday,
    SeeCases,
    ExportCases,
    RegisterCase,
    TakeStep,
    OpenSealed,
    OpenFile,
    Erase,
    ReadAccessRecord,
    SeeReports,
    ReportDay,
    Import,
    SeeDay,
    Judge,
    SignBrief,
    SeeAssignments,
    Assign,
    SeeUnits,
    KeepAccounts,
    ReadMetrics,
    WatchLog,
    WatchNotices,
    SeeSource,
    NameReceiver,
    InviteGuest,
    AnswerDanger,
    SeeRounds,
    StartRound,
    ReportRound,
    SeeDuty,
    PlanDuty,
    ServeDuty,
    SeeCalls,
    SeePlans,
    DraftPlan,
    ApprovePlan,
    PlanDrill,
    SeeWarnings,
    DraftWarning,
    ApproveWarning,
    PublishWarning,
    SeeLevels,
    SetLevel,
}

impl Right {
    /// All of them.
    pub const ALL: [Self; 43] = [
        Self::SeeToday,
        Self::SeeCases,
        Self::ExportCases,
        Self::RegisterCase,
        Self::TakeStep,
        Self::OpenSealed,
        Self::OpenFile,
        Self::Erase,
        Self::ReadAccessRecord,
        Self::SeeReports,
        Self::ReportDay,
        Self::Import,
        Self::SeeDay,
        Self::Judge,
        Self::SignBrief,
        Self::SeeAssignments,
        Self::Assign,
        Self::SeeUnits,
        Self::KeepAccounts,
        Self::ReadMetrics,
        Self::WatchLog,
        Self::WatchNotices,
        Self::SeeSource,
        Self::NameReceiver,
        Self::InviteGuest,
        Self::AnswerDanger,
        Self::SeeRounds,
        Self::StartRound,
        Self::ReportRound,
        Self::SeeDuty,
        Self::PlanDuty,
        Self::ServeDuty,
        Self::SeeCalls,
        Self::SeePlans,
        Self::DraftPlan,
        Self::ApprovePlan,
        Self::PlanDrill,
        Self::SeeWarnings,
        Self::DraftWarning,
        Self::ApproveWarning,
        Self::PublishWarning,
        Self::SeeLevels,
        Self::SetLevel,
    ];

    /// The action's name in the policies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SeeToday => "SeeToday",
            Self::SeeCases => "SeeCases",
            Self::ExportCases => "ExportCases",
            Self::RegisterCase => "RegisterCase",
            Self::TakeStep => "TakeStep",
            Self::OpenSealed => "OpenSealed",
            Self::OpenFile => "OpenFile",
            Self::Erase => "Erase",
            Self::ReadAccessRecord => "ReadAccessRecord",
            Self::SeeReports => "SeeReports",
            Self::ReportDay => "ReportDay",
            Self::Import => "Import",
            Self::SeeDay => "SeeDay",
            Self::Judge => "Judge",
            Self::SignBrief => "SignBrief",
            Self::SeeAssignments => "SeeAssignments",
            Self::Assign => "Assign",
            Self::SeeUnits => "SeeUnits",
            Self::KeepAccounts => "KeepAccounts",
            Self::ReadMetrics => "ReadMetrics",
            Self::WatchLog => "WatchLog",
            Self::WatchNotices => "WatchNotices",
            Self::SeeSource => "SeeSource",
            Self::NameReceiver => "NameReceiver",
            Self::InviteGuest => "InviteGuest",
            Self::AnswerDanger => "AnswerDanger",
            Self::SeeRounds => "SeeRounds",
            Self::StartRound => "StartRound",
            Self::ReportRound => "ReportRound",
            Self::SeeDuty => "SeeDuty",
            Self::PlanDuty => "PlanDuty",
            Self::ServeDuty => "ServeDuty",
            Self::SeeCalls => "SeeCalls",
            Self::SeePlans => "SeePlans",
            Self::DraftPlan => "DraftPlan",
            Self::ApprovePlan => "ApprovePlan",
            Self::PlanDrill => "PlanDrill",
            Self::SeeWarnings => "SeeWarnings",
            Self::DraftWarning => "DraftWarning",
            Self::ApproveWarning => "ApproveWarning",
            Self::PublishWarning => "PublishWarning",
            Self::SeeLevels => "SeeLevels",
            Self::SetLevel => "SetLevel",
        }
    }

    /// The message key of who has it: the reason of the first policy that gives it to somebody.
    #[must_use]
    pub fn who_has_it(self) -> Option<&'static str> {
        let action = format!("Action::\"{}\"", self.name());
        let mut permits = policies().iter().filter(|policy| policy.permits);
        permits
            .find(|policy| policy.text.contains(&action))
            .map(|policy| policy.why)
    }

    /// Whether it is done with one case, so that the case is asked too.
    #[must_use]
    pub const fn is_of_a_case(self) -> bool {
        matches!(
            self,
            Self::SeeCases
                | Self::TakeStep
                | Self::OpenSealed
                | Self::OpenFile
                | Self::Erase
                | Self::SeeSource
                | Self::NameReceiver
                | Self::InviteGuest
                | Self::AnswerDanger
        )
    }
}
