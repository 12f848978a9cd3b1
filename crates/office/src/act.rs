//! One command to one case: read, decide, append, and again when somebody else was quicker.

use crate::boxed;
use crate::{Error, Office, about, duty_post, level, numbers, persons};
use domain::CaseId;
use domain::case::{Actor, Case, Command, Event, Refusal, Registration, decide, evolve};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Append, Appended, DecidedOn, DueMark};

/// How often a command is decided anew, or a number looked for.
pub(crate) const TRIES: u32 = 5;

/// What a command did.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The append.
    pub appended: Appended,
    /// The events; empty where nothing had to be done.
    pub events: Vec<Event>,
}

/// A fresh case id, ordered by time.
///
/// # Panics
/// On a machine without randomness, which cannot make ids that differ.
#[must_use]
pub fn new_case_id(now: Timestamp) -> CaseId {
    let mut random = [0; 10];
    getrandom::fill(&mut random).expect("the operating system gives random bytes");
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    CaseId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

/// Registers a case. `key` makes a retry after a cut line harmless.
///
/// # Errors
/// A refusal of the rules; the store's.
#[boxed]
pub async fn register(
    office: &Office,
    registration: Registration,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    register_with(office, registration, &[], actor, now, key).await
}

/// Registers a case and does these commands to it, all or nothing.
///
/// # Errors
/// As [`register`].
#[boxed]
pub async fn register_with(
    office: &Office,
    registration: Registration,
    then: &[Command],
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    register_linked(office, registration, then, actor, now, key, None).await
}

/// As [`register_with`], and keeps with it the hash of the link by which whoever asks follows the case, where there is one.
///
/// # Errors
/// As [`register`].
#[boxed]
pub async fn register_linked(
    office: &Office,
    registration: Registration,
    then: &[Command],
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
    link: Option<&str>,
) -> Result<Done, Error> {
    let with = link.map_or(With::Nothing, With::Link);
    Box::pin(register_beside(office, registration, then, (actor, now), key, with)).await
}

/// What is kept with a new case, in one transaction.
pub(crate) enum With<'a> {
    Nothing,
    /// The hash of a requester's link.
    Link(&'a str),
    /// The day's decision that it is made of.
    Decision(DecidedOn),
}

/// Registers a case, does these commands to it, and keeps something with it, all or nothing.
///
/// # Errors
/// As [`register`]; a conflict where the day's stream has gone on.
pub(crate) async fn register_beside(
    office: &Office,
    mut registration: Registration,
    then: &[Command],
    (actor, now): (&Actor, Timestamp),
    key: Option<String>,
    with: With<'_>,
) -> Result<Done, Error> {
    let case = registration.id;
    Box::pin(about::look_up_for(office, &mut registration.about, actor)).await?;
    Box::pin(duty_post::check_new(office, &registration.about, actor)).await?;
    let unit = numbers::unit_of(office, actor);
    let external = registration.external.clone();
    if let Some(external) = external.as_ref().filter(|_| unit.is_some()) {
        Box::pin(numbers::not_the_sources(office, actor, external)).await?;
    }
    let mut list = numbers::system(office, unit);
    let bind = level::at_registration(office, &registration, now).await?;
    let command = Command::Register(Box::new(registration));
    let mut events = decide(None, &command, actor, &office.pack, now)?;
    let program = Actor::program();
    let bind = bind.iter().map(|bind| (bind, &program));
    for (command, by) in bind.chain(then.iter().map(|command| (command, actor))) {
        let state = events
            .iter()
            .fold(None, |state, event| evolve(state, event, actor, now));
        events.extend(decide(state.as_ref(), command, by, &office.pack, now)?);
    }
    let mut tries = 0;
    loop {
        tries += 1;
        let append = Append {
            source_system: list.clone(),
            ..append(office, case, None, events.clone(), actor, now, key.clone())
        };
        let appended = match &with {
            With::Nothing => office.store.append(append).await,
            With::Link(link) => office.store.append_linked(append, link).await,
            With::Decision(on) => office.store.append_decided(append, on.clone()).await,
        };
        match (appended, &external) {
            (Ok(appended), _) => return Ok(Done { appended, events }),
            // The database decides that a number is taken; whoever may not see by what is told nothing of it.
            (Err(store::Error::ExternalTaken { .. }), Some(external)) if tries < TRIES => {
                list = Box::pin(numbers::free_list(office, actor, unit, external)).await?;
            }
            (Err(error), _) => return Err(error.into()),
        }
    }
}

/// Does a command to an existing case.
///
/// `key` as in [`register`]. Another's write in between leads to a new decision on the new state, up to 5 times.
///
/// # Errors
/// A refusal of the rules; the store's, a conflict after the last try among them.
#[boxed]
pub async fn act(
    office: &Office,
    case: CaseId,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let known = Box::pin(about::of_command(office, command, actor)).await?;
    let command = known.as_deref().unwrap_or(command);
    let mut tries = 0;
    loop {
        tries += 1;
        let Some(state) = office.store.case(case).await? else {
            return Err(Refusal::new("refusal-no-case").into());
        };
        let known = Box::pin(about::of_case(office, &state, actor)).await?;
        let known = known.as_deref().unwrap_or(&state);
        Box::pin(duty_post::check_case(office, known, command, actor)).await?;
        let asks = Box::pin(persons::for_command(office, known, command, actor)).await?;
        let events = decide(Some(known), command, &asks, &office.pack, now)?;
        if events.is_empty() {
            let appended = Appended {
                case,
                number: state.number,
                version: state.version,
                repeated: true,
            };
            return Ok(Done { appended, events });
        }
        let append = append(office, case, Some(state), events.clone(), actor, now, key.clone());
        match office.store.append(append).await {
            Ok(appended) => return Ok(Done { appended, events }),
            Err(store::Error::Conflict { .. }) if tries < TRIES => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Writes down the clock marks (50, 80, 100 %) that have been reached by `now`; answers how many.
///
/// A case that somebody wrote to meanwhile keeps its mark for the next time.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn run_due_marks(office: &Office, now: Timestamp) -> Result<u64, Error> {
    const AT_ONCE: u32 = 500;
    let mut written = 0;
    loop {
        let marks = office.store.due_marks(now, AT_ONCE).await?;
        let done = write_marks(office, &marks, now).await?;
        written += done;
        if marks.len() < AT_ONCE as usize || done == 0 {
            return Ok(written);
        }
    }
}

/// Writes these marks in few commits: after years were brought in there may be a great many of them.
async fn write_marks(office: &Office, marks: &[DueMark], now: Timestamp) -> Result<u64, Error> {
    let program = Actor::program();
    let mut clocks: BTreeMap<CaseId, Vec<&DueMark>> = BTreeMap::new();
    for mark in marks {
        clocks.entry(mark.case).or_default().push(mark);
    }
    let ids: Vec<CaseId> = clocks.keys().copied().collect();
    let mut states = office.store.cases(&ids).await?;
    let mut appends = Vec::with_capacity(ids.len());
    for (case, marks) in clocks {
        let Some(state) = states.remove(&case) else {
            continue;
        };
        let mut events = Vec::with_capacity(marks.len());
        for mark in marks {
            let command = Command::ReachMark {
                clock: mark.clock.clone(),
                percent: mark.percent,
            };
            events.extend(decide(Some(&state), &command, &program, &office.pack, now)?);
        }
        if !events.is_empty() {
            appends.push(append(office, case, Some(state), events, &program, now, None));
        }
    }
    let sizes: Vec<_> = appends.iter().map(|append| append.events.len() as u64).collect();
    let mut written = 0;
    for (marks, done) in sizes.into_iter().zip(office.store.append_many(appends).await) {
        match done {
            Ok(_) => written += marks,
            Err(store::Error::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(written)
}

pub(crate) fn append(
    office: &Office,
    case: CaseId,
    state: Option<Case>,
    events: Vec<Event>,
    actor: &Actor,
    at: Timestamp,
    key: Option<String>,
) -> Append {
    Append {
        case,
        state: state.map(Arc::new),
        events,
        actor: actor.clone(),
        at,
        zone: office.pack.zone.clone(),
        source_system: office.pack.import.source_system.clone(),
        key,
        jobs: Vec::new(),
    }
}
