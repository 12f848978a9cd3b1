//! A report that was not handed on is tried again now, because somebody who watches it asks for it.

use super::show_report;
use super::{find, known, sent};
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Problems};
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Case, open_steps};
use domain::pack::StepName;

/// `POST /incidents/{number}/reports/{n}/again`
pub(crate) async fn send(
    Path((number, n)): Path<(String, u32)>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    visit.may(Right::TakeStep)?;
    let story = show_case::find_for(&visit, Right::TakeStep, &number).await?;
    let story = find(&visit, &story.case.number).await?;
    let case = &story.case;
    let receiver = fields.get("receiver").parse().unwrap_or(0);
    if again(&visit, case, n, receiver).await? {
        return Ok(frame::see_other(&format!("/incidents/{number}/reports/{n}")));
    }
    let mut problems = Problems::default();
    problems.add("", visit.words().text("report-again-not"));
    show_report::page(&visit, case, n, &problems).await
}

/// Has report `n` tried again to that of its receivers, both 1 for the first; answers whether there was anything to try.
///
/// # Errors
/// [`Fault::NotFound`] where there is no such report; the store's.
pub(crate) async fn again(visit: &Visit, case: &Case, n: u32, receiver: u32) -> Result<bool, Fault> {
    if !may(visit, case) || !waits(visit, case, n, receiver)? {
        return Ok(false);
    }
    let store = &visit.desk.office.store;
    Ok(store.try_report_again(case.id, (n, receiver), visit.now).await?)
}

/// Whoever sends reports has one tried again.
pub(crate) fn may(visit: &Visit, case: &Case) -> bool {
    let sends = || open_steps(case, visit.actor(), &visit.desk.office.pack, visit.now).contains(&StepName::SendReport);
    visit.may_with(Right::TakeStep, case) && sends()
}

/// The receiver has not been told by any way.
fn waits(visit: &Visit, case: &Case, n: u32, receiver: u32) -> Result<bool, Fault> {
    let (incident, _) = known(visit, case)?;
    let sent = sent(incident, n)?;
    let to = sent.receiver(receiver);
    Ok(to.is_some_and(|to| sent.receiver_told_at(&to.name).is_none()))
}
