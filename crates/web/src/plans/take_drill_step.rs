//! What is done in a drill: begin it as an incident, call it off, put in what was planned, end it, evaluate it, write down what was found.

use super::show_drill;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Problems};
use axum::extract::Path;
use axum::response::Response;
use domain::drill::DrillCommand;

/// `POST /drills/{id}/{step}`
pub(crate) async fn send(
    Path((id, step)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    visit.may(Right::SeePlans)?;
    super::known_drill(&visit, &id).await?;
    let office = &visit.desk.office;
    let done = if step == "begin" {
        office::begin_drill(office, &id, visit.actor(), visit.now).await
    } else {
        let command = command(&step, &fields).ok_or(Fault::NotFound)?;
        office::change_drill(office, &id, &command, visit.actor(), visit.now).await
    };
    match done {
        Ok(()) => Ok(frame::see_other(&format!("/drills/{id}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            show_drill::page(&visit, &id, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

fn command(step: &str, fields: &Fields) -> Option<DrillCommand> {
    let text = |name| fields.get(name).to_owned();
    Some(match step {
        "call-off" => DrillCommand::CallOff { reason: text("reason") },
        "put" => DrillCommand::Put {
            inject: fields.get("inject").parse().ok()?,
        },
        "end" => DrillCommand::End,
        "evaluate" => DrillCommand::Evaluate {
            step: text("evaluated"),
            text: text("text"),
        },
        "find" => DrillCommand::Find {
            id: text("finding"),
            text: text("text"),
        },
        _ => return None,
    })
}
