//! Units: who leads each, how much is in work and late, and how its report stands. Who works for one unit sees that one:
//! which others are late or silent is the office's business.

use super::reporting;
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::daily::ReportStatus;
use domain::pack::Unit;
use jiff::civil::Date;
use store::Filter;

/// Beyond this the count says "more than".
pub(crate) const MOST_COUNTED: u64 = 10_000;

#[derive(Template)]
#[template(path = "desk/units.html")]
struct Page<'a> {
    f: Frame<'a>,
    date: String,
    units: Vec<Line<'a>>,
    may_see_cases: bool,
}

struct Line<'a> {
    slug: &'a str,
    name: &'a str,
    parent: &'a str,
    leader: &'a str,
    open: String,
    overdue: String,
    late: bool,
    report: &'static str,
    mark: &'static str,
}

/// `GET /units`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeUnits)?;
    let f = Frame::new(&visit, "/units", visit.words().text("units-title"));
    let (date, units) = all(&visit).await?;
    let units = units.into_iter().map(|standing| line(&visit, &f, &standing)).collect();
    let may_see_cases = visit.person.may(Right::SeeCases);
    let page = Page {
        date: date.to_string(),
        units,
        may_see_cases,
        f,
    };
    frame::page(StatusCode::OK, &page)
}

/// How it stands with a unit.
pub(crate) struct Standing<'a> {
    pub(crate) unit: &'a Unit,
    /// Cases in work and those of them that are late, each at most [`MOST_COUNTED`]: that many or more. None for whoever sees no case.
    pub(crate) open: Option<u64>,
    pub(crate) overdue: Option<u64>,
    /// Its report of the day; none where none is expected of it.
    pub(crate) report: Option<ReportStatus>,
}

/// How it stands with the units that whoever asks may read of, and the day of which their reports are awaited.
pub(crate) async fn all(visit: &Visit) -> Result<(Date, Vec<Standing<'_>>), Fault> {
    let office = &visit.desk.office;
    let date = reporting::of(&office.pack, visit.now);
    let day = office::read_day(office, date, visit.now).await?;
    let only = visit.own_unit_only();
    let may_see_cases = visit.person.may(Right::SeeCases);
    let seen = office.pack.units.iter();
    let seen = seen.filter(|unit| only.is_none_or(|only| *only == unit.slug));
    let mut units = Vec::with_capacity(office.pack.units.len());
    for unit in seen {
        let counted = if may_see_cases {
            Some(counted(visit, unit).await?)
        } else {
            None
        };
        let (open, overdue) = counted.unzip();
        let report = day.reports.iter().find(|(reporting, _, _)| *reporting == unit.slug);
        units.push(Standing {
            unit,
            open,
            overdue,
            report: report.map(|(_, status, _)| *status),
        });
    }
    Ok((date, units))
}

/// A unit's cases in work, and those of them that are late.
async fn counted(visit: &Visit, unit: &Unit) -> Result<(u64, u64), Fault> {
    let open = Filter {
        unit: Some(unit.slug.clone()),
        open: Some(true),
        finished: Some(false),
        ..Filter::default()
    };
    let overdue = Filter {
        due_before: Some(visit.now),
        ..open.clone()
    };
    let store = &visit.desk.office.store;
    let (open, overdue) = tokio::join!(
        store.count(visit.viewer(), &open, MOST_COUNTED),
        store.count(visit.viewer(), &overdue, MOST_COUNTED)
    );
    Ok((open?, overdue?))
}

fn line<'a>(visit: &'a Visit, f: &Frame<'_>, standing: &Standing<'a>) -> Line<'a> {
    let pack = &visit.desk.office.pack;
    let unit = standing.unit;
    let (report, mark) = standing.report.map_or(("units-no-report", ""), reporting::mark);
    Line {
        slug: unit.slug.as_str(),
        name: unit.name.get(visit.locale),
        parent: unit
            .parent
            .as_ref()
            .map_or("", |parent| pack.unit_name(parent, visit.locale)),
        leader: pack.post_name(&unit.leader, visit.locale),
        open: capped(f, standing.open),
        overdue: capped(f, standing.overdue),
        late: standing.overdue.is_some_and(|overdue| overdue > 0),
        report,
        mark,
    }
}

/// The number; a dash for whoever sees no case, and so no number of cases.
fn capped(f: &Frame<'_>, n: Option<u64>) -> String {
    match n {
        None => "–".to_owned(),
        Some(n) if n >= MOST_COUNTED => f.t1("number-more-than", "n", MOST_COUNTED),
        Some(n) => n.to_string(),
    }
}
