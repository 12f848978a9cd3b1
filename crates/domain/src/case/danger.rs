//! Somebody is in danger now: said of the situation of one case, never of a person. It begins with who says so, is answered
//! by the duty post, and ends with the situation, at the latest with the case.

use super::{Actor, Case, Event, Party};
use crate::PostSlug;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A danger that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Danger {
    /// What kind, by the pack's name of it.
    pub danger: String,
    /// What the situation is.
    pub situation: String,
    /// Since when it is known.
    pub raised_at: Timestamp,
    /// What kind each party has said by its own link, the requester as the first: only what it said itself is on its page, since
    /// whoever looks over its shoulder, or the other party, may be the danger.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub said: BTreeMap<Party, String>,
    /// When a duty post took it up, and which; none while it calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<(Timestamp, PostSlug)>,
}

impl Danger {
    /// The kind that this party has said; none where it said nothing.
    #[must_use]
    pub fn said_by(&self, party: Party) -> Option<&str> {
        self.said.get(&party).map(String::as_str)
    }

    /// Nobody on duty has taken it up.
    #[must_use]
    pub const fn calls(&self) -> bool {
        self.acknowledged.is_none()
    }
}

pub(super) fn apply(case: &mut Case, event: &Event, actor: &Actor, at: Timestamp) {
    match event {
        Event::DangerRaised { danger, situation } => {
            let mut said = case.danger.take().map_or_else(BTreeMap::new, |known| known.said);
            if let Some(party) = actor.party() {
                said.insert(party, danger.clone());
            }
            case.danger = Some(Danger {
                danger: danger.clone(),
                situation: situation.clone(),
                raised_at: at,
                said,
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
