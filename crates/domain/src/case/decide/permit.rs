//! Whether a step may be taken: declared by the kind, by this role, from this status, with what it requires.

use super::{Draft, ladder, source};
use crate::StatusSlug;
use crate::case::{Actor, Case, Refusal, Role};
use crate::pack::{Kind, Pack, Requirement, Step, StepName};

/// The step of that name that may be taken now. Where the pack declares several of one name, the first that fits.
pub(super) fn permit<'a>(draft: &Draft<'a>, name: StepName) -> Result<&'a Step, Refusal> {
    let mut refusal = None;
    for step in draft.kind.steps.iter().filter(|step| step.name == name) {
        match check(draft, step) {
            Ok(()) => return Ok(step),
            Err(why) => {
                refusal.get_or_insert(why);
            }
        }
    }
    Err(refusal.unwrap_or_else(|| not_in_kind(draft.kind, name)))
}

/// The kind's step for registering, if `actor` may take it.
pub(super) fn permit_registration<'a>(kind: &'a Kind, actor: &Actor) -> Result<&'a Step, Refusal> {
    let step = kind
        .steps
        .iter()
        .find(|step| step.name == StepName::Register)
        .ok_or_else(|| not_in_kind(kind, StepName::Register))?;
    check_role(actor, step)?;
    Ok(step)
}

fn not_in_kind(kind: &Kind, name: StepName) -> Refusal {
    Refusal::new("refusal-step-not-in-kind")
        .with("step", slug_of(name))
        .with_text("kind", &kind.name)
}

fn check(draft: &Draft<'_>, step: &Step) -> Result<(), Refusal> {
    check_role(draft.actor, step)?;
    // What is sealed tells who reported, and a link would let somebody else stand in their place.
    let of_source = matches!(
        step.name,
        StepName::KeepSealed | StepName::OpenSealed | StepName::GiveLink
    );
    if of_source && draft.actor.role != Role::Requester {
        source::check_actor(&draft.case, draft.actor, draft.pack)?;
    }
    check_status(&draft.case, step, draft.pack, draft.kind)?;
    match step.name {
        StepName::Return => ladder::check_not_given(&draft.case)?,
        StepName::Refuse => check_not_accepted(&draft.case, step, draft.kind)?,
        _ => {}
    }
    step.requires
        .iter()
        .try_for_each(|requirement| check_requirement(draft, step.name, *requirement))
}

fn check_role(actor: &Actor, step: &Step) -> Result<(), Refusal> {
    if step.by.contains(&actor.role) && can_ever(actor.role, step.name) {
        return Ok(());
    }
    let roles: Vec<&str> = step
        .by
        .iter()
        .filter(|role| can_ever(**role, step.name))
        .map(|role| role_slug(*role))
        .collect();
    let key = if roles.is_empty() {
        "refusal-role-nobody"
    } else {
        "refusal-role"
    };
    let refusal = Refusal::new(key)
        .with("step", slug_of(step.name))
        .with("role", role_slug(actor.role));
    Err(if roles.is_empty() {
        refusal
    } else {
        refusal.with("roles", roles.join(","))
    })
}

/// What no pack can give away: the program makes no person's judgement, the auditor changes nothing, a leader alone
/// grants more time, and only the requester's own word, perhaps taken down by a clerk, says "solved".
pub(crate) const fn can_ever(role: Role, step: StepName) -> bool {
    match (step, role) {
        // A party that is not the first says in the mediation what is its own to say, writes to those who handle it and gives them
        // files, and does nothing else.
        (_, Role::OtherParty) => matches!(
            step,
            StepName::RecordConsent
                | StepName::AnswerOnline
                | StepName::ChooseMediator
                | StepName::ConfirmRecord
                | StepName::ConfirmPerformance
                | StepName::Message
                | StepName::AttachEvidence
        ),
        // Somebody answers with their post for opening, erasing and lifting: the requester has none.
        (_, Role::Auditor | Role::Invited)
        | (
            StepName::OpenSealed
            | StepName::Publish
            | StepName::Unpublish
            | StepName::Erase
            | StepName::LiftAbout
            | StepName::RecordOpinion
            | StepName::Recuse
            | StepName::JoinUnit
            | StepName::ReleaseUnit
            | StepName::PassOn
            | StepName::TakeOver
            | StepName::DeclinePass
            | StepName::LinkCase
            | StepName::GiveLink
            | StepName::RecordReferral
            | StepName::ExtendMediation
            | StepName::InviteOnline
            | StepName::GiveNotice
            | StepName::CallSession
            | StepName::MoveSession
            | StepName::CallOffSession
            | StepName::RecordSession
            | StepName::DraftAgreement
            | StepName::SignPaper
            | StepName::SealAgreement
            | StepName::RecordOralAgreement
            | StepName::ApplyConfirmation
            | StepName::DeclineConfirmation
            | StepName::RecordConfirmation
            | StepName::FollowUp
            | StepName::MediateAnew
            | StepName::EndMediation
            | StepName::HandOver
            | StepName::FileEvidence
            | StepName::RecordFigures
            | StepName::GradeIncident
            | StepName::SendReport
            | StepName::KeepTimeline
            | StepName::NameRole
            | StepName::CallResources
            | StepName::FollowPlan
            | StepName::HandToHealth
            | StepName::LinkWarning
            | StepName::EndIncident
            | StepName::ReviewIncident
            | StepName::ExtendInquiry,
            Role::Requester,
        ) => false,
        (_, Role::Program) => matches!(
            step,
            StepName::Register
                | StepName::Correct
                | StepName::Dispatch
                | StepName::AttachEvidence
                | StepName::RecordRepeat
                | StepName::PauseClock
                | StepName::ResumeClock
                | StepName::Erase
        ),
        (StepName::ExtendClock | StepName::ExtendInquiry, role) => matches!(role, Role::Leader),
        (StepName::Confirm | StepName::AskReview | StepName::AskReReview, role) => {
            matches!(role, Role::Requester | Role::Clerk)
        }
        _ => true,
    }
}

fn check_status(case: &Case, step: &Step, pack: &Pack, kind: &Kind) -> Result<(), Refusal> {
    let allowed = if step.from.is_empty() {
        match step.name {
            // They don't move the case; what comes late must still be written down.
            StepName::Correct
            | StepName::RecordRepeat
            | StepName::Confirm
            | StepName::KeepSealed
            | StepName::OpenSealed
            | StepName::RecordAbout
            | StepName::LiftAbout
            | StepName::Publish
            | StepName::Unpublish
            | StepName::LinkCase
            | StepName::GiveLink
            | StepName::SendReport
            | StepName::RecordFigures
            | StepName::ReviewIncident
            | StepName::ExtendInquiry
            | StepName::FileEvidence => true,
            StepName::Erase | StepName::Reopen => case.is_ended(),
            _ => !case.is_ended(),
        }
    } else {
        // A unit's word that it has finished can be sent back wherever the case stands: the unit gave no answer with it.
        step.from.contains(&case.status) || (step.name == StepName::Return && case.finish_claim.is_some())
    };
    // An ended case takes only what does not set it in motion again by another door than reopening.
    let stays_ended = !case.is_ended()
        || matches!(
            step.name,
            StepName::Correct
                | StepName::RecordRepeat
                | StepName::Confirm
                | StepName::Reopen
                | StepName::AttachEvidence
                | StepName::Comment
                | StepName::Message
                | StepName::KeepSealed
                | StepName::OpenSealed
                | StepName::RecordAbout
                | StepName::LiftAbout
                | StepName::Publish
                | StepName::Unpublish
                | StepName::LinkCase
                | StepName::GiveLink
                | StepName::FileEvidence
                | StepName::SendReport
                | StepName::RecordFigures
                | StepName::ReviewIncident
                | StepName::ExtendInquiry
                | StepName::AskReview
                | StepName::AskReReview
                // Asking a court is a right of the parties (人民调解法, art. 33), whenever the case was closed.
                | StepName::SignPaper
                | StepName::ApplyConfirmation
                | StepName::DeclineConfirmation
                | StepName::RecordConfirmation
                | StepName::Erase
        );
    let allowed = allowed && ladder::fits_round(case.round, step.name);
    if allowed && stays_ended {
        return Ok(());
    }
    if step.name == StepName::Erase {
        return Err(Refusal::new("refusal-erase-open").with("number", &case.number));
    }
    if case.is_ended() {
        return Err(Refusal::new("refusal-ended")
            .with("step", slug_of(step.name))
            .with("number", &case.number));
    }
    let refusal = Refusal::new("refusal-status").with("step", slug_of(step.name));
    Err(match kind.statuses.iter().find(|status| status.slug == case.status) {
        Some(status) => refusal.with_text("status", &status.name),
        None => refusal.with("status", format_args!("{} ({})", case.status, pack.id)),
    })
}

/// What was accepted once is not refused afterwards, wherever it has gone since: it is answered. Where the pack lets one refuse what is
/// accepted, that is the pack's to say.
fn check_not_accepted(case: &Case, refuse: &Step, kind: &Kind) -> Result<(), Refusal> {
    let mut accepted = kind.steps.iter().filter(|step| step.name == StepName::Accept);
    let after = |to: &StatusSlug| refuse.from.is_empty() || refuse.from.contains(to);
    let may_after = accepted.any(|step| step.to.as_ref().is_some_and(after));
    if case.accepted_at.is_some() && !may_after {
        return Err(Refusal::new("refusal-accepted-already").with("number", &case.number));
    }
    Ok(())
}

fn check_requirement(draft: &Draft<'_>, step: StepName, requirement: Requirement) -> Result<(), Refusal> {
    let case = &draft.case;
    match requirement {
        Requirement::Answer if case.answer.is_none() => {
            Err(Refusal::new("refusal-needs-answer").with("step", slug_of(step)))
        }
        Requirement::Evidence if case.evidence.is_empty() => {
            Err(Refusal::new("refusal-needs-evidence").with("step", slug_of(step)))
        }
        // Without an account nobody can be told apart from anybody, which is no other person.
        Requirement::SomebodyElse
            if case
                .answer
                .as_ref()
                .is_some_and(|answer| answer.by == draft.actor.account) =>
        {
            Err(Refusal::new("refusal-somebody-else").with("step", slug_of(step)))
        }
        Requirement::ResponsibleUnit if !case.is_responsible(draft.actor) => Err(other_unit(draft, step)),
        Requirement::InvolvedUnit if !case.is_responsible(draft.actor) && !case.helps(draft.actor) => {
            Err(other_unit(draft, step))
        }
        Requirement::HeadOfUnit if draft.actor.post.as_ref() != Some(&case.leader) => {
            let refusal = Refusal::new("refusal-other-leader").with("step", slug_of(step));
            Err(match draft.pack.post(&case.leader) {
                Some(leader) => refusal.with_text("leader", &leader.name),
                None => refusal.with("leader", &case.leader),
            })
        }
        Requirement::Opinion if case.opinion.is_none() => {
            Err(Refusal::new("refusal-needs-opinion").with("step", slug_of(step)))
        }
        Requirement::FollowedUp => super::mediation::check_followed_up(case, step),
        Requirement::Answer
        | Requirement::Evidence
        | Requirement::SomebodyElse
        | Requirement::ResponsibleUnit
        | Requirement::InvolvedUnit
        | Requirement::HeadOfUnit
        | Requirement::Opinion => Ok(()),
    }
}

/// Only the responsible unit can do it.
pub(super) fn other_unit(draft: &Draft<'_>, step: StepName) -> Refusal {
    let refusal = Refusal::new("refusal-other-unit").with("step", slug_of(step));
    match draft.pack.unit(&draft.case.unit) {
        Some(unit) => refusal.with_text("unit", &unit.name),
        None => refusal.with("unit", &draft.case.unit),
    }
}

/// The step's name in message keys (`refusal-step-…`).
pub(super) const fn slug_of(step: StepName) -> &'static str {
    match step {
        StepName::Register => "register",
        StepName::Correct => "correct",
        StepName::Accept => "accept",
        StepName::Refuse => "refuse",
        StepName::Dispatch => "dispatch",
        StepName::Acknowledge => "acknowledge",
        StepName::ReportProgress => "report-progress",
        StepName::AttachEvidence => "attach-evidence",
        StepName::Answer => "answer",
        StepName::SignOff => "sign-off",
        StepName::Return => "return",
        StepName::Close => "close",
        StepName::Confirm => "confirm",
        StepName::Reopen => "reopen",
        StepName::Withdraw => "withdraw",
        StepName::Supervise => "supervise",
        StepName::Comment => "comment",
        StepName::RecordRepeat => "record-repeat",
        StepName::PauseClock => "pause-clock",
        StepName::ResumeClock => "resume-clock",
        StepName::ExtendClock => "extend-clock",
        StepName::KeepSealed => "keep-sealed",
        StepName::OpenSealed => "open-sealed",
        StepName::RecordAbout => "record-about",
        StepName::LiftAbout => "lift-about",
        StepName::Publish => "publish",
        StepName::Unpublish => "unpublish",
        StepName::Erase => "erase",
        StepName::Message => "message",
        StepName::RecordOpinion => "record-opinion",
        StepName::AskReview => "ask-review",
        StepName::AskReReview => "ask-re-review",
        StepName::Recuse => "recuse",
        StepName::Simplify => "simplify",
        StepName::JoinUnit => "join-unit",
        StepName::ReleaseUnit => "release-unit",
        StepName::PassOn => "pass-on",
        StepName::TakeOver => "take-over",
        StepName::DeclinePass => "decline-pass",
        StepName::LinkCase => "link-case",
        StepName::GiveLink => "give-link",
        StepName::RecordReferral => "record-referral",
        StepName::ExtendMediation => "extend-mediation",
        StepName::InviteOnline => "invite-online",
        StepName::AnswerOnline => "answer-online",
        StepName::RecordConsent => "record-consent",
        StepName::GiveNotice => "give-notice",
        StepName::ChooseMediator => "choose-mediator",
        StepName::ConfirmRecord => "confirm-record",
        StepName::ConfirmPerformance => "confirm-performance",
        StepName::CallSession => "call-session",
        StepName::MoveSession => "move-session",
        StepName::CallOffSession => "call-off-session",
        StepName::RecordSession => "record-session",
        StepName::DraftAgreement => "draft-agreement",
        StepName::SignPaper => "sign-paper",
        StepName::SealAgreement => "seal-agreement",
        StepName::RecordOralAgreement => "record-oral-agreement",
        StepName::ApplyConfirmation => "apply-confirmation",
        StepName::DeclineConfirmation => "decline-confirmation",
        StepName::RecordConfirmation => "record-confirmation",
        StepName::FollowUp => "follow-up",
        StepName::MediateAnew => "mediate-anew",
        StepName::EndMediation => "end-mediation",
        StepName::HandOver => "hand-over",
        StepName::FileEvidence => "file-evidence",
        StepName::RecordFigures => "record-figures",
        StepName::GradeIncident => "grade-incident",
        StepName::SendReport => "send-report",
        StepName::KeepTimeline => "keep-timeline",
        StepName::NameRole => "name-role",
        StepName::CallResources => "call-resources",
        StepName::FollowPlan => "follow-plan",
        StepName::HandToHealth => "hand-to-health",
        StepName::LinkWarning => "link-warning",
        StepName::EndIncident => "end-incident",
        StepName::ReviewIncident => "review-incident",
        StepName::ExtendInquiry => "extend-inquiry",
    }
}

/// The role's name in message keys (`refusal-role-…`).
const fn role_slug(role: Role) -> &'static str {
    match role {
        Role::Program => "program",
        Role::Requester => "requester",
        Role::Clerk => "clerk",
        Role::Handler => "handler",
        Role::DutyOfficer => "duty-officer",
        Role::SpecialOffice => "special-office",
        Role::Leader => "leader",
        Role::Auditor => "auditor",
        Role::Administrator => "administrator",
        Role::Invited => "invited",
        Role::OtherParty => "other-party",
    }
}
