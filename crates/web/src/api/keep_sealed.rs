//! Putting down what is said in confidence, or putting it right. What was there before is not shown by it.

use super::act_once::act_once;
use super::bodies::{Seen, Written};
use super::problems::Problems;
use super::register_case::SealedBody;
use super::sent::Sent;
use crate::access::Right;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::case::Command;
use serde::Deserialize;
use utoipa::ToSchema;

/// What is kept under seal from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    /// Fields that are not said stay as they are.
    values: SealedBody,
    /// Why.
    #[schema(value_type = String)]
    reason: Seen,
}

/// `POST /api/v1/cases/{number}/sealed/values`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/sealed/values", operation_id = "keepSealed", tag = "cases",
    summary = "Put down what is said in confidence, or put it right",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = Kept,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn keep(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<Kept>,
) -> Result<Json<Written>, Fault> {
    let command = Command::KeepSealed {
        values: body.values.values(),
        reason: body.reason.0,
    };
    act_once(&caller, Right::TakeStep, &number, key, |_| Ok(command)).await
}
