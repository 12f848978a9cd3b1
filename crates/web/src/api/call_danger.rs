//! Somebody is in danger now: saying so, taking it up at the duty post, and saying that it is over.

use super::act_once::act_once;
use super::bodies::{Nothing, Seen, Written};
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::case::Command;
use serde::Deserialize;
use utoipa::ToSchema;

/// A danger, said of the situation and of no person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDanger {
    /// What kind, by the pack's name of it.
    danger: String,
    /// What the situation is.
    #[schema(value_type = String)]
    situation: Seen,
}

/// It is over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DangerOver {
    /// How.
    #[schema(value_type = String)]
    reason: Seen,
}

/// `POST /api/v1/cases/{number}/danger`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/danger", operation_id = "raiseDanger", tag = "cases",
    summary = "Say that somebody is in danger now",
    description = "The duty post is called until it has taken it up. Programs call nobody's emergency number: do so first.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = NewDanger,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn raise(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<NewDanger>,
) -> Result<Json<Written>, Fault> {
    let command = Command::RaiseDanger {
        danger: body.danger,
        situation: body.situation.0,
    };
    act_once(&caller, Right::TakeStep, &number, key, |_| Ok(command)).await
}

/// `POST /api/v1/cases/{number}/danger/answer`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/danger/answer", operation_id = "answerDanger", tag = "cases",
    summary = "Take a danger up at the duty post",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = Nothing,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn answer(
    Path(number): Path<String>,
    Sent { caller, key, .. }: Sent<Nothing>,
) -> Result<Json<Written>, Fault> {
    act_once(&caller, Right::AnswerDanger, &number, key, |_| {
        Ok(Command::AcknowledgeDanger)
    })
    .await
}

/// `POST /api/v1/cases/{number}/danger/end`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/danger/end", operation_id = "endDanger", tag = "cases",
    summary = "Say that a danger is over",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = DangerOver,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn end(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<DangerOver>,
) -> Result<Json<Written>, Fault> {
    let command = Command::EndDanger { reason: body.reason.0 };
    act_once(&caller, Right::TakeStep, &number, key, |_| Ok(command)).await
}
