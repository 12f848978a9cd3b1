//! Somebody is in danger now: said of the situation of one case, never of a person. It begins with who says so, is answered
//! by the duty post, and ends with the situation, at the latest with the case.

use super::{Actor, Case, Event, Role};
use crate::PostSlug;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A danger that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Danger {
    /// What kind, by the pack's name of it.
    pub danger: String,
    /// What the situation is.
    pub situation: String,
    /// Since when it is known.
    pub raised_at: Timestamp,
    /// The person who asked said so: only then it is on their page, since whoever looks over their shoulder may be the
    /// danger.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_requester: bool,
    /// When a duty post took it up, and which; none while it calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<(Timestamp, PostSlug)>,
}

impl Danger {
    /// Nobody on duty has taken it up.
    #[must_use]
    pub const fn calls(&self) -> bool {
        self.acknowledged.is_none()
    }
}

pub(super) fn apply(case: &mut Case, event: &Event, actor: &Actor, at: Timestamp) {
    match event {
        Event::DangerRaised { danger, situation } => {
            case.danger = Some(Danger {
                danger: danger.clone(),
                situation: situation.clone(),
                raised_at: at,
                by_requester: actor.role == Role::Requester,
                acknowledged: None,
            });
        }
        Event::DangerAcknowledged => {
            if let (Some(danger), Some(post)) = (&mut case.danger, &actor.post) {
                danger.acknowledged = Some((at, post.clone()));
            }
        }
        Event::DangerEnded { .. } => case.danger = None,
        _ => {}
    }
}
