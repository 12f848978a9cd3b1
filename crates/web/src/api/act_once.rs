//! One command to one case, once under a key.

use super::bodies::Written;
use super::caller::{Caller, Scope};
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use axum::Json;
use domain::case::{Case, Command};

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
