//! What the policies are told of a case.

use super::policies::{KINDS, uid};
use crate::case::{About, Case};
use crate::{PostSlug, UnitSlug};
use cedar_policy::{Entity, EntityTypeName, EntityUid, RestrictedExpression};
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The facts of a case that a decision can hang on; nothing else of it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFacts {
    /// Its identity, as text.
    pub id: String,
    /// The one responsible unit.
    pub unit: UnitSlug,
    /// The unit that was asked to take it, because it is not the responsible unit's own.
    pub asked: Option<UnitSlug>,
    /// Units that help it 协办.
    pub helping: BTreeSet<UnitSlug>,
    /// Posts that act in the place of one that stands aside.
    pub acting: BTreeSet<PostSlug>,
    /// Whom it complains about.
    pub about: About,
    /// Posts that stand aside 回避.
    pub aside: BTreeSet<PostSlug>,
    /// Outsiders invited to it, by the hash of their link.
    pub invited: BTreeSet<String>,
    /// The post that alone sees who reported; none where that is not hidden.
    pub source: Option<PostSlug>,
}

impl CaseFacts {
    /// A case that is `unit`'s and concerns nobody else in particular.
    #[must_use]
    pub fn plain(unit: UnitSlug) -> Self {
        Self {
            id: String::new(),
            unit,
            asked: None,
            helping: BTreeSet::new(),
            acting: BTreeSet::new(),
            about: About::default(),
            aside: BTreeSet::new(),
            invited: BTreeSet::new(),
            source: None,
        }
    }

    /// Those of a case. Invitations hold for a time: see [`Self::at`].
    #[must_use]
    pub fn of(case: &Case) -> Self {
        Self {
            id: case.id.to_string(),
            asked: case.passing.as_ref().map(|passing| passing.unit.clone()),
            helping: case.helping.clone(),
            acting: case.acting().cloned().collect(),
            about: case.about.clone(),
            aside: case.recusals.iter().map(|recusal| recusal.post.clone()).collect(),
            source: case.source_shield.as_ref().map(|shield| shield.post.clone()),
            ..Self::plain(case.unit.clone())
        }
    }

    /// Those of a case at a moment, with the outsiders whose invitation holds then.
    #[must_use]
    pub fn at(case: &Case, now: Timestamp) -> Self {
        let holding = case.invitations.iter().filter(|invitation| invitation.holds(now));
        Self {
            invited: holding.map(|invitation| invitation.guest.clone()).collect(),
            ..Self::of(case)
        }
    }

    /// Whether no more can be said of the case than whose it is: then the decision is that of any such case of the unit.
    pub(super) fn are_plain(case: &Case) -> bool {
        case.about.is_empty()
            && case.source_shield.is_none()
            && case.passing.is_none()
            && case.helping.is_empty()
            && case.recusals.is_empty()
    }

    pub(super) fn uid(&self) -> EntityUid {
        uid(&KINDS.case, &self.id)
    }

    /// The case as the policies know it; none where it cannot be said.
    pub(super) fn entity(&self) -> Option<Entity> {
        let unit = RestrictedExpression::new_entity_uid(uid(&KINDS.unit, self.unit.as_str()));
        let units = |units: &BTreeSet<UnitSlug>| all(&KINDS.unit, units.iter().map(UnitSlug::as_str));
        let posts = |posts: &BTreeSet<PostSlug>| all(&KINDS.post, posts.iter().map(PostSlug::as_str));
        let facts = HashMap::from([
            ("unit".to_owned(), unit),
            (
                "asked".to_owned(),
                all(&KINDS.unit, self.asked.iter().map(UnitSlug::as_str)),
            ),
            ("helping".to_owned(), units(&self.helping)),
            ("acting".to_owned(), posts(&self.acting)),
            ("aboutUnits".to_owned(), units(&self.about.units)),
            ("aboutPosts".to_owned(), posts(&self.about.posts)),
            (
                "aboutStaff".to_owned(),
                all(&KINDS.staff, self.about.staff.iter().map(|staff| staff.0.as_str())),
            ),
            ("aside".to_owned(), posts(&self.aside)),
            (
                "hidesSource".to_owned(),
                RestrictedExpression::new_bool(self.source.is_some()),
            ),
            (
                "sourcePosts".to_owned(),
                all(&KINDS.post, self.source.iter().map(PostSlug::as_str)),
            ),
            (
                "invited".to_owned(),
                all(&KINDS.guest, self.invited.iter().map(String::as_str)),
            ),
        ]);
        Entity::new(self.uid(), facts, HashSet::new()).ok()
    }
}

fn all<'a>(kind: &EntityTypeName, ids: impl Iterator<Item = &'a str>) -> RestrictedExpression {
    RestrictedExpression::new_set(ids.map(|id| RestrictedExpression::new_entity_uid(uid(kind, id))))
}
