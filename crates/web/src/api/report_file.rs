//! A unit's day as a spreadsheet, from a program: taken as a whole, or refused with the first cell to mend.

use super::caller::Scope;
use super::list_reports::Report;
use super::problems::Problems;
use super::sent_file::SentFile;
use crate::access::Right;
use crate::desk::{days, report_day, show_reports};
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use domain::case::Refusal;
use jiff::civil::Date;
use office::Paper;

/// `POST /api/v1/days/{date}/reports/file`
#[utoipa::path(
    post, path = "/api/v1/days/{date}/reports/file", operation_id = "reportDayFile", tag = "days",
    summary = "Report the day of the key's unit with a spreadsheet",
    description = "XLSX, XLS, ODS, CSV or TSV. The cases in it are registered; a file without rows is a zero report.",
    params(
        ("date" = String, Path, description = "The day, YYYY-MM-DD.", example = "2026-11-24"),
        ("name" = String, Query, description = "What the file is called; its ending says what it is."),
    ),
    request_body(description = "The file's bytes.", content(("application/octet-stream"))),
    responses((status = 201, body = Report), Problems),
    security(("key" = ["days:write"])),
)]
pub(crate) async fn report(
    Path(date): Path<String>,
    SentFile {
        caller, name, bytes, ..
    }: SentFile,
) -> Result<(StatusCode, Json<Report>), Fault> {
    caller.may(Scope::DaysWrite, Right::ReportDay)?;
    let visit = &caller.visit;
    let unit = show_reports::reporting_unit(visit).ok_or(Fault::NotAllowed)?;
    let date: Date = date.parse().map_err(|_| Fault::NotFound)?;
    days::has_come(visit, date)?;
    if bytes.is_empty() {
        return Err(Refusal::new("import-no-file").into());
    }
    let paper = Paper { name, bytes };
    report_day::take(visit, date, unit, vec![paper]).await?;
    let reports = visit.desk.office.store.reports(date).await?;
    let own = reports.into_iter().filter(|report| report.unit == *unit);
    let last = own.max_by_key(|report| report.version).ok_or(Fault::NotFound)?;
    Ok((StatusCode::CREATED, Json(last.into())))
}
