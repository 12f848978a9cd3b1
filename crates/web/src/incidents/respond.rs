//! A step of an incident, by its form.

use super::{find, forms, show_incident};
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Problems};
use crate::moments;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::UnitSlug;
use domain::case::{Case, Command};

/// `POST /incidents/{number}/{step}`
pub(crate) async fn send(
    Path((number, step)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    visit.may(Right::TakeStep)?;
    let story = show_case::find_for(&visit, Right::TakeStep, &number).await?;
    let story = find(&visit, &story.case.number).await?;
    let case = &story.case;
    let key = fields
        .given("key")
        .map(|key| format!("incident {} {} {step} {key}", visit.person.account.id, case.id));
    let done = if step == "task" {
        match task(&visit, case, &fields, key).await? {
            Some(done) => done,
            None => return incomplete(&visit, case, fields, Problems::default()).await,
        }
    } else {
        let mut problems = Problems::default();
        let Some(command) = forms::respond(&visit, &step, &fields, &mut problems) else {
            return incomplete(&visit, case, fields, problems).await;
        };
        let office = &visit.desk.office;
        let command = Command::Respond(command);
        office::act(office, case.id, &command, visit.actor(), visit.now, key).await
    };
    match done {
        Ok(_) => Ok(frame::see_other(&format!(
            "/incidents/{number}?done={step}#{}",
            part(&step)
        ))),
        Err(office::Error::Refused(refusal)) => {
            // As it is now: somebody else may have done it meanwhile.
            let story = find(&visit, &number).await?;
            let problems = Problems::refused(&refusal, visit.words());
            show_incident::page(&visit, &story.case, &Draft { fields, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn incomplete(visit: &Visit, case: &Case, fields: Fields, mut problems: Problems) -> Result<Response, Fault> {
    if problems.is_empty() {
        problems.add("", visit.words().text("form-incomplete"));
    }
    show_incident::page(visit, case, &Draft { fields, problems }).await
}

/// A finding becomes a task; none where the form cannot be read.
async fn task(
    visit: &Visit,
    case: &Case,
    fields: &Fields,
    key: Option<String>,
) -> Result<Option<Result<office::Done, office::Error>>, Fault> {
    visit.may(Right::Assign)?;
    let office = &visit.desk.office;
    let due = moments::from_input(fields.get("due"), &office.pack.zone);
    let (Ok(finding), Some(due)) = (fields.get("finding").parse(), due) else {
        return Ok(None);
    };
    let to = (UnitSlug::new(fields.get("unit")), due);
    Ok(Some(
        office::assign_finding(office, case.id, finding, to, visit.actor(), visit.now, key).await,
    ))
}

/// The part of the page that a step belongs to.
fn part(step: &str) -> &'static str {
    match step {
        "figures" | "level" => "known",
        "receipt" | "handed" => "reports",
        "note" => "timeline",
        "role" => "roles",
        "resource" | "move" => "resources",
        "plan" | "tick" => "plan",
        "patients" => "patients",
        "warning" => "public",
        "finding" | "task" | "personal" => "review",
        _ => "main",
    }
}
