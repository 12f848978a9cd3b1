//! The page of one message, for whoever got a report: they say that it came in, once. It needs no password and shows no word of the
//! report; opening it is no receipt, only the button is.

use super::handing::receiver_of;
use super::sort_key;
use crate::fault::Fault;
use crate::fields::GuestPosted;
use crate::frame::{self, Frame, Problems};
use crate::guest::Guest;
use crate::secrets;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::case::incident::{Receipt, SentReport};
use domain::case::{Actor, Case, Command, Receiver, Respond};
use store::ReportSend;

#[derive(Template)]
#[template(path = "incident/receipt.html")]
struct Page<'a> {
    f: Frame<'a>,
    problems: &'a Problems,
    token: &'a str,
    number: &'a str,
    n: u32,
    sort_key: &'static str,
    receiver: &'a str,
    /// Who said that it came in, and when.
    received: Option<(&'a str, String)>,
}

/// A message with what it was about.
struct Found {
    send: ReportSend,
    case: Case,
    receiver: Receiver,
}

impl Found {
    fn sent(&self) -> Option<&SentReport> {
        let at = usize::try_from(self.send.report).ok()?.checked_sub(1)?;
        self.case.incident()?.reports.get(at)
    }

    /// What this receiver, by whichever way, has said already.
    fn receipt(&self) -> Option<&Receipt> {
        let sent = self.sent()?;
        let same = |receipt: &&Receipt| {
            let receiver = receipt.receiver.and_then(|n| sent.receiver(n));
            receiver.is_some_and(|receiver| receiver.name == self.receiver.name)
        };
        sent.receipts.iter().find(same)
    }
}

/// `GET /report/{token}`
pub(crate) async fn show(Path(token): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let found = found(&guest, &token).await?;
    page(&guest, &token, &found, &Problems::default())
}

/// `POST /report/{token}`
pub(crate) async fn take(
    Path(token): Path<String>,
    GuestPosted { guest, fields }: GuestPosted,
) -> Result<Response, Fault> {
    let found = found(&guest, &token).await?;
    if found.receipt().is_some() {
        return Ok(frame::see_other(&format!("/report/{token}")));
    }
    let step = Command::Respond(Respond::NoteReceipt {
        report: found.send.report,
        receiver: Some(found.send.receiver),
        by: fields.get("by").to_owned(),
        said_at: None,
    });
    let office = &guest.desk.office;
    let key = format!("report received {}", found.send.id);
    match office::act(office, found.case.id, &step, &Actor::program(), guest.now, Some(key)).await {
        Ok(_) => Ok(frame::see_other(&format!("/report/{token}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, guest.words());
            page(&guest, &token, &found, &problems)
        }
        Err(error) => Err(error.into()),
    }
}

async fn found(guest: &Guest, token: &str) -> Result<Found, Fault> {
    let store = &guest.desk.office.store;
    let send = store.report_send_by_token(&secrets::sha256(token)).await?;
    let send = send.ok_or(Fault::NotFound)?;
    let case = store.case(send.case).await?;
    let case = case.filter(|case| case.erased_at.is_none()).ok_or(Fault::NotFound)?;
    let receiver = receiver_of(&case, &send).ok_or(Fault::NotFound)?;
    Ok(Found { send, case, receiver })
}

fn page(guest: &Guest, token: &str, found: &Found, problems: &Problems) -> Result<Response, Fault> {
    let sent = found.sent().ok_or(Fault::NotFound)?;
    let f = Frame::for_guest(guest, guest.words().text("report-receipt-title")).of_drill(found.case.is_drill());
    let page = Page {
        received: found
            .receipt()
            .map(|receipt| (receipt.by.as_str(), f.moment(&receipt.at))),
        problems,
        token,
        number: &found.case.number,
        n: found.send.report,
        sort_key: sort_key(&sent.report.sort),
        receiver: &found.receiver.name,
        f,
    };
    Ok(guest.with_token(frame::form_page(problems, &page)?))
}
