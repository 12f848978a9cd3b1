//! People of other bodies who are invited to one case 联合调解: they see that case alone, for a stated purpose and until a
//! stated time.

use super::{Actor, Case, Event, Party, Role, Sitting};
use crate::PostSlug;
use crate::pack::FieldName;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// SHA-256 of the secret link, lower-case hex: what tells one invited from another.
    pub guest: String,
    /// Body and function, e.g. 城关派出所 社区民警; never a person's name.
    pub who: String,
    /// What for.
    pub purpose: String,
    /// Until when.
    pub until: Timestamp,
    /// The post that invited.
    pub by: PostSlug,
    /// When it was ended before its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Sealed fields that the post which invited has opened to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<FieldName>,
    /// The agreement of a mediation is shown to them, as it stands when they look.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub agreement: bool,
}

impl Invitation {
    /// Whether it holds at `now`.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now <= self.until
    }
}

/// Whoever comes with an invitation, as the log names them.
#[must_use]
pub fn invited_actor(guest: &str) -> Actor {
    Actor {
        role: Role::Invited,
        post: None,
        unit: None,
        account: Some(guest.to_owned()),
    }
}

impl Case {
    /// The invitation of that link, whether or not it still holds.
    #[must_use]
    pub fn invitation(&self, guest: &str) -> Option<&Invitation> {
        self.invitations.iter().find(|invitation| invitation.guest == guest)
    }

    /// The invitation with which `actor` comes, if it holds at `now`.
    #[must_use]
    pub fn invitation_of(&self, actor: &Actor, now: Timestamp) -> Option<&Invitation> {
        let guest = actor.account.as_ref().filter(|_| actor.role == Role::Invited)?;
        self.invitation(guest).filter(|invitation| invitation.holds(now))
    }

    /// Whether `actor`, who invited them or mediates, can show them the agreement, which they have not been shown.
    #[must_use]
    pub fn may_show_agreement(&self, actor: &Actor, invitation: &Invitation) -> bool {
        let post = actor.post.as_ref();
        let theirs = post.is_some_and(|post| *post == invitation.by || self.mediator() == Some(post));
        let is_there = self.mediation().is_some_and(|mediation| mediation.agreement.is_some());
        theirs && is_there && !invitation.agreement && !self.is_ended()
    }

    /// Sessions to which all parties were called together, with their numbers: what bodies that are invited take part in.
    pub fn joint_sittings(&self) -> impl Iterator<Item = (u32, &Sitting)> {
        let sittings = self.mediation().map_or(&[][..], |mediation| &mediation.sittings);
        let parties = self.parties();
        let all = move |those: &[Party]| parties.iter().all(|party| those.contains(party));
        (1_u32..)
            .zip(sittings)
            .filter(move |(_, sitting)| all(&sitting.parties))
    }
}

pub(super) fn apply(case: &mut Case, event: &Event, actor: &Actor, at: Timestamp) {
    match event {
        Event::GuestInvited {
            guest,
            who,
            purpose,
            until,
        } => {
            if let Some(by) = &actor.post {
                case.invitations.push(Invitation {
                    guest: guest.clone(),
                    who: who.clone(),
                    purpose: purpose.clone(),
                    until: *until,
                    by: by.clone(),
                    ended_at: None,
                    shared: Vec::new(),
                    agreement: false,
                });
            }
        }
        Event::GuestEnded { guest, .. } => {
            if let Some(invitation) = of(case, guest) {
                invitation.ended_at = Some(at);
            }
        }
        Event::SealedShared {
            guest,
            fields,
            agreement,
            ..
        } => {
            if let Some(invitation) = of(case, guest) {
                invitation.agreement |= agreement;
                invitation.shared.extend(fields);
                invitation.shared.sort_unstable();
                invitation.shared.dedup();
            }
        }
        _ => {}
    }
}

fn of<'a>(case: &'a mut Case, guest: &str) -> Option<&'a mut Invitation> {
    case.invitations.iter_mut().find(|invitation| invitation.guest == guest)
}
