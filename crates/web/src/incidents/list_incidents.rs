//! Incidents: open ones first, then those that are over, drills marked.

use super::{Line, line_of};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "incident/list.html")]
struct Page<'a> {
    f: Frame<'a>,
    open: Vec<Line>,
    ended: Vec<Line>,
    may_register: bool,
}

/// `GET /incidents`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeCases)?;
    let office = &visit.desk.office;
    let f = Frame::new(&visit, "/incidents", visit.words().text("incidents-title"));
    let all = office::incidents(office, visit.viewer(), visit.now).await?;
    let (mut open, ended): (Vec<_>, Vec<_>) = all.iter().partition(|line| line.is_open());
    open.sort_by_key(|line| (line.case.is_ended(), line.due.first().map(|due| due.due)));
    let page = Page {
        open: open.into_iter().filter_map(|line| line_of(&f, line)).collect(),
        ended: ended.into_iter().filter_map(|line| line_of(&f, line)).collect(),
        may_register: visit.person.may(Right::RegisterCase) && office::incident_kinds(office).next().is_some(),
        f,
    };
    frame::page(StatusCode::OK, &page)
}
