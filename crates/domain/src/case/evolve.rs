//! Applying events: total, and never in need of the pack.

mod incident;
mod mediation;
mod together;

use super::correction::claim;
use super::{
    Actor, Case, Event, Extension, Note, Opening, Outcome, Party, Pause, Registration, Round, RunningClock, notices,
    words,
};
use super::{danger, invitation, source};
use crate::clock::{Allowance, ClockStatus, mark_at};
use crate::{ClockSlug, StatusSlug};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// The state after `event`, done by `actor` at `at`. An event that does not fit (a stream that begins without
/// [`Event::Registered`], a second registration, a clock that is not there) leaves the state as it was, but is
/// counted in `version`.
#[must_use]
pub fn evolve(state: Option<Case>, event: &Event, actor: &Actor, at: Timestamp) -> Option<Case> {
    let mut case = match (state, event) {
        (Some(case), _) => case,
        (
            None,
            Event::Registered {
                registration,
                status,
                pack,
            },
        ) => {
            return Some(registered(registration, status, pack, at));
        }
        (None, _) => return None,
    };
    advance(&mut case, event, actor, at);
    Some(case)
}

/// [`evolve`] for a case that exists, in place.
pub(super) fn advance(case: &mut Case, event: &Event, actor: &Actor, at: Timestamp) {
    case.version = case.version.saturating_add(1);
    // Looking at a case, or being told of it, changes nothing of it.
    if !matches!(event, Event::Opened { .. } | Event::NoticesChosen { .. }) {
        case.changed_at = at;
    }
    apply(case, event, actor, at);
    if mediation::is_told(event) {
        mediation::tell_anew(case);
    }
}

fn registered(registration: &Registration, status: &StatusSlug, pack: &str, at: Timestamp) -> Case {
    let r = registration.clone();
    Case {
        id: r.id,
        number: r.number,
        kind: r.kind,
        pack: pack.to_owned(),
        category: r.category,
        title: r.title,
        description: r.description,
        place: r.place,
        source: r.source,
        external: r.external,
        origin: r.origin,
        received_at: r.received_at,
        registered_at: at,
        unit: r.unit,
        leader: r.leader,
        status: status.clone(),
        ended_at: None,
        finished_at_source: r.finished_at_source,
        finish_claim: r.finish_claimed.map(|said| claim(None, said, at)),
        finish_denied_at: None,
        accepted_at: None,
        acknowledged_at: None,
        answer: None,
        outcome: None,
        solved: None,
        satisfied: None,
        repeats: r.repeats,
        reopened: 0,
        reopened_at: None,
        due_by_hand: r.due,
        people_affected: r.people_affected,
        casualties: r.casualties,
        supervised: None,
        progress: None,
        comments: Vec::new(),
        unreached: Vec::new(),
        evidence: Vec::new(),
        brought: Vec::new(),
        clocks: Vec::new(),
        sealed_fields: r.sealed_fields,
        about: r.about,
        publication: None,
        held_since: None,
        round: Round::Handling,
        rounds: Vec::new(),
        opinion: None,
        simple: false,
        helping: BTreeSet::new(),
        passing: None,
        recusals: Vec::new(),
        repeat_of: None,
        repeated_by: Vec::new(),
        related: Vec::new(),
        mediation: None,
        incident: None,
        notices: None,
        party_notices: BTreeMap::new(),
        source_shield: None,
        danger: None,
        invitations: Vec::new(),
        erased_at: None,
        version: 1,
        changed_at: at,
    }
}

#[expect(clippy::too_many_lines, reason = "one arm for each event, read as a table")]
fn apply(case: &mut Case, event: &Event, actor: &Actor, at: Timestamp) {
    match event {
        Event::Opened {
            what: Opening::Dossier { sha256, of },
            ..
        } => mediation::take_out(case, sha256, *of),
        Event::Registered { .. } | Event::Opened { .. } | Event::Messaged { .. } | Event::GuestStated { .. } => {}
        Event::Corrected { changes, .. } => changes.apply(case, at),
        Event::Accepted { status } => {
            case.accepted_at = case.accepted_at.or(Some(at));
            case.status.clone_from(status);
        }
        Event::SignedOff { status, .. } => case.status.clone_from(status),
        Event::Refused { status, .. } => end(case, status, None, at),
        Event::Dispatched {
            unit,
            leader,
            note,
            status,
            waits,
        } => {
            if *waits {
                together::put_to(case, unit, leader, note, at);
            } else {
                together::give(case, unit, leader, at);
            }
            case.status.clone_from(status);
        }
        Event::Acknowledged { status } => {
            case.acknowledged_at = Some(at);
            case.status.clone_from(status);
        }
        Event::ProgressReported { note, status } => {
            case.progress = Some(word(note, at));
            case.status.clone_from(status);
        }
        Event::EvidenceAttached(evidence) => {
            case.evidence.push(evidence.clone());
            case.brought.push((evidence.sha256.clone(), actor.clone()));
            source::attached(case, &evidence.sha256, actor);
        }
        Event::Answered { answer, status } => {
            case.answer = Some(answer.clone());
            case.status.clone_from(status);
            // Whoever has answered it has it: nobody else is asked to take it any more.
            case.passing = None;
        }
        Event::Returned { status, .. } => {
            // What was sent back is no answer: closing needs a new one. Nor is it finished, whatever the unit said.
            case.answer = None;
            case.opinion = None;
            deny_finish(case, at);
            case.status.clone_from(status);
        }
        Event::Closed { outcome, status } => end(case, status, Some(*outcome), at),
        Event::Confirmed { solved, satisfied } => {
            case.solved = solved.or(case.solved);
            case.satisfied = satisfied.or(case.satisfied);
        }
        Event::Unreached { note } => case.unreached.push(word(note, at)),
        Event::Reopened { status, keeps, .. } => {
            case.status.clone_from(status);
            case.ended_at = None;
            case.outcome = None;
            case.answer = None;
            case.opinion = None;
            case.solved = None;
            case.satisfied = None;
            case.unreached.clear();
            case.reopened = case.reopened.saturating_add(1);
            case.reopened_at = Some(at);
            deny_finish(case, at);
            if !*keeps {
                mediation::begin_anew(case);
            }
        }
        Event::Withdrawn { status, .. } => end(case, status, Some(Outcome::Withdrawn), at),
        Event::Supervised { note } => case.supervised = Some(word(note, at)),
        Event::Commented { text } => case.comments.push(word(text, at)),
        Event::RepeatRecorded => case.repeats = case.repeats.saturating_add(1),
        Event::ClockStarted {
            clock,
            allowance,
            from,
            due,
            warning,
        } => start_clock(case, clock, *allowance, (*from, *due), *warning, at),
        Event::ClockPaused { clock, reason } => {
            if let Some(clock) = open_clock(case, clock)
                && !clock.is_paused()
            {
                clock.status = ClockStatus::Paused;
                let from = not_before(clock, at);
                clock.pauses.push(Pause {
                    from,
                    to: None,
                    reason: reason.clone(),
                });
            }
        }
        Event::ClockResumed { clock, due, warning } => resume_clock(case, clock, (*due, *warning), at),
        Event::ClockExtended {
            clock,
            by,
            due,
            reason,
            requester_told,
            agreed,
            warning,
        } => {
            if let Some(clock) = open_clock(case, clock) {
                clock.extensions.push(Extension {
                    by: *by,
                    approver: actor.post.clone(),
                    reason: reason.clone(),
                    requester_told: *requester_told,
                    agreed: agreed.clone(),
                    at,
                });
                if clock.status != ClockStatus::Paused {
                    clock.status = ClockStatus::Extended;
                }
                move_due(clock, (*due, *warning), at);
            }
        }
        Event::MarkReached { clock, percent } => {
            if let Some(clock) = open_clock(case, clock)
                && !clock.is_paused()
                && !clock.marks.contains(percent)
            {
                clock.marks.push(*percent);
                if *percent == 100 {
                    clock.status = ClockStatus::Breached;
                }
            }
        }
        Event::ClockStopped { clock, at: moment } => stop_clock(case, clock, *moment, at),
        Event::ClockCancelled { clock } => {
            if let Some(clock) = open_clock(case, clock) {
                let end = not_before(clock, at);
                close_pause(clock, end);
                clock.status = ClockStatus::Cancelled;
                clock.stopped_at = Some(end);
            }
        }
        Event::SealedKept { fields, .. } => {
            case.sealed_fields.extend(fields);
            case.sealed_fields.sort_unstable();
            case.sealed_fields.dedup();
        }
        Event::AboutRecorded { about, .. } => {
            case.about.add(about);
            // A complaint about somebody of ours is nobody else's to read.
            case.publication = None;
        }
        Event::Published(publication) => case.publication = Some((publication.clone(), at)),
        Event::Unpublished { .. } => case.publication = None,
        Event::AboutLifted { about, .. } => case.about.remove(about),
        Event::NoticesChosen {
            by, language, party, ..
        } => notices::choose(case, party.unwrap_or(Party::A), (*by, *language), at),
        Event::Erased { .. } => words::erase(case, at),
        Event::OpinionRecorded { .. }
        | Event::ReviewAsked { .. }
        | Event::Recused { .. }
        | Event::Simplified { .. }
        | Event::UnitJoined { .. }
        | Event::UnitReleased { .. }
        | Event::PassProposed { .. }
        | Event::TakenOver { .. }
        | Event::PassDeclined { .. }
        | Event::RepeatOf { .. }
        | Event::RepeatedBy { .. }
        | Event::SplitFrom { .. }
        | Event::SplitOff { .. }
        | Event::Related { .. }
        | Event::Unrelated { .. }
        | Event::LinkGiven { .. } => together::apply(case, event, at),
        Event::CourtReferred(_)
        | Event::OnlineInvited { .. }
        | Event::OnlineAnswered { .. }
        | Event::ConsentRecorded { .. }
        | Event::NoticeGiven { .. }
        | Event::MediatorChosen { .. }
        | Event::MediatorObjected { .. }
        | Event::RecordConfirmed { .. }
        | Event::PerformanceConfirmed { .. }
        | Event::SessionCalled { .. }
        | Event::SessionRecorded { .. }
        | Event::SessionMoved { .. }
        | Event::SessionCalledOff { .. }
        | Event::AgreementDrafted { .. }
        | Event::PaperSigned { .. }
        | Event::AgreementSealed { .. }
        | Event::OralAgreementRecorded { .. }
        | Event::ConfirmationApplied { .. }
        | Event::ConfirmationDeclined { .. }
        | Event::ConfirmationDecided { .. }
        | Event::PerformanceVisited { .. }
        | Event::MediationAnew { .. }
        | Event::MediationEnded { .. }
        | Event::HandedOver { .. }
        | Event::EvidenceFiled { .. } => mediation::apply(case, event, at),
        Event::Incident(event) => incident::apply(case, event, actor, at),
        Event::SourceHidden { .. } | Event::SourceHandedOn { .. } | Event::SourceFileCleared { .. } => {
            source::apply(case, event);
        }
        Event::DangerRaised { .. } | Event::DangerAcknowledged | Event::DangerEnded { .. } => {
            danger::apply(case, event, actor, at);
        }
        Event::GuestInvited { .. } | Event::GuestEnded { .. } | Event::SealedShared { .. } => {
            invitation::apply(case, event, actor, at);
        }
    }
}

fn deny_finish(case: &mut Case, at: Timestamp) {
    case.finish_claim = None;
    case.finish_denied_at = Some(at);
}

fn word(text: &str, at: Timestamp) -> Note {
    Note {
        at,
        text: text.to_owned(),
    }
}

fn end(case: &mut Case, status: &StatusSlug, outcome: Option<Outcome>, at: Timestamp) {
    case.status.clone_from(status);
    case.outcome = outcome;
    case.ended_at = Some(at);
    // A danger is one of the situation, and the situation is over.
    case.danger = None;
    // Nor is there anything left to take.
    case.passing = None;
}

fn open_clock<'a>(case: &'a mut Case, slug: &ClockSlug) -> Option<&'a mut RunningClock> {
    case.clocks
        .iter_mut()
        .rev()
        .find(|clock| clock.clock == *slug && clock.is_open())
}

/// One clock of a name runs at a time: an older one that is still open ends without a verdict.
fn start_clock(
    case: &mut Case,
    slug: &ClockSlug,
    allowance: Option<Allowance>,
    (from, due): (Timestamp, Timestamp),
    warning: Option<i16>,
    at: Timestamp,
) {
    if let Some(older) = open_clock(case, slug) {
        let end = not_before(older, at);
        close_pause(older, end);
        older.status = ClockStatus::Cancelled;
        older.stopped_at = Some(end);
    }
    case.clocks.push(RunningClock {
        clock: slug.clone(),
        allowance,
        from,
        due: due.max(from),
        warning,
        status: ClockStatus::Running,
        stopped_at: None,
        marks: Vec::new(),
        pauses: Vec::new(),
        extensions: Vec::new(),
    });
}

fn resume_clock(case: &mut Case, slug: &ClockSlug, due: (Timestamp, Option<i16>), at: Timestamp) {
    let Some(clock) = case.clocks.iter_mut().rev().find(|clock| clock.clock == *slug) else {
        return;
    };
    let revived = !clock.is_open() && clock.status != ClockStatus::Cancelled;
    if !clock.is_paused() && !revived {
        return;
    }
    close_pause(clock, at);
    clock.stopped_at = None;
    clock.status = if clock.extensions.is_empty() {
        ClockStatus::Running
    } else {
        ClockStatus::Extended
    };
    move_due(clock, due, at);
}

fn stop_clock(case: &mut Case, slug: &ClockSlug, moment: Option<Timestamp>, at: Timestamp) {
    // A moment of its own judges anew a clock that has already stopped: the source system corrected its time.
    let found = case.clocks.iter_mut().rev().find(|clock| {
        clock.clock == *slug && (clock.is_open() || moment.is_some() && clock.status != ClockStatus::Cancelled)
    });
    let Some(clock) = found else { return };
    let end = not_before(clock, moment.unwrap_or(at));
    let due = clock.due_as_of(end);
    close_pause(clock, end);
    clock.due = due;
    clock.status = if clock.is_late(end) {
        ClockStatus::Breached
    } else {
        ClockStatus::Met
    };
    clock.stopped_at = Some(end);
}

fn not_before(clock: &RunningClock, at: Timestamp) -> Timestamp {
    at.max(clock.from)
}

fn close_pause(clock: &mut RunningClock, at: Timestamp) {
    if let Some(pause) = clock.pauses.last_mut()
        && pause.to.is_none()
    {
        pause.to = Some(at.max(pause.from));
    }
}

/// A moved due time takes back the marks that are not reached any more, so that people are warned again. A warning that
/// the clock has stays where the moved time brings none: events of older versions say nothing of it.
fn move_due(clock: &mut RunningClock, (due, warning): (Timestamp, Option<i16>), at: Timestamp) {
    clock.due = due.max(clock.from);
    clock.warning = warning.or(clock.warning);
    let mut marks = std::mem::take(&mut clock.marks);
    marks.retain(|percent| mark_at(clock, *percent).is_none_or(|mark| mark <= at));
    clock.marks = marks;
}
