//! Has the program judge a day, or judge it again with what came in since; people's changes stay.

use super::caller::Scope;
use super::problems::Problems;
use super::sent::Sent;
use super::show_judgement::{Judgement, judgement};
use crate::access::Right;
use crate::desk::days;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use serde::Deserialize;
use utoipa::ToSchema;

/// Nothing is said with it: what is in the register is judged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewJudgement {}

/// `POST /api/v1/days/{date}/judgement`
#[utoipa::path(
    post, path = "/api/v1/days/{date}/judgement", operation_id = "judgeDay", tag = "days",
    summary = "Judge a day, or judge it again",
    params(("date" = String, Path, description = "The day, YYYY-MM-DD.", example = "2026-11-24")),
    request_body = NewJudgement,
    responses((status = 200, body = Judgement), Problems),
    security(("key" = ["days:write"])),
)]
pub(crate) async fn judge(
    Path(date): Path<String>,
    Sent { caller, .. }: Sent<NewJudgement>,
) -> Result<Json<Judgement>, Fault> {
    caller.may(Scope::DaysWrite, Right::Judge)?;
    let visit = &caller.visit;
    let date = days::parse(&date)?;
    days::has_come(visit, date)?;
    let office = &visit.desk.office;
    let as_of = office::day_moment(office, date, visit.now).await?;
    office::judge_day(office, date, as_of, visit.actor(), visit.now).await?;
    Ok(Json(judgement(visit, date).await?))
}
