//! Whoever comes without an account, with a secret link.

use super::policies::{KINDS, ask, uid};
use super::{CaseFacts, Decision};
use crate::CaseId;
use cedar_policy::{Entity, RestrictedExpression};
use std::collections::{HashMap, HashSet};

/// Whether the holder of the secret link with this hash, which leads to `follows`, may follow the case: the requester of
/// it, or an outsider invited to it.
#[must_use]
pub fn follow(link_sha256: &str, follows: Option<CaseId>, case: &CaseFacts) -> Decision {
    let guest = uid(&KINDS.guest, link_sha256);
    let follows = follows.map(|case| {
        let case = uid(&KINDS.case, &case.to_string());
        ("follows".to_owned(), RestrictedExpression::new_entity_uid(case))
    });
    let facts: HashMap<_, _> = follows.into_iter().collect();
    let entity = Entity::new(guest.clone(), facts, HashSet::new()).ok();
    match (entity, case.entity()) {
        (Some(entity), Some(facts)) => ask(&guest, "FollowCase", case.uid(), [entity, facts]),
        _ => Decision::NO,
    }
}
