//! A receipt to take home: of the case's newest event, or of the one asked for; to be printed or photographed.

use super::qr_code::QrCode;
use super::{show_case, story};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::frame::{self, Frame};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::case::{Event, Party, Role};
use store::Story;

#[derive(Template)]
#[template(path = "desk/receipts.html")]
struct Page<'a> {
    f: Frame<'a>,
    number: &'a str,
    /// The page of the case, for whoever asks.
    home: &'a str,
    /// Where the receipt is as a file.
    save: String,
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
    let f = Frame::new(&visit, "/cases", visit.words().text("receipts-title")).of_drill(found.case.is_drill());
    let mut lines = story::tell(&f, &found.case, &found.events);
    lines.retain(|line| may_take(&visit, &found, line.version));
    let home = format!("/cases/{number}");
    let files = format!("{home}/receipts");
    let at = Places {
        home: &home,
        files: &files,
        reader: Party::A,
    };
    page(f, &found, &lines, &visit.query(), &at).await
}

/// Whether whoever asks may take the receipt of this event: the log's own line of one that the source did, or of one that
/// was put right, says more of who reported than they may know where that is hidden from them.
pub(crate) fn may_take(visit: &Visit, found: &Story, version: u64) -> bool {
    let recorded = found.events.iter().find(|recorded| recorded.version == version);
    recorded.is_some_and(|recorded| {
        let of_source = recorded.actor.role == Role::Requester
            || matches!(
                recorded.event,
                Event::Corrected { .. } | Event::SourceHandedOn { .. } | Event::SourceFileCleared { .. }
            );
        !of_source || !found.case.hides_source_from(visit.actor())
    })
}

/// For whom a receipt is, and where.
pub(crate) struct Places<'a> {
    /// The page of the case.
    pub(crate) home: &'a str,
    /// Where receipts are as files.
    pub(crate) files: &'a str,
    /// Who takes it home: it says what this party is told.
    pub(crate) reader: Party,
}

/// The page of one of `lines`, the event that the query asks for or the newest.
pub(crate) async fn page(
    f: Frame<'_>,
    found: &Story,
    lines: &[story::Line],
    asked: &Fields,
    at: &Places<'_>,
) -> Result<Response, Fault> {
    let case = &found.case;
    // What people wait for, rather than the clock that started with it.
    let newest = lines.iter().find(|line| !line.minor).or(lines.first());
    let newest = newest.map_or(case.version, |line| line.version);
    let version = match asked.given("event") {
        Some(version) => version.parse().map_err(|_| Fault::Unreadable)?,
        None => newest,
    };
    let what = lines.iter().find(|line| line.version == version);
    let what = what.ok_or(Fault::NotFound)?;
    let receipt = office::receipt(&f.desk.office, case.id, version, at.reader).await?;
    let receipt = receipt.ok_or(Fault::NotFound)?;
    let text = receipt.to_proof().to_string();
    let page = Page {
        number: &case.number,
        home: at.home,
        save: format!("{}/{version}", at.files),
        what,
        index: receipt.index(),
        code: QrCode::of(&text),
        receipt: &text,
        says_words: receipt.openings().iter().any(|opening| opening.payload.is_some()),
        f,
    };
    frame::page(StatusCode::OK, &page)
}
