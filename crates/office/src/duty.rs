//! Duty: a desk's roster, its people, and one command to it.

use crate::boxed;
use crate::stream::{change_stream, whole};
use crate::{Error, Office, persons};
use domain::case::{Actor, Refusal};
use domain::duty::{
    Ahead, Days, Desk, DutyRules, Gap, Ground, Member, Presence, Roster, RosterCommand, RosterEvent, Shift, Staff,
    decide, evolve, gaps, presences, serves,
};
use domain::level::Levels;
use domain::{PostSlug, UnitSlug};
use jiff::Timestamp;
use store::Recorded;

/// In which nights are counted.
const WEEK: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);

/// A member of a desk's staff, with the name that colleagues read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// As the rules know them.
    pub member: Member,
    /// Shown name.
    pub name: String,
    /// The post held.
    pub post: PostSlug,
}

/// The rules and the desk of a unit, or the refusal that says that no watch is kept there.
///
/// # Errors
/// The refusal.
pub fn duty_desk<'a>(office: &'a Office, unit: &UnitSlug) -> Result<(&'a DutyRules, &'a Desk), Refusal> {
    let found = office.pack.duty_desk(unit);
    found.ok_or_else(|| Refusal::new("refusal-duty-desk"))
}

/// Who serves at a desk today: open accounts in posts that serve there, by the name under which they sign in.
///
/// # Errors
/// The store's; a refusal where no watch is kept.
#[boxed]
pub async fn colleagues(office: &Office, unit: &UnitSlug) -> Result<Vec<Colleague>, Error> {
    let (rules, desk) = duty_desk(office, unit)?;
    let accounts = office.store.accounts().await?;
    let colleague = |account: store::Account| {
        let post = office.pack.post(&account.post)?;
        let tiers = serves(rules, desk, post.role, &post.unit);
        let member = Member {
            staff: Staff(account.id),
            unit: post.unit.clone(),
            tiers,
        };
        let serves = account.disabled_at.is_none() && !member.tiers.is_empty();
        serves.then_some(Colleague {
            member,
            name: account.name,
            post: account.post,
        })
    };
    Ok(accounts.into_iter().filter_map(colleague).collect())
}

/// A desk's roster as it is now.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn read_roster(office: &Office, unit: &UnitSlug) -> Result<Roster, Error> {
    Ok(roster_of(&office.store.stream_events(unit.as_str(), 0).await?))
}

fn roster_of(events: &[Recorded<RosterEvent>]) -> Roster {
    events.iter().fold(Roster::default(), |state, recorded| {
        evolve(state, &recorded.event, recorded.at)
    })
}

/// Does a command to a roster; another's write in between leads to a new decision on the new state.
///
/// # Errors
/// A refusal of the rules; the store's, a conflict after the last try among them.
#[boxed]
pub async fn change_roster(
    office: &Office,
    unit: &UnitSlug,
    command: &RosterCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let now = whole(now);
    let members = members(office, unit).await?;
    let elsewhere = elsewhere(office, unit, &members, now).await?;
    let ground = ground(office, unit, (&members, &elsewhere), now)?;
    let asks = beside_whose_it_is(office, unit, command, actor).await?;
    let decide = |roster: &Roster| decide(roster, command, &asks, ground);
    change_stream(office, unit.as_str(), (actor, now), roster_of, decide).await
}

/// Whoever acts, as one of those whose leave or swap it is where they are the same person by another account: nobody settles what is
/// their own, and nobody swaps with themselves.
async fn beside_whose_it_is(
    office: &Office,
    unit: &UnitSlug,
    command: &RosterCommand,
    actor: &Actor,
) -> Result<Actor, Error> {
    let roster = match command {
        RosterCommand::SettleLeave { .. } | RosterCommand::SettleSwap { .. } | RosterCommand::AskSwap { .. } => {
            read_roster(office, unit).await?
        }
        _ => return Ok(actor.clone()),
    };
    let of_the_other = |staff: &Staff| actor.account.as_ref() != Some(&staff.0);
    let whose: Vec<&str> = match command {
        RosterCommand::SettleLeave { id, .. } => {
            let leave = roster.leaves.get(id);
            leave.map(|leave| leave.staff.0.as_str()).into_iter().collect()
        }
        RosterCommand::SettleSwap { id, .. } => {
            let swap = roster.swaps.get(id);
            swap.map_or_else(Vec::new, |swap| vec![swap.asked_by.0.as_str(), swap.other.0.as_str()])
        }
        RosterCommand::AskSwap { theirs, .. } => {
            let other = roster.shifts.get(theirs).map(|shift| &shift.staff);
            if let Some(other) = other.filter(|other| of_the_other(other))
                && persons::is_same_person(office, actor, &other.0).await?
            {
                return Err(Refusal::new("refusal-duty-other").into());
            }
            Vec::new()
        }
        _ => Vec::new(),
    };
    Ok(persons::beside(office, actor, whose).await?)
}

/// Whether each of these commands would be done to a roster as it is now: before the first of several is done.
///
/// # Errors
/// The refusal of the first that would not be; the store's.
#[boxed]
pub async fn check_roster(
    office: &Office,
    unit: &UnitSlug,
    commands: &[RosterCommand],
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let members = members(office, unit).await?;
    let elsewhere = elsewhere(office, unit, &members, whole(now)).await?;
    let ground = ground(office, unit, (&members, &elsewhere), whole(now))?;
    let roster = read_roster(office, unit).await?;
    for command in commands {
        decide(&roster, command, actor, ground).map_err(Error::Refused)?;
    }
    Ok(())
}

async fn members(office: &Office, unit: &UnitSlug) -> Result<Vec<Member>, Error> {
    let colleagues = colleagues(office, unit).await?;
    Ok(colleagues.into_iter().map(|one| one.member).collect())
}

/// Where those who serve at a desk are planned at others from now on, and were within the week before: within the hours of rest, and in
/// the seven days in which nights are counted.
async fn elsewhere(
    office: &Office,
    unit: &UnitSlug,
    members: &[Member],
    now: Timestamp,
) -> Result<Vec<Presence>, Error> {
    let (rules, _) = duty_desk(office, unit)?;
    let rest = jiff::SignedDuration::from_hours(i64::from(rules.rest_hours.value));
    let from = now.checked_sub(rest.max(WEEK)).unwrap_or(Timestamp::MIN);
    let others = other_rosters(office, unit).await?;
    elsewhere_within(office, &others, members, (from, Timestamp::MAX)).await
}

/// The same of a desk's people.
///
/// # Errors
/// The store's; a refusal where no watch is kept.
#[boxed]
pub async fn planned_elsewhere(
    office: &Office,
    unit: &UnitSlug,
    people: &[Colleague],
    now: Timestamp,
) -> Result<Vec<Presence>, Error> {
    let members: Vec<Member> = people.iter().map(|one| one.member.clone()).collect();
    elsewhere(office, unit, &members, now).await
}

/// The other desks with their rosters.
pub(crate) async fn other_rosters(office: &Office, unit: &UnitSlug) -> Result<Vec<(UnitSlug, Roster)>, Error> {
    let mut others = Vec::new();
    let desks = office.pack.duty.iter().flat_map(|rules| &rules.desks);
    for desk in desks.filter(|desk| desk.unit != *unit) {
        others.push((desk.unit.clone(), read_roster(office, &desk.unit).await?));
    }
    Ok(others)
}

/// Where those who serve at a desk are planned at others between two moments.
pub(crate) async fn elsewhere_within(
    office: &Office,
    others: &[(UnitSlug, Roster)],
    members: &[Member],
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Presence>, Error> {
    let mut found = Vec::new();
    for (desk, roster) in others {
        let serve: Vec<Colleague> = colleagues(office, desk).await?;
        let there = presences(roster, from, until, &office.pack.zone);
        // Whoever has another post by now does not come there any more.
        let shared = |one: &Presence| {
            members.iter().any(|member| member.staff == one.staff)
                && serve.iter().any(|other| other.member.staff == one.staff)
        };
        found.extend(there.into_iter().filter(shared));
    }
    Ok(found)
}

fn ground<'a>(
    office: &'a Office,
    unit: &UnitSlug,
    (members, elsewhere): (&'a [Member], &'a [Presence]),
    now: Timestamp,
) -> Result<Ground<'a>, Error> {
    let (rules, desk) = duty_desk(office, unit)?;
    Ok(Ground {
        rules,
        desk,
        members,
        elsewhere,
        zone: &office.pack.zone,
        now,
    })
}

/// What dates are for a desk, by the pack's calendar and those of these levels that bind it.
#[must_use]
pub fn duty_days<'a>(office: &'a Office, levels: &'a Levels, unit: &'a UnitSlug) -> Days<'a> {
    Days {
        calendar: &office.pack.calendar,
        levels,
        unit,
        zone: &office.pack.zone,
    }
}

/// The gaps at a desk that have not ended and begin before `until`, by those who serve there; the one that is now is the first.
#[must_use]
pub fn gaps_from_now(
    office: &Office,
    unit: &UnitSlug,
    (roster, people): (&Roster, &[Colleague]),
    levels: &Levels,
    (now, until): (Timestamp, Timestamp),
) -> Vec<Gap> {
    let Ok((rules, _)) = duty_desk(office, unit) else {
        return Vec::new();
    };
    let zone = &office.pack.zone;
    let ahead = Ahead {
        from: rules.day_at(now, zone),
        until: zone.to_datetime(until).date(),
    };
    let members: Vec<Member> = people.iter().map(|one| one.member.clone()).collect();
    let mut found = gaps(roster, &members, rules, duty_days(office, levels, unit), ahead);
    found.retain(|gap| gap.until > now && gap.from < until);
    found
}

/// The gaps at a desk within the pack's hours from now, of its roster and by those who serve there.
///
/// # Errors
/// The store's; a refusal where no watch is kept.
#[boxed]
pub async fn gaps_soon(
    office: &Office,
    unit: &UnitSlug,
    (roster, people): (&Roster, &[Colleague]),
    now: Timestamp,
) -> Result<Vec<Gap>, Error> {
    let (rules, _) = duty_desk(office, unit)?;
    let levels = crate::levels(office).await?;
    let soon = jiff::SignedDuration::from_hours(i64::from(rules.gap_hours.value));
    let until = now.checked_add(soon).unwrap_or(Timestamp::MAX);
    Ok(gaps_from_now(office, unit, (roster, people), &levels, (now, until)))
}

/// Who is on shift at a moment by a roster.
#[must_use]
pub fn on_shift(office: &Office, roster: &Roster, at: Timestamp) -> Vec<Presence> {
    let until = at.checked_add(jiff::SignedDuration::from_millis(1)).unwrap_or(at);
    presences(roster, at, until, &office.pack.zone)
}

/// Somebody's shifts at all desks, by their beginning, with the desk.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn shifts_of(office: &Office, staff: &Staff) -> Result<Vec<(UnitSlug, Shift, Presence)>, Error> {
    let mut found = Vec::new();
    let Some(rules) = &office.pack.duty else {
        return Ok(found);
    };
    for desk in &rules.desks {
        let roster = read_roster(office, &desk.unit).await?;
        let there = presences(&roster, Timestamp::MIN, Timestamp::MAX, &office.pack.zone);
        let own = there.into_iter().filter(|one| one.staff == *staff);
        found.extend(own.filter_map(|one| Some((desk.unit.clone(), roster.shifts.get(&one.shift)?.clone(), one))));
    }
    found.sort_by_key(|(_, _, presence)| presence.from);
    Ok(found)
}
