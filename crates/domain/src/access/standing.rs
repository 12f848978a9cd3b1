//! What somebody may do in the post that they hold today.

use super::policies::{KINDS, ask, uid};
use super::{CaseFacts, Decision, Right};
use crate::case::{Actor, Case, Role};
use crate::duty::{Member, Staff};
use crate::pack::Pack;
use crate::{PostSlug, UnitSlug};
use cedar_policy::{Entity, EntityUid, RestrictedExpression};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{PoisonError, RwLock};

/// No unit of any body: what stands there has no slug.
const NOWHERE: &str = "";
/// Units whose plain cases are remembered; beyond it the policies are asked each time.
const MOST_UNITS: usize = 1_000;

/// The standing that a post gives whoever holds it, with what the policies say of it. It is as old as the pack and the
/// account it was made of: made anew whenever they are read.
#[derive(Debug)]
pub struct Standing {
    uid: EntityUid,
    /// None where the policies cannot be told of it: then nothing is permitted.
    entity: Option<Entity>,
    /// In the order of [`Right::ALL`].
    rights: Vec<Decision>,
    sight: Sight,
    /// Seeing the plain cases of a unit: what was decided once, since one is decided as the other.
    plain: RwLock<BTreeMap<UnitSlug, Decision>>,
}

/// Which cases somebody sees, for statements that list, count and find them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// The cases of all units, of one alone, or none at all.
    pub within: Within,
    /// The post's unit and those above it, and the same of the other post: a case that complains about one of them is withheld.
    pub units: Vec<UnitSlug>,
    /// The post: a case that complains about it is withheld.
    pub post: Option<PostSlug>,
    /// The other post that whoever has a watch holds beside it: what complains about that is withheld too.
    pub other: Option<PostSlug>,
    /// Who asks, by account: a case that complains about one of them is withheld.
    pub holders: Vec<Staff>,
}

/// Whose cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Within {
    /// All units'.
    Body,
    /// One unit's.
    Unit(UnitSlug),
    /// Nobody's.
    Nothing,
}

impl Standing {
    /// That of whoever acts so, in a body of which the pack tells the units.
    #[must_use]
    pub fn of(pack: &Pack, actor: &Actor) -> Self {
        let own = actor.account.iter().map(|account| Staff(account.clone()));
        Self::held_by(pack, actor, own.collect())
    }

    /// That of a program in a post, which is as far from a complaint as those who hold the post today: what it reads, they read.
    #[must_use]
    pub fn held_by(pack: &Pack, actor: &Actor, holders: Vec<Staff>) -> Self {
        Self::beside(pack, actor, holders, None)
    }

    /// That of whoever acts in one of the two posts that they have while they have a watch: the rights are those of the post in which
    /// they act, and what is withheld from the other one is withheld as well.
    #[must_use]
    pub fn beside(pack: &Pack, actor: &Actor, holders: Vec<Staff>, other: Option<&PostSlug>) -> Self {
        // Requesters and the program hold no post.
        let post = actor.post.as_ref().filter(|_| role_name(actor.role).is_some());
        let other = other.filter(|other| Some(*other) != post);
        let uid = uid(&KINDS.post, post.map_or(NOWHERE, PostSlug::as_str));
        let entity = post.and_then(|_| entity(pack, (actor, other), &holders, uid.clone()));
        let above = actor.unit.iter().flat_map(|unit| pack.with_those_above(unit));
        let above = above.chain(other.into_iter().flat_map(|other| units_of(pack, other)));
        let mut standing = Self {
            uid,
            entity,
            rights: Vec::new(),
            sight: Sight {
                within: Within::Nothing,
                units: above.cloned().collect(),
                post: actor.post.clone(),
                other: other.cloned(),
                holders,
            },
            plain: RwLock::default(),
        };
        standing.rights = Right::ALL.map(|right| standing.of_the_body(right)).to_vec();
        standing.sight.within = standing.within(actor);
        standing
    }

    /// Whether the post has the right at all.
    #[must_use]
    pub fn may(&self, right: Right) -> Decision {
        let place = Right::ALL.iter().position(|known| *known == right);
        let decided = place.and_then(|place| self.rights.get(place));
        decided.copied().unwrap_or(Decision::NO)
    }

    /// Whether the post may do so with this case. The answer for the body comes first: what the post may never do, it may
    /// not do here.
    #[must_use]
    pub fn may_with(&self, right: Right, case: &Case) -> Decision {
        if right != Right::SeeCases || !CaseFacts::are_plain(case) {
            return self.decide(right, &CaseFacts::of(case));
        }
        let plain = self.plain.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(decided) = plain.get(&case.unit) {
            return *decided;
        }
        drop(plain);
        let decided = self.decide(right, &CaseFacts::plain(case.unit.clone()));
        let mut plain = self.plain.write().unwrap_or_else(PoisonError::into_inner);
        if plain.len() < MOST_UNITS {
            plain.insert(case.unit.clone(), decided);
        }
        decided
    }

    /// The same of a case of which these are the facts: the policies are asked.
    #[must_use]
    pub fn decide(&self, right: Right, case: &CaseFacts) -> Decision {
        let of_the_body = self.may(right);
        if !of_the_body.allowed || !right.is_of_a_case() {
            return of_the_body;
        }
        match (&self.entity, case.entity()) {
            (Some(post), Some(facts)) => ask(&self.uid, right.name(), case.uid(), [post.clone(), facts]),
            _ => Decision::NO,
        }
    }

    /// Which cases lists, counts, searches and exports show.
    #[must_use]
    pub const fn sight(&self) -> &Sight {
        &self.sight
    }

    /// The one unit whose cases this post sees; none where it sees those of all, or of nobody.
    #[must_use]
    pub const fn own_unit_only(&self) -> Option<&UnitSlug> {
        match &self.sight.within {
            Within::Unit(unit) => Some(unit),
            Within::Body | Within::Nothing => None,
        }
    }

    /// Whether a colleague's hours and load on duty are told to this post; `own` where whoever asks is that colleague.
    #[must_use]
    pub fn sees_hours(&self, of: &Member, own: bool) -> bool {
        let Some(post) = &self.entity else { return false };
        let staff = uid(&KINDS.staff, &of.staff.0);
        let unit = RestrictedExpression::new_entity_uid(uid(&KINDS.unit, of.unit.as_str()));
        let facts = HashMap::from([
            ("unit".to_owned(), unit),
            ("own".to_owned(), RestrictedExpression::new_bool(own)),
        ]);
        let Ok(entity) = Entity::new(staff.clone(), facts, HashSet::new()) else {
            return false;
        };
        ask(&self.uid, "SeeHours", staff, [post.clone(), entity]).allowed
    }

    fn of_the_body(&self, right: Right) -> Decision {
        match &self.entity {
            Some(post) => ask(&self.uid, right.name(), KINDS.body.clone(), [post.clone()]),
            None => Decision::NO,
        }
    }

    /// Whose cases the policies let it see: those of a unit that it has nothing to do with, else its own unit's.
    fn within(&self, actor: &Actor) -> Within {
        let sees = |unit: &UnitSlug| self.decide(Right::SeeCases, &CaseFacts::plain(unit.clone())).allowed;
        if sees(&NOWHERE.into()) {
            return Within::Body;
        }
        match &actor.unit {
            Some(unit) if sees(unit) => Within::Unit(unit.clone()),
            _ => Within::Nothing,
        }
    }
}

/// A post's unit and those above it.
fn units_of<'a>(pack: &'a Pack, post: &PostSlug) -> impl Iterator<Item = &'a UnitSlug> {
    let post = pack.post(post).into_iter();
    post.flat_map(move |post| pack.with_those_above(&post.unit))
}

/// The post as the policies know it: in its role, in its unit and in those above, held by these, who may have another one beside it.
fn entity(
    pack: &Pack,
    (actor, other): (&Actor, Option<&PostSlug>),
    holders: &[Staff],
    own: EntityUid,
) -> Option<Entity> {
    let unit = actor.unit.as_ref()?;
    let named = |unit: &UnitSlug| uid(&KINDS.unit, unit.as_str());
    let mut above: HashSet<EntityUid> = pack.with_those_above(unit).map(named).collect();
    above.insert(uid(&KINDS.role, role_name(actor.role)?));
    let reports = pack.unit(unit).is_some_and(|unit| unit.reports_daily);
    let holders = holders.iter().map(|staff| uid(&KINDS.staff, &staff.0));
    let holders = holders.map(RestrictedExpression::new_entity_uid);
    let set = |uids: Vec<EntityUid>| {
        RestrictedExpression::new_set(uids.into_iter().map(RestrictedExpression::new_entity_uid))
    };
    let other_units = other.into_iter().flat_map(|other| units_of(pack, other));
    let other_posts = other.into_iter().map(|other| uid(&KINDS.post, other.as_str()));
    let facts = HashMap::from([
        ("unit".to_owned(), RestrictedExpression::new_entity_uid(named(unit))),
        ("unitReports".to_owned(), RestrictedExpression::new_bool(reports)),
        ("holders".to_owned(), RestrictedExpression::new_set(holders)),
        ("otherUnits".to_owned(), set(other_units.map(named).collect())),
        ("otherPosts".to_owned(), set(other_posts.collect())),
    ]);
    Entity::new(own, facts, above).ok()
}

/// A role's name in the policies; none for whoever has no desk.
const fn role_name(role: Role) -> Option<&'static str> {
    match role {
        Role::Program | Role::Requester | Role::Invited | Role::OtherParty => None,
        Role::Clerk => Some("clerk"),
        Role::Handler => Some("handler"),
        Role::DutyOfficer => Some("duty_officer"),
        Role::SpecialOffice => Some("special_office"),
        Role::Leader => Some("leader"),
        Role::Auditor => Some("auditor"),
        Role::Administrator => Some("administrator"),
    }
}
