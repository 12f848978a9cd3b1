//! Plans and drills: reading them, and one command to each.

use crate::{Error, Office};
use domain::case::Actor;
use domain::drill::{self, Drill, DrillCommand, DrillEvent};
use domain::plan::{self, Plan, PlanCommand, PlanEvent};
use jiff::Timestamp;

/// Plans and drills that are looked through for a list.
const MOST: u32 = 500;
/// How often a command is decided anew after another's write in between.
const TRIES: u32 = 5;

/// A plan as it is now; none where there is none of that id.
///
/// # Errors
/// The store's.
pub async fn read_plan(office: &Office, id: &str) -> Result<Option<Plan>, Error> {
    let events = office.store.stream_events::<PlanEvent>(id, 0).await?;
    let state = events.iter().fold(None, |state, recorded| {
        plan::evolve(state, &recorded.event, &recorded.actor, recorded.at)
    });
    Ok(state)
}

/// The newest plans, the newest first, with their ids.
///
/// # Errors
/// The store's.
pub async fn plans(office: &Office) -> Result<Vec<(String, Plan)>, Error> {
    let mut found = Vec::new();
    for id in office.store.streams::<PlanEvent>(MOST).await? {
        if let Some(plan) = read_plan(office, &id).await? {
            found.push((id, plan));
        }
    }
    Ok(found)
}

/// Does a command to a plan; another's write in between leads to a new decision on the new state.
///
/// # Errors
/// A refusal of the rules; the store's, a conflict after the last try among them.
pub async fn change_plan(
    office: &Office,
    id: &str,
    command: &PlanCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    let mut tries = 0;
    loop {
        tries += 1;
        let state = read_plan(office, id).await?;
        let Some(event) = plan::decide(state.as_ref(), command, actor, &office.pack)? else {
            return Ok(());
        };
        let version = state.as_ref().map_or(0, |plan| plan.version);
        match office.store.append_stream(id, version, &event, actor, now).await {
            Ok(_) => return Ok(()),
            Err(store::Error::Conflict { .. }) if tries < TRIES => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// A drill as it is now; none where there is none of that id.
///
/// # Errors
/// The store's.
pub async fn read_drill(office: &Office, id: &str) -> Result<Option<Drill>, Error> {
    let events = office.store.stream_events::<DrillEvent>(id, 0).await?;
    let state = events.iter().fold(None, |state, recorded| {
        drill::evolve(state, &recorded.event, recorded.at)
    });
    Ok(state)
}

/// The newest drills, the newest first, with their ids.
///
/// # Errors
/// The store's.
pub async fn drills(office: &Office) -> Result<Vec<(String, Drill)>, Error> {
    let mut found = Vec::new();
    for id in office.store.streams::<DrillEvent>(MOST).await? {
        if let Some(drill) = read_drill(office, &id).await? {
            found.push((id, drill));
        }
    }
    Ok(found)
}

/// Does a command to a drill; another's write in between leads to a new decision on the new state.
///
/// # Errors
/// A refusal of the rules; the store's, a conflict after the last try among them.
pub async fn change_drill(
    office: &Office,
    id: &str,
    command: &DrillCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    let mut tries = 0;
    loop {
        tries += 1;
        let state = read_drill(office, id).await?;
        let of = match command {
            DrillCommand::Plan { scenario } => read_plan(office, &scenario.plan).await?,
            _ => None,
        };
        let Some(event) = drill::decide(state.as_ref(), command, of.as_ref(), actor, &office.pack, now)? else {
            return Ok(());
        };
        let version = state.as_ref().map_or(0, |drill| drill.version);
        match office.store.append_stream(id, version, &event, actor, now).await {
            Ok(_) => return Ok(()),
            Err(store::Error::Conflict { .. }) if tries < TRIES => {}
            Err(error) => return Err(error.into()),
        }
    }
}
