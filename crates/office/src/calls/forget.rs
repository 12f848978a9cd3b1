//! Calls whose time is over. How long they are kept once their matter is closed, the pack says; how many there were is kept for good.

use super::read_call;
use crate::boxed;
use crate::incident::owes;
use crate::{Error, Office};
use domain::call::Call;
use jiff::{SignedDuration, Timestamp};
use store::CallGone;

/// Calls that are looked at together.
const TOGETHER: u32 = 200;
/// Why the watch is called when somebody outside, who says that all is well, is silent.
pub const SILENCE: &str = "heartbeat";

/// Takes out the calls whose matter has been closed for as long as the pack says; nothing where it says nothing. Answers how many.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn forget_old_calls(office: &Office, now: Timestamp) -> Result<u64, Error> {
    let keep = office.pack.calls.as_ref().and_then(|rules| rules.keep_days.as_ref());
    let until = keep.and_then(|rule| {
        let days = SignedDuration::from_hours(24 * i64::from(rule.value));
        now.checked_sub(days).ok()
    });
    let Some(until) = until else { return Ok(0) };
    let mut forgotten = 0;
    let mut behind = None;
    loop {
        let old = office.store.old_calls(until, behind, TOGETHER).await?;
        let Some(last) = old.last().cloned() else {
            return Ok(forgotten);
        };
        for (raised_at, id) in old {
            let Some(call) = read_call(office, &id).await? else {
                continue;
            };
            if closed_at(office, &call).await?.is_none_or(|closed| closed > until) {
                continue;
            }
            let gone = CallGone {
                id,
                month: office.pack.zone.to_datetime(raised_at).strftime("%Y-%m").to_string(),
                reason: call.about.reason,
                unanswered: call.unanswered > 0,
            };
            forgotten += u64::from(office.store.forget_call(gone).await?);
        }
        behind = Some(last);
    }
}

/// Since when nothing of what a call was about is open; none while something is. Of a call about a case that is when the case ended,
/// unless a report of it is owed still; of one about silence when whoever was silent was heard of again.
async fn closed_at(office: &Office, call: &Call) -> Result<Option<Timestamp>, Error> {
    let taken = call.acknowledged.as_ref().map(|(_, at)| *at);
    let Some(done) = [call.over_at, taken].into_iter().flatten().max() else {
        return Ok(None);
    };
    let matter = if let Some(case) = call.about.case {
        let case = office.store.case(case).await?;
        let case = case.filter(|case| !owes(case, &office.pack));
        case.and_then(|case| case.ended_at.or(case.erased_at))
    } else if call.about.reason == SILENCE {
        let name = call.about.args.get("name").map_or("", String::as_str);
        let heard = office.store.last_beat(name).await?;
        heard.filter(|heard| *heard > call.raised_at)
    } else {
        Some(done)
    };
    Ok(matter.map(|matter| matter.max(done)))
}
