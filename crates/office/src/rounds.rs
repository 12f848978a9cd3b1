//! Screening rounds: reading one, and one command to it.

use crate::boxed;
use crate::{Error, Office};
use domain::case::{Actor, Refusal};
use domain::round::{Round, RoundCommand, decide, evolve};
use jiff::Timestamp;

/// Rounds that are looked through for what is late.
const MOST_ROUNDS: u32 = 50;

/// A round as it is now; none where there is none of that id.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn read_round(office: &Office, id: &str) -> Result<Option<Round>, Error> {
    let events = office.store.round_events(id).await?;
    let state = events
        .iter()
        .fold(None, |state, recorded| evolve(state, &recorded.event, recorded.at));
    Ok(state)
}

/// The newest rounds, the newest first, with their ids.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn rounds(office: &Office) -> Result<Vec<(String, Round)>, Error> {
    let mut found = Vec::new();
    for id in office.store.rounds(MOST_ROUNDS).await? {
        if let Some(round) = read_round(office, &id).await? {
            found.push((id, round));
        }
    }
    Ok(found)
}

/// Does a command to a round; another's write in between leads to a new decision on the new state.
///
/// # Errors
/// A refusal of the rules; the store's, a conflict after the last try among them.
#[boxed]
pub async fn change_round(
    office: &Office,
    id: &str,
    command: &RoundCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    const TRIES: u32 = 5;
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    let mut tries = 0;
    loop {
        tries += 1;
        let state = read_round(office, id).await?;
        if state.is_some() && matches!(command, RoundCommand::Start(_)) {
            // The same form sent twice.
            return Ok(());
        }
        let version = state.as_ref().map_or(0, |round| round.version);
        let Some(event) = decide(state.as_ref(), command, actor, &office.pack, now)? else {
            return Ok(());
        };
        match office
            .store
            .append_round(id, version, vec![event], actor.clone(), now)
            .await
        {
            Ok(_) => return Ok(()),
            Err(store::Error::Conflict { .. }) if tries < TRIES => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// A round that a form names, or the refusal that says that there is none.
///
/// # Errors
/// As [`read_round`].
#[boxed]
pub async fn known_round(office: &Office, id: &str) -> Result<Round, Error> {
    let round = read_round(office, id).await?;
    Ok(round.ok_or_else(|| Refusal::new("refusal-round-unknown"))?)
}
