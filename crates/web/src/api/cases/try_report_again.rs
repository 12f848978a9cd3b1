//! A report of an incident that was not handed on is tried again now, because somebody asks for it.

use crate::access::Right;
use crate::api::bodies::Written;
use crate::api::caller::Scope;
use crate::api::do_once::do_once;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::desk::show_case;
use crate::fault::Fault;
use crate::incidents::{self, try_report_again};
use axum::Json;
use axum::extract::Path;
use domain::case::Refusal;
use serde::Deserialize;
use utoipa::ToSchema;

/// To whom.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Again {
    /// Which of the report's receivers, 1 for the first.
    receiver: u32,
}

/// `POST /api/v1/cases/{number}/reports/{n}/again`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/reports/{n}/again", operation_id = "tryReportAgain", tag = "cases",
    summary = "Try a report again that could not be handed on",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("n" = u32, Path, description = "Which report, 1 for the first.", minimum = 1),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key tries nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = Again,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn again(
    Path((number, n)): Path<(String, u32)>,
    Sent { caller, body, key }: Sent<Again>,
) -> Result<Json<Written>, Fault> {
    caller.may(Scope::CasesWrite, Right::TakeStep)?;
    let visit = &caller.visit;
    show_case::find_for(visit, Right::TakeStep, &number).await?;
    let story = incidents::find(visit, &number).await?;
    let case = &story.case;
    let repeated = do_once(&caller, key.as_deref(), async {
        if try_report_again::again(visit, case, n, body.receiver).await? {
            Ok(())
        } else {
            Err(Refusal::new("report-again-not").into())
        }
    })
    .await?;
    Ok(Json(Written {
        number: case.number.clone(),
        version: case.version,
        repeated,
    }))
}
