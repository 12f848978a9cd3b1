//! A day's reports of the units, as far as the caller's post sees them.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::daily::ReportVersion;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// The reports of a day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Reports {
    #[schema(value_type = String, format = Date)]
    date: Date,
    reports: Vec<Report>,
}

/// A version of a unit's report.
#[derive(Serialize, ToSchema)]
pub(crate) struct Report {
    unit: String,
    /// 1, 2, …
    version: u32,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// Cases it held; 0 is a zero report.
    cases: u64,
}

impl From<ReportVersion> for Report {
    fn from(report: ReportVersion) -> Self {
        Self {
            unit: report.unit.to_string(),
            version: report.version,
            received_at: report.received_at,
            cases: report.cases,
        }
    }
}

/// `GET /api/v1/days/{date}/reports`
#[utoipa::path(
    get, path = "/api/v1/days/{date}/reports", operation_id = "listReports", tag = "days",
    summary = "A day's reports",
    params(("date" = String, Path, description = "The day, YYYY-MM-DD.", example = "2026-11-24")),
    responses((status = 200, body = Reports), Problems),
    security(("key" = ["days:read"])),
)]
pub(crate) async fn list(Path(date): Path<String>, caller: Caller) -> Result<Json<Reports>, Fault> {
    caller.may(Scope::DaysRead, Right::SeeReports)?;
    let date: Date = date.parse().map_err(|_| Fault::NotFound)?;
    let visit = &caller.visit;
    let reports = visit.desk.office.store.reports(date).await?;
    // Which other units are late or silent is the office's business.
    let own = visit.own_unit_only();
    let reports = reports
        .into_iter()
        .filter(|report| own.is_none_or(|own| report.unit == *own));
    Ok(Json(Reports {
        date,
        reports: reports.map(Report::from).collect(),
    }))
}
