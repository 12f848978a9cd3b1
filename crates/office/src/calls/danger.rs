//! Somebody in danger: the duty post is called, and what pages say of that follows the call.

use super::{MOST_OPEN, end_calls, raise_call, read_call};
use crate::boxed;
use crate::incident::drill_kinds;
use crate::{Error, Office};
use domain::CaseId;
use domain::call::About;
use domain::case::{Actor, Case, Danger};
use domain::pack::DANGER;
use jiff::Timestamp;
use std::collections::BTreeMap;
use store::Viewer;

/// How far the call for somebody in danger has come that nobody has taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DangerCalled {
    /// The pack calls nobody for it.
    Nobody,
    /// It was raised, or is about to be, and nobody was reached yet.
    Calling,
    /// Somebody was called.
    Called,
    /// All steps are through and nobody has it; it begins again.
    Unanswered,
}

/// The one under which the watch is called for a danger, once.
fn once(case: CaseId, raised_at: Timestamp) -> String {
    format!("{DANGER} {case} {}", raised_at.as_millisecond())
}

/// How far the call for a case's danger has come; as if nobody were called where there is none.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn danger_called(office: &Office, case: &Case) -> Result<DangerCalled, Error> {
    let Some(danger) = &case.danger else {
        return Ok(DangerCalled::Nobody);
    };
    let id = office.store.call_of(&once(case.id, danger.raised_at)).await?;
    let call = match &id {
        Some(id) => read_call(office, id).await?,
        None => None,
    };
    Ok(match call {
        Some(call) if call.unanswered > 0 && call.is_open() => DangerCalled::Unanswered,
        Some(call) if !call.called.is_empty() => DangerCalled::Called,
        None if !office.pack.calls_for_danger() => DangerCalled::Nobody,
        Some(_) | None => DangerCalled::Calling,
    })
}

/// Calls the watch for every danger that nobody has taken up, and ends the calls for those that were taken up or are over.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn call_dangers(office: &Office, now: Timestamp) -> Result<(), Error> {
    let drills = drill_kinds(office);
    for open in office.store.open_dangers(&Viewer::body(), MOST_OPEN).await? {
        if open.acknowledged_at.is_some() {
            continue;
        }
        let about = About {
            reason: DANGER.to_owned(),
            args: BTreeMap::from([(String::from("number"), open.row.number.clone())]),
            link: format!("/cases/{}", open.row.number),
            case: Some(open.row.id),
            drill: drills.contains(&open.row.kind),
            post: None,
            unit: Some(open.row.unit.clone()),
        };
        let once = once(open.row.id, open.raised_at);
        raise_call(office, about, &once, &Actor::program(), now).await?;
    }
    let calls = |_: &About, case: &Case| case.danger.as_ref().is_some_and(Danger::calls);
    end_calls(office, &[DANGER], calls, now).await
}
