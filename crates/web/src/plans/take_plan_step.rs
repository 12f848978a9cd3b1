//! What is done about a plan: approve or return a draft, say that it was assessed, ask for a revision, take it out of force.

use super::show_plan;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Problems};
use axum::extract::Path;
use axum::response::Response;
use domain::plan::PlanCommand;

/// `POST /plans/{id}/{step}`
pub(crate) async fn send(
    Path((id, step)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    visit.may(Right::DraftPlan)?;
    super::known_plan(&visit, &id).await?;
    let command = command(&step, &fields).ok_or(Fault::NotFound)?;
    if !matches!(command, PlanCommand::AskRevision { .. }) {
        visit.may(Right::ApprovePlan)?;
    }
    match office::change_plan(&visit.desk.office, &id, &command, visit.actor(), visit.now).await {
        Ok(()) => Ok(frame::see_other(&format!("/plans/{id}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            show_plan::page(&visit, &id, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

fn command(step: &str, fields: &Fields) -> Option<PlanCommand> {
    let text = |name| fields.get(name).to_owned();
    Some(match step {
        "approve" => PlanCommand::Approve {
            seen: fields.get("seen").parse().unwrap_or(0),
        },
        "return" => PlanCommand::Return { reason: text("reason") },
        "assess" => PlanCommand::Assess { note: text("note") },
        "revise" => PlanCommand::AskRevision {
            trigger: text("trigger"),
            note: text("note"),
        },
        "withdraw" => PlanCommand::Withdraw { reason: text("reason") },
        _ => return None,
    })
}
