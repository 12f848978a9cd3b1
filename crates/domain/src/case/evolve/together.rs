//! What review, helping units, passing on, standing aside, repeats and related cases do to a case.

use super::mediation;
use crate::case::{Case, Event, Passing, Recusal, RoundDone};
use crate::{PostSlug, UnitSlug};
use jiff::Timestamp;

pub(super) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::OpinionRecorded { opinion, .. } => case.opinion = Some(opinion.clone()),
        Event::ReviewAsked { .. } => review(case, event, at),
        Event::Recused {
            post,
            unit,
            replacement,
            reason,
            leads,
        } => {
            case.recusals.push(Recusal {
                post: post.clone(),
                unit: unit.clone(),
                replacement: replacement.clone(),
                reason: reason.clone(),
                at,
            });
            if *leads {
                case.leader.clone_from(replacement);
            }
            mediation::stand_aside(case, post, replacement);
        }
        Event::Simplified { status } => {
            case.simple = true;
            case.status.clone_from(status);
        }
        Event::UnitJoined { unit, .. } => {
            case.helping.insert(unit.clone());
        }
        Event::UnitReleased { unit, .. } => {
            case.helping.remove(unit);
        }
        Event::PassProposed {
            unit, leader, reason, ..
        } => put_to(case, unit, leader, reason, at),
        Event::TakenOver { unit, leader, status } => {
            give(case, unit, leader, at);
            case.acknowledged_at = Some(at);
            case.status.clone_from(status);
        }
        Event::PassDeclined { .. } => case.passing = None,
        Event::RepeatOf { link } => case.repeat_of = Some(link.clone()),
        Event::RepeatedBy { link } => {
            case.repeated_by.push(link.clone());
            case.repeats = case.repeats.saturating_add(1);
        }
        Event::SplitFrom { .. } => case.repeat_of = None,
        Event::SplitOff { link } => {
            case.repeated_by.retain(|known| known.case != link.case);
            case.repeats = case.repeats.saturating_sub(1);
        }
        Event::Related { link } => case.related.push(link.clone()),
        Event::Unrelated { link } => case.related.retain(|known| known.case != link.case),
        _ => {}
    }
}

/// Another unit is asked to take it; who has it answers until then.
pub(super) fn put_to(case: &mut Case, unit: &UnitSlug, leader: &PostSlug, reason: &str, at: Timestamp) {
    case.passing = Some(Passing {
        unit: unit.clone(),
        leader: leader.clone(),
        reason: reason.to_owned(),
        at,
    });
}

/// Another unit answers from now on, or the same one under another leader.
pub(super) fn give(case: &mut Case, unit: &UnitSlug, leader: &PostSlug, at: Timestamp) {
    if case.unit != *unit {
        // The new unit has not said that it has it, and the old one's word is not its word.
        case.acknowledged_at = None;
        case.finish_claim = None;
        case.held_since = Some(at);
        // What the old unit thought of it is not the new one's opinion.
        case.opinion = None;
    }
    // Given to whomever, it is on the way to nobody else.
    case.passing = None;
    case.helping.remove(unit);
    case.unit.clone_from(unit);
    case.leader.clone_from(leader);
}

/// The answer so far is kept as that of its round, and the case is with who looks at it next.
fn review(case: &mut Case, event: &Event, at: Timestamp) {
    let Event::ReviewAsked {
        round,
        unit,
        leader,
        status,
        ..
    } = event
    else {
        return;
    };
    if let Some(answer) = case.answer.take() {
        case.rounds.push(RoundDone {
            round: case.round,
            unit: case.unit.clone(),
            leader: case.leader.clone(),
            answer,
            opinion: case.opinion.take(),
        });
    }
    give(case, unit, leader, at);
    case.round = *round;
    case.opinion = None;
    case.helping.clear();
    case.ended_at = None;
    case.outcome = None;
    case.solved = None;
    case.satisfied = None;
    case.unreached.clear();
    case.finish_claim = None;
    case.finish_denied_at = Some(at);
    case.reopened_at = Some(at);
    case.status.clone_from(status);
}
