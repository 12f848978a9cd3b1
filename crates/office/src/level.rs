//! Operating levels 平战状态: which one is in force, and one command to them.

use crate::boxed;
use crate::{Error, Office};
use domain::UnitSlug;
use domain::case::{Actor, Command, Incident, Registration, Respond};
use domain::level::{LevelCommand, Levels, decide, evolve};
use domain::pack::OperatingLevel;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use store::Viewer;

/// Every level that was set, as they are now.
///
/// # Errors
///
/// The store's.
#[boxed]
pub async fn levels(office: &Office) -> Result<Levels, Error> {
    let events = office.store.level_events().await?;
    let state = events.iter().fold(Levels::default(), |state, recorded| {
        evolve(state, &recorded.event, &recorded.actor, recorded.at)
    });
    Ok(state)
}

/// Does a command to the levels; another's write in between leads to a new decision on the new state.
///
/// # Errors
///
/// A refusal of the rules; the store's, a conflict after the last try among them.
#[boxed]
pub async fn change_levels(
    office: &Office,
    command: &LevelCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    const TRIES: u32 = 5;
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    let mut tries = 0;
    loop {
        tries += 1;
        let state = levels(office).await?;
        let Some(event) = decide(&state, command, actor, &office.pack, now)? else {
            return Ok(());
        };
        let appended = office.store.append_level(state.version, event, actor.clone(), now);
        match appended.await {
            Ok(_) => return Ok(()),
            Err(store::Error::Conflict { .. }) if tries < TRIES => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Ends the levels whose time is over. Answers how many.
///
/// # Errors
///
/// The store's.
#[boxed]
pub async fn end_due_levels(office: &Office, now: Timestamp) -> Result<u64, Error> {
    let state = levels(office).await?;
    let over = state
        .set
        .iter()
        .filter(|level| level.ended.is_none() && level.plan.until <= now);
    let mut ended = 0;
    for level in over {
        let command = LevelCommand::EndByItself { n: level.n };
        change_levels(office, &command, &Actor::program(), now).await?;
        ended += 1;
    }
    Ok(ended)
}

/// Writes down, on each incident that is dealt with, which operating level binds its unit now, where that is another than is written there:
/// its reports are due by the level's times from then on. Answers how many.
///
/// # Errors
///
/// The store's.
#[boxed]
pub async fn bind_levels(office: &Office, now: Timestamp) -> Result<u64, Error> {
    let levels = levels(office).await?;
    if levels.set.is_empty() {
        return Ok(0);
    }
    let mut bound = 0;
    for line in crate::open_incidents(office, &Viewer::body(), now).await? {
        let case = &line.case;
        let held = case.incident().map(Incident::operating_level);
        let (level, since) = in_force(&levels, &case.unit, now);
        if held == Some(level) || case.is_ended() {
            continue;
        }
        let bind = Command::Respond(Respond::BindLevel { level, since });
        match crate::act(office, case.id, &bind, &Actor::program(), now, None).await {
            Ok(_) => bound += 1,
            // Ended or erased meanwhile.
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(bound)
}

/// What is written down of a level when an incident is registered; none in routine times, and for what is no incident.
pub(crate) async fn at_registration(
    office: &Office,
    registration: &Registration,
    now: Timestamp,
) -> Result<Option<Command>, Error> {
    let kind = office.pack.kind(&registration.kind);
    if kind.is_none_or(|kind| kind.incident.is_none()) {
        return Ok(None);
    }
    let (level, since) = in_force(&levels(office).await?, &registration.unit, now);
    let bind = Command::Respond(Respond::BindLevel { level, since });
    Ok((level != OperatingLevel::Routine).then_some(bind))
}

/// The level that binds a unit at a moment, and since when.
fn in_force(levels: &Levels, unit: &UnitSlug, now: Timestamp) -> (OperatingLevel, Timestamp) {
    let binding = levels.binding(unit, now);
    binding.map_or((OperatingLevel::Routine, now), |level| {
        (level.plan.level, level.plan.from)
    })
}

/// The body's level on `date`: the highest that was in force at some moment of that day.
///
/// # Errors
///
/// The store's.
#[boxed]
pub async fn operating_level(office: &Office, date: Date) -> Result<OperatingLevel, Error> {
    let (from, until) = day(office, date);
    Ok(levels(office).await?.between(from, until))
}

/// The minute by which all reports of `date` are due, at the body's level on that day: units may have times of their own.
///
/// # Errors
///
/// The store's.
#[boxed]
pub async fn due_minute(office: &Office, date: Date) -> Result<Timestamp, Error> {
    let level = operating_level(office, date).await?;
    let pack = &office.pack;
    let due = |unit: Option<&UnitSlug>| domain::daily::due_minute(&pack.reporting, unit, level, date, &pack.zone);
    let units = pack.units.iter().filter(|unit| unit.reports_daily);
    let last = units.map(|unit| due(Some(&unit.slug))).max();
    Ok(last.unwrap_or_else(|| due(None)))
}

/// The last due minute of `date` for a unit, at the level that binds it.
pub(crate) fn unit_due_minute(office: &Office, levels: &Levels, unit: &UnitSlug, date: Date) -> Timestamp {
    let (pack, level) = (&office.pack, unit_level(office, levels, unit, date));
    domain::daily::due_minute(&pack.reporting, Some(unit), level, date, &pack.zone)
}

/// A unit's level on `date`: the highest that binds it.
#[must_use]
pub fn unit_level(office: &Office, levels: &Levels, unit: &UnitSlug, date: Date) -> OperatingLevel {
    let (from, until) = day(office, date);
    levels.of_unit(unit, from, until)
}

/// A local day, from its first moment until the next day's.
fn day(office: &Office, date: Date) -> (Timestamp, Timestamp) {
    let midnight = |date: Date| {
        let at = office
            .pack
            .zone
            .to_timestamp(date.to_datetime(jiff::civil::Time::midnight()));
        at.unwrap_or(Timestamp::MAX)
    };
    (midnight(date), midnight(date.saturating_add(Span::new().days(1))))
}
