//! Whom a complaint is about. It never reaches them: reports of wrongdoing and complaints are not handed to the unit or
//! person complained about (信访工作条例, art. 30 and 46), and who has a direct interest stands aside (art. 28).

use super::{Actor, Case, Role};
use crate::pack::Pack;
use crate::{Locale, PostSlug, Text, UnitSlug};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Units and posts that a case complains about 被反映的单位和岗位; empty for most cases. Posts, not persons' names: whoever
/// holds the post today stands aside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Units; what is said of one is withheld from those below it too.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub units: BTreeSet<UnitSlug>,
    /// Posts.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub posts: BTreeSet<PostSlug>,
}

impl About {
    /// One unit.
    #[must_use]
    pub fn unit(unit: UnitSlug) -> Self {
        Self {
            units: BTreeSet::from([unit]),
            posts: BTreeSet::new(),
        }
    }

    /// One post.
    #[must_use]
    pub fn post(post: PostSlug) -> Self {
        Self {
            units: BTreeSet::new(),
            posts: BTreeSet::from([post]),
        }
    }

    /// About nobody of ours.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty() && self.posts.is_empty()
    }

    /// Whether `unit`, or a unit above it, is complained about.
    #[must_use]
    pub fn covers_unit(&self, pack: &Pack, unit: &UnitSlug) -> bool {
        !self.units.is_empty() && pack.with_those_above(unit).any(|unit| self.units.contains(unit))
    }

    /// Whether `post` is complained about, or its unit, or a unit above that.
    #[must_use]
    pub fn covers_post(&self, pack: &Pack, post: &PostSlug) -> bool {
        self.posts.contains(post) || pack.post(post).is_some_and(|post| self.covers_unit(pack, &post.unit))
    }

    /// Whether it is withheld from `actor`: it is about their post, their unit, or a unit above theirs.
    #[must_use]
    pub fn covers(&self, pack: &Pack, actor: &Actor) -> bool {
        actor.unit.as_ref().is_some_and(|unit| self.covers_unit(pack, unit))
            || actor.post.as_ref().is_some_and(|post| self.covers_post(pack, post))
    }

    /// The names of those it is about; a slug where the pack no longer has one.
    #[must_use]
    pub fn names(&self, pack: &Pack) -> Text {
        let in_locale = |locale| {
            let units = self.units.iter().map(|unit| pack.unit_name(unit, locale));
            let posts = self.posts.iter().map(|post| pack.post_name(post, locale));
            units.chain(posts).collect::<Vec<_>>()
        };
        joined(in_locale)
    }

    pub(super) fn add(&mut self, more: &Self) {
        self.units.extend(more.units.iter().cloned());
        self.posts.extend(more.posts.iter().cloned());
    }

    pub(super) fn remove(&mut self, less: &Self) {
        self.units.retain(|unit| !less.units.contains(unit));
        self.posts.retain(|post| !less.posts.contains(post));
    }
}

/// Names in a row, as each language writes them.
pub(super) fn joined<T: AsRef<str>>(names: impl Fn(Locale) -> Vec<T>) -> Text {
    let join = |names: Vec<T>, between: &str| {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        names.join(between)
    };
    Text {
        zh: join(names(Locale::ZhCn), "、"),
        en: join(names(Locale::En), ", "),
    }
}

/// Who can answer for a case: a unit, and the post that leads it in this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The unit.
    pub unit: UnitSlug,
    /// The leader's post.
    pub leader: PostSlug,
}

/// Who can take a complaint, best first: never a unit complained about nor one below it, never under a leader complained
/// about. First the units above those complained about, the nearest first; then the special office; then the units
/// that stand under none; where none of them can, the one that reviews answers last. Empty where nobody can, and for a case
/// that is about nobody of ours: then any unit can.
#[must_use]
pub fn route(pack: &Pack, about: &About) -> Vec<Proposal> {
    if about.is_empty() {
        return Vec::new();
    }
    let of_posts = about.posts.iter().filter_map(|post| Some(&pack.post(post)?.unit));
    let above = about
        .units
        .iter()
        .chain(of_posts)
        .flat_map(|unit| pack.with_those_above(unit).skip(1));
    let offices = pack
        .posts
        .iter()
        .filter(|post| post.role == Role::SpecialOffice)
        .map(|post| &post.unit);
    let ladders = pack.kinds.values().filter_map(|kind| kind.ladder.as_ref());
    let last: Vec<&UnitSlug> = ladders.filter_map(|ladder| ladder.highest.as_ref()).collect();
    let tops = pack.units.iter().filter(|unit| unit.parent.is_none());
    let tops = tops.map(|unit| &unit.slug).filter(|unit| !last.contains(unit));
    let mut found: Vec<Proposal> = Vec::new();
    add_able(&mut found, pack, about, above.chain(offices).chain(tops));
    if found.is_empty() {
        // Who looks last at answers takes a case first only where nobody else can.
        add_able(&mut found, pack, about, last.iter().copied());
    }
    found
}

/// Adds those of `units` that can take it and are not there yet.
fn add_able<'a>(found: &mut Vec<Proposal>, pack: &Pack, about: &About, units: impl Iterator<Item = &'a UnitSlug>) {
    for unit in units {
        if found.iter().any(|known| known.unit == *unit) || about.covers_unit(pack, unit) {
            continue;
        }
        if let Some(leader) = leader_for(pack, unit, about) {
            found.push(Proposal {
                unit: unit.clone(),
                leader,
            });
        }
    }
}

/// The post that leads `unit` in a case that is about these: its own leader, else another leader of the unit, else one
/// of a unit above it; none where all of them are complained about.
#[must_use]
pub fn leader_for(pack: &Pack, unit: &UnitSlug, about: &About) -> Option<PostSlug> {
    for unit in pack.with_those_above(unit) {
        let own = pack.unit(unit).map(|unit| &unit.leader);
        let others = pack
            .posts
            .iter()
            .filter(|post| post.unit == *unit && post.role == Role::Leader)
            .map(|post| &post.slug);
        let mut leaders = own.into_iter().chain(others);
        if let Some(leader) = leaders.find(|leader| !about.covers_post(pack, leader)) {
            return Some(leader.clone());
        }
    }
    None
}

impl Case {
    /// Whether the case does not exist for `actor`: it is a complaint about their post, their unit, or a unit above theirs.
    #[must_use]
    pub fn is_withheld_from(&self, pack: &Pack, actor: &Actor) -> bool {
        self.about.covers(pack, actor)
    }
}
