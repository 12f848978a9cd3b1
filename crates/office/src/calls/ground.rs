//! Who is there when calls are looked at, and what is sent to them.

use super::each::{LEVEL, LEVEL_N};
use super::{DrawToken, holder};
use crate::duty_post::of_watch;
use crate::{DutyPost, Error, Office, on_shift, read_roster, read_watch};
use domain::access::{Right, Standing};
use domain::call::{About, Call, To};
use domain::case::{Actor, Case};
use domain::duty::watch::Watch;
use domain::duty::{Desk, DutyRules, Staff, Tier, keeps, serves};
use domain::level::Levels;
use domain::{PostSlug, UnitSlug};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use store::{Account, ChannelKind, NewSend};

/// Who is there now, read once for all calls that are looked at together.
pub(super) struct Ground {
    /// Shut ones too: what is withheld from one is withheld from its person's others.
    accounts: Vec<Account>,
    channels: BTreeMap<String, Vec<store::Channel>>,
    on: BTreeMap<UnitSlug, Vec<(Tier, Staff)>>,
    /// The posts of the desks whose watch somebody has in fact.
    posts: BTreeMap<Staff, DutyPost>,
    /// Where somebody may have said that they have read of one.
    levels: Levels,
}

impl Ground {
    pub(super) async fn read(office: &Office) -> Result<Self, Error> {
        let now = office.clock.now();
        let accounts = office.store.accounts().await?;
        let mut channels = BTreeMap::new();
        for channel in office.store.all_channels().await? {
            let own: &mut Vec<store::Channel> = channels.entry(channel.account.clone()).or_default();
            own.push(channel);
        }
        let (mut on, mut posts) = (BTreeMap::new(), BTreeMap::new());
        if let Some(rules) = &office.pack.duty {
            for desk in &rules.desks {
                let watch = read_watch(office, &desk.unit).await?;
                let there = there(office, &accounts, (rules, desk, &watch), now).await?;
                on.insert(desk.unit.clone(), there);
                let held = accounts.iter().filter_map(|account| {
                    let post = of_watch(office, (rules, desk), &watch, account)?;
                    Some((Staff(account.id.clone()), post))
                });
                keep_latest(&mut posts, held);
            }
        }
        Ok(Self {
            accounts,
            channels,
            on,
            posts,
            levels: crate::levels(office).await?,
        })
    }

    /// The people of a step at the body's own desk, which keeps the watch where a unit's has nobody.
    pub(super) fn of_the_body(&self, office: &Office, to: &To) -> Vec<Staff> {
        self.people(office, to, None, None)
    }

    /// The people of a step, each once.
    pub(super) fn reached(&self, office: &Office, to: &To, about: &About) -> Vec<Staff> {
        self.people(office, to, about.unit.as_ref(), about.post.as_ref())
    }

    fn people(&self, office: &Office, to: &To, unit: Option<&UnitSlug>, concerned: Option<&PostSlug>) -> Vec<Staff> {
        let on = |tier: Tier| -> Vec<Staff> {
            let desk = watch_of(office, unit).and_then(|desk| self.on.get(desk));
            let there = desk.into_iter().flatten().filter(|(of, _)| *of == tier);
            there.map(|(_, staff)| staff.clone()).collect()
        };
        let holds = |post: &PostSlug| -> Vec<Staff> {
            let holders = self.open().filter(|account| account.post == *post);
            holders.map(|account| Staff(account.id.clone())).collect()
        };
        let mut found = match to {
            To::Officer => on(Tier::Officer),
            To::Leader => on(Tier::Leader),
            To::Post(post) => holds(post),
            To::PostConcerned => concerned.map(holds).unwrap_or_default(),
            To::UnitLeader => {
                let desk = office.pack.duty.as_ref().and_then(|duty| duty.desks.first());
                let unit = unit.or(desk.map(|desk| &desk.unit));
                let unit = unit.and_then(|unit| office.pack.unit(unit));
                unit.map(|unit| holds(&unit.leader)).unwrap_or_default()
            }
            To::RosterKeepers => self.keepers(office, unit),
            To::Everybody => self.open().map(|account| Staff(account.id.clone())).collect(),
        };
        let mut seen = BTreeSet::new();
        found.retain(|staff| seen.insert(staff.clone()));
        found
    }

    /// Whoever makes the roster of the desk that keeps the watch of a unit.
    fn keepers(&self, office: &Office, unit: Option<&UnitSlug>) -> Vec<Staff> {
        let desk = watch_of(office, unit).and_then(|unit| office.pack.duty_desk(unit));
        let Some((_, desk)) = desk else { return Vec::new() };
        let staff = self.open().map(|account| Staff(account.id.clone()));
        let makes = |staff: &Staff| {
            let actor = holder(office, &self.accounts, staff);
            actor.is_some_and(|actor| keeps(desk, &actor))
        };
        staff.filter(makes).collect()
    }

    /// Whether somebody may see a case, in their own post or in that of the watch that they have: who may not is not called about it.
    pub(super) fn sees(&self, office: &Office, staff: &Staff, case: &Case) -> bool {
        let standings = standings(office, &self.accounts, staff, self.posts.get(staff));
        let mut standings = standings.iter();
        standings.any(|standing| standing.may_with(Right::SeeCases, case).allowed)
    }

    /// Whether somebody has said that they have a call that each has to have: to the call, or, of a level, where the levels are.
    pub(super) fn has(&self, call: &Call, staff: &Staff) -> bool {
        let of_a_level = Some(&call.about).filter(|about| about.reason == LEVEL);
        let n = of_a_level.and_then(|about| about.args.get(LEVEL_N)?.parse::<u32>().ok());
        let level = n.and_then(|n| self.levels.get(n));
        let post = open_account(&self.accounts, staff).map(|account| &account.post);
        let read = level
            .zip(post)
            .is_some_and(|(level, post)| level.acknowledged.contains_key(post));
        read || call.heard.contains(staff)
    }

    fn open(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(|account| account.disabled_at.is_none())
    }

    /// The desk's page, and beside it the first way of whoever is called that worked the last time; the first one where none did.
    pub(super) fn sends(&self, staff: &Staff, step: (u32, u32), draw: DrawToken) -> Vec<NewSend> {
        let page = new_send(Some(staff), step, ("page", ChannelKind::Page, 0), draw);
        let own = self.channels.get(&staff.0).map(Vec::as_slice).unwrap_or_default();
        let way = own.iter().find(|channel| channel.failures == 0).or(own.first());
        let way = way.map(|way| new_send(Some(staff), step, (way.id.as_str(), way.kind, way.n), draw));
        std::iter::once(page).chain(way).collect()
    }
}

/// Of the posts of several desks that one person has, the one that came last.
fn keep_latest(posts: &mut BTreeMap<Staff, DutyPost>, more: impl Iterator<Item = (Staff, DutyPost)>) {
    for (staff, post) in more {
        if posts.get(&staff).is_none_or(|known| known.since < post.since) {
            posts.insert(staff, post);
        }
    }
}

/// Who has the watch of a desk: those who are there, and where nobody of a tier is, whose shift it is.
async fn there(
    office: &Office,
    accounts: &[Account],
    (rules, desk, watch): (&DutyRules, &Desk, &Watch),
    now: Timestamp,
) -> Result<Vec<(Tier, Staff)>, Error> {
    let roster = read_roster(office, &desk.unit).await?;
    // Whoever has left, or gone to a post that does not serve here, has no watch any more and no shift, even where they did not hand
    // it over and the roster still has them.
    let is_of_the_desk = |staff: &Staff| {
        let post = open_account(accounts, staff).and_then(|account| office.pack.post(&account.post));
        post.is_some_and(|post| !serves(rules, desk, post.role, &post.unit).is_empty())
    };
    let on = watch.on.iter().filter(|on| is_of_the_desk(&on.staff));
    let mut there: Vec<_> = on.map(|on| (on.tier, on.staff.clone())).collect();
    let present: BTreeSet<Tier> = there.iter().map(|(tier, _)| *tier).collect();
    let planned = on_shift(office, &roster, now).into_iter();
    let planned = planned.filter(|one| !present.contains(&one.tier) && is_of_the_desk(&one.staff));
    there.extend(planned.map(|one| (one.tier, one.staff)));
    Ok(there)
}

/// What a member of staff may do and see in their post, and in that of the watch that they have: no more than the person behind it, by
/// whichever account and in whichever of the two. None where they hold no post.
pub(super) fn standings(
    office: &Office,
    accounts: &[Account],
    staff: &Staff,
    watch: Option<&DutyPost>,
) -> Vec<Standing> {
    let Some(actor) = holder(office, accounts, staff) else {
        return Vec::new();
    };
    let own = accounts.iter().find(|account| account.id == staff.0);
    let person = own.and_then(|own| own.person.as_ref());
    let same = accounts
        .iter()
        .filter(|account| account.id == staff.0 || person.is_some() && account.person.as_ref() == person);
    let own: Vec<Staff> = same.map(|account| Staff(account.id.clone())).collect();
    let of_the_watch = watch.and_then(|watch| office.pack.post(&watch.post)).map(|post| Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: actor.account.clone(),
    });
    let beside = |actor: &Actor, other: Option<&Actor>| {
        let other = other.and_then(|other| other.post.as_ref());
        Standing::beside(&office.pack, actor, own.clone(), other)
    };
    let in_own = beside(&actor, of_the_watch.as_ref());
    let on_watch = of_the_watch.as_ref().map(|post| beside(post, Some(&actor)));
    std::iter::once(in_own).chain(on_watch).collect()
}

/// Somebody's account, where it is not shut.
pub(super) fn open_account<'a>(accounts: &'a [Account], staff: &Staff) -> Option<&'a Account> {
    let mut open = accounts.iter().filter(|account| account.disabled_at.is_none());
    open.find(|account| account.id == staff.0)
}

/// The desk that keeps the watch of a unit: its own, or that of the nearest unit above it that has one; the body's, which is the
/// first, where none has, and where no unit is named. None where the pack has no desk.
#[must_use]
pub fn watch_of<'a>(office: &'a Office, unit: Option<&'a UnitSlug>) -> Option<&'a UnitSlug> {
    let desks = &office.pack.duty.as_ref()?.desks;
    let of = |unit: &UnitSlug| desks.iter().find(|desk| desk.unit == *unit);
    let above = |unit: &&'a UnitSlug| office.pack.unit(unit)?.parent.as_ref();
    // No unit has more above it than there are units.
    let mut chain = std::iter::successors(unit, above).take(office.pack.units.len());
    let desk = chain.find_map(of).or(desks.first());
    desk.map(|desk| &desk.unit)
}

pub(super) fn new_send(
    staff: Option<&Staff>,
    step: (u32, u32),
    (channel, kind, n): (&str, ChannelKind, u32),
    draw: DrawToken,
) -> NewSend {
    let (token, token_sha256) = draw();
    NewSend {
        // Drawn, so that nobody tells an id from another one's.
        id: token_sha256[..32].to_owned(),
        step,
        staff: staff.map(|staff| staff.0.clone()),
        channel: channel.to_owned(),
        kind,
        n,
        token,
        token_sha256,
    }
}
