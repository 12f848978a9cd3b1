//! A call: who was called when, what was sent by which way, and what came of it.

use super::list_calls::{CallLine, line, name};
use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::calls::list_calls;
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::call::CallEvent;
use jiff::Timestamp;
use serde::Serialize;
use store::{Account, Recorded, Send};
use utoipa::ToSchema;

/// A call.
#[derive(Serialize, ToSchema)]
#[schema(as = Call)]
pub(crate) struct CallView {
    #[serde(flatten)]
    line: CallLine,
    /// By which policy of the pack.
    policy: String,
    /// The oldest first.
    events: Vec<CallStep>,
    messages: Vec<CallMessage>,
}

/// What happened to a call.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallStep {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// `raised`, `held`, `skipped`, `rang`, `unanswered`, `heard` (one of those who each have to), `acknowledged`, `over`.
    event: &'static str,
    /// The policy's step, 1 for the first.
    step: Option<u32>,
    /// How often the step was called, 1 for the first time.
    round: Option<u32>,
    /// Who was called or has it, by the names that colleagues read.
    who: Vec<String>,
    /// Until when it waits, or when it is looked at next.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

/// A message of a call; never where it went.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallMessage {
    /// To whom, or to which robot.
    to: String,
    /// What kind of way.
    way: &'static str,
    state: &'static str,
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    delivered_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    read_at: Option<Timestamp>,
}

/// `GET /api/v1/calls/{id}`
#[utoipa::path(
    get, path = "/api/v1/calls/{id}", operation_id = "showCall", tag = "watch",
    summary = "A call, with who was called and what was sent",
    params(("id" = String, Path, description = "The call's id.")),
    responses((status = 200, body = CallView), Problems),
    security(("key" = ["own:read"])),
)]
pub(crate) async fn show(Path(id): Path<String>, caller: Caller) -> Result<Json<CallView>, Fault> {
    caller.may(Scope::OwnRead, Right::SeeCalls)?;
    Ok(Json(view(&caller.visit, id).await?))
}

/// A call as it is now, where whoever asks may know of it.
pub(super) async fn view(visit: &Visit, id: String) -> Result<CallView, Fault> {
    let call = list_calls::known(visit, &id).await?;
    let store = &visit.desk.office.store;
    let accounts = store.accounts().await?;
    let events = store.stream_events::<CallEvent>(&id, 0).await?;
    let sends = store.sends_of(&id).await?;
    Ok(CallView {
        line: line(visit, &accounts, id, &call),
        policy: call.policy.clone(),
        events: events.iter().map(|recorded| step(&accounts, recorded)).collect(),
        messages: sends.iter().map(|send| message(&accounts, send)).collect(),
    })
}

fn step(accounts: &[Account], recorded: &Recorded<CallEvent>) -> CallStep {
    let mut line = CallStep {
        at: recorded.at,
        event: "raised",
        step: None,
        round: None,
        who: Vec::new(),
        until: None,
    };
    match &recorded.event {
        CallEvent::Raised { .. } => {}
        CallEvent::Held { until } => (line.event, line.until) = ("held", Some(*until)),
        CallEvent::Skipped { step } => (line.event, line.step) = ("skipped", Some(step + 1)),
        CallEvent::Rang {
            step,
            round,
            to,
            next_at,
        } => {
            line.event = "rang";
            (line.step, line.round) = (Some(step + 1), Some(round + 1));
            line.who = to.iter().filter_map(|staff| name(accounts, &staff.0)).collect();
            line.until = Some(*next_at);
        }
        CallEvent::Unanswered { next_at } => (line.event, line.until) = ("unanswered", Some(*next_at)),
        CallEvent::Heard { staff } => {
            line.event = "heard";
            line.who = name(accounts, &staff.0).into_iter().collect();
        }
        CallEvent::Acknowledged { staff } => {
            line.event = "acknowledged";
            line.who = name(accounts, &staff.0).into_iter().collect();
        }
        CallEvent::Over => line.event = "over",
    }
    line
}

fn message(accounts: &[Account], send: &Send) -> CallMessage {
    let staff = send.staff.as_ref();
    CallMessage {
        to: staff.map_or_else(
            || send.channel.clone(),
            |staff| name(accounts, staff).unwrap_or_default(),
        ),
        way: send.kind.unwrap_or(store::ChannelKind::Page).name(),
        state: send.state.name(),
        due_at: send.due_at,
        sent_at: send.sent_at,
        delivered_at: send.delivered_at,
        read_at: send.read_at,
    }
}
