//! What people decide of a warning: to approve what waits, to send it back, to publish it. With a key of one's own, and by somebody
//! else than who drafted it.

use super::list_warnings::{WarningView, view};
use crate::access::Right;
use crate::api::act_once::was_done;
use crate::api::bodies::{Nothing, Seen};
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::warning::{WarningCommand, WarningEvent};
use office::WarningWish;
use serde::Deserialize;
use utoipa::ToSchema;

/// What was read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WarningRead {
    /// The version of the warning that was read.
    version: u64,
}

/// Why a draft is sent back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WarningReturn {
    #[schema(value_type = String)]
    reason: Seen,
}

/// `POST /api/v1/warnings/{id}/approve`
#[utoipa::path(
    post, path = "/api/v1/warnings/{id}/approve", operation_id = "approveWarning", tag = "warnings",
    summary = "Approve the message that waits",
    description = "With a key of one's own, and by somebody else than who drafted it.",
    params(
        ("id" = String, Path, description = "The warning's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = WarningRead,
    responses((status = 200, body = WarningView), Problems),
    security(("key" = ["warnings:write"])),
)]
pub(crate) async fn approve(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<WarningRead>,
) -> Result<Json<WarningView>, Fault> {
    caller.may(Scope::WarningsWrite, Right::ApproveWarning)?;
    let wish = WarningWish::Do(WarningCommand::Approve { seen: body.version });
    let is_same = |event: &WarningEvent| *event == WarningEvent::Approved;
    decide(&caller, id, key.as_deref(), &wish, is_same).await
}

/// `POST /api/v1/warnings/{id}/return`
#[utoipa::path(
    post, path = "/api/v1/warnings/{id}/return", operation_id = "returnWarning", tag = "warnings",
    summary = "Send the message that waits back",
    description = "With a key of one's own.",
    params(
        ("id" = String, Path, description = "The warning's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = WarningReturn,
    responses((status = 200, body = WarningView), Problems),
    security(("key" = ["warnings:write"])),
)]
pub(crate) async fn send_back(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<WarningReturn>,
) -> Result<Json<WarningView>, Fault> {
    caller.may(Scope::WarningsWrite, Right::ApproveWarning)?;
    let reason = body.reason.0;
    let returned = WarningEvent::Returned { reason: reason.clone() };
    let wish = WarningWish::Do(WarningCommand::Return { reason });
    decide(&caller, id, key.as_deref(), &wish, |event| *event == returned).await
}

/// `POST /api/v1/warnings/{id}/publish`
#[utoipa::path(
    post, path = "/api/v1/warnings/{id}/publish", operation_id = "publishWarning", tag = "warnings",
    summary = "Publish the message that was approved",
    description = "With a key of one's own. It is signed and kept as it goes out, and everybody has it at once.",
    params(
        ("id" = String, Path, description = "The warning's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = Nothing,
    responses((status = 200, body = WarningView), Problems),
    security(("key" = ["warnings:write"])),
)]
pub(crate) async fn publish(
    Path(id): Path<String>,
    Sent { caller, key, .. }: Sent<Nothing>,
) -> Result<Json<WarningView>, Fault> {
    caller.may(Scope::WarningsWrite, Right::PublishWarning)?;
    let is_same = |event: &WarningEvent| matches!(event, WarningEvent::Published(_));
    decide(&caller, id, key.as_deref(), &WarningWish::Publish, is_same).await
}

/// Does it once, and answers with the warning as it is then.
async fn decide(
    caller: &Caller,
    id: String,
    key: Option<&str>,
    wish: &WarningWish,
    is_same: impl Fn(&WarningEvent) -> bool,
) -> Result<Json<WarningView>, Fault> {
    caller.myself()?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    let events = office.store.warning_events(&id).await?;
    if events.is_empty() {
        return Err(Fault::NotFound);
    }
    if !was_done(caller, key, &events, is_same).await? {
        office::change_warning(office, &id, wish, visit.actor(), visit.now).await?;
    }
    Ok(Json(view(visit, id).await?))
}
