//! A unit reports its day: what it registered is its report, and nothing registered is a zero report 零报告.

use super::caller::Scope;
use super::list_reports::Report;
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::desk::{days, show_reports};
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use jiff::civil::Date;
use serde::Deserialize;
use store::NewReport;
use utoipa::ToSchema;

/// Nothing is said with it: the register is the report.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDayReport {}

/// `POST /api/v1/days/{date}/reports`
#[utoipa::path(
    post, path = "/api/v1/days/{date}/reports", operation_id = "reportDay", tag = "days",
    summary = "Report the day of the key's unit",
    params(("date" = String, Path, description = "The day, YYYY-MM-DD.", example = "2026-11-24")),
    request_body = NewDayReport,
    responses((status = 201, body = Report), Problems),
    security(("key" = ["days:write"])),
)]
pub(crate) async fn report(
    Path(date): Path<String>,
    Sent { caller, .. }: Sent<NewDayReport>,
) -> Result<(StatusCode, Json<Report>), Fault> {
    caller.may(Scope::DaysWrite, Right::ReportDay)?;
    let visit = &caller.visit;
    let unit = show_reports::reporting_unit(visit).ok_or(Fault::NotAllowed)?;
    let date: Date = date.parse().map_err(|_| Fault::NotFound)?;
    days::has_come(visit, date)?;
    let report = NewReport {
        unit: unit.clone(),
        date,
        received_at: visit.now,
        cases: show_reports::registered(visit, unit, date).await?,
        rejected: 0,
        file: String::new(),
        sha256: String::new(),
    };
    let version = visit.desk.office.store.record_report(report).await?;
    Ok((StatusCode::CREATED, Json(version.into())))
}
