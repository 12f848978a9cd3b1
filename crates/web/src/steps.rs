//! The steps of a case as the desk names them in addresses, and their words.

use domain::case::{Outcome, Role, Round, Verdict};
use domain::clock::{ClockStatus, ClockUnit};
use domain::pack::StepName;

/// Steps that are taken with a form, in the order shown: name, name in addresses, message key.
const STEPS: &[(StepName, &str, &str)] = &[
    (StepName::Accept, "accept", "step-accept"),
    (StepName::Refuse, "refuse", "step-refuse"),
    (StepName::Dispatch, "dispatch", "step-dispatch"),
    (StepName::Acknowledge, "acknowledge", "step-acknowledge"),
    (StepName::TakeOver, "take-over", "step-take-over"),
    (StepName::DeclinePass, "decline", "step-decline"),
    (StepName::ReportProgress, "progress", "step-progress"),
    (StepName::RecordOpinion, "opinion", "step-opinion"),
    (StepName::RecordReferral, "referral", "step-referral"),
    (StepName::RecordConsent, "consent", "step-consent"),
    (StepName::GiveNotice, "notice", "step-notice"),
    (StepName::ChooseMediator, "mediator", "step-mediator"),
    (StepName::InviteOnline, "invite-online", "step-invite-online"),
    (StepName::AnswerOnline, "answer-online", "step-answer-online"),
    (StepName::CallSession, "call-session", "step-call-session"),
    (StepName::RecordSession, "record-session", "step-record-session"),
    (StepName::MoveSession, "move-session", "step-move-session"),
    (StepName::CallOffSession, "call-off-session", "step-call-off-session"),
    (StepName::DraftAgreement, "agreement", "step-agreement"),
    (StepName::SealAgreement, "seal", "step-seal"),
    (StepName::RecordOralAgreement, "oral-agreement", "step-oral-agreement"),
    (
        StepName::ApplyConfirmation,
        "apply-confirmation",
        "step-apply-confirmation",
    ),
    (
        StepName::DeclineConfirmation,
        "decline-confirmation",
        "step-decline-confirmation",
    ),
    (
        StepName::RecordConfirmation,
        "record-confirmation",
        "step-record-confirmation",
    ),
    (StepName::FollowUp, "follow-up", "step-follow-up"),
    (StepName::MediateAnew, "mediate-anew", "step-mediate-anew"),
    (StepName::ExtendMediation, "extend-mediation", "step-extend-mediation"),
    (StepName::EndMediation, "end-mediation", "step-end-mediation"),
    (StepName::HandOver, "hand-over", "step-hand-over"),
    (StepName::FileEvidence, "file-under", "step-file-under"),
    (StepName::Answer, "answer", "step-answer"),
    (StepName::SignOff, "sign-off", "step-sign-off"),
    (StepName::Return, "return", "step-return"),
    (StepName::Close, "close", "step-close"),
    (StepName::Confirm, "confirm", "step-confirm"),
    (StepName::Reopen, "reopen", "step-reopen"),
    (StepName::Withdraw, "withdraw", "step-withdraw"),
    (StepName::AskReview, "review", "step-review"),
    (StepName::AskReReview, "re-review", "step-re-review"),
    (StepName::PassOn, "pass-on", "step-pass-on"),
    (StepName::JoinUnit, "join", "step-join"),
    (StepName::ReleaseUnit, "release", "step-release"),
    (StepName::Simplify, "simplify", "step-simplify"),
    (StepName::Recuse, "recuse", "step-recuse"),
    (StepName::LinkCase, "link", "step-link"),
    (StepName::Supervise, "supervise", "step-supervise"),
    (StepName::Comment, "comment", "step-comment"),
    (StepName::Message, "message", "step-message"),
    (StepName::RecordRepeat, "repeat", "step-repeat"),
    (StepName::PauseClock, "pause", "step-pause"),
    (StepName::ResumeClock, "resume", "step-resume"),
    (StepName::ExtendClock, "extend", "step-extend"),
    (StepName::Correct, "correct", "step-correct"),
    (StepName::RecordAbout, "about", "step-about"),
    (StepName::LiftAbout, "lift-about", "step-lift-about"),
    (StepName::Publish, "publish", "step-publish"),
    (StepName::Unpublish, "unpublish", "step-unpublish"),
];

/// The step of an address.
pub(crate) fn step_of(slug: &str) -> Option<StepName> {
    let step = STEPS.iter().find(|(_, known, _)| *known == slug);
    step.map(|(step, _, _)| *step)
}

/// The names in addresses of the steps that fit, in the order shown.
pub(crate) fn slugs(fits: impl Fn(StepName) -> bool) -> impl Iterator<Item = &'static str> {
    let fitting = STEPS.iter().filter(move |(step, ..)| fits(*step));
    fitting.map(|(_, slug, _)| *slug)
}

/// Where a step stands among those shown.
pub(crate) fn place(step: StepName) -> usize {
    let place = STEPS.iter().position(|(known, _, _)| *known == step);
    place.unwrap_or(STEPS.len())
}

/// A step's name in addresses and its message key; none for steps that have pages of their own.
pub(crate) fn named(step: StepName) -> Option<(&'static str, &'static str)> {
    let named = STEPS.iter().find(|(known, _, _)| *known == step);
    named.map(|(_, slug, key)| (*slug, *key))
}

/// Outcomes of an answer: value in forms, message key.
pub(crate) const OUTCOMES: &[(Outcome, &str, &str)] = &[
    (Outcome::Solved, "solved", "outcome-solved"),
    (Outcome::Partly, "partly", "outcome-partly"),
    (Outcome::CannotBeMet, "cannot-be-met", "outcome-cannot-be-met"),
    (Outcome::NotOurs, "not-ours", "outcome-not-ours"),
    (Outcome::Duplicate, "duplicate", "outcome-duplicate"),
];

/// What an opinion comes to: value in forms, message key.
pub(crate) const VERDICTS: &[(Verdict, &str, &str)] = &[
    (Verdict::Supported, "supported", "verdict-supported"),
    (Verdict::Explained, "explained", "verdict-explained"),
    (Verdict::NotSupported, "not-supported", "verdict-not-supported"),
];

/// A verdict's message key.
pub(crate) fn verdict_key(verdict: Verdict) -> &'static str {
    let known = VERDICTS.iter().find(|(known, _, _)| *known == verdict);
    known.map_or("verdict-supported", |(_, _, key)| key)
}

/// A round's message key.
pub(crate) const fn round_key(round: Round) -> &'static str {
    match round {
        Round::Handling => "round-handling",
        Round::Review => "round-review",
        Round::ReReview => "round-re-review",
    }
}

/// An outcome's message key.
pub(crate) fn outcome_key(outcome: Outcome) -> &'static str {
    let known = OUTCOMES.iter().find(|(known, _, _)| *known == outcome);
    known.map_or("outcome-withdrawn", |(_, _, key)| key)
}

/// A clock status's message key and the class of its mark.
pub(crate) const fn clock_status(status: ClockStatus) -> (&'static str, &'static str) {
    match status {
        ClockStatus::Running => ("clock-running", ""),
        ClockStatus::Paused => ("clock-paused", "near"),
        ClockStatus::Extended => ("clock-extended", ""),
        ClockStatus::Met => ("clock-met", "good"),
        ClockStatus::Breached => ("clock-breached", "late"),
        ClockStatus::Cancelled => ("clock-cancelled", ""),
    }
}

/// Message key of an allowance in its unit.
pub(crate) const fn allowance_key(unit: ClockUnit) -> &'static str {
    match unit {
        ClockUnit::Hours => "allowance-hours",
        ClockUnit::Days => "allowance-days",
        ClockUnit::WorkingDays => "allowance-working-days",
    }
}

/// Message key for an actor without a post.
pub(crate) const fn nobody_key(role: Role) -> &'static str {
    match role {
        Role::Requester => "actor-requester",
        Role::Invited => "actor-invited",
        Role::OtherParty => "actor-other-party",
        _ => "actor-program",
    }
}

/// Message key of a role that works at the desk.
pub(crate) const fn role_key(role: Role) -> Option<&'static str> {
    match role {
        Role::Clerk => Some("refusal-role-clerk"),
        Role::Handler => Some("refusal-role-handler"),
        Role::DutyOfficer => Some("refusal-role-duty-officer"),
        Role::SpecialOffice => Some("refusal-role-special-office"),
        Role::Leader => Some("refusal-role-leader"),
        Role::Auditor => Some("refusal-role-auditor"),
        Role::Administrator => Some("refusal-role-administrator"),
        Role::Program | Role::Requester | Role::Invited | Role::OtherParty => None,
    }
}
