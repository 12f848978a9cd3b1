//! Calls to everybody: each says for themselves that they have it. Whoever did is called no more, the others are called still, until all
//! have it or its matter is over.

use super::ground::Ground;
use super::{TRIES, acknowledge_call, read_call, rung};
use crate::boxed;
use crate::stream::whole;
use crate::{Error, Office};
use domain::call::{Call, CallEvent, Policy, To, evolve};
use domain::case::{Actor, Case, Refusal};
use domain::duty::Staff;
use jiff::Timestamp;
use store::CallAppend;

/// Why everybody is called about a level that is in force.
pub(super) const LEVEL: &str = "level";
/// Which level it is, among what a call is about.
pub const LEVEL_N: &str = "n";

/// Under which everybody is called for a level, once.
#[must_use]
pub fn level_once(n: u32) -> String {
    format!("{LEVEL} {n}")
}

/// The pack has each say so of this call.
pub(super) fn is_for_each(office: &Office, call: &Call) -> bool {
    let rules = office.pack.calls.as_ref();
    rules
        .and_then(|rules| rules.policy(&call.policy))
        .is_some_and(Policy::is_for_each)
}

/// That all have a call that each has to have, where it is so: they may have said so elsewhere. None of any other call.
pub(super) fn all_have(office: &Office, ground: &Ground, case: Option<&Case>, call: &Call) -> Option<CallEvent> {
    if !call.is_open() || !is_for_each(office, call) {
        return None;
    }
    let mut everybody = ground.reached(office, &To::Everybody, &call.about);
    everybody.retain(|staff| case.is_none_or(|case| ground.sees(office, staff, case)));
    if !everybody.iter().all(|staff| ground.has(call, staff)) {
        return None;
    }
    let last = call.heard.last().or(everybody.last())?;
    Some(CallEvent::Acknowledged { staff: last.clone() })
}

/// One of them says so; the last of them ends it. What is so already changes nothing.
pub(super) async fn hear(office: &Office, id: &str, staff: &Staff, actor: &Actor, now: Timestamp) -> Result<(), Error> {
    let now = whole(now);
    let ground = Ground::read(office).await?;
    let mut tries = 0;
    loop {
        tries += 1;
        let call = read_call(office, id).await?;
        let call = call.ok_or_else(|| Refusal::new("refusal-call-unknown"))?;
        if call.acknowledged.is_some() || call.heard.contains(staff) {
            return Ok(());
        }
        if call.over_at.is_some() {
            return Err(Refusal::new("refusal-call-over").into());
        }
        let case = match call.about.case {
            Some(case) => office.store.case(case).await?,
            None => None,
        };
        let heard = CallEvent::Heard { staff: staff.clone() };
        let after = evolve(Some(call.clone()), &heard, now);
        let all = after.and_then(|after| all_have(office, &ground, case.as_ref(), &after));
        let events = std::iter::once(heard).chain(all).collect();
        let append = CallAppend {
            actor: actor.clone(),
            ..rung(id.to_owned(), &call, events, Vec::new(), now)
        };
        match office.store.append_call(append).await {
            Ok(_) => return Ok(()),
            Err(store::Error::Conflict { .. }) if tries < TRIES => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Somebody has read a level where the levels are: where each is called about it, they have that call. One that was never raised is none.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn hear_level(office: &Office, n: u32, staff: &Staff, now: Timestamp) -> Result<(), Error> {
    let Some(id) = office.store.call_of(&level_once(n)).await? else {
        return Ok(());
    };
    let call = read_call(office, &id).await?;
    if !call.is_some_and(|call| is_for_each(office, &call)) {
        return Ok(());
    }
    match acknowledge_call(office, &id, staff, now).await {
        // It is over, or they hold no post any more.
        Ok(()) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
