//! Somebody is in danger now: whoever handles the case, or the person who asks, says so of its situation; the duty post
//! takes it up; it ends with a reason.

use super::{Draft, texts};
use crate::case::{Danger, Event, Refusal, Role};

/// The longest word on a situation, in characters: it is read in a hurry.
pub const MOST_SITUATION_CHARS: usize = 1_000;

/// Raises it. Said again in other words, it calls again.
pub(super) fn raise(draft: &mut Draft<'_>, danger: &str, situation: &str) -> Result<(), Refusal> {
    let says = match draft.actor.role {
        Role::Invited => draft.case.invitation_of(draft.actor, draft.now).is_some(),
        Role::OtherParty => draft.actor.party().is_some(),
        Role::Program | Role::Auditor | Role::Administrator => false,
        Role::Requester | Role::Clerk | Role::Handler | Role::DutyOfficer | Role::SpecialOffice | Role::Leader => true,
    };
    if !says {
        return Err(Refusal::new("refusal-danger-role"));
    }
    if draft.case.is_ended() {
        return Err(Refusal::new("refusal-danger-ended").with("number", &draft.case.number));
    }
    if draft.pack.danger(danger).is_none() {
        return Err(Refusal::new("refusal-danger-unknown"));
    }
    texts::needed("situation", situation)?;
    texts::fits("situation", situation, MOST_SITUATION_CHARS)?;
    let known = draft.case.danger.as_ref();
    // A party that says what somebody else has said already says it for itself: its page has it then.
    let own = draft.actor.party();
    let is_known = |known: &Danger| {
        known.danger == danger
            && known.situation == situation
            && own.is_none_or(|party| known.said_by(party) == Some(danger))
    };
    if known.is_some_and(is_known) {
        return Ok(());
    }
    draft.push(Event::DangerRaised {
        danger: danger.to_owned(),
        situation: situation.to_owned(),
    });
    Ok(())
}

/// The duty post has it in hand.
pub(super) fn acknowledge(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    if !matches!(draft.actor.role, Role::DutyOfficer | Role::SpecialOffice) || draft.actor.post.is_none() {
        return Err(Refusal::new("refusal-danger-duty"));
    }
    in_hand(draft)
}

/// Whoever was called has it in hand: a leader, or a unit's own people, whom the pack calls where nobody of the duty post answers.
pub(super) fn take_call(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let is_of_staff = matches!(
        draft.actor.role,
        Role::Clerk | Role::Handler | Role::DutyOfficer | Role::SpecialOffice | Role::Leader
    );
    if !is_of_staff || draft.actor.post.is_none() {
        return Err(Refusal::new("refusal-danger-duty"));
    }
    in_hand(draft)
}

fn in_hand(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    match &draft.case.danger {
        None => Err(nothing(draft)),
        Some(danger) if danger.calls() => {
            draft.push(Event::DangerAcknowledged);
            Ok(())
        }
        Some(_) => Ok(()),
    }
}

/// It is over.
pub(super) fn end(draft: &mut Draft<'_>, reason: &str) -> Result<(), Refusal> {
    let says = matches!(
        draft.actor.role,
        Role::Clerk | Role::Handler | Role::DutyOfficer | Role::SpecialOffice | Role::Leader
    );
    if !says {
        return Err(Refusal::new("refusal-danger-role"));
    }
    texts::needed("reason", reason)?;
    if draft.case.danger.is_none() {
        return Err(nothing(draft));
    }
    draft.push(Event::DangerEnded {
        reason: reason.to_owned(),
    });
    Ok(())
}

fn nothing(draft: &Draft<'_>) -> Refusal {
    Refusal::new("refusal-danger-none").with("number", &draft.case.number)
}
