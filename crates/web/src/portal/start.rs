//! The portal's first page: what can be done without an account.

use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::guest::Guest;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "portal/start.html")]
struct Page<'a> {
    f: Frame<'a>,
    /// The body takes requests here.
    open: bool,
    /// And mediates disputes.
    disputes: bool,
}

/// `GET /portal`
pub(crate) async fn show(guest: Guest) -> Result<Response, Fault> {
    let portal = guest.desk.office.pack.portal.as_ref();
    let page = Page {
        open: portal.is_some(),
        disputes: portal.is_some_and(|portal| portal.disputes.is_some()),
        f: Frame::for_guest(&guest, guest.words().text("portal-start-title")),
    };
    Ok(guest.with_token(frame::page(StatusCode::OK, &page)?))
}
