//! Inviting somebody of another body to one case: a secret link that is shown once; ending it; opening to them what is
//! sealed, and showing them the agreement of a mediation.

use super::hand_source_on::answer;
use super::qr_code::QrCode;
use super::show_case;
use crate::access::Right;
use crate::clients;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Frame};
use crate::moments;
use crate::secrets;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::case::{Command, Refusal};

#[derive(Template)]
#[template(path = "desk/invitation.html")]
struct Page<'a> {
    f: Frame<'a>,
    number: &'a str,
    who: &'a str,
    purpose: &'a str,
    until: String,
    link: String,
    code: Option<QrCode>,
}

/// `POST /cases/{number}/guests`
pub(crate) async fn send(
    Path(number): Path<String>,
    headers: HeaderMap,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    let story = show_case::find_for(&visit, Right::InviteGuest, &number).await?;
    let case = story.case.id;
    let office = &visit.desk.office;
    let Some(until) = moments::from_input(fields.get("until"), &office.pack.zone) else {
        let refusal = Refusal::new("refusal-guest-when");
        return answer(&visit, &story, Err(refusal.into())).await;
    };
    let secret = secrets::spoken();
    let guest = secrets::sha256(&secret);
    let command = Command::InviteGuest {
        guest: guest.clone(),
        who: fields.get("who").to_owned(),
        purpose: fields.get("purpose").to_owned(),
        until,
    };
    // First the line in the story: no link is kept that nobody has written down.
    if let Err(error) = office::act(office, case, &command, visit.actor(), visit.now, None).await {
        return answer(&visit, &story, Err(error)).await;
    }
    office.store.keep_guest_link(&guest, case, visit.now).await?;
    let origin = clients::origin(&headers, visit.desk.options);
    let link = format!("{origin}/invited/{secret}");
    let f = Frame::new(&visit, "/cases", visit.words().text("guest-link-title")).of_drill(story.case.is_drill());
    let page = Page {
        number: &number,
        who: fields.get("who"),
        purpose: fields.get("purpose"),
        until: f.moment(&until),
        code: QrCode::of(&link),
        link,
        f,
    };
    frame::page(StatusCode::OK, &page)
}

/// `POST /cases/{number}/guests/end`
pub(crate) async fn end(Path(number): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let (guest, reason) = (fields.get("guest").to_owned(), fields.get("text").to_owned());
    let command = Command::EndInvitation { guest, reason };
    act(&visit, Right::InviteGuest, &number, command).await
}

/// `POST /cases/{number}/guests/share`
pub(crate) async fn share(Path(number): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let (guest, reason) = (fields.get("guest").to_owned(), fields.get("text").to_owned());
    let command = match fields.get("what") {
        "agreement" => Command::ShareAgreement { guest, reason },
        _ => Command::ShareSealed { guest, reason },
    };
    act(&visit, Right::OpenSealed, &number, command).await
}

async fn act(visit: &Visit, right: Right, number: &str, command: Command) -> Result<Response, Fault> {
    let story = show_case::find_for(visit, right, number).await?;
    let office = &visit.desk.office;
    let done = office::act(office, story.case.id, &command, visit.actor(), visit.now, None).await;
    answer(visit, &story, done.map(drop)).await
}
