//! A day's reports of the units, as far as the caller's post sees them.

use super::caller::{Caller, Scope};
use super::list_levels::LevelName;
use super::problems::Problems;
use crate::access::Right;
use crate::desk::show_reports;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::daily::{ReportStatus, ReportVersion};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// The reports of a day.
#[derive(Serialize, ToSchema)]
#[schema(as = Reports)]
pub(crate) struct DayReports {
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// By when they have to be there.
    #[schema(value_type = String, format = DateTime)]
    due: Timestamp,
    /// The operating level in force that day; for a unit's own post the one that binds that unit.
    level: LevelName,
    /// Units that have to report.
    units: Vec<UnitStanding>,
    reports: Vec<Report>,
}

/// How a unit's report of the day stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnitStanding {
    unit: String,
    /// `on_time`, `late`, `missing`, `zero`, or `awaited` while there is time.
    #[schema(value_type = String)]
    report: ReportStatus,
    /// The operating level that binds it.
    level: LevelName,
    /// By when its last report of the day has to be there: units may have times of their own.
    #[schema(value_type = String, format = DateTime)]
    due: Timestamp,
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
    responses((status = 200, body = DayReports), Problems),
    security(("key" = ["days:read"])),
)]
pub(crate) async fn list(Path(date): Path<String>, caller: Caller) -> Result<Json<DayReports>, Fault> {
    caller.may(Scope::DaysRead, Right::SeeReports)?;
    let date: Date = date.parse().map_err(|_| Fault::NotFound)?;
    let visit = &caller.visit;
    let day = show_reports::of_day(visit, date).await?;
    let mut reports = day.unexpected;
    let units = day.units.into_iter().map(|unit| {
        reports.extend(unit.versions);
        UnitStanding {
            unit: unit.unit.to_string(),
            report: unit.status,
            level: LevelName::of(unit.level),
            due: unit.due,
        }
    });
    let units = units.collect();
    // As they came, whoever's they are.
    reports.sort_by_key(|report| report.received_at);
    Ok(Json(DayReports {
        date,
        due: day.due,
        level: LevelName::of(day.level),
        units,
        reports: reports.into_iter().map(Report::from).collect(),
    }))
}
