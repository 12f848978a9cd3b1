//! Drafts the next version of a day's brief. Somebody else signs it: that is a person's.

use super::caller::Scope;
use super::problems::Problems;
use super::sent::Sent;
use super::show_brief::{BriefData, brief};
use crate::access::Right;
use crate::desk::days;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

/// Nothing is said with it: it is composed of what is judged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBrief {}

/// `POST /api/v1/briefs/{date}`
#[utoipa::path(
    post, path = "/api/v1/briefs/{date}", operation_id = "draftBrief", tag = "days",
    summary = "Draft the next version of a day's brief",
    params(("date" = String, Path, description = "The day, YYYY-MM-DD.", example = "2026-11-24")),
    request_body = NewBrief,
    responses((status = 201, body = BriefData), Problems),
    security(("key" = ["days:write"])),
)]
pub(crate) async fn draft(
    Path(date): Path<String>,
    Sent { caller, .. }: Sent<NewBrief>,
) -> Result<(StatusCode, Json<BriefData>), Fault> {
    caller.may(Scope::DaysWrite, Right::Judge)?;
    let visit = &caller.visit;
    let date = days::parse(&date)?;
    days::has_come(visit, date)?;
    let office = &visit.desk.office;
    let as_of = office::day_moment(office, date, visit.now).await?;
    office::draft_brief(office, date, as_of, visit.actor(), visit.now).await?;
    Ok((StatusCode::CREATED, Json(brief(visit, date, None).await?)))
}
