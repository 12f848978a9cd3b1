//! Asks the program for a roster of some days. Nothing is planned by it.

use super::show_proposal::{ProposalView, view};
use crate::access::Right;
use crate::api::act_once::new_id;
use crate::api::caller::Scope;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::duty::generate::{self, kept};
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

/// The days that a roster is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalDays {
    /// First day, tomorrow at the earliest, and last day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    until: Date,
}

/// `POST /api/v1/duty/{unit}/proposals`
#[utoipa::path(
    post, path = "/api/v1/duty/{unit}/proposals", operation_id = "askProposal", tag = "watch",
    summary = "Ask for a roster of some days",
    description = "It is worked at beside the answer: ask for the proposal until it is no longer worked at. The newest five of a desk are kept.",
    params(
        ("unit" = String, Path, description = "The desk's unit."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers with the proposal that the first asked for.", min_length = 1, max_length = 255),
    ),
    request_body = ProposalDays,
    responses(
        (status = 202, body = ProposalView, headers(("Location" = String, description = "Where the proposal is."))),
        Problems,
    ),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn ask(
    Path(unit): Path<String>,
    Sent { caller, body, key }: Sent<ProposalDays>,
) -> Result<Response, Fault> {
    caller.may(Scope::WatchWrite, Right::PlanDuty)?;
    let visit = &caller.visit;
    let unit = kept(visit, Some(&unit))?;
    let id = new_id(&caller, key.as_deref());
    // Asked for under the key before: the days may have begun since.
    if visit.desk.office.store.proposal(&id).await?.is_none() {
        generate::ask(visit, &id, &unit, (body.from, body.until)).await?;
    }
    let location = format!("/api/v1/duty/{unit}/proposals/{id}");
    let proposal = Json(view(visit, &unit, id).await?);
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], proposal).into_response())
}
