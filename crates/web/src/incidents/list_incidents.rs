//! Incidents: open ones first, then those that are over, drills marked.

use super::{Line, lines};
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use office::IncidentLine;

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
    let (open, ended) = all(&visit).await?;
    let page = Page {
        open: lines(&f, &open),
        ended: lines(&f, &ended),
        may_register: visit.person.may(Right::RegisterCase) && office::incident_kinds(office).next().is_some(),
        f,
    };
    frame::page(StatusCode::OK, &page)
}

/// Incidents that this person may see: open ones, those whose next report is due first, and those that are over.
pub(crate) async fn all(visit: &Visit) -> Result<(Vec<IncidentLine>, Vec<IncidentLine>), Fault> {
    let all = office::incidents(&visit.desk.office, visit.viewer(), visit.now).await?;
    let (mut open, ended): (Vec<_>, Vec<_>) = all.into_iter().partition(IncidentLine::is_open);
    open.sort_by_key(|line| (line.case.is_ended(), line.due.first().map(|due| due.due)));
    Ok((open, ended))
}
