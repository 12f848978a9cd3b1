//! The watch of a desk: who is there, and one command to it.

use crate::boxed;
use crate::duty::{duty_desk, read_roster};
use crate::stream::{change_stream, whole};
use crate::{Error, Office, persons};
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
#[boxed]
pub async fn read_watch(office: &Office, unit: &UnitSlug) -> Result<Watch, Error> {
    Ok(fold(&watch_events(office, unit).await?))
}

/// All that happened on a desk's watch, oldest first.
///
/// # Errors
/// The store's.
#[boxed]
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
#[boxed]
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
    let asks = beside_who_goes(office, unit, command, actor, &own).await?;
    let decide = |watch: &Watch| decide(watch, command, &asks, shift, now);
    change_stream(office, unit.as_str(), (actor, now), fold, decide).await
}

/// Whoever acts, as the one who hands over where it is the same person by another account: somebody else takes what one hands over,
/// and a watch on which nobody but oneself is left has nobody.
async fn beside_who_goes(
    office: &Office,
    unit: &UnitSlug,
    command: &WatchCommand,
    actor: &Actor,
    own: &Staff,
) -> Result<Staff, Error> {
    match command {
        WatchCommand::Take { handover } => {
            let watch = read_watch(office, unit).await?;
            let offered = watch.offers.iter().filter(|offer| offer.id == *handover);
            let by = offered.map(|offer| offer.by.0.as_str());
            let asks = persons::beside(office, actor, by).await?;
            Ok(asks.account.map_or_else(|| own.clone(), Staff))
        }
        WatchCommand::Leave => {
            let watch = read_watch(office, unit).await?;
            let Some(on) = watch.of(own) else {
                return Ok(own.clone());
            };
            for other in watch.in_tier(on.tier) {
                if !persons::is_same_person(office, actor, &other.staff.0).await? {
                    return Ok(own.clone());
                }
            }
            Err(Refusal::new("refusal-watch-nobody").into())
        }
        _ => Ok(own.clone()),
    }
}
