//! Whoever comes without an account, with a secret link.

use super::policies::{KINDS, ask, uid};
use super::{CaseFacts, Decision};
use crate::CaseId;
use cedar_policy::{Entity, RestrictedExpression};
use std::collections::{HashMap, HashSet};

/// Whether the holder of the secret link with this hash, which leads to `follows`, may follow the case: its requester.
#[must_use]
pub fn follow(link_sha256: &str, follows: Option<CaseId>, case: &CaseFacts) -> Decision {
    as_guest(link_sha256, follows, "FollowCase", case)
}

/// Whether the holder of the secret link with this hash may look at the case as somebody who is invited to it, and say
/// something there.
#[must_use]
pub fn attend(link_sha256: &str, case: &CaseFacts) -> Decision {
    as_guest(link_sha256, None, "AttendCase", case)
}

fn as_guest(link_sha256: &str, follows: Option<CaseId>, action: &str, case: &CaseFacts) -> Decision {
    let guest = uid(&KINDS.guest, link_sha256);
    let follows = follows.map(|case| {
        let case = uid(&KINDS.case, &case.to_string());
        ("follows".to_owned(), RestrictedExpression::new_entity_uid(case))
    });
    let facts: HashMap<_, _> = follows.into_iter().collect();
    let entity = Entity::new(guest.clone(), facts, HashSet::new()).ok();
    match (entity, case.entity()) {
        (Some(entity), Some(facts)) => ask(&guest, action, case.uid(), [entity, facts]),
        _ => Decision::NO,
    }
}
