//! Saying that two cases ask the same, or belong together, and taking it back: by a person's decision, with a reason that both tell.

use super::bodies::{Seen, Written};
use super::caller::{Caller, Scope};
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::desk::join_alike::{self, Change};
use crate::desk::show_case;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::case::Refusal;
use serde::Deserialize;
use utoipa::ToSchema;

/// The other case, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Other {
    /// The other case's number. Which of two that ask the same stands for both does not hang on which is in the address: it is
    /// the one that was asked first.
    other: String,
    #[schema(value_type = String)]
    reason: Seen,
}

/// `POST /api/v1/cases/{number}/alike`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/alike", operation_id = "joinAlike", tag = "cases",
    summary = "Say that two cases ask the same",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = Other,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn join(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<Other>,
) -> Result<Json<Written>, Fault> {
    change(&caller, &number, &body, key, Change::Join).await
}

/// `POST /api/v1/cases/{number}/alike/split`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/alike/split", operation_id = "splitAlike", tag = "cases",
    summary = "Say that two cases do not ask the same after all",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = Other,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn split(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<Other>,
) -> Result<Json<Written>, Fault> {
    change(&caller, &number, &body, key, Change::Split).await
}

/// `POST /api/v1/cases/{number}/related`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/related", operation_id = "relateCases", tag = "cases",
    summary = "Say that two cases belong together",
    description = "Of whatever kinds; neither raises, closes or answers the other. Whoever may not see one of them reads nothing of it in the other.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = Other,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn relate(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<Other>,
) -> Result<Json<Written>, Fault> {
    change(&caller, &number, &body, key, Change::Relate).await
}

/// `POST /api/v1/cases/{number}/related/split`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/related/split", operation_id = "partCases", tag = "cases",
    summary = "Say that two cases do not belong together after all",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = Other,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn part(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<Other>,
) -> Result<Json<Written>, Fault> {
    change(&caller, &number, &body, key, Change::Part).await
}

async fn change(
    caller: &Caller,
    number: &str,
    body: &Other,
    key: Option<String>,
    change: Change,
) -> Result<Json<Written>, Fault> {
    caller.may(Scope::CasesWrite, Right::TakeStep)?;
    let visit = &caller.visit;
    let store = &visit.desk.office.store;
    if let Some(key) = &key {
        // Both are written at once. Where a program before this one left the second half out, the same call does what is missing.
        let last = format!("{key} {}", change.last());
        if let Some(done) = store.appended(&last).await? {
            return Ok(Json(done.into()));
        }
    }
    let this = show_case::find_for(visit, Right::TakeStep, number).await?;
    let other = match show_case::find_for(visit, Right::TakeStep, &body.other).await {
        // One that whoever asks may not see is not there for them.
        Err(Fault::NotFound) => return Err(Refusal::new("refusal-no-case").into()),
        found => found?,
    };
    if body.reason.0.is_empty() {
        return Err(change.why().into());
    }
    join_alike::apply(visit, &body.reason.0, (&this.case, &other.case), change, key).await?;
    let case = show_case::find(visit, number).await?;
    Ok(Json(Written {
        number: case.case.number.clone(),
        version: case.case.version,
        repeated: false,
    }))
}
