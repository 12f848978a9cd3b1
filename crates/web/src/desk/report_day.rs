//! A unit reports its day: that the register is the report, or a file.

use super::{days, show_reports};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Draft, Problems};
use crate::upload::{MOST_FILE_BYTES, Unread, Uploaded};
use crate::visit::Visit;
use axum::response::Response;
use domain::UnitSlug;
use domain::case::{Actor, Refusal, Role};
use jiff::civil::Date;
use office::{ImportRequest, Paper};
use std::collections::BTreeMap;
use store::NewReport;

/// `POST /reports`: what the unit registered is its report; nothing registered is a zero report 零报告.
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let (date, unit) = asked(&visit, fields.get("date"))?;
    let cases = show_reports::registered(&visit, &unit, date).await?;
    let report = NewReport {
        unit,
        date,
        received_at: visit.now,
        cases,
        rejected: 0,
        file: String::new(),
        sha256: String::new(),
    };
    visit.desk.office.store.record_report(report).await?;
    Ok(frame::see_other(&format!("/reports?date={date}")))
}

/// `POST /reports/file`: a spreadsheet of the unit's day.
pub(crate) async fn send_file(unread: Unread) -> Result<Response, Fault> {
    reporting(&unread.visit)?;
    let Uploaded { visit, fields, files } = unread.read(MOST_FILE_BYTES).await?;
    let (date, unit) = asked(&visit, fields.get("date"))?;
    match take(&visit, date, &unit, files).await {
        Ok(()) => Ok(frame::see_other(&format!("/reports?date={date}"))),
        Err(Fault::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            show_reports::page(&visit, date, &Draft { fields, problems }).await
        }
        Err(fault) => Err(fault),
    }
}

fn asked(visit: &Visit, date: &str) -> Result<(Date, UnitSlug), Fault> {
    let unit = reporting(visit)?;
    let date = days::parse(date)?;
    days::has_come(visit, date)?;
    Ok((date, unit.clone()))
}

/// The unit for which this person reports.
fn reporting(visit: &Visit) -> Result<&UnitSlug, Fault> {
    visit.may(Right::ReportDay)?;
    show_reports::reporting_unit(visit).ok_or(Fault::NotAllowed)
}

/// Takes a unit's files as its report, as a whole or not at all.
pub(crate) async fn take(visit: &Visit, date: Date, unit: &UnitSlug, files: Vec<Paper>) -> Result<(), Fault> {
    let office = &visit.desk.office;
    if files.is_empty() {
        return Err(Refusal::new("import-no-file").into());
    }
    let request = |dry_run| ImportRequest {
        papers: files.clone(),
        columns: BTreeMap::new(),
        dry_run,
        own_unit: Some(unit.clone()),
        // The program reads the file for the unit, as it does when the office hands it in: a report sent again corrects
        // what the first one said.
        actor: Actor {
            role: Role::Program,
            ..visit.actor().clone()
        },
        at: visit.now,
    };
    // A report is taken as a whole: whatever is wrong with it is found before anything is written.
    let tried = office::import_requests(office, request(true), &|_, _| ()).await?;
    if let Some(other) = tried
        .files
        .iter()
        .find_map(|file| file.unit.as_ref().filter(|named| *named != unit))
    {
        let name = office.pack.unit_name(other, visit.locale);
        return Err(Refusal::new("reports-other-unit").with("unit", name).into());
    }
    if let Some(other) = tried
        .files
        .iter()
        .find_map(|file| file.date.filter(|named| *named != date))
    {
        return Err(Refusal::new("reports-other-day")
            .with("named", other)
            .with("date", date)
            .into());
    }
    if let Some(row) = tried.rejected.first().map(|row| row.said(visit.words())) {
        return Err(Refusal::new("reports-rejected")
            .with("rows", tried.rows.rejected)
            .with("row", row.row)
            .with("column", &row.column)
            .with("value", &row.value)
            .with("remedy", &row.remedy)
            .into());
    }
    let report = office::import_requests(office, request(false), &|_, _| ()).await?;
    for file in report.files {
        let rows = file.rows;
        let report = NewReport {
            unit: unit.clone(),
            date,
            received_at: visit.now,
            cases: rows.imported + rows.unchanged + rows.corrected,
            rejected: 0,
            file: file.file,
            sha256: file.sha256,
        };
        office.store.record_report(report).await?;
    }
    Ok(())
}
