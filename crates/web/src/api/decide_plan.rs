//! What people decide of a plan: to approve or return the draft that waits, that it was assessed and stays, to take it out of force.
//! With a key of one's own; a draft is approved by somebody else than who drafted it.

use super::act_once::was_done;
use super::bodies::Seen;
use super::caller::{Caller, Scope};
use super::list_versions::{PlanVersions, view};
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::fault::Fault;
use crate::plans::known_plan;
use axum::Json;
use axum::extract::Path;
use domain::plan::{PlanCommand, PlanEvent};
use serde::Deserialize;
use utoipa::ToSchema;

/// What was read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanRead {
    /// How many steps the plan had when it was read, as its versions say.
    steps: u64,
}

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanReason {
    #[schema(value_type = String)]
    reason: Seen,
}

/// What was found.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanAssessment {
    #[schema(value_type = String)]
    note: Seen,
}

/// `POST /api/v1/plans/{id}/approve`
#[utoipa::path(
    post, path = "/api/v1/plans/{id}/approve", operation_id = "approvePlan", tag = "watch",
    summary = "Approve the draft that waits: it is in force",
    description = "With a key of one's own, and by somebody else than who drafted it.",
    params(
        ("id" = String, Path, description = "The plan's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = PlanRead,
    responses((status = 200, body = PlanVersions), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn approve(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<PlanRead>,
) -> Result<Json<PlanVersions>, Fault> {
    let command = PlanCommand::Approve { seen: body.steps };
    decide(&caller, id, key.as_deref(), &command).await
}

/// `POST /api/v1/plans/{id}/return`
#[utoipa::path(
    post, path = "/api/v1/plans/{id}/return", operation_id = "returnPlan", tag = "watch",
    summary = "Send the draft that waits back",
    description = "With a key of one's own.",
    params(
        ("id" = String, Path, description = "The plan's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = PlanReason,
    responses((status = 200, body = PlanVersions), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn send_back(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<PlanReason>,
) -> Result<Json<PlanVersions>, Fault> {
    let reason = body.reason.0;
    decide(&caller, id, key.as_deref(), &PlanCommand::Return { reason }).await
}

/// `POST /api/v1/plans/{id}/assess`
#[utoipa::path(
    post, path = "/api/v1/plans/{id}/assess", operation_id = "assessPlan", tag = "watch",
    summary = "Say that a plan was assessed and stays",
    description = "With a key of one's own.",
    params(
        ("id" = String, Path, description = "The plan's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = PlanAssessment,
    responses((status = 200, body = PlanVersions), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn assess(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<PlanAssessment>,
) -> Result<Json<PlanVersions>, Fault> {
    let note = body.note.0;
    decide(&caller, id, key.as_deref(), &PlanCommand::Assess { note }).await
}

/// `POST /api/v1/plans/{id}/withdraw`
#[utoipa::path(
    post, path = "/api/v1/plans/{id}/withdraw", operation_id = "withdrawPlan", tag = "watch",
    summary = "Take a plan out of force",
    description = "With a key of one's own.",
    params(
        ("id" = String, Path, description = "The plan's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = PlanReason,
    responses((status = 200, body = PlanVersions), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn withdraw(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<PlanReason>,
) -> Result<Json<PlanVersions>, Fault> {
    let reason = body.reason.0;
    decide(&caller, id, key.as_deref(), &PlanCommand::Withdraw { reason }).await
}

/// Does it once, and answers with the plan's versions as they are then.
async fn decide(
    caller: &Caller,
    id: String,
    key: Option<&str>,
    command: &PlanCommand,
) -> Result<Json<PlanVersions>, Fault> {
    caller.may(Scope::WatchWrite, Right::ApprovePlan)?;
    caller.myself()?;
    let visit = &caller.visit;
    known_plan(visit, &id).await?;
    let office = &visit.desk.office;
    let events = office.store.stream_events::<PlanEvent>(&id, 0).await?;
    if !was_done(caller, key, &events, |event| makes(command, event)).await? {
        office::change_plan(office, &id, command, visit.actor(), visit.now).await?;
    }
    Ok(Json(view(visit, id).await?))
}

/// The event is what the command makes.
fn makes(command: &PlanCommand, event: &PlanEvent) -> bool {
    match (command, event) {
        (PlanCommand::Approve { .. }, PlanEvent::Approved) => true,
        (PlanCommand::Return { reason }, PlanEvent::Returned { reason: said })
        | (PlanCommand::Withdraw { reason }, PlanEvent::Withdrawn { reason: said }) => reason == said,
        (PlanCommand::Assess { note }, PlanEvent::Assessed { note: said }) => note == said,
        _ => false,
    }
}
