//! The steps of a case's life.

use super::permit::{permit, slug_of};
use super::register::{check_leader, check_unit};
use super::{Draft, about, agreement, clocks, ladder, mediation, referral, texts};
use crate::case::{Answer, Case, Command, Event, Evidence, Outcome, Party, Refusal, Role};
use crate::clock::{Allowance, ClockUnit, due};
use crate::pack::{Kind, Pack, Step, StepName};
use crate::{StatusSlug, UnitSlug};
use jiff::Timestamp;

/// The longest name of a file, in characters: what file systems take.
const MOST_FILE_NAME_CHARS: usize = 255;

/// Takes a step: whether it may be taken, what it needs, its event, its clocks, and the closing that it brings.
pub(super) fn take(draft: &mut Draft<'_>, command: &Command) -> Result<(), Refusal> {
    let Some(name) = step_of(command) else { return Ok(()) };
    let step = permit(draft, name)?;
    check(draft, command)?;
    let closes = closes(draft, step, command);
    if closes {
        referral::check_returned(&draft.case)?;
    }
    if closes && draft.case.answer.is_none() && name != StepName::Answer {
        return Err(Refusal::new("refusal-close-needs-answer").with("number", &draft.case.number));
    }
    let (asks_anew, unit_changed) = match command {
        Command::Dispatch { unit, .. } if *unit != draft.case.unit => {
            // Sent once more to the unit that it was put to, nothing begins anew.
            let put_to = draft.case.passing.as_ref().is_some_and(|passing| passing.unit == *unit);
            (!put_to, !waits(draft, unit))
        }
        _ => (false, false),
    };
    let stopped_by = clocks::StoppedBy::of(&draft.case);
    if let Some(event) = event(draft, step, command) {
        draft.push(event);
    }
    if name == StepName::Return || unit_changed {
        clocks::revive(draft, stopped_by);
    }
    let helps = name == StepName::ReportProgress && !draft.case.is_responsible(draft.actor);
    // A try is no word of the requester's: what waits for that waits on.
    let tries = matches!(command, Command::ReportUnreached { .. });
    if name != StepName::Close && !helps && !tries {
        clocks::apply(draft, name, asks_anew);
    }
    // What was agreed is asked after again.
    if name == StepName::Reopen {
        agreement::await_next_term(draft);
    }
    if closes && let Some(answer) = &draft.case.answer {
        let event = Event::Closed {
            outcome: answer.outcome,
            status: ended_status(draft, step),
        };
        draft.push(event);
        clocks::apply(draft, StepName::Close, false);
    }
    Ok(())
}

/// The pack's step that a command takes; none for those with rules of their own.
pub(super) const fn step_of(command: &Command) -> Option<StepName> {
    Some(match command {
        Command::Accept => StepName::Accept,
        Command::Refuse { .. } => StepName::Refuse,
        Command::Dispatch { .. } => StepName::Dispatch,
        Command::Acknowledge => StepName::Acknowledge,
        Command::ReportProgress { .. } => StepName::ReportProgress,
        Command::AttachEvidence(_) => StepName::AttachEvidence,
        Command::Answer { .. } => StepName::Answer,
        Command::SignOff { .. } => StepName::SignOff,
        Command::Return { .. } => StepName::Return,
        Command::Close => StepName::Close,
        Command::Confirm { .. } | Command::ReportUnreached { .. } => StepName::Confirm,
        Command::Reopen { .. } => StepName::Reopen,
        Command::Withdraw { .. } => StepName::Withdraw,
        Command::Supervise { .. } => StepName::Supervise,
        Command::Comment { .. } => StepName::Comment,
        Command::Message { .. } => StepName::Message,
        Command::RecordRepeat => StepName::RecordRepeat,
        Command::Simplify => StepName::Simplify,
        Command::GiveLink { .. } => StepName::GiveLink,
        Command::Register(_)
        | Command::Correct { .. }
        | Command::PauseClock { .. }
        | Command::ResumeClock { .. }
        | Command::ExtendClock { .. }
        | Command::ReachMark { .. }
        | Command::KeepSealed { .. }
        | Command::Open { .. }
        | Command::RecordAbout { .. }
        | Command::LiftAbout { .. }
        | Command::Publish(_)
        | Command::Unpublish { .. }
        | Command::RecordOpinion(_)
        | Command::AskReview { .. }
        | Command::Recuse { .. }
        | Command::JoinUnit { .. }
        | Command::ReleaseUnit { .. }
        | Command::PassOn { .. }
        | Command::TakeOver
        | Command::DeclinePass { .. }
        | Command::RepeatOf(_)
        | Command::RepeatedBy(_)
        | Command::Mediate(_)
        | Command::Respond(_)
        | Command::ChooseNotices { .. }
        | Command::SplitFrom(_)
        | Command::SplitOff(_)
        | Command::Relate(_)
        | Command::Unrelate(_)
        | Command::HandSourceOn { .. }
        | Command::ClearSourceFile { .. }
        | Command::KeepWithheld { .. }
        | Command::RaiseDanger { .. }
        | Command::AcknowledgeDanger
        | Command::TakeDangerCall
        | Command::EndDanger { .. }
        | Command::InviteGuest { .. }
        | Command::EndInvitation { .. }
        | Command::ShareSealed { .. }
        | Command::ShareAgreement { .. }
        | Command::StateAsGuest { .. }
        | Command::AttachAsGuest(_)
        | Command::Erase { .. } => return None,
    })
}

/// What the command itself must bring.
fn check(draft: &Draft<'_>, command: &Command) -> Result<(), Refusal> {
    if matches!(command, Command::Refuse { .. } | Command::Withdraw { .. }) {
        referral::check_not_referred(&draft.case)?;
    }
    match command {
        Command::Reopen { reason } => {
            check_reopen_window(draft)?;
            texts::needed("reason", reason)
        }
        // The requester owes nobody a reason; whoever writes it down for the requester says what was said.
        Command::Withdraw { reason } if draft.actor.role == Role::Requester => texts::optional("reason", reason),
        Command::Refuse { reason } | Command::Return { reason } | Command::Withdraw { reason } => {
            texts::needed("reason", reason)
        }
        Command::Dispatch { unit, leader, note } => {
            check_unit(draft.pack, unit)?;
            check_leader(draft.pack, leader)?;
            about::check_responsible(&draft.case.about, draft.pack, unit, leader)?;
            ladder::check_fresh(draft, unit, leader)?;
            texts::optional("note", note)
        }
        Command::Acknowledge if draft.case.acknowledged_at.is_some() => {
            Err(Refusal::new("refusal-already-acknowledged"))
        }
        Command::Simplify if draft.case.simple => Err(Refusal::new("refusal-already-simple")),
        Command::ReportProgress { note } => texts::needed("progress", note),
        Command::AttachEvidence(evidence) => check_evidence(evidence),
        Command::Answer { text, outcome } => {
            if *outcome == Outcome::Withdrawn {
                // Only the requester takes back what the requester asked.
                return Err(Refusal::new("refusal-answer-withdrawn"));
            }
            // A repeat is answered with the case that it repeats, so there has to be one.
            if *outcome == Outcome::Duplicate && draft.case.repeat_of.is_none() {
                return Err(Refusal::new("refusal-answer-duplicate").with("number", &draft.case.number));
            }
            ladder::check_answer(draft, *outcome)?;
            texts::needed("answer", text)
        }
        Command::SignOff { note } => texts::optional("note", note),
        Command::Supervise { note } => texts::needed("note", note),
        Command::Comment { text } => texts::needed("comment", text),
        Command::Message { text, to } => {
            check_told(draft, *to)?;
            texts::needed("message", text)
        }
        Command::GiveLink { link, party } => check_link(draft, link, *party),
        Command::ReportUnreached { note } => {
            if draft.actor.role == Role::Requester {
                return Err(Refusal::new("refusal-unreached-own"));
            }
            check_answered(draft)?;
            texts::optional("note", note)
        }
        Command::Confirm { solved, satisfied } => {
            check_answered(draft)?;
            if solved.is_none() && satisfied.is_none() {
                return Err(Refusal::new("refusal-confirm-nothing"));
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Another party than the first is told something by those who answer, in a dispute of its own; parties tell each other nothing here.
fn check_told(draft: &Draft<'_>, to: Option<Party>) -> Result<(), Refusal> {
    let Some(party) = to.filter(|party| *party != Party::A) else {
        return Ok(());
    };
    if draft.actor.party().is_some() {
        return Err(Refusal::new("refusal-message-party"));
    }
    mediation::rules(draft)?;
    mediation::check_parties(draft, &[party])
}

/// What is asked after is an answer.
fn check_answered(draft: &Draft<'_>) -> Result<(), Refusal> {
    if draft.case.answer.is_none() {
        return Err(Refusal::new("refusal-needs-answer").with("step", slug_of(StepName::Confirm)));
    }
    Ok(())
}

/// The requester can have a case opened again for as long as the pack says; an office, for a reason it answers for, longer.
fn check_reopen_window(draft: &Draft<'_>) -> Result<(), Refusal> {
    let until = reopen_until(&draft.case, draft.pack).filter(|_| draft.actor.role == Role::Requester);
    if until.is_some_and(|until| draft.now > until) {
        return Err(Refusal::new("refusal-reopen-late").with("number", &draft.case.number));
    }
    Ok(())
}

/// Until when the requester can have an ended case opened again; none where nothing limits it.
pub(crate) fn reopen_until(case: &Case, pack: &Pack) -> Option<Timestamp> {
    let days = pack.portal.as_ref()?.reopen_days.as_ref()?.value;
    let ended = case.ended_at?;
    let days = Allowance {
        n: days,
        unit: ClockUnit::Days,
    };
    // As every period of days: the day it ended is not counted, and the last one rolls where the pack says so.
    let roll = pack.roll_to_working_day.value;
    Some(due(ended, days, &pack.zone, &pack.calendar, roll).at)
}

pub(super) fn check_evidence(evidence: &Evidence) -> Result<(), Refusal> {
    texts::line("file-name", &evidence.name, MOST_FILE_NAME_CHARS)?;
    if !evidence.name.trim().is_empty() && evidence.bytes > 0 && is_sha256(&evidence.sha256) {
        Ok(())
    } else {
        Err(Refusal::new("refusal-evidence-broken"))
    }
}

/// A hash as it is written here: lower-case hex.
pub(super) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A link is known by its hash, and by the party who speaks by it: what it shows is what that party is told.
fn check_link(draft: &Draft<'_>, link: &str, party: Option<Party>) -> Result<(), Refusal> {
    if !is_sha256(link) {
        return Err(Refusal::new("refusal-evidence-broken"));
    }
    let mediates = draft.kind.mediation.is_some();
    match party {
        None => Ok(()),
        Some(party) if mediates && draft.case.parties().contains(&party) => Ok(()),
        Some(_) => Err(Refusal::new("refusal-link-party").with("number", &draft.case.number)),
    }
}

/// Whether the case is closed by this step. Any step that leads to a status in which the kind ends closes the case,
/// so that no pack can end one without an answer; refusal and withdrawal end it in their own way. A requester who
/// says "not solved" closes nothing.
fn closes(draft: &Draft<'_>, step: &Step, command: &Command) -> bool {
    if draft.case.is_ended() {
        return false;
    }
    match command {
        Command::Close => true,
        Command::Refuse { .. }
        | Command::Withdraw { .. }
        | Command::Reopen { .. }
        | Command::ReportUnreached { .. }
        | Command::Confirm {
            solved: Some(false), ..
        } => false,
        _ => step.to.as_ref().is_some_and(|to| is_ended(draft.kind, to)),
    }
}

fn is_ended(kind: &Kind, slug: &StatusSlug) -> bool {
    kind.statuses.iter().any(|status| status.ended && status.slug == *slug)
}

/// The status that an ending step leads to: its own, else the first in which the kind ends.
fn ended_status(draft: &Draft<'_>, step: &Step) -> StatusSlug {
    step.to
        .as_ref()
        .or_else(|| {
            let ended = draft.kind.statuses.iter().find(|status| status.ended);
            ended.map(|status| &status.slug)
        })
        .unwrap_or(&draft.case.status)
        .clone()
}

/// Whether who was asked first answers until the unit that it is dispatched to has taken it: where the kind has a step
/// for that. Whoever dispatches to their own unit has taken it.
fn waits(draft: &Draft<'_>, unit: &UnitSlug) -> bool {
    let taken = *unit == draft.case.unit || draft.actor.unit.as_ref() == Some(unit);
    !taken && draft.kind.steps.iter().any(|step| step.name == StepName::TakeOver)
}

/// The event of the step; none for closing, which follows any step that brings it.
fn event(draft: &Draft<'_>, step: &Step, command: &Command) -> Option<Event> {
    let status = step.to.as_ref().unwrap_or(&draft.case.status).clone();
    Some(match command.clone() {
        Command::Accept => Event::Accepted { status },
        Command::Refuse { reason } => Event::Refused {
            reason,
            status: ended_status(draft, step),
        },
        Command::Dispatch { unit, leader, note } => Event::Dispatched {
            waits: waits(draft, &unit),
            unit,
            leader,
            note,
            status,
        },
        Command::Acknowledge => Event::Acknowledged { status },
        // What a helping unit says moves nothing: the lead alone says that it has the case.
        Command::ReportProgress { note } if !draft.case.is_responsible(draft.actor) => Event::ProgressReported {
            note,
            status: draft.case.status.clone(),
        },
        Command::ReportProgress { note } => Event::ProgressReported { note, status },
        Command::AttachEvidence(evidence) => {
            if is_kept(draft, &evidence.sha256) {
                return None;
            }
            Event::EvidenceAttached(evidence)
        }
        Command::Answer { text, outcome } => Event::Answered {
            answer: Answer {
                text,
                outcome,
                by: draft.actor.account.clone(),
                at: draft.now,
            },
            status,
        },
        Command::SignOff { note } => Event::SignedOff { note, status },
        Command::Return { reason } => Event::Returned {
            reason,
            status: ladder::status_of_round(draft).cloned().unwrap_or(status),
            claim: draft.case.answer.is_none(),
        },
        Command::Confirm { solved, satisfied } => Event::Confirmed { solved, satisfied },
        Command::ReportUnreached { note } => Event::Unreached { note },
        Command::Reopen { reason } => Event::Reopened {
            reason,
            keeps: agreement::is_in_force(draft),
            status: agreement::status_in_force(draft).unwrap_or_else(|| reopened_status(draft, step)),
        },
        Command::Withdraw { reason } => Event::Withdrawn {
            reason,
            status: ended_status(draft, step),
        },
        Command::Supervise { note } => Event::Supervised { note },
        Command::Comment { text } => Event::Commented { text },
        Command::Message { text, to } => Event::Messaged {
            text,
            to: to.filter(|party| *party != Party::A),
        },
        Command::RecordRepeat => Event::RepeatRecorded,
        Command::Simplify => Event::Simplified { status },
        Command::GiveLink { link, party } => Event::LinkGiven { link, party },
        // Closing has none of its own; what is no step of the lifecycle does not come here (`step_of`).
        _ => return None,
    })
}

/// Whether whoever brings a file has brought it before: what somebody else brought is not theirs. Where it is hidden who
/// reported, a file is kept once, since two of the same would tell who has it.
pub(super) fn is_kept(draft: &Draft<'_>, sha256: &str) -> bool {
    let case = &draft.case;
    let hides = case.source_shield.is_some() && case.evidence.iter().any(|kept| kept.sha256 == sha256);
    hides || case.was_brought_by(draft.actor, sha256)
}

/// An opened case stands where its round stands, else where the pack says, and never in a status in which the kind ends: the
/// first one, then.
fn reopened_status(draft: &Draft<'_>, step: &Step) -> StatusSlug {
    ladder::status_of_round(draft)
        .or(step.to.as_ref())
        .or(Some(&draft.case.status))
        .filter(|status| !is_ended(draft.kind, status))
        .or_else(|| draft.kind.statuses.first().map(|status| &status.slug))
        .unwrap_or(&draft.case.status)
        .clone()
}
