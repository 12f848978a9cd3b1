//! The units' daily reports 日报, every version of them.

use crate::boxed;
use crate::model::day_number;
use crate::sql::{Args, Columns as _, execute, row, rows};
use crate::{Error, Store};
use domain::UnitSlug;
use domain::daily::ReportVersion;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// A unit's report as it comes in; the store gives it the next version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// Unit that reports.
    pub unit: UnitSlug,
    /// The day it is about.
    pub date: Date,
    /// When it was received.
    pub received_at: Timestamp,
    /// Cases it held; 0 is a zero report 零报告.
    pub cases: u64,
    /// How many of them stand in rows that could not be read.
    pub rejected: u64,
    /// Name of the file, or empty for the form.
    pub file: String,
    /// SHA-256 of the file, lower-case hex, or empty. The same file of the same unit and day again makes no new version.
    pub sha256: String,
}

const COLUMNS: &str = "SELECT day, unit, version, received_at, cases, rejected, file, sha256 FROM reports";

impl Store {
    /// Keeps a report as the next version of that unit and day. The file that already is one of its versions answers
    /// with that version and changes nothing.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn record_report(&self, report: NewReport) -> Result<ReportVersion, Error> {
        self.change(move |conn| Box::pin(record(conn, report))).await
    }

    /// All versions of all units' reports of a day, in the order they came.
    ///
    /// # Errors
    /// What the database says.
    #[boxed]
    pub async fn reports(&self, date: Date) -> Result<Vec<ReportVersion>, Error> {
        let mut conn = self.reader().await?;
        let mut args = Args::default();
        args.int(day_number(date));
        let sql = format!("{COLUMNS} WHERE day = $1 ORDER BY position");
        rows(&mut conn, &sql, args).await?.iter().map(version).collect()
    }
}

async fn record(conn: &mut AnyConnection, report: NewReport) -> Result<ReportVersion, Error> {
    let mut args = Args::default();
    args.int(day_number(report.date)).text(report.unit.as_str());
    let sql = format!("{COLUMNS} WHERE day = $1 AND unit = $2 ORDER BY version");
    let known = rows(conn, &sql, args)
        .await?
        .iter()
        .map(version)
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(same) = known
        .iter()
        .find(|known| !report.sha256.is_empty() && known.sha256 == report.sha256)
    {
        return Ok(same.clone());
    }
    let new = ReportVersion {
        unit: report.unit,
        date: report.date,
        version: known.last().map_or(0, |last| last.version) + 1,
        received_at: report.received_at,
        cases: report.cases,
        rejected: report.rejected,
        file: report.file,
        sha256: report.sha256,
    };
    let position = row(
        conn,
        "SELECT coalesce(max(position), 0) AS last FROM reports",
        Args::default(),
    )
    .await?;
    let mut args = Args::default();
    args.int(position.map_or(Ok(0), |row| row.int("last"))? + 1)
        .int(day_number(new.date))
        .text(new.unit.as_str());
    args.int(i64::from(new.version))
        .at(new.received_at)
        .int(i64::try_from(new.cases).unwrap_or(i64::MAX))
        .int(i64::try_from(new.rejected).unwrap_or(i64::MAX));
    args.text(&new.file).text(&new.sha256);
    let sql = "INSERT INTO reports (position, day, unit, version, received_at, cases, rejected, file, sha256) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    execute(conn, sql, args).await?;
    Ok(new)
}

fn version(row: &AnyRow) -> Result<ReportVersion, Error> {
    Ok(ReportVersion {
        unit: UnitSlug::new(row.text("unit")?),
        date: row.day("day")?,
        version: row.small("version")?,
        received_at: row.at("received_at")?,
        cases: row.count("cases")?,
        rejected: row.count("rejected")?,
        file: row.text("file")?,
        sha256: row.text("sha256")?,
    })
}
