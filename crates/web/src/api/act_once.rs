//! What is done once under a key: one command to one case, and a step in a stream beside the cases.

use super::bodies::Written;
use super::caller::{Caller, Scope};
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use axum::Json;
use domain::case::{Case, Command};
use jiff::Timestamp;
use store::Recorded;

/// Does what `command` makes of the case, in the caller's post; what was done under the key before is answered again, since
/// the rules would refuse it now.
pub(super) async fn act_once(
    caller: &Caller,
    right: Right,
    number: &str,
    key: Option<String>,
    command: impl FnOnce(&Case) -> Result<Command, Fault>,
) -> Result<Json<Written>, Fault> {
    caller.may(Scope::CasesWrite, right)?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    if let Some(key) = &key
        && let Some(done) = office.store.appended(key).await?
    {
        return Ok(Json(done.into()));
    }
    let story = show_case::find_for(visit, right, number).await?;
    let command = command(&story.case)?;
    let done = office::act(office, story.case.id, &command, visit.actor(), visit.now, key).await?;
    Ok(Json(done.appended.into()))
}

/// The id of something that a program makes: the same under the same key, so that it is made once.
pub(super) fn new_id(caller: &Caller, key: Option<&str>) -> String {
    let Some(key) = key else {
        return office::new_case_id(caller.visit.now).to_string();
    };
    let hash = caller.fingerprint(key.as_bytes());
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

/// Whether what is asked under this key was done when it was asked first: since then the caller has made an event that is the same.
/// Streams beside the cases keep no keys, so that what happened in them says it.
pub(super) async fn was_done<E>(
    caller: &Caller,
    key: Option<&str>,
    events: &[Recorded<E>],
    is_same: impl Fn(&E) -> bool,
) -> Result<bool, Fault> {
    let Some(since) = first_asked(caller, key).await? else {
        return Ok(false);
    };
    let own = &caller.visit.actor().account;
    let mut later = events
        .iter()
        .filter(|recorded| recorded.at >= since && recorded.actor.account == *own);
    Ok(later.any(|recorded| is_same(&recorded.event)))
}

/// When what is asked was first asked under this key; none without a key.
pub(super) async fn first_asked(caller: &Caller, key: Option<&str>) -> Result<Option<Timestamp>, Fault> {
    let Some((key_id, asked)) = key.and_then(store::asked_under) else {
        return Ok(None);
    };
    Ok(caller.visit.desk.office.store.first_asked(key_id, asked).await?)
}
