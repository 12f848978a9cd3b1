//! Verifying a receipt: a page for everybody. Its script does it in the browser; without scripts the form brings the same
//! here, to `ledger`.

use crate::assets;
use crate::fault::Fault;
use crate::fields::{Fields, GuestPosted};
use crate::frame::{self, Frame};
use crate::guest::Guest;
use crate::log::entry;
use crate::log::verdict::{self, Verdict};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use ledger::policy::Policy;
use ledger::rotation::format_keys;

#[derive(Template)]
#[template(path = "desk/verify.html")]
struct Page<'a> {
    f: Frame<'a>,
    found: Option<Verdict>,
    receipt: &'a str,
    keys: String,
    /// The log's name: of its receipts only, the script asks for what came later.
    origin: &'a str,
    /// The body's time zone, in which the script says times.
    zone: &'a str,
    /// The sizes that its keys may sign.
    limits: String,
    /// What the script says.
    words: Vec<(String, String)>,
}

/// `GET /verify`
pub(crate) async fn show(guest: Guest) -> Result<Response, Fault> {
    page(&guest, &Fields::default(), None)
}

/// `GET /verify/worker.js`: it gives the page out where there is no connection.
pub(crate) async fn show_worker() -> Response {
    assets::worker(include_str!("../../../../assets/workers/verify.js"), "/verify")
}

/// `POST /verify`
pub(crate) async fn send(GuestPosted { guest, fields }: GuestPosted) -> Result<Response, Fault> {
    let found = verdict::of(&guest, &fields).await?;
    page(&guest, &fields, Some(found))
}

fn page(guest: &Guest, fields: &Fields, found: Option<Verdict>) -> Result<Response, Fault> {
    let listed = guest.desk.office.store.log_keys();
    // A file of witnesses that cannot be read is the auditor's matter; the log's own keys are here all the same.
    let policy = guest.desk.office.store.log_policy().ok();
    let witnesses = policy.iter().flat_map(Policy::witnesses).map(|witness| &witness.key);
    let own = || {
        let keys = listed.iter().map(|key| &key.key).chain(witnesses);
        keys.map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let mut words = verdict::sentences(guest.words());
    words.extend(entry::words_of(guest.words(), &guest.desk.office.pack));
    let page = Page {
        f: Frame::for_guest(guest, guest.words().text("receipt-check-title")),
        found,
        receipt: fields.exact("receipt"),
        keys: fields.given("keys").map_or_else(own, str::to_owned),
        origin: listed.first().map_or("", |key| key.key.name()),
        zone: guest.desk.office.pack.zone.iana_name().unwrap_or("UTC"),
        limits: format_keys(listed),
        words,
    };
    Ok(guest.with_token(frame::page(StatusCode::OK, &page)?))
}
