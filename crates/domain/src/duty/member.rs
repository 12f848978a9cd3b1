//! Who can be on duty.

use super::{Desk, DutyRules, Tier};
use crate::UnitSlug;
use crate::case::Role;
use serde::{Deserialize, Serialize};

/// A member of staff: the account's opaque id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Staff(pub String);

/// A member of staff as the roster knows them: in which unit, and what their post lets them do on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub staff: Staff,
    /// The unit of the post that they hold.
    pub unit: UnitSlug,
    /// The tiers that the post serves in; empty for one that does not serve.
    pub tiers: Vec<Tier>,
}

/// The tiers in which a post of that role and unit serves at a desk.
#[must_use]
pub fn serves(rules: &DutyRules, desk: &Desk, role: Role, unit: &UnitSlug) -> Vec<Tier> {
    if desk.unit != *unit && !desk.from.contains(unit) {
        return Vec::new();
    }
    let tiers = Tier::ALL.into_iter();
    tiers.filter(|tier| rules.roles(*tier).contains(&role)).collect()
}
