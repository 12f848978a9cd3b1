//! What people ask for themselves: leave, wishes, swaps.

use super::show_roster::{back, refused};
use super::{chosen, date, is_id};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{Draft, Problems};
use axum::extract::Path;
use axum::response::Response;
use domain::duty::RosterCommand;

/// `POST /duty/own/{step}`
pub(crate) async fn send(Path(step): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::ServeDuty)?;
    let unit = chosen(&visit, fields.given("desk"))?.unit.clone();
    let Some(command) = command(&step, &fields) else {
        let mut problems = Problems::default();
        problems.add("", visit.words().text("form-incomplete"));
        return super::show_roster::page(&visit, &Draft { fields, problems }).await;
    };
    let office = &visit.desk.office;
    match office::change_roster(office, &unit, &command, visit.actor(), visit.now).await {
        Ok(()) => Ok(back(&unit)),
        Err(error) => refused(&visit, fields, error).await,
    }
}

/// What the form asks; none where it cannot be read.
fn command(step: &str, fields: &Fields) -> Option<RosterCommand> {
    let id = fields.get("id").to_owned();
    if !is_id(&id) {
        return None;
    }
    Some(match step {
        "leave" => RosterCommand::AskLeave {
            id,
            from: date(fields, "from")?,
            until: date(fields, "until")?,
        },
        "leave-back" => RosterCommand::TakeBackLeave { id },
        "wish" => RosterCommand::Wish {
            id,
            from: date(fields, "from")?,
            until: date(fields, "until")?,
        },
        "wish-back" => RosterCommand::Unwish { id },
        "swap" => RosterCommand::AskSwap {
            id,
            mine: fields.given("mine")?.to_owned(),
            theirs: fields.given("theirs")?.to_owned(),
        },
        "swap-answer" => RosterCommand::AnswerSwap {
            id,
            agreed: fields.get("answer") == "yes",
        },
        "swap-back" => RosterCommand::TakeBackSwap { id },
        _ => return None,
    })
}
