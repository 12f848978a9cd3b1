//! Inviting somebody of another body to one case, and what the invited may do there. Who may invite is the policies' to say
//! (`InviteGuest`).

use super::permit::permit;
use super::{Draft, lifecycle, texts};
use crate::case::{Event, Evidence, Invitation, Refusal, Role};
use crate::pack::{FieldName, StepName};
use jiff::{SignedDuration, Timestamp};

/// The longest words on who is invited and what for, in characters.
const MOST_CHARS: usize = 500;

pub(super) fn invite(
    draft: &mut Draft<'_>,
    guest: &str,
    who: &str,
    purpose: &str,
    until: Timestamp,
) -> Result<(), Refusal> {
    check_host(draft)?;
    if draft.case.is_ended() {
        return Err(Refusal::new("refusal-guest-ended-case").with("number", &draft.case.number));
    }
    texts::needed("guest", who)?;
    texts::line("guest", who, MOST_CHARS)?;
    texts::needed("purpose", purpose)?;
    texts::fits("purpose", purpose, MOST_CHARS)?;
    let rules = &draft.pack.invitations;
    if until <= draft.now {
        return Err(Refusal::new("refusal-guest-past"));
    }
    let days = rules.days.as_ref().map(|days| days.value);
    let longest = |days: u32| SignedDuration::from_hours(i64::from(days) * 24);
    if let Some(days) = days.filter(|days| until.duration_since(draft.now) > longest(*days)) {
        return Err(Refusal::new("refusal-guest-until").with("days", days));
    }
    let there = draft.case.invitations.iter();
    let there = there.filter(|one| one.holds(draft.now)).count();
    let most = rules.most.as_ref().map(|most| most.value);
    if let Some(most) = most.filter(|most| there >= *most as usize) {
        return Err(Refusal::new("refusal-guest-many").with("most", most));
    }
    if draft.case.invitation(guest).is_some() {
        return Ok(());
    }
    draft.push(Event::GuestInvited {
        guest: guest.to_owned(),
        who: who.to_owned(),
        purpose: purpose.to_owned(),
        until,
    });
    Ok(())
}

/// Ends it at once.
pub(super) fn end(draft: &mut Draft<'_>, guest: &str, reason: &str) -> Result<(), Refusal> {
    check_host(draft)?;
    texts::needed("reason", reason)?;
    holding(draft, guest)?;
    draft.push(Event::GuestEnded {
        guest: guest.to_owned(),
        reason: reason.to_owned(),
    });
    Ok(())
}

/// The post that invited lets them see sealed fields, and says why.
pub(super) fn share(draft: &mut Draft<'_>, guest: &str, reason: &str) -> Result<(), Refusal> {
    permit(draft, StepName::OpenSealed)?;
    texts::needed("reason", reason)?;
    let invitation = holding(draft, guest)?;
    if draft.actor.post.as_ref() != Some(&invitation.by) {
        let refusal = Refusal::new("refusal-guest-host");
        return Err(match draft.pack.post(&invitation.by) {
            Some(post) => refusal.with_text("post", &post.name),
            None => refusal.with("post", &invitation.by),
        });
    }
    let fields: Vec<FieldName> = draft.case.sealed_fields.clone();
    let new = fields.iter().any(|field| !invitation.shared.contains(field));
    if !new {
        return Err(Refusal::new("refusal-nothing-sealed").with("number", &draft.case.number));
    }
    draft.push(Event::SealedShared {
        guest: guest.to_owned(),
        fields,
        agreement: false,
        reason: reason.to_owned(),
    });
    Ok(())
}

/// The agreement, drafted or in force, is between the parties and the mediator: the invited see it once the post that invited
/// them, or the mediator, shows it.
pub(super) fn share_agreement(draft: &mut Draft<'_>, guest: &str, reason: &str) -> Result<(), Refusal> {
    check_host(draft)?;
    texts::needed("reason", reason)?;
    let invitation = holding(draft, guest)?;
    if !draft.case.may_show_agreement(draft.actor, &invitation) {
        return Err(Refusal::new("refusal-agreement-not-shown").with("number", &draft.case.number));
    }
    draft.push(Event::SealedShared {
        guest: guest.to_owned(),
        fields: Vec::new(),
        agreement: true,
        reason: reason.to_owned(),
    });
    Ok(())
}

/// A statement of somebody invited.
pub(super) fn state(draft: &mut Draft<'_>, text: &str) -> Result<(), Refusal> {
    let guest = check_invited(draft)?;
    texts::needed("statement", text)?;
    draft.push(Event::GuestStated {
        guest,
        text: text.to_owned(),
    });
    Ok(())
}

/// A file of somebody invited.
pub(super) fn attach(draft: &mut Draft<'_>, evidence: &Evidence) -> Result<(), Refusal> {
    check_invited(draft)?;
    lifecycle::check_evidence(evidence)?;
    if lifecycle::is_kept(draft, &evidence.sha256) {
        return Ok(());
    }
    draft.push(Event::EvidenceAttached(evidence.clone()));
    Ok(())
}

/// Whoever invites and ends has a post that handles cases.
fn check_host(draft: &Draft<'_>) -> Result<(), Refusal> {
    let handles = matches!(
        draft.actor.role,
        Role::Clerk | Role::Handler | Role::DutyOfficer | Role::SpecialOffice | Role::Leader
    );
    if handles && draft.actor.post.is_some() {
        return Ok(());
    }
    Err(Refusal::new("refusal-guest-role"))
}

/// Whoever comes with an invitation that holds, on a case that has not ended.
fn check_invited(draft: &Draft<'_>) -> Result<String, Refusal> {
    let invitation = draft.case.invitation_of(draft.actor, draft.now);
    let invitation = invitation.ok_or_else(|| Refusal::new("refusal-guest-over"))?;
    if draft.case.is_ended() {
        return Err(Refusal::new("refusal-guest-ended-case").with("number", &draft.case.number));
    }
    Ok(invitation.guest.clone())
}

fn holding(draft: &Draft<'_>, guest: &str) -> Result<Invitation, Refusal> {
    let invitation = draft.case.invitation(guest).filter(|one| one.holds(draft.now));
    invitation.cloned().ok_or_else(|| Refusal::new("refusal-guest-over"))
}
