//! Which units have to report by when.

use crate::boxed;
use crate::level::{levels, unit_level};
use crate::{Error, Office};
use domain::UnitSlug;
use domain::daily::{ReportStatus, due_minutes, due_window, report_status};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use std::collections::BTreeMap;

/// Units whose report has to be there by the same minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitsDue {
    /// By when.
    pub at: Timestamp,
    /// The day that they report.
    pub date: Date,
    /// Those whose report is not in, in the pack's order.
    pub units: Vec<UnitSlug>,
}

/// The units whose report of `date` is not in, each by the minute that its own times and operating level give it; and of those whose minute has
/// passed, the next one too. The first first. `only`: nobody else's.
///
/// # Errors
/// The store's.
#[boxed]
pub async fn units_due(
    office: &Office,
    date: Date,
    only: Option<&UnitSlug>,
    now: Timestamp,
) -> Result<Vec<UnitsDue>, Error> {
    let pack = &office.pack;
    let levels = levels(office).await?;
    let versions = office.store.reports(date).await?;
    let mut due: BTreeMap<(Timestamp, Date), Vec<UnitSlug>> = BTreeMap::new();
    let expected = pack.units.iter().filter(|unit| unit.reports_daily);
    for unit in expected.filter(|unit| only.is_none_or(|only| *only == unit.slug)) {
        let minutes = |date| {
            let level = unit_level(office, &levels, &unit.slug, date);
            due_minutes(&pack.reporting, Some(&unit.slug), level, date, &pack.zone)
        };
        let level = unit_level(office, &levels, &unit.slug, date);
        let window = due_window(&pack.reporting, Some(&unit.slug), level, date, &pack.zone, now);
        let own: Vec<_> = versions.iter().filter(|one| one.unit == unit.slug).cloned().collect();
        let status = report_status(&own, window, now);
        if matches!(status, ReportStatus::Missing | ReportStatus::Awaited) {
            due.entry((window.due, date)).or_default().push(unit.slug.clone());
        }
        if window.due > now {
            continue;
        }
        let next_day = date.saturating_add(1.day());
        let to_come = [date, next_day].map(|date| (date, minutes(date).into_iter().find(|due| *due > now)));
        if let Some((date, at)) = to_come.into_iter().find_map(|(date, at)| Some((date, at?))) {
            due.entry((at, date)).or_default().push(unit.slug.clone());
        }
    }
    let due = due.into_iter();
    Ok(due.map(|((at, date), units)| UnitsDue { at, date, units }).collect())
}
