//! The watch of a desk: who is there, and one command to it.

use crate::boxed;
use crate::duty::{colleagues, duty_days, duty_desk, read_roster};
use crate::stream::{change_stream, whole};
use crate::{Error, Office, persons};
use domain::UnitSlug;
use domain::case::{Actor, Refusal};
use domain::duty::watch::{Watch, WatchCommand, WatchEvent, WatchGround, decide, evolve, may_leave};
use domain::duty::{Member, Need, Presence, Roster, Staff, Tier, presences, settles};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
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
    let own = own_shortly(office, roster, staff, now);
    own.max_by_key(|one| one.from).map(|one| one.tier)
}

/// Whether somebody is on shift in a tier now, or will be within the pack's minutes, also where they are in the other one before or after.
#[must_use]
pub fn has_shift_in(office: &Office, roster: &Roster, staff: &Staff, tier: Tier, now: Timestamp) -> bool {
    own_shortly(office, roster, staff, now).any(|one| one.tier == tier)
}

/// Where somebody is to be now, and within the pack's minutes.
fn own_shortly<'a>(
    office: &Office,
    roster: &Roster,
    staff: &'a Staff,
    now: Timestamp,
) -> impl Iterator<Item = Presence> + use<'a> {
    let early = office.pack.duty.as_ref().map_or(0, |rules| rules.early_minutes.value);
    let soon = now
        .checked_add(SignedDuration::from_mins(i64::from(early)))
        .unwrap_or(Timestamp::MAX);
    let there = presences(roster, now, soon, &office.pack.zone);
    there.into_iter().filter(move |one| one.staff == *staff)
}

/// Who is to be there, of whom there is, and how many are needed at a desk around a moment.
struct Around {
    there: Vec<Presence>,
    members: Vec<Member>,
    need: Need,
}

impl Around {
    async fn read(office: &Office, unit: &UnitSlug, roster: &Roster, now: Timestamp) -> Result<Self, Error> {
        let (rules, _) = duty_desk(office, unit)?;
        let zone = &office.pack.zone;
        let levels = crate::levels(office).await?;
        let date = rules.day_at(now, zone);
        let soon = now.checked_add(SignedDuration::from_millis(1)).unwrap_or(now);
        // From the beginning of the day of duty before this one: whoever stays longer than their shift had one of these.
        let (since, _) = rules.day_span(date.saturating_sub(1.day()), zone);
        let people = colleagues(office, unit).await?;
        Ok(Self {
            there: presences(roster, since, soon, zone),
            members: people.into_iter().map(|one| one.member).collect(),
            need: duty_days(office, &levels, unit).need_within(rules, date, now, soon),
        })
    }

    /// A watch on which nobody but oneself is left, by another account, has nobody.
    async fn without_oneself(&mut self, office: &Office, unit: &UnitSlug, actor: &Actor) -> Result<(), Error> {
        for on in read_watch(office, unit).await?.on {
            if actor.account.as_ref() != Some(&on.staff.0)
                && persons::is_same_person(office, actor, &on.staff.0).await?
            {
                self.members.retain(|member| member.staff != on.staff);
            }
        }
        Ok(())
    }

    fn ground(&self, shift: Option<Tier>, keeps: bool, now: Timestamp) -> WatchGround<'_> {
        WatchGround {
            shift,
            there: &self.there,
            members: &self.members,
            need: self.need,
            keeps,
            now,
        }
    }
}

/// Whether somebody could leave a desk's watch without handing it over, because enough stay.
///
/// # Errors
/// The store's; a refusal where no watch is kept.
#[boxed]
pub async fn may_leave_watch(
    office: &Office,
    unit: &UnitSlug,
    watch: &Watch,
    staff: &Staff,
    now: Timestamp,
) -> Result<bool, Error> {
    let Some(on) = watch.of(staff) else { return Ok(false) };
    let roster = read_roster(office, unit).await?;
    let around = Around::read(office, unit, &roster, now).await?;
    Ok(may_leave(watch, on, around.ground(None, false, now)))
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
    let (_, desk) = duty_desk(office, unit)?;
    let own = actor.account.clone().map(Staff);
    let own = own.ok_or_else(|| Refusal::new("refusal-watch-shift"))?;
    let roster = read_roster(office, unit).await?;
    let shift = shift_tier(office, &roster, &own, now);
    let asks = beside_who_goes(office, unit, command, actor, &own).await?;
    let mut around = Around::read(office, unit, &roster, now).await?;
    if matches!(command, WatchCommand::Leave) {
        around.without_oneself(office, unit, actor).await?;
    }
    let ground = around.ground(shift, settles(desk, actor), now);
    let decide = |watch: &Watch| decide(watch, command, &asks, ground);
    change_stream(office, unit.as_str(), (actor, now), fold, decide).await
}

/// Whoever acts, as the one whose place it is where it is the same person by another account: somebody else takes what one hands over,
/// and nobody ends their own place.
async fn beside_who_goes(
    office: &Office,
    unit: &UnitSlug,
    command: &WatchCommand,
    actor: &Actor,
    own: &Staff,
) -> Result<Staff, Error> {
    let whose: Vec<Staff> = match command {
        WatchCommand::Take { handover } => {
            let watch = read_watch(office, unit).await?;
            let offered = watch.offers.into_iter().filter(|offer| offer.id == *handover);
            offered.map(|offer| offer.by).collect()
        }
        WatchCommand::End { staff, .. } => vec![staff.clone()],
        _ => Vec::new(),
    };
    let asks = persons::beside(office, actor, whose.iter().map(|staff| staff.0.as_str())).await?;
    Ok(asks.account.map_or_else(|| own.clone(), Staff))
}
