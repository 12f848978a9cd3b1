//! Two cases that say something of each other, written to at once: in both, or in neither.

use crate::act::append;
use crate::{Done, Error, Office, about, duty_post, persons};
use domain::CaseId;
use domain::case::{Actor, Case, CaseLink, Command, Refusal, decide};
use jiff::Timestamp;
use store::{Append, Appended};

/// A case as it is now.
pub(crate) async fn read(office: &Office, id: CaseId) -> Result<Case, Error> {
    let case = office.store.case(id).await?;
    Ok(case.ok_or_else(|| Refusal::new("refusal-no-case"))?)
}

/// What the other one says of a case.
pub(crate) fn link(case: &Case, reason: &str) -> CaseLink {
    CaseLink {
        case: case.id,
        number: case.number.clone(),
        reason: reason.to_owned(),
    }
}

/// What one of the two writes down, as the rules decide on what is known of it now; no events where it says that already.
pub(crate) async fn said(
    office: &Office,
    case: &Case,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Append, Error> {
    let known = Box::pin(about::of_case(office, case, actor)).await?;
    let known = known.as_deref().unwrap_or(case);
    Box::pin(duty_post::check_case(office, known, command, actor)).await?;
    let asks = Box::pin(persons::for_command(office, known, command, actor)).await?;
    let events = decide(Some(known), command, &asks, &office.pack, now)?;
    Ok(append(office, case.id, Some(case.clone()), events, actor, now, key))
}

/// Writes down what `case` says, its `own`, and what the other one does: whatever is refused or has changed meanwhile leaves both as they
/// were. One that says it already is not written to. Answers what was done to `case`.
///
/// # Errors
/// [`store::Error::Conflict`] where somebody else was quicker, and it has to be decided anew; the store's.
pub(crate) async fn write(office: &Office, case: &Case, own: Append, other: Option<Append>) -> Result<Done, Error> {
    let events = own.events.clone();
    let unchanged = Appended {
        case: case.id,
        number: case.number.clone(),
        version: case.version,
        repeated: true,
    };
    let both = other.into_iter().chain([own]);
    let both: Vec<Append> = both.filter(|append| !append.events.is_empty()).collect();
    if both.is_empty() {
        return Ok(Done {
            appended: unchanged,
            events,
        });
    }
    let answer = office.store.append_together(vec![both]).await.pop();
    let mut written = answer.unwrap_or(Err(store::Error::Stopping))?;
    let own = written.pop().filter(|_| !events.is_empty());
    Ok(Done {
        appended: own.unwrap_or(unchanged),
        events,
    })
}
