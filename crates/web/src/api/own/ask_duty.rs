//! What one asks for of a roster, for oneself: leave, wishes, swaps. Whoever plans it settles leave and swaps (`change_roster`).

use super::show_duty::{OwnDuty, view};
use crate::access::Right;
use crate::api::act_once::{new_id, was_done};
use crate::api::caller::Scope;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::UnitSlug;
use domain::duty::{RosterCommand, RosterEvent, Settled};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

/// Something that one asks for, or takes back. Leave has no reason.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum OwnStep {
    /// Leave: it waits until whoever plans the roster settles it.
    AskLeave {
        /// First day and last day.
        #[schema(value_type = String, format = Date)]
        from: Date,
        #[schema(value_type = String, format = Date)]
        until: Date,
    },
    TakeBackLeave {
        leave: String,
    },
    /// Days on which one would rather not be on duty: heard where it can be.
    Wish {
        /// First day and last day.
        #[schema(value_type = String, format = Date)]
        from: Date,
        #[schema(value_type = String, format = Date)]
        until: Date,
    },
    TakeBackWish {
        wish: String,
    },
    /// Change shifts with somebody, who has to agree; whoever plans the roster then approves it.
    AskSwap {
        /// A shift of one's own.
        mine: String,
        /// The other one's shift.
        theirs: String,
    },
    /// Agree to a swap that is asked of one, or not.
    AnswerSwap {
        swap: String,
        agreed: bool,
    },
    /// Take back one that one asked for, before it is approved.
    TakeBackSwap {
        swap: String,
    },
}

/// `POST /api/v1/own/duty/{unit}/steps`
#[utoipa::path(
    post, path = "/api/v1/own/duty/{unit}/steps", operation_id = "askDuty", tag = "own",
    summary = "Ask for leave, wish, swap shifts, and take that back",
    params(
        ("unit" = String, Path, description = "The desk's unit."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = OwnStep,
    responses((status = 200, body = OwnDuty), Problems),
    security(("key" = ["own:write"])),
)]
pub(crate) async fn ask(
    Path(unit): Path<String>,
    Sent { caller, body, key }: Sent<OwnStep>,
) -> Result<Json<OwnDuty>, Fault> {
    caller.may(Scope::OwnWrite, Right::ServeDuty)?;
    caller.myself()?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    let unit = UnitSlug::new(unit);
    let (_, desk) = office.pack.duty_desk(&unit).ok_or(Fault::NotFound)?;
    let command = command(body, new_id(&caller, key.as_deref()));
    let events = office.store.stream_events::<RosterEvent>(desk.unit.as_str(), 0).await?;
    if !was_done(&caller, key.as_deref(), &events, |event| makes(&command, event)).await? {
        office::change_roster(office, &desk.unit, &command, visit.actor(), visit.now).await?;
    }
    Ok(Json(view(visit, &desk.unit).await?))
}

fn command(step: OwnStep, id: String) -> RosterCommand {
    match step {
        OwnStep::AskLeave { from, until } => RosterCommand::AskLeave { id, from, until },
        OwnStep::TakeBackLeave { leave } => RosterCommand::TakeBackLeave { id: leave },
        OwnStep::Wish { from, until } => RosterCommand::Wish { id, from, until },
        OwnStep::TakeBackWish { wish } => RosterCommand::Unwish { id: wish },
        OwnStep::AskSwap { mine, theirs } => RosterCommand::AskSwap { id, mine, theirs },
        OwnStep::AnswerSwap { swap, agreed } => RosterCommand::AnswerSwap { id: swap, agreed },
        OwnStep::TakeBackSwap { swap } => RosterCommand::TakeBackSwap { id: swap },
    }
}

/// The event is what the command makes. What is not here is so already when it is asked again.
fn makes(command: &RosterCommand, event: &RosterEvent) -> bool {
    match (command, event) {
        (RosterCommand::Wish { id, .. }, RosterEvent::Wished { id: wished, .. }) => id == wished,
        (RosterCommand::AnswerSwap { id, agreed }, RosterEvent::SwapSettled { id: of, settled, .. }) => {
            let said = if *agreed { Settled::Agreed } else { Settled::Refused };
            id == of && *settled == said
        }
        _ => false,
    }
}
