//! Asks once more before something that cannot be taken back is done: a page, so that it asks with scripts off too.

use crate::fault::Fault;
use crate::fields::Fields;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "desk/confirm.html")]
struct Page<'a> {
    f: Frame<'a>,
    /// What it will do.
    does: &'a str,
    /// The form's address: the one that asked.
    action: &'a str,
    /// Where nothing is done.
    back: &'static str,
}

/// Whether the person has been asked and said yes.
pub(crate) fn is_sure(fields: &Fields) -> bool {
    fields.get("sure") == "yes"
}

/// The page that asks: `title` is what the button says, `does` what comes of it.
pub(crate) fn ask(visit: &Visit, back: &'static str, title: String, does: &str) -> Result<Response, Fault> {
    let mut f = Frame::new(visit, "/accounts", title);
    // The page that asks has no address of its own.
    f.here = back;
    let action = visit.uri.path();
    let page = Page { f, does, action, back };
    frame::page(StatusCode::OK, &page)
}
