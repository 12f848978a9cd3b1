//! Who works on a case beside its responsible unit: units that help, a unit that it is being passed on to, posts that
//! stand aside and those that stand in for them; and the cases that it belongs together with.

use super::{Actor, Case};
use crate::{CaseId, PostSlug, UnitSlug};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A case that the responsible unit says is not its own, with the unit that should take it. Until that unit has taken
/// it, the first one answers for it (首接负责).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passing {
    /// The unit that should take it.
    pub unit: UnitSlug,
    /// Its responsible leader's post.
    pub leader: PostSlug,
    /// Why it is not the first unit's.
    pub reason: String,
    /// When it was said.
    pub at: Timestamp,
}

/// A post that stands aside for a direct interest 回避 (信访工作条例, art. 28), and the one that acts in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recusal {
    /// Stands aside.
    pub post: PostSlug,
    /// Its unit, for which the other one acts.
    pub unit: UnitSlug,
    /// Acts instead.
    pub replacement: PostSlug,
    /// Why.
    pub reason: String,
    /// Since when.
    pub at: Timestamp,
}

/// The most cases that one case is said to belong together with: a list that somebody can read.
pub const MOST_RELATED: usize = 50;

/// Another case that asks the same, or belongs together with this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLink {
    /// Which.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Why they are taken together, or are not; empty where nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl Case {
    /// Whether `post` stands aside.
    #[must_use]
    pub fn stands_aside(&self, post: &PostSlug) -> bool {
        self.recusals.iter().any(|recusal| recusal.post == *post)
    }

    /// Whether `actor` works for the responsible unit in this: by the unit, or in place of a post that stands aside.
    #[must_use]
    pub fn is_responsible(&self, actor: &Actor) -> bool {
        actor.unit.as_ref() == Some(&self.unit) || self.stands_in(actor)
    }

    /// Posts that act in place of one of the responsible unit's that stands aside.
    pub fn acting(&self) -> impl Iterator<Item = &PostSlug> {
        let own = self.recusals.iter().filter(|recusal| recusal.unit == self.unit);
        own.map(|recusal| &recusal.replacement)
            .filter(|post| !self.stands_aside(post))
    }

    /// Whether this file of it came from whoever acts now. That somebody else brought the same is not theirs to be told.
    #[must_use]
    pub fn was_brought_by(&self, actor: &Actor, sha256: &str) -> bool {
        let is_same = |by: &Actor| by.party() == actor.party() && by.is_same_person(actor);
        self.brought.iter().any(|(file, by)| file == sha256 && is_same(by))
    }

    /// Whether `actor` holds a post that acts in place of one that stands aside.
    #[must_use]
    pub fn stands_in(&self, actor: &Actor) -> bool {
        self.acting().any(|post| actor.post.as_ref() == Some(post))
    }

    /// Whether `actor` works for a unit that helps the responsible one.
    #[must_use]
    pub fn helps(&self, actor: &Actor) -> bool {
        actor.unit.as_ref().is_some_and(|unit| self.helping.contains(unit))
    }

    /// Whether `actor` works for the unit that the case is being passed on to.
    #[must_use]
    pub fn is_proposed_to(&self, actor: &Actor) -> bool {
        self.passing
            .as_ref()
            .is_some_and(|passing| actor.unit.as_ref() == Some(&passing.unit))
    }

    /// Whether the case is among those on which `actor` works: what somebody who sees one unit's cases alone sees.
    #[must_use]
    pub fn involves(&self, actor: &Actor) -> bool {
        self.is_responsible(actor) || self.helps(actor) || self.is_proposed_to(actor)
    }
}
