//! Whom a complaint is about. It never reaches them: reports of wrongdoing and complaints are not handed to the unit or
//! person complained about (信访工作条例, art. 30 and 46), and who has a direct interest stands aside (art. 28).

use super::{Actor, Case, Role};
use crate::duty::Staff;
use crate::pack::Pack;
use crate::{Locale, PostSlug, Text, UnitSlug};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Whom of the body's own a case complains about 被反映的单位、岗位和工作人员; empty for most cases. Whoever holds a post that is named
/// stands aside; a member of staff who is named does so in whatever post they hold and by whatever account, and their successor in the post does not. Never
/// anybody who has no account here: what is said of people outside stands in the case's text alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Units; what is said of one is withheld from those below it too.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub units: BTreeSet<UnitSlug>,
    /// Posts.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub posts: BTreeSet<PostSlug>,
    /// Members of staff, by the opaque ids of their accounts. They are here to be withheld from, and nothing lists, counts or
    /// finds cases by one.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub staff: BTreeSet<Staff>,
    /// The post that each of them holds at the moment of asking, none where the account is shut: looked up by whoever asks, and
    /// kept by no event, so that a post is free again when somebody else has taken it. Who is not in it has no account here.
    #[serde(skip)]
    pub holds: BTreeMap<Staff, Option<PostSlug>>,
    /// The other accounts of each of them, where an administrator has said that they are the same person's, and the posts that
    /// these hold: looked up and kept as [`Self::holds`] is.
    #[serde(skip)]
    pub others: BTreeMap<Staff, BTreeMap<Staff, Option<PostSlug>>>,
}

impl About {
    /// One unit.
    #[must_use]
    pub fn unit(unit: UnitSlug) -> Self {
        Self {
            units: BTreeSet::from([unit]),
            ..Self::default()
        }
    }

    /// One post.
    #[must_use]
    pub fn post(post: PostSlug) -> Self {
        Self {
            posts: BTreeSet::from([post]),
            ..Self::default()
        }
    }

    /// One member of staff.
    #[must_use]
    pub fn staff(staff: Staff) -> Self {
        Self {
            staff: BTreeSet::from([staff]),
            ..Self::default()
        }
    }

    /// About nobody of ours.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty() && self.posts.is_empty() && self.staff.is_empty()
    }

    /// Whether `unit`, or a unit above it, is complained about.
    #[must_use]
    pub fn covers_unit(&self, pack: &Pack, unit: &UnitSlug) -> bool {
        !self.units.is_empty() && pack.with_those_above(unit).any(|unit| self.units.contains(unit))
    }

    /// Whether `post` is complained about, or its unit, or a unit above that.
    fn names_post(&self, pack: &Pack, post: &PostSlug) -> bool {
        self.posts.contains(post) || pack.post(post).is_some_and(|post| self.covers_unit(pack, &post.unit))
    }

    /// Whether `post` can answer for nothing in it: it is complained about, or its unit, or a unit above that, or a member of
    /// staff who is complained about holds it at the moment of asking.
    #[must_use]
    pub fn covers_post(&self, pack: &Pack, post: &PostSlug) -> bool {
        self.names_post(pack, post) || self.held().any(|held| held == post)
    }

    /// The posts that the members of staff hold at the moment of asking, by whichever account.
    fn held(&self) -> impl Iterator<Item = &PostSlug> {
        let others = self.staff.iter().filter_map(|staff| self.others.get(staff));
        let own = self.staff.iter().filter_map(|staff| self.holds.get(staff));
        own.chain(others.flat_map(BTreeMap::values)).filter_map(Option::as_ref)
    }

    /// Whether it is about the person of that account, as far as was looked up.
    fn names_account(&self, account: &str) -> bool {
        self.staff.iter().any(|staff| {
            let mut others = self.others.get(staff).into_iter().flat_map(BTreeMap::keys);
            staff.0 == account || others.any(|other| other.0 == account)
        })
    }

    /// Whether it is withheld from `actor`: it is about their post, their unit, a unit above theirs, or about themselves.
    #[must_use]
    pub fn covers(&self, pack: &Pack, actor: &Actor) -> bool {
        let account = actor.account.as_ref();
        actor.unit.as_ref().is_some_and(|unit| self.covers_unit(pack, unit))
            || actor.post.as_ref().is_some_and(|post| self.names_post(pack, post))
            || account.is_some_and(|account| self.names_account(account))
    }

    /// Its units and posts alone.
    #[must_use]
    pub fn without_staff(&self) -> Self {
        Self {
            units: self.units.clone(),
            posts: self.posts.clone(),
            ..Self::default()
        }
    }

    /// As events keep it: without what was looked up.
    pub(super) fn as_kept(&self) -> Self {
        Self {
            holds: BTreeMap::new(),
            others: BTreeMap::new(),
            ..self.clone()
        }
    }

    /// Whether nothing is in `other` that is not here too.
    #[must_use]
    pub fn has_all(&self, other: &Self) -> bool {
        self.units.is_superset(&other.units)
            && self.posts.is_superset(&other.posts)
            && self.staff.is_superset(&other.staff)
    }

    /// Whether something is in both.
    pub(super) fn has_any(&self, other: &Self) -> bool {
        !self.units.is_disjoint(&other.units)
            || !self.posts.is_disjoint(&other.posts)
            || !self.staff.is_disjoint(&other.staff)
    }

    /// The names of those it is about; a slug where the pack no longer has one. A member of staff has no name here, but the
    /// post that they hold at the moment of asking.
    #[must_use]
    pub fn names(&self, pack: &Pack) -> Text {
        let in_locale = |locale| {
            let units = self.units.iter().map(|unit| pack.unit_name(unit, locale));
            let held: BTreeSet<&PostSlug> = self.posts.iter().chain(self.held()).collect();
            let posts = held.into_iter().map(|post| pack.post_name(post, locale));
            units.chain(posts).collect::<Vec<_>>()
        };
        joined(in_locale)
    }

    pub(super) fn add(&mut self, more: &Self) {
        self.units.extend(more.units.iter().cloned());
        self.posts.extend(more.posts.iter().cloned());
        self.staff.extend(more.staff.iter().cloned());
        let holds = more.holds.iter().map(|(staff, post)| (staff.clone(), post.clone()));
        self.holds.extend(holds);
        let others = more
            .others
            .iter()
            .map(|(staff, others)| (staff.clone(), others.clone()));
        self.others.extend(others);
    }

    pub(super) fn remove(&mut self, less: &Self) {
        self.units.retain(|unit| !less.units.contains(unit));
        self.posts.retain(|post| !less.posts.contains(post));
        self.staff.retain(|staff| !less.staff.contains(staff));
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
    let posts = about.posts.iter().chain(about.held());
    let of_posts = posts.filter_map(|post| Some(&pack.post(post)?.unit));
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
    /// Whether the case does not exist for `actor`: it is a complaint about their post, their unit, a unit above theirs, or
    /// about themselves.
    #[must_use]
    pub fn is_withheld_from(&self, pack: &Pack, actor: &Actor) -> bool {
        self.about.covers(pack, actor)
    }
}
