//! Assignments whose time is over: somebody is called for each clock of each, until the work is finished or has more time.

use super::{end_over, raise_call, read_call};
use crate::assign::TASK;
use crate::boxed;
use crate::{Error, Office};
use domain::call::About;
use domain::case::{Actor, Case};
use domain::{CaseId, ClockSlug, KindSlug};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashSet};
use store::LateClock;

/// Why somebody is called.
const LATE: &str = "task-late";
/// Late clocks that are looked at together, those first that became late last.
const MOST: u32 = 2_000;
/// Such calls that are open at the same time: a bureau in which more is late has not to overlook what is urgent for it. Others are
/// raised as these end.
const MOST_OPEN: usize = 200;

/// Under which somebody is called for a clock, once for each time that it was given.
fn once(case: CaseId, clock: &ClockSlug, due: Timestamp) -> String {
    format!("{LATE} {case} {clock} {}", due.as_millisecond())
}

/// Calls for the assignments whose time is over, once a clock and due time, and ends the calls for those that were finished, withdrawn or
/// given more time.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn call_late_tasks(office: &Office, now: Timestamp) -> Result<(), Error> {
    let rules = office.pack.calls.as_ref();
    if rules.is_none_or(|rules| rules.policy_for(LATE).is_none()) {
        return Ok(());
    }
    let store = &office.store;
    let late = store.late_clocks(&KindSlug::from(TASK), now, MOST).await?;
    let onces: Vec<String> = late.iter().map(of).collect();
    let known: HashSet<&String> = onces.iter().collect();
    let mut open = 0;
    for (id, once) in store.open_calls_under(&format!("{LATE} ")).await? {
        if known.contains(&once) || is_late(office, &id, &once, now).await? {
            open += 1;
        } else {
            end_over(office, &id, now).await?;
        }
    }
    let raised = store.calls_raised(&onces).await?;
    for (late, once) in late.iter().zip(&onces) {
        if open >= MOST_OPEN {
            break;
        }
        if raised.contains(once) {
            continue;
        }
        let Some(case) = store.case(late.case).await?.filter(|case| case.erased_at.is_none()) else {
            continue;
        };
        raise_call(office, about(&case, &late.clock), once, &Actor::program(), now).await?;
        open += 1;
    }
    Ok(())
}

fn of(late: &LateClock) -> String {
    once(late.case, &late.clock, late.due)
}

/// Whether the clock of an open call is late still that is not among those that are looked at together.
async fn is_late(office: &Office, id: &str, under: &str, now: Timestamp) -> Result<bool, Error> {
    let call = read_call(office, id).await?;
    let Some(case) = call.and_then(|call| call.about.case) else {
        return Ok(false);
    };
    let case = office.store.case(case).await?;
    let case = case.filter(|case| !case.is_ended() && case.erased_at.is_none());
    Ok(case.is_some_and(|case| {
        let mut late = case.clocks.iter().filter(|clock| clock.is_overdue(now));
        late.any(|clock| once(case.id, &clock.clock, clock.due) == under)
    }))
}

fn about(case: &Case, clock: &ClockSlug) -> About {
    About {
        reason: LATE.to_owned(),
        args: BTreeMap::from([
            (String::from("number"), case.number.clone()),
            (String::from("kind"), case.kind.to_string()),
            (String::from("clock"), clock.to_string()),
        ]),
        link: format!("/cases/{}", case.number),
        case: Some(case.id),
        drill: false,
        post: Some(case.leader.clone()),
        unit: Some(case.unit.clone()),
    }
}
