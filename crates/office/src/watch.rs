//! The watch of a desk: who is there, and one command to it.

use crate::duty::{duty_desk, read_roster};
use crate::stream::{change_stream, whole};
use crate::{Error, Office};
use domain::UnitSlug;
use domain::case::{Actor, Refusal};
use domain::duty::watch::{Watch, WatchCommand, WatchEvent, decide, evolve};
use domain::duty::{Roster, Staff, Tier, presences};
use jiff::{SignedDuration, Timestamp};
use store::Recorded;

/// The watch of a desk as it is now.
///
/// # Errors
/// The store's.
pub async fn read_watch(office: &Office, unit: &UnitSlug) -> Result<Watch, Error> {
    Ok(fold(&watch_events(office, unit).await?))
}

/// All that happened on a desk's watch, oldest first.
///
/// # Errors
/// The store's.
pub async fn watch_events(office: &Office, unit: &UnitSlug) -> Result<Vec<Recorded<WatchEvent>>, Error> {
    Ok(office.store.stream_events(unit.as_str(), 0).await?)
}

fn fold(events: &[Recorded<WatchEvent>]) -> Watch {
    events.iter().fold(Watch::default(), |state, recorded| {
        evolve(state, &recorded.event, recorded.actor.account.as_deref(), recorded.at)
    })
}

/// The tier in which somebody is on shift now, or will be within the pack's minutes; the one that begins later where there are two.
#[must_use]
pub fn shift_tier(office: &Office, roster: &Roster, staff: &Staff, now: Timestamp) -> Option<Tier> {
    let early = office.pack.duty.as_ref().map_or(0, |rules| rules.early_minutes.value);
    let soon = now
        .checked_add(SignedDuration::from_mins(i64::from(early)))
        .unwrap_or(Timestamp::MAX);
    let there = presences(roster, now, soon, &office.pack.zone);
    let own = there.iter().filter(|one| one.staff == *staff);
    own.max_by_key(|one| one.from).map(|one| one.tier)
}

/// Does a command to a desk's watch; another's write in between leads to a new decision on the new state.
///
/// # Errors
/// A refusal of the rules; the store's, a conflict after the last try among them.
pub async fn change_watch(
    office: &Office,
    unit: &UnitSlug,
    command: &WatchCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let now = whole(now);
    duty_desk(office, unit)?;
    let own = actor.account.clone().map(Staff);
    let own = own.ok_or_else(|| Refusal::new("refusal-watch-shift"))?;
    let roster = read_roster(office, unit).await?;
    let shift = shift_tier(office, &roster, &own, now);
    let decide = |watch: &Watch| decide(watch, command, &own, shift, now);
    change_stream(office, unit.as_str(), (actor, now), fold, decide).await
}
