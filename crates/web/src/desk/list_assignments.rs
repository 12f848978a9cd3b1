//! Assignments 交办: what was given out, who has it, by when, and how far it is.

use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{KindSlug, UnitSlug};
use store::{CaseRow, Cursor, Filter, Sort};

/// Tasks on a page.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "desk/assignments.html")]
struct Page<'a> {
    f: Frame<'a>,
    ended: bool,
    tasks: Vec<Line>,
    next: Option<String>,
}

struct Line {
    number: String,
    title: String,
    unit: String,
    leader: String,
    status: String,
    due: Option<String>,
    distance: String,
    overdue: bool,
}

/// `GET /assignments?show=ended&after=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeAssignments)?;
    let query = visit.query();
    let ended = query.get("show") == "ended";
    let filter = Filter {
        kind: Some(KindSlug::from("task")),
        unit: visit.own_unit_only().cloned(),
        open: Some(!ended),
        ..Filter::default()
    };
    let sort = if ended { Sort::ChangedNewest } else { Sort::DueSoonest };
    let after = query.given("after").map(|key| Cursor(key.to_owned()));
    let found = visit
        .desk
        .office
        .store
        .list(visit.viewer(), &filter, sort, after.as_ref(), PAGE)
        .await?;
    let f = Frame::new(&visit, "/assignments", visit.words().text("assignments-title"));
    let tasks = found.rows.into_iter().map(|row| line(&f, &visit, row)).collect();
    let next = found.next.map(|Cursor(key)| {
        let show = if ended { "ended" } else { "open" };
        format!("/assignments?show={show}&after={key}")
    });
    let page = Page { f, ended, tasks, next };
    frame::page(StatusCode::OK, &page)
}

fn line(f: &Frame<'_>, visit: &Visit, row: CaseRow) -> Line {
    let pack = &visit.desk.office.pack;
    let unit: &UnitSlug = &row.unit;
    Line {
        unit: pack.unit_name(unit, visit.locale).to_owned(),
        leader: pack.post_name(&row.leader, visit.locale).to_owned(),
        status: pack.status_name(&row.kind, &row.status, visit.locale).to_owned(),
        due: row.due_at.map(|at| f.moment(&at)),
        distance: row.due_at.map_or_else(String::new, |at| f.until(&at)),
        overdue: row.due_at.is_some_and(|at| at < visit.now),
        number: row.number,
        title: frame::title_or_erased(f.words(), &row.title).to_owned(),
    }
}
