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
use store::Filter;

/// Beyond this the count says "more than".
const MOST_COUNTED: u64 = 10_000;

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
    let office = &visit.desk.office;
    let pack = &office.pack;
    let date = reporting::of(pack, visit.now);
    let day = office::read_day(office, date, visit.now).await?;
    let f = Frame::new(&visit, "/units", visit.words().text("units-title"));
    let mut units = Vec::with_capacity(pack.units.len());
    let only = visit.own_unit_only();
    let may_see_cases = visit.person.may(Right::SeeCases);
    for unit in pack
        .units
        .iter()
        .filter(|unit| only.is_none_or(|only| *only == unit.slug))
    {
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
        let counted = if may_see_cases {
            let (open, overdue) = tokio::join!(
                office.store.count(visit.viewer(), &open, MOST_COUNTED),
                office.store.count(visit.viewer(), &overdue, MOST_COUNTED)
            );
            Some((open?, overdue?))
        } else {
            None
        };
        let (open, overdue) = counted.unzip();
        let report = day.reports.iter().find(|(reporting, _, _)| *reporting == unit.slug);
        let (report, mark) = report.map_or(("units-no-report", ""), |(_, status, _)| reporting::mark(*status));
        units.push(Line {
            slug: unit.slug.as_str(),
            name: unit.name.get(visit.locale),
            parent: unit
                .parent
                .as_ref()
                .map_or("", |parent| pack.unit_name(parent, visit.locale)),
            leader: pack.post_name(&unit.leader, visit.locale),
            open: capped(&f, open),
            overdue: capped(&f, overdue),
            late: overdue.is_some_and(|overdue| overdue > 0),
            report,
            mark,
        });
    }
    let page = Page {
        date: date.to_string(),
        units,
        may_see_cases,
        f,
    };
    frame::page(StatusCode::OK, &page)
}

/// The number; a dash for whoever sees no case, and so no number of cases.
fn capped(f: &Frame<'_>, n: Option<u64>) -> String {
    match n {
        None => "–".to_owned(),
        Some(n) if n >= MOST_COUNTED => f.t1("number-more-than", "n", MOST_COUNTED),
        Some(n) => n.to_string(),
    }
}
