//! Public warnings: reading one, one command to it, publishing, ending by themselves; and warnings of other bodies.

mod compose;
mod places;
mod receive;
mod supersede;

use crate::boxed;
pub use compose::{language_tag, sender};
pub use receive::{MOST_SHOWN, Received, received, take_alert};
pub use supersede::{Signatures, Verdict};

use crate::{Error, Office, persons};
use compose::{compose, try_out};
use domain::case::{Actor, Refusal};
use domain::warning::{Paper, Published, Stage, Warning, WarningCommand, WarningEvent, decide, evolve};
use jiff::Timestamp;
use store::WarningAppend;

/// Warnings that are looked through for a list.
const MOST_WARNINGS: u32 = 100;
/// Warnings in force that are looked through besides: more at one time are no warnings any more.
const MOST_IN_FORCE: u32 = 1_000;
/// How often a command is decided anew after another's write in between.
const TRIES: u32 = 5;

/// A warning as it is now; none where there is none of that id.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn read_warning(office: &Office, id: &str) -> Result<Option<Warning>, Error> {
    let events = office.store.warning_events(id).await?;
    let state = events.iter().fold(None, |state, recorded| {
        evolve(state, &recorded.event, &recorded.actor, recorded.at)
    });
    Ok(state)
}

/// The newest warnings, the newest first, with their ids; and behind them those before that have not ended yet, however old they are.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn warnings(office: &Office) -> Result<Vec<(String, Warning)>, Error> {
    let mut ids = office.store.warnings(MOST_WARNINGS).await?;
    let in_force = office.store.warnings_ending(Timestamp::MAX, MOST_IN_FORCE).await?;
    let older: Vec<String> = in_force.into_iter().filter(|id| !ids.contains(id)).collect();
    ids.extend(older);
    let mut found = Vec::new();
    for id in ids {
        if let Some(warning) = read_warning(office, &id).await? {
            found.push((id, warning));
        }
    }
    Ok(found)
}

/// What may be asked of a warning from outside: a draft is tried out first, and what is published is written here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WarningWish {
    /// A command as it is.
    Do(WarningCommand),
    /// Publish what was approved.
    Publish,
}

/// Does a command to a warning; another's write in between leads to a new decision on the new state.
///
/// # Errors
/// A refusal of the rules, those of the Common Alerting Protocol among them; the store's.
#[boxed]
pub async fn change_warning(
    office: &Office,
    id: &str,
    wish: &WarningWish,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), Error> {
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    let mut tries = 0;
    loop {
        tries += 1;
        let state = read_warning(office, id).await?;
        let command = match wish {
            WarningWish::Do(command) => command.clone(),
            WarningWish::Publish => {
                let warning = state.as_ref().ok_or_else(|| Refusal::new("refusal-warning-unknown"))?;
                WarningCommand::Publish(Box::new(compose(office, id, warning, now)?))
            }
        };
        let asks = match &command {
            WarningCommand::Approve { .. } => {
                let waiting = state.as_ref().and_then(|warning| warning.waiting.as_ref());
                let drafter = waiting.and_then(|draft| draft.drafted.0.account.as_deref());
                persons::beside(office, actor, drafter).await?
            }
            _ => actor.clone(),
        };
        let Some(event) = decide(state.as_ref(), &command, &asks, &office.pack, now)? else {
            return Ok(());
        };
        if let WarningEvent::Drafted { kind, content } = &event {
            try_out(office, id, state.as_ref(), *kind, content, now)?;
        }
        let expected = state.as_ref().map_or(0, |warning| warning.version);
        let after = evolve(state, &event, actor, now);
        let append = WarningAppend {
            warning: id.to_owned(),
            expected,
            event,
            actor: actor.clone(),
            at: now,
            ends_at: after.and_then(|warning| warning.ends_at()),
        };
        match office.store.append_warning(append).await {
            Ok(_) => return Ok(()),
            Err(store::Error::Conflict { .. }) if tries < TRIES => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Ends the warnings whose time is over. Answers how many.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn end_due_warnings(office: &Office, now: Timestamp) -> Result<u64, Error> {
    const AT_ONCE: u32 = 100;
    let due = office.store.warnings_ending(now, AT_ONCE).await?;
    let program = Actor::program();
    for id in &due {
        let end = WarningWish::Do(WarningCommand::End);
        change_warning(office, id, &end, &program, now).await?;
    }
    Ok(due.len() as u64)
}

/// A message as it went out, by its name; none where there is none.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn published_message(office: &Office, identifier: &str) -> Result<Option<Paper>, Error> {
    // The name begins with the warning's.
    let Some((id, _)) = identifier.rsplit_once('.') else {
        return Ok(None);
    };
    let warning = read_warning(office, id).await?;
    let mut papers = warning.into_iter().flat_map(|warning| warning.published);
    let found = papers.find(|published| published.paper.identifier == identifier);
    Ok(found.map(|published| published.paper))
}

/// Every message that was published, the newest first, with where its warning stands.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn published_messages(office: &Office, now: Timestamp) -> Result<Vec<(Published, Stage)>, Error> {
    let mut found = Vec::new();
    for (_, warning) in warnings(office).await? {
        let stage = warning.stage(now);
        let last = warning.published.len();
        for (n, published) in warning.published.into_iter().enumerate() {
            // What was superseded is over, whatever became of the warning.
            let stage = if n + 1 < last && stage == Stage::InForce {
                Stage::Ended
            } else {
                stage
            };
            found.push((published, stage));
        }
    }
    found.sort_by_key(|(published, _)| std::cmp::Reverse(published.at));
    Ok(found)
}
