//! What people are able to do on duty, and who is planned with whom: said by whoever plans, and read by whoever plans.

use super::decide::Ground;
use super::{Roster, RosterEvent};
use crate::case::Refusal;
use crate::duty::{SkillSlug, Staff};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most pairs of a desk.
const MOST_PAIRS: usize = 100;

/// How two people are planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pairing {
    /// Whenever the first is on a turn, so is the second 带班: somebody new with somebody who knows it.
    Together,
    /// Never on the same turn 不同班: either of them has to be reachable while the other is on duty.
    Apart,
}

impl Pairing {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Together, Self::Apart];

    /// As in forms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::Apart => "apart",
        }
    }
}

/// Says what somebody is able to do.
pub(super) fn skill(
    roster: &Roster,
    staff: &Staff,
    skills: &BTreeSet<SkillSlug>,
    ground: Ground<'_>,
) -> Result<Option<RosterEvent>, Refusal> {
    if roster
        .skills
        .get(staff)
        .map_or(skills.is_empty(), |known| known == skills)
    {
        return Ok(None);
    }
    ground.check_member(staff)?;
    if let Some(unknown) = skills.iter().find(|skill| ground.rules.skill(skill).is_none()) {
        return Err(Refusal::new("refusal-duty-skill").with("skill", unknown));
    }
    Ok(Some(RosterEvent::Skilled {
        staff: staff.clone(),
        skills: skills.clone(),
    }))
}

/// Says how two people are planned.
pub(super) fn pair(
    roster: &Roster,
    (staff, with): (&Staff, &Staff),
    pairing: Option<Pairing>,
    ground: Ground<'_>,
) -> Result<Option<RosterEvent>, Refusal> {
    let known = |one: &Staff, other: &Staff| roster.pairs.get(&(one.clone(), other.clone())).copied();
    let (here, turned) = (known(staff, with), known(with, staff));
    if here == pairing && turned.is_none() {
        return Ok(None);
    }
    if staff == with {
        return Err(Refusal::new("refusal-duty-pair"));
    }
    // A pair with somebody who has left can still be ended.
    if pairing.is_some() {
        ground.check_member(staff)?;
        ground.check_member(with)?;
        if here.or(turned).is_none() && roster.pairs.len() >= MOST_PAIRS {
            return Err(Refusal::new("refusal-duty-pairs").with("most", MOST_PAIRS));
        }
    }
    Ok(Some(RosterEvent::Paired {
        staff: staff.clone(),
        with: with.clone(),
        pairing,
    }))
}
