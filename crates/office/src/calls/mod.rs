//! Calls to the body's own people: raising one, saying that one has it, and what is due of those that are open.

mod danger;
mod each;
mod forget;
mod gaps;
mod ground;
mod late_tasks;

use crate::boxed;
pub use danger::{DangerCalled, call_dangers, danger_called};
pub use each::{LEVEL_N, hear_level, level_once};
pub use forget::{SILENCE, forget_old_calls};
pub use gaps::{MannedDesk, call_gaps};
pub use ground::watch_of;
pub use late_tasks::call_late_tasks;

use crate::stream::whole;
use crate::{Error, Office, Watches, act, duty_post, new_case_id};
use domain::access::{Right, Standing};
use domain::call::{About, Call, CallEvent, To, Working, evolve, tick};
use domain::case::{Actor, Case, Command, Refusal};
use domain::duty::Staff;
use domain::pack::DANGER;
use ground::{Ground, new_send, open_account, standings};
use jiff::Timestamp;
use std::collections::HashMap;
use store::{Account, CallAppend, ChannelKind, NewSend, Recorded, Send, SendState};

/// How often a command is decided anew after another's write in between.
const TRIES: u32 = 5;
/// Calls that are looked at together: the one writer makes them durable in one go.
const TOGETHER: u32 = 200;
/// Calls that are listed.
const MOST_LISTED: u32 = 100;
/// Open calls that are looked through; more at once is a disaster, in which each is on its own page still.
const MOST_OPEN: u32 = 1_000;

/// The robots and programs that are told of every call of a policy: by name, as the operator has set them up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots(pub Vec<(String, Vec<String>)>);

impl Robots {
    fn of<'a>(&'a self, policy: &'a str) -> impl Iterator<Item = &'a str> {
        let told = self.0.iter();
        let told = told.filter(move |(_, policies)| policies.is_empty() || policies.iter().any(|one| one == policy));
        told.map(|(name, _)| name.as_str())
    }
}

/// What opens the page of one message: drawn by the caller, with its hash.
pub type DrawToken = fn() -> (String, String);

/// A call as it is now; none where there is none of that id.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn read_call(office: &Office, id: &str) -> Result<Option<Call>, Error> {
    let events = office.store.stream_events::<CallEvent>(id, 0).await?;
    Ok(folded(&events))
}

/// The same of several: those that there are, by their ids. One that cannot be read keeps none of the others back.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn read_calls(office: &Office, ids: &[String]) -> Result<HashMap<String, Result<Call, Error>>, Error> {
    let mut calls = HashMap::with_capacity(ids.len());
    for (id, events) in office.store.events_of_streams::<CallEvent>(ids).await? {
        let call = events.map(|events| folded(&events)).map_err(Error::from).transpose();
        calls.extend(call.map(|call| (id, call)));
    }
    Ok(calls)
}

fn folded(events: &[Recorded<CallEvent>]) -> Option<Call> {
    events
        .iter()
        .fold(None, |state, recorded| evolve(state, &recorded.event, recorded.at))
}

/// The open calls and the newest of the others, with their ids.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn calls(office: &Office) -> Result<Vec<(String, Call)>, Error> {
    let ids = office.store.calls(MOST_LISTED).await?;
    read_all(office, ids).await
}

/// The calls that somebody still has to know of, with their ids.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn open_calls(office: &Office) -> Result<Vec<(String, Call)>, Error> {
    let ids = office.store.open_calls(MOST_OPEN).await?;
    read_all(office, ids).await
}

async fn read_all(office: &Office, ids: Vec<String>) -> Result<Vec<(String, Call)>, Error> {
    let mut calls = read_calls(office, &ids).await?;
    let in_order = ids.into_iter().filter_map(|id| calls.remove_entry(&id));
    in_order.map(|(id, call)| Ok((id, call?))).collect()
}

/// Calls whoever the pack says for this reason; nobody where it says nothing. Under the same `once` a call is raised once, however
/// often it is asked for. Answers the call's id where one is raised now.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn raise_call(
    office: &Office,
    about: About,
    once: &str,
    actor: &Actor,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let now = whole(now);
    let rules = office.pack.calls.as_ref();
    let Some(policy) = rules.and_then(|rules| rules.policy_for(&about.reason)) else {
        return Ok(None);
    };
    // What is looked for again and again is not written again and again.
    if office.store.call_of(once).await?.is_some() {
        return Ok(None);
    }
    let id = new_case_id(now).to_string();
    let raised = CallEvent::Raised {
        about,
        policy: policy.slug.clone(),
    };
    let append = CallAppend {
        id: id.clone(),
        once: Some(once.to_owned()),
        expected: 0,
        events: vec![raised],
        actor: actor.clone(),
        at: now,
        next_at: Some(now),
        open: true,
        sends: Vec::new(),
    };
    let new = office.store.append_call(append).await?;
    Ok(new.then_some(id))
}

/// Says that somebody has it: the climbing ends; where each has to say so, it ends for them alone. What is so already changes nothing. Where
/// the call is for somebody in danger, whoever takes it has that in hand, whatever their post.
///
/// # Errors
/// A refusal: the call is not there, or its matter is over; the store's.
#[boxed]
pub async fn acknowledge_call(office: &Office, id: &str, staff: &Staff, now: Timestamp) -> Result<(), Error> {
    let accounts = office.store.accounts().await?;
    let actor = holder(office, &accounts, staff).ok_or_else(|| Refusal::new("refusal-call-unknown"))?;
    let event = CallEvent::Acknowledged { staff: staff.clone() };
    let call = read_call(office, id).await?;
    if call.as_ref().is_some_and(|call| each::is_for_each(office, call)) {
        return each::hear(office, id, staff, &actor, now).await;
    }
    let danger = call.filter(|call| call.over_at.is_none());
    let danger = danger.and_then(|call| call.about.case.filter(|_| call.about.reason == DANGER));
    let mut in_hand = false;
    if let Some(case) = danger {
        // First the danger and then its call: a program that dies in between goes on calling, and nobody believes that it is in hand.
        match act(office, case, &Command::TakeDangerCall, &actor, now, None).await {
            Ok(_) => in_hand = true,
            // It is over, or the case is withheld from them: the call is theirs as any other.
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    match end(office, id, &event, &actor, now, |call| call.acknowledged.is_some()).await {
        // It was ended in between because it is in hand.
        Err(Error::Refused(_)) if in_hand => Ok(()),
        ended => ended,
    }
}

/// Says that what a call was about is over: nobody is called for it any more. A call that was never raised is none.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn end_call(office: &Office, once: &str, actor: &Actor, now: Timestamp) -> Result<(), Error> {
    match office.store.call_of(once).await? {
        Some(id) => end(office, &id, &CallEvent::Over, actor, now, |call| call.over_at.is_some()).await,
        None => Ok(()),
    }
}

/// Says that what all open calls were about is over that were raised under something that begins so and is none of these.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn end_calls_under(office: &Office, begins: &str, but: &[String], now: Timestamp) -> Result<(), Error> {
    for (id, once) in office.store.open_calls_under(begins).await? {
        if !but.contains(&once) {
            end_over(office, &id, now).await?;
        }
    }
    Ok(())
}

async fn end_over(office: &Office, id: &str, now: Timestamp) -> Result<(), Error> {
    end(office, id, &CallEvent::Over, &Actor::program(), now, |call| {
        call.over_at.is_some()
    })
    .await
}

async fn end(
    office: &Office,
    id: &str,
    event: &CallEvent,
    actor: &Actor,
    now: Timestamp,
    is_so: fn(&Call) -> bool,
) -> Result<(), Error> {
    let now = whole(now);
    let mut tries = 0;
    loop {
        tries += 1;
        let call = read_call(office, id).await?;
        let call = call.ok_or_else(|| Refusal::new("refusal-call-unknown"))?;
        if is_so(&call) {
            return Ok(());
        }
        if call.over_at.is_some() {
            return Err(Refusal::new("refusal-call-over").into());
        }
        let append = CallAppend {
            id: id.to_owned(),
            once: None,
            expected: call.version,
            events: vec![event.clone()],
            actor: actor.clone(),
            at: now,
            next_at: None,
            open: false,
            sends: Vec::new(),
        };
        match office.store.append_call(append).await {
            Ok(_) => return Ok(()),
            Err(store::Error::Conflict { .. }) if tries < TRIES => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Ends the open calls for these reasons of which the case itself no longer says that somebody has to know.
///
/// # Errors
/// The store's.
pub async fn end_calls(
    office: &Office,
    reasons: &[&str],
    still: impl Fn(&About, &Case) -> bool,
    now: Timestamp,
) -> Result<(), Error> {
    for (id, call) in open_calls(office).await? {
        let about = &call.about;
        let Some(case) = about.case.filter(|_| reasons.contains(&about.reason.as_str())) else {
            continue;
        };
        let case = office.store.case(case).await?;
        if !case.is_some_and(|case| still(about, &case)) {
            end_over(office, &id, now).await?;
        }
    }
    Ok(())
}

/// Whether somebody may know of a call: of one about a case, only who may see the case.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn may_know_call(office: &Office, call: &Call, standing: &Standing) -> Result<bool, Error> {
    let Some(case) = call.about.case else {
        return Ok(true);
    };
    let case = office.store.case(case).await?;
    Ok(case.is_some_and(|case| standing.may_with(Right::SeeCases, &case).allowed))
}

/// The same of a member of staff, as they are today.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn may_staff_know_call(office: &Office, call: &Call, staff: &Staff) -> Result<bool, Error> {
    let accounts = office.store.accounts().await?;
    let watch = match open_account(&accounts, staff) {
        Some(account) => duty_post(office, &Watches::default(), account).await?,
        None => None,
    };
    for standing in standings(office, &accounts, staff, watch.as_ref()) {
        if may_know_call(office, call, &standing).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Looks at the calls that are due, once: calls the people of their next step. Answers how many were looked at; as many as are
/// looked at together may wait still.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn run_due_calls(office: &Office, robots: &Robots, draw: DrawToken, now: Timestamp) -> Result<usize, Error> {
    let now = whole(now);
    let due = office.store.calls_due(now, TOGETHER).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let ground = Ground::read(office).await?;
    let mut calls = read_calls(office, &due).await?;
    let looked = due.iter().filter_map(|id| calls.remove_entry(id));
    let looked = looked.map(|(id, call)| look(office, &ground, robots, draw, (id, call), now));
    let (mut appends, mut failed) = (Vec::new(), Ok(due.len()));
    for looked in futures_util::future::join_all(looked).await {
        match looked {
            Ok(append) => appends.push(append),
            // The others are called all the same.
            Err(error) => failed = Err(error),
        }
    }
    // What somebody else has written to in between is looked at again at the next round.
    office.store.append_calls(appends).await?;
    failed
}

/// What is appended to a call that is due.
async fn look(
    office: &Office,
    ground: &Ground,
    robots: &Robots,
    draw: DrawToken,
    (id, call): (String, Result<Call, Error>),
    now: Timestamp,
) -> Result<CallAppend, Error> {
    let call = call?;
    let rules = office.pack.calls.as_ref();
    let Some((rules, policy)) = rules.and_then(|rules| Some((rules, rules.policy(&call.policy)?))) else {
        // The pack no longer calls anybody so: what is open stays open on its page, and is looked at tomorrow.
        return Ok(rung(id, &call, vec![again_tomorrow(now)], Vec::new(), now));
    };
    let working = Working {
        hours: rules.working.value,
        calendar: &office.pack.calendar,
        zone: &office.pack.zone,
    };
    let case = match call.about.case {
        Some(case) => office.store.case(case).await?,
        None => None,
    };
    let for_each = policy.is_for_each();
    let sees = |staff: &Staff| {
        let knows = for_each && ground.has(&call, staff);
        !knows && case.as_ref().is_none_or(|case| ground.sees(office, staff, case))
    };
    let reached = |to: &To| {
        let mut found = ground.reached(office, to, &call.about);
        found.retain(sees);
        if found.is_empty() && case.is_some() && matches!(to, To::Officer | To::Leader | To::UnitLeader) {
            // Nobody of the unit's own desk, or who leads it, is there who may see the case: the body's keeps its watch.
            found = ground.of_the_body(office, to);
            found.retain(sees);
        }
        found
    };
    let events = match each::all_have(office, ground, case.as_ref(), &call) {
        Some(all) => vec![all],
        None => tick(&call, policy, &working, reached, now),
    };
    let robots = if groups_may_know(&call.about, case.as_ref()) {
        robots.of(&policy.slug).collect()
    } else {
        Vec::new()
    };
    let sends = sends(ground, &robots, &events, draw);
    Ok(rung(id, &call, events, sends, now))
}

/// Whether a robot may tell its group of a call: nobody here knows who reads that. Of a case that is withheld from somebody of ours, or
/// that hides its source, a group is told nothing.
fn groups_may_know(about: &About, case: Option<&Case>) -> bool {
    match case {
        Some(case) => case.about.is_empty() && case.source_shield.is_none(),
        None => about.case.is_none(),
    }
}

/// The same of a call as its case is now: what was withheld since it was written down is not told any more.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn may_groups_know_call(office: &Office, call: &Call) -> Result<bool, Error> {
    let case = match call.about.case {
        Some(case) => office.store.case(case).await?,
        None => None,
    };
    Ok(groups_may_know(&call.about, case.as_ref()))
}

fn again_tomorrow(now: Timestamp) -> CallEvent {
    let day = jiff::SignedDuration::from_hours(24);
    CallEvent::Held {
        until: now.checked_add(day).unwrap_or(now),
    }
}

fn sends(ground: &Ground, robots: &[&str], events: &[CallEvent], draw: DrawToken) -> Vec<NewSend> {
    let mut sends = Vec::new();
    for event in events {
        let CallEvent::Rang { step, round, to, .. } = event else {
            continue;
        };
        let step = (*step, *round);
        sends.extend(to.iter().flat_map(|staff| ground.sends(staff, step, draw)));
        let told = robots.iter();
        sends.extend(told.map(|name| new_send(None, step, (*name, ChannelKind::Bot, 0), draw)));
    }
    sends
}

fn rung(id: String, call: &Call, events: Vec<CallEvent>, sends: Vec<NewSend>, now: Timestamp) -> CallAppend {
    let mut after = Some(call.clone());
    for event in &events {
        after = evolve(after, event, now);
    }
    CallAppend {
        id,
        once: None,
        expected: call.version,
        events,
        actor: Actor::program(),
        at: now,
        next_at: after.as_ref().and_then(|call| call.next_at),
        open: after.as_ref().is_some_and(Call::is_open),
        sends,
    }
}

/// The same message by the next way of whoever it goes to; none where there is no other.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn next_way(office: &Office, send: &Send, draw: DrawToken) -> Result<Option<NewSend>, Error> {
    let Some(account) = &send.staff else {
        return Ok(None);
    };
    let staff = Staff(account.clone());
    // Whoever has it for themselves is told by no other way.
    let call = read_call(office, &send.call).await?;
    if call.is_some_and(|call| call.heard.contains(&staff)) {
        return Ok(None);
    }
    let own = office.store.channels_of(account).await?;
    let sends = office.store.sends_of(&send.call).await?;
    let of_step = sends
        .iter()
        .filter(|other| other.step == send.step && other.staff == send.staff && other.state != SendState::Dropped);
    // A call that nobody takes begins again with its first step: what was tried then is tried again. Each ring begins on the page.
    let pages = of_step.clone().filter(|other| other.kind == Some(ChannelKind::Page));
    let rang = pages.map(|page| page.due_at).max();
    let tried: Vec<&String> = of_step
        .filter(|other| rang.is_none_or(|rang| other.due_at >= rang))
        .map(|other| &other.channel)
        .collect();
    let next = own.iter().find(|channel| !tried.contains(&&channel.id));
    Ok(next.map(|way| new_send(Some(&staff), send.step, (way.id.as_str(), way.kind, way.n), draw)))
}

/// A member of staff as somebody who acts, by the post that they hold; none where the account is shut, or it or its post is no longer
/// there.
fn holder(office: &Office, accounts: &[Account], staff: &Staff) -> Option<Actor> {
    let account = open_account(accounts, staff)?;
    let post = office.pack.post(&account.post)?;
    Some(Actor {
        role: post.role,
        post: Some(post.slug.clone()),
        unit: Some(post.unit.clone()),
        account: Some(staff.0.clone()),
    })
}
