//! A receipt to take home: of the case's newest event, or of the one asked for; to be printed or photographed.

use super::qr_code::QrCode;
use super::{show_case, story};
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "desk/receipts.html")]
struct Page<'a> {
    f: Frame<'a>,
    number: &'a str,
    version: u64,
    what: &'a story::Line,
    index: u64,
    receipt: &'a str,
    /// None where the receipt is longer than a code can be.
    code: Option<QrCode>,
    /// The words of the event are in it.
    says_words: bool,
}

/// `GET /cases/{number}/receipts`
pub(crate) async fn show(Path(number): Path<String>, visit: Visit) -> Result<Response, Fault> {
    let found = show_case::find(&visit, &number).await?;
    let case = &found.case;
    let f = Frame::new(&visit, "/cases", visit.words().text("receipts-title"));
    let asked = visit.query();
    let version = match asked.given("event") {
        Some(version) => version.parse().map_err(|_| Fault::Unreadable)?,
        None => case.version,
    };
    let lines = story::tell(&f, case, &found.events);
    let what = lines
        .iter()
        .find(|line| line.version == version)
        .ok_or(Fault::NotFound)?;
    let receipt = office::receipt(&visit.desk.office, case.id, version).await?;
    let receipt = receipt.ok_or(Fault::NotFound)?;
    let text = receipt.to_proof().to_string();
    let page = Page {
        number: &case.number,
        version,
        what,
        index: receipt.index(),
        code: QrCode::of(&text),
        receipt: &text,
        says_words: receipt.openings().iter().any(|opening| opening.payload.is_some()),
        f,
    };
    frame::page(StatusCode::OK, &page)
}
