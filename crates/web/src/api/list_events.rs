//! What happened to a case, and what may be done with it now.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use crate::steps;
use axum::Json;
use axum::extract::Path;
use domain::case::{Event, open_steps};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use store::Recorded;
use utoipa::ToSchema;

/// A case's events and the steps that the caller may take.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseEvents {
    /// The case's number.
    number: String,
    /// The oldest first.
    events: Vec<CaseEvent>,
    /// Steps that the caller may take now, as addresses name them.
    steps: Vec<&'static str>,
}

/// An event. Posts answer, not persons: who of a post did it is not in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseEvent {
    /// Place in the case's events, 1 first.
    version: u64,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// What happened, e.g. `answered`.
    event: &'static str,
    /// In what capacity somebody did it.
    #[schema(value_type = String)]
    role: domain::case::Role,
    post: Option<String>,
    unit: Option<String>,
    /// What it says beside that.
    #[schema(value_type = Object)]
    data: Map<String, Value>,
}

/// `GET /api/v1/cases/{number}/events`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/events", operation_id = "listEvents", tag = "cases",
    summary = "What happened to a case, and which steps may be taken now",
    params(("number" = String, Path, description = "The case's number.")),
    responses((status = 200, body = CaseEvents), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(Path(number): Path<String>, caller: Caller) -> Result<Json<CaseEvents>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    let visit = &caller.visit;
    let story = show_case::find(visit, &number).await?;
    let open = open_steps(&story.case, visit.actor(), &visit.desk.office.pack, visit.now);
    let steps = if visit.person.may(Right::TakeStep) {
        open.into_iter()
            .filter_map(|step| Some(steps::named(step)?.0))
            .collect()
    } else {
        Vec::new()
    };
    Ok(Json(CaseEvents {
        number: story.case.number.clone(),
        events: story.events.iter().map(told).collect::<Result<_, _>>()?,
        steps,
    }))
}

fn told(recorded: &Recorded<Event>) -> Result<CaseEvent, Fault> {
    let broken = |error: serde_json::Error| Fault::Broken(error.to_string());
    let mut data = match serde_json::to_value(&recorded.event).map_err(broken)? {
        Value::Object(data) => data,
        _ => Map::new(),
    };
    data.remove("event");
    if let Some(Value::Object(answer)) = data.get_mut("answer") {
        answer.remove("by");
    }
    without_staff(&mut data);
    if let Some(Value::Object(link)) = data.get_mut("link") {
        // Whoever reads this may not be the one to see the other case: who may is told by `listLinked`.
        link.retain(|name, _| name == "reason");
    }
    let actor = &recorded.actor;
    Ok(CaseEvent {
        version: recorded.version,
        at: recorded.at,
        event: recorded.event.name(),
        role: actor.role,
        post: actor.post.as_ref().map(ToString::to_string),
        unit: actor.unit.as_ref().map(ToString::to_string),
        data,
    })
}

/// How many members of staff it is about takes the place of whom.
fn without_staff(data: &mut Map<String, Value>) {
    for (name, value) in data {
        match value {
            Value::Array(staff) if name == "staff" => *value = staff.len().into(),
            Value::Object(inner) if name == "about" || name == "registration" => without_staff(inner),
            _ => {}
        }
    }
}
