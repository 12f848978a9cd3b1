//! In which posts somebody can act: their own, and while they have the watch of a desk 值守 that desk's, until it is handed over, left or
//! ended. The one place that answers it; which of the two it is now, the session says.

use crate::boxed;
use crate::{Error, Office};
use domain::case::{About, Actor, Case, Command, check_other_post};
use domain::duty::watch::{Watch, WatchEvent, evolve};
use domain::duty::{Desk, DutyRules, Tier, serves};
use domain::{PostSlug, UnitSlug};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use store::Account;

/// The post of a desk whose watch somebody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyPost {
    /// The unit of the desk.
    pub desk: UnitSlug,
    /// In what capacity.
    pub tier: Tier,
    /// Since when they have the watch.
    pub since: Timestamp,
    /// The post: another one than their own.
    pub post: PostSlug,
}

/// The watches as they were when they were asked for last, each with how often the store's streams had changed by then: only where they
/// have since, what has happened is read. Every request asks.
#[derive(Debug, Default)]
pub struct Watches(RwLock<BTreeMap<UnitSlug, (u64, Arc<Watch>)>>);

impl Watches {
    async fn now(&self, office: &Office, unit: &UnitSlug) -> Result<Arc<Watch>, store::Error> {
        // Asked before the streams are read: what is appended meanwhile is read the next time.
        let changes = office.store.stream_changes();
        let kept = {
            let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
            kept.get(unit).cloned()
        };
        let known = match kept {
            Some((read_at, watch)) if read_at == changes => return Ok(watch),
            Some((_, watch)) => watch,
            None => Arc::default(),
        };
        let since = office
            .store
            .stream_events::<WatchEvent>(unit.as_str(), known.version)
            .await?;
        let now = since.iter().fold((*known).clone(), |watch, recorded| {
            evolve(watch, &recorded.event, recorded.actor.account.as_deref(), recorded.at)
        });
        let now = Arc::new(now);
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.get(unit).is_none_or(|(read_at, _)| *read_at <= changes) {
            kept.insert(unit.clone(), (changes, Arc::clone(&now)));
        }
        Ok(now)
    }
}

/// The post in which an account can act beside its own, because it has the watch of a desk whose post is another one; of several desks the
/// one whose watch it has taken last.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn duty_post(
    office: &Office,
    watches: &Watches,
    account: &Account,
) -> Result<Option<DutyPost>, store::Error> {
    let mut found: Option<DutyPost> = None;
    let Some(rules) = &office.pack.duty else {
        return Ok(None);
    };
    let desks = rules.desks.iter();
    for desk in desks.filter(|desk| may_have(office, (rules, *desk), account)) {
        let watch = watches.now(office, &desk.unit).await?;
        let here = of_watch(office, (rules, desk), &watch, account);
        if here.as_ref().map(|here| here.since) > found.as_ref().map(|found| found.since) {
            found = here;
        }
    }
    Ok(found)
}

/// Whether a desk's watch could give the account another post at all: nothing is read for those whom it could not.
fn may_have(office: &Office, (rules, desk): (&DutyRules, &Desk), account: &Account) -> bool {
    let Some(own) = office.pack.post(&account.post) else {
        return false;
    };
    let serves = serves(rules, desk, own.role, &own.unit);
    let mut posts = serves.into_iter().filter_map(|tier| desk.post(tier));
    account.disabled_at.is_none() && posts.any(|post| *post != account.post)
}

/// The post that a desk's watch, as it is now, gives an account. Whoever has gone to a post that does not serve there has no watch any
/// more, even where they did not hand it over.
pub(crate) fn of_watch(
    office: &Office,
    (rules, desk): (&DutyRules, &Desk),
    watch: &Watch,
    account: &Account,
) -> Option<DutyPost> {
    let on = watch.on.iter().find(|on| on.staff.0 == account.id)?;
    let own = office.pack.post(&account.post)?;
    let post = office.pack.post(desk.post(on.tier)?)?;
    let serves = serves(rules, desk, own.role, &own.unit).contains(&on.tier);
    let is_there = account.disabled_at.is_none() && serves && post.slug != own.slug;
    is_there.then(|| DutyPost {
        desk: desk.unit.clone(),
        tier: on.tier,
        since: on.since,
        post: post.slug.clone(),
    })
}

/// Whoever acts, in the post that they hold beside the one in which they act; none where that is their own, and for a program.
pub(crate) async fn in_own_post(office: &Office, actor: &Actor) -> Result<Option<Actor>, store::Error> {
    let Some(id) = &actor.account else {
        return Ok(None);
    };
    let account = office.store.account(id).await?;
    let own = account.and_then(|account| office.pack.post(&account.post));
    let own = own.filter(|own| actor.post.as_ref() != Some(&own.slug));
    Ok(own.map(|own| Actor {
        role: own.role,
        post: Some(own.slug.clone()),
        unit: Some(own.unit.clone()),
        account: actor.account.clone(),
    }))
}

/// Refuses what somebody does to a case in a desk's post where it is about their own one, or that stands aside in it.
pub(crate) async fn check_case(office: &Office, case: &Case, command: &Command, actor: &Actor) -> Result<(), Error> {
    if let Command::RecordAbout { about, .. } = command {
        check(office, about, None, actor).await?;
    }
    if case.about.is_empty() && case.recusals.is_empty() {
        return Ok(());
    }
    check(office, &case.about, Some(case), actor).await
}

/// The same of a case that is about these and is not there yet.
pub(crate) async fn check_new(office: &Office, about: &About, actor: &Actor) -> Result<(), Error> {
    if about.is_empty() {
        return Ok(());
    }
    check(office, about, None, actor).await
}

async fn check(office: &Office, about: &About, case: Option<&Case>, actor: &Actor) -> Result<(), Error> {
    match in_own_post(office, actor).await? {
        Some(own) => Ok(check_other_post(about, case, &own, &office.pack)?),
        None => Ok(()),
    }
}
