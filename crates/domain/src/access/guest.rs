//! Whoever comes without an account, with a secret link.

use super::policies::{KINDS, ask, uid};
use super::{CaseFacts, Decision};
use crate::CaseId;
use cedar_policy::{Entity, RestrictedExpression};
use std::collections::{HashMap, HashSet};

/// Whether the holder of the secret link with this hash, which leads to `follows`, may follow the case: its requester.
#[must_use]
pub fn follow(link_sha256: &str, follows: Option<CaseId>, case: &CaseFacts) -> Decision {
    as_guest(link_sha256, follows.map(|case| ("follows", case)), "FollowCase", case)
}

/// Whether the holder of the secret link with this hash, which leads to the dispute `joins` and is another party's than the
/// requester, may see it as that party.
#[must_use]
pub fn join(link_sha256: &str, joins: Option<CaseId>, case: &CaseFacts) -> Decision {
    as_guest(link_sha256, joins.map(|case| ("joins", case)), "JoinDispute", case)
}

/// Whether the holder of the secret link with this hash may look at the case as somebody who is invited to it, and say
/// something there.
#[must_use]
pub fn attend(link_sha256: &str, case: &CaseFacts) -> Decision {
    as_guest(link_sha256, None, "AttendCase", case)
}

fn as_guest(link_sha256: &str, leads: Option<(&str, CaseId)>, action: &str, case: &CaseFacts) -> Decision {
    let guest = uid(&KINDS.guest, link_sha256);
    let leads = leads.map(|(how, case)| {
        let case = uid(&KINDS.case, &case.to_string());
        (how.to_owned(), RestrictedExpression::new_entity_uid(case))
    });
    let facts: HashMap<_, _> = leads.into_iter().collect();
    let entity = Entity::new(guest.clone(), facts, HashSet::new()).ok();
    match (entity, case.entity()) {
        (Some(entity), Some(facts)) => ask(&guest, action, case.uid(), [entity, facts]),
        _ => Decision::NO,
    }
}
