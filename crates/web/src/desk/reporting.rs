//! Which day's report is awaited now, and how a unit's report is marked.

use domain::daily::ReportStatus;
use domain::pack::{OperatingLevel, Pack};
use jiff::civil::Date;
use jiff::{Span, Timestamp};

/// The day whose last report is due next, or was due last today: with a report due the next morning it is yesterday.
pub(crate) fn of(pack: &Pack, now: Timestamp) -> Date {
    let today = pack.zone.to_datetime(now).date();
    let reporting = pack.units.iter().filter(|unit| unit.reports_daily);
    let times = reporting.flat_map(|unit| pack.reporting.times(Some(&unit.slug), OperatingLevel::Routine));
    let days = times.map(|due| due.day).max().unwrap_or(0);
    today.checked_sub(Span::new().days(i64::from(days))).unwrap_or(today)
}

/// Message key and class of a report's mark.
pub(crate) const fn mark(status: ReportStatus) -> (&'static str, &'static str) {
    match status {
        ReportStatus::OnTime => ("report-on-time", "good"),
        ReportStatus::Zero => ("report-zero", "good"),
        ReportStatus::Late => ("report-late", "near"),
        ReportStatus::Missing => ("report-missing", "late"),
        ReportStatus::Awaited => ("report-awaited", ""),
    }
}
