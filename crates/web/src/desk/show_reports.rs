//! Daily reports 日报: who has reported the day, who is late, who is silent; and a unit's own report.

use super::days::{self, DayLinks};
use super::list_levels;
use super::reporting;
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use domain::UnitSlug;
use domain::daily::{ReportStatus, ReportVersion};
use domain::pack::OperatingLevel;
use jiff::Timestamp;
use jiff::civil::Date;
use store::Filter;

/// Cases of a unit's day are counted up to this; beyond it a file is the better report.
const MOST_COUNTED: u64 = 100_000;

#[derive(Template)]
#[template(path = "desk/reports.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    date: Date,
    links: DayLinks,
    due: String,
    day: String,
    units: Vec<Line>,
    own: Option<Own>,
    may_import: bool,
    may_register: bool,
    /// Message key of the operating level in force that day.
    level: &'static str,
}

struct Line {
    unit: String,
    leader: String,
    /// Message key and class.
    mark: (&'static str, &'static str),
    /// Message key of the operating level that binds it, where that is another than the page names.
    level: Option<&'static str>,
    /// By when it reports, where that is another time than the page names.
    due: Option<String>,
    versions: Vec<Version>,
}

struct Version {
    number: u32,
    at: String,
    cases: u64,
    file: String,
}

/// What a unit's own handler or leader sees first.
struct Own {
    unit: String,
    registered: u64,
    last: Option<u32>,
}

/// `GET /reports?date=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeReports)?;
    let date = days::asked(&visit)?;
    page(&visit, date, &Draft::default()).await
}

/// The page, with a report that was refused.
pub(super) async fn page(visit: &Visit, date: Date, draft: &Draft) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let f = Frame::new(visit, "/reports", visit.words().text("reports-title"));
    let DayReports { due, level, units, .. } = of_day(visit, date).await?;
    let own = match reporting_unit(visit) {
        Some(unit) => Some(Own {
            unit: office.pack.unit_name(unit, visit.locale).to_owned(),
            registered: registered(visit, unit, date).await?,
            last: units
                .iter()
                .find(|reports| reports.unit == *unit)
                .and_then(|reports| reports.versions.last().map(|last| last.version)),
        }),
        None => None,
    };
    let page = Page {
        links: DayLinks::around(date, days::today(visit)),
        due: f.moment(&due),
        units: units
            .iter()
            .map(|reports| Line {
                level: (reports.level != level).then(|| list_levels::word(reports.level)),
                due: (reports.due != due).then(|| f.moment(&reports.due)),
                ..line(&f, visit, &reports.unit, reports.status, &reports.versions)
            })
            .collect(),
        own,
        may_import: visit.person.may(Right::Import),
        may_register: visit.person.may(Right::RegisterCase),
        level: list_levels::word(level),
        day: date.to_string(),
        f,
        draft,
        date,
    };
    frame::form_page(&draft.problems, &page)
}

/// A day's reports, of the units that whoever reads may see.
pub(crate) struct DayReports {
    /// By when.
    pub(crate) due: Timestamp,
    /// The operating level in force that day: for whoever reports for a unit that unit's, else the body's.
    pub(crate) level: OperatingLevel,
    pub(crate) units: Vec<UnitReports>,
    /// Versions of units that nobody expects to report.
    pub(crate) unexpected: Vec<ReportVersion>,
}

/// A unit's reports of a day.
pub(crate) struct UnitReports {
    pub(crate) unit: UnitSlug,
    pub(crate) status: ReportStatus,
    /// The first first.
    pub(crate) versions: Vec<ReportVersion>,
    /// The operating level that binds it.
    pub(crate) level: OperatingLevel,
    /// By when its last report of the day has to be there.
    pub(crate) due: Timestamp,
}

/// The reports of a day. Which other units are late or silent is the office's business.
pub(crate) async fn of_day(visit: &Visit, date: Date) -> Result<DayReports, Fault> {
    let office = &visit.desk.office;
    let day = office::read_day(office, date, visit.now).await?;
    let levels = office::levels(office).await?;
    let of_unit = |unit: &UnitSlug| office::unit_level(office, &levels, unit, date);
    let of_body = office::operating_level(office, date).await?;
    // Whoever reports for a unit reads by when that unit has to.
    let own = reporting_unit(visit);
    let level = own.map_or(of_body, of_unit);
    let pack = &office.pack;
    let due =
        |unit: Option<&UnitSlug>, level| domain::daily::due_minute(&pack.reporting, unit, level, date, &pack.zone);
    let only = visit.own_unit_only();
    let is_seen = |unit: &UnitSlug| only.is_none_or(|only| only == unit);
    let seen = day.reports.into_iter().filter(|(unit, ..)| is_seen(unit));
    let unexpected = day.unexpected.into_iter().filter(|version| is_seen(&version.unit));
    Ok(DayReports {
        due: due(own, level),
        level,
        units: seen
            .map(|(unit, status, versions)| {
                let level = of_unit(&unit);
                UnitReports {
                    due: due(Some(&unit), level),
                    level,
                    unit,
                    status,
                    versions,
                }
            })
            .collect(),
        unexpected: unexpected.collect(),
    })
}

/// The unit that this person reports for: only those of a unit that is expected to report.
pub(crate) fn reporting_unit(visit: &Visit) -> Option<&UnitSlug> {
    if !visit.person.may(Right::ReportDay) {
        return None;
    }
    let unit = visit.person.actor.unit.as_ref()?;
    visit
        .desk
        .office
        .pack
        .unit(unit)
        .filter(|unit| unit.reports_daily)
        .map(|unit| &unit.slug)
}

/// Requests of the day for which the unit is responsible.
pub(crate) async fn registered(visit: &Visit, unit: &UnitSlug, date: Date) -> Result<u64, Fault> {
    let office = &visit.desk.office;
    let filter = Filter {
        kind: Some(office.pack.import.kind.clone()),
        unit: Some(unit.clone()),
        received_from: Some(date),
        received_to: Some(date),
        ..Filter::default()
    };
    Ok(office.store.count(visit.viewer(), &filter, MOST_COUNTED).await?)
}

fn line(f: &Frame<'_>, visit: &Visit, unit: &UnitSlug, status: ReportStatus, versions: &[ReportVersion]) -> Line {
    let pack = &visit.desk.office.pack;
    let leader = pack.unit(unit).map(|unit| pack.post_name(&unit.leader, visit.locale));
    Line {
        unit: pack.unit_name(unit, visit.locale).to_owned(),
        leader: leader.unwrap_or_default().to_owned(),
        mark: reporting::mark(status),
        level: None,
        due: None,
        versions: versions
            .iter()
            .map(|version| Version {
                number: version.version,
                at: f.moment(&version.received_at),
                cases: version.cases,
                file: version.file.clone(),
            })
            .collect(),
    }
}
