//! The portal's first page: what can be done without an account.

use super::doors::{self, Offer};
use crate::dangers::{self, Number};
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
    /// What can be asked for beside a request.
    others: Vec<Offer>,
    /// Numbers to call where somebody is in danger; none where the pack names none.
    calls: Vec<Number<'a>>,
}

/// `GET /portal`
pub(crate) async fn show(guest: Guest) -> Result<Response, Fault> {
    let pack = &guest.desk.office.pack;
    let portal = pack.portal.as_ref();
    let f = Frame::for_guest(&guest, guest.words().text("portal-start-title"));
    let page = Page {
        open: portal.is_some(),
        others: doors::offers(&f, pack).into_iter().skip(1).collect(),
        calls: dangers::calls(&dangers::all(pack, guest.locale)),
        f,
    };
    Ok(guest.with_token(frame::page(StatusCode::OK, &page)?))
}
