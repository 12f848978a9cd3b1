//! The first page: what is missing, due, rising, and one's own.

use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "desk/today.html")]
struct Page<'a> {
    f: Frame<'a>,
}

/// `GET /`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeToday)?;
    let page = Page {
        f: Frame::new(&visit, "/", visit.words().text("today-title")),
    };
    frame::page(StatusCode::OK, &page)
}
