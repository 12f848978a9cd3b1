//! The page of one message, for whoever got it on a phone: what is the matter, and a button that says that one has it. It needs no
//! password and shows nothing of a case; opening it is reading, only the button takes the call.

use super::{list_calls, words};
use crate::fault::Fault;
use crate::fields::GuestPosted;
use crate::frame::{self, Frame, Problems};
use crate::guest::Guest;
use crate::secrets;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::call::{Call, Policy};
use domain::duty::Staff;
use store::Send;

#[derive(Template)]
#[template(path = "calls/answer.html")]
struct Page<'a> {
    f: Frame<'a>,
    problems: &'a Problems,
    token: &'a str,
    sentence: String,
    stage: &'static str,
    mark: &'static str,
    open: bool,
    /// What the button does.
    hint: &'static str,
    link: &'a str,
}

/// `GET /call/{token}`
pub(crate) async fn show(Path(token): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let (send, call) = found(&guest, &token).await?;
    let staff = send.staff.clone().map(Staff).ok_or(Fault::NotFound)?;
    guest.desk.office.store.mark_send(&send.id, true, guest.now).await?;
    page(&guest, (&token, &staff), &call, &Problems::default())
}

/// `POST /call/{token}`
pub(crate) async fn take(Path(token): Path<String>, GuestPosted { guest, .. }: GuestPosted) -> Result<Response, Fault> {
    let (send, call) = found(&guest, &token).await?;
    let staff = Staff(send.staff.ok_or(Fault::NotFound)?);
    match office::acknowledge_call(&guest.desk.office, &send.call, &staff, guest.now).await {
        Ok(()) => Ok(frame::see_other(&format!("/call/{token}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, guest.words());
            page(&guest, (&token, &staff), &call, &problems)
        }
        Err(error) => Err(error.into()),
    }
}

async fn found(guest: &Guest, token: &str) -> Result<(Send, Call), Fault> {
    let office = &guest.desk.office;
    let send = office.store.send_by_token(&secrets::sha256(token)).await?;
    let send = send.filter(|send| send.staff.is_some()).ok_or(Fault::NotFound)?;
    let call = office::read_call(office, &send.call).await?.ok_or(Fault::NotFound)?;
    let staff = send.staff.clone().map(Staff).ok_or(Fault::NotFound)?;
    // What was withheld from them since they were called is not there for them any more.
    if office::may_staff_know_call(office, &call, &staff).await? {
        return Ok((send, call));
    }
    Err(Fault::NotFound)
}

fn page(guest: &Guest, (token, staff): (&str, &Staff), call: &Call, problems: &Problems) -> Result<Response, Fault> {
    let (stage, mark) = list_calls::stage_mark(call, staff);
    let rules = guest.desk.office.pack.calls.as_ref();
    let policy = rules.and_then(|rules| rules.policy(&call.policy));
    let for_each = policy.is_some_and(Policy::is_for_each);
    let page = Page {
        f: Frame::for_guest(guest, guest.words().text("call-title")).of_drill(call.about.drill),
        problems,
        token,
        sentence: words::sentence(&guest.desk.office, guest.locale, &call.about),
        stage,
        mark,
        open: call.waits_for(staff),
        hint: if for_each {
            "call-take-hint-each"
        } else {
            "call-take-hint"
        },
        link: &call.about.link,
    };
    Ok(guest.with_token(frame::form_page(problems, &page)?))
}
