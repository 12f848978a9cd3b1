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
use domain::CaseId;
use domain::case::{Command, Refusal};
use jiff::Timestamp;
use store::Appended;

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
    let guest = Guest {
        who: fields.get("who").to_owned(),
        purpose: fields.get("purpose").to_owned(),
        until,
    };
    let invited = match invite(&visit, case, guest, None).await {
        Ok(invited) => invited,
        Err(error) => return answer(&visit, &story, Err(error)).await,
    };
    let origin = clients::origin(&headers, visit.desk.options);
    // Without a key nobody was invited before.
    let link = address(&origin, &invited.secret.unwrap_or_default());
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

/// Somebody of another body.
pub(crate) struct Guest {
    /// Body and function, never a person's name.
    pub(crate) who: String,
    pub(crate) purpose: String,
    pub(crate) until: Timestamp,
}

/// An invitation that was given.
pub(crate) struct Given {
    /// The line of the story.
    pub(crate) done: Appended,
    /// None where it was given before under the same key: it is kept nowhere.
    pub(crate) secret: Option<String>,
}

/// Where the secret leads.
pub(crate) fn address(origin: &str, secret: &str) -> String {
    format!("{origin}/invited/{secret}")
}

/// Invites somebody to a case; under a key once.
///
/// # Errors
/// A refusal of the rules; the store's.
pub(crate) async fn invite(
    visit: &Visit,
    case: CaseId,
    guest: Guest,
    key: Option<String>,
) -> Result<Given, office::Error> {
    let office = &visit.desk.office;
    if let Some(key) = &key
        && let Some(done) = office.store.appended(key).await?
    {
        return Ok(Given { done, secret: None });
    }
    let secret = secrets::spoken();
    let link = secrets::sha256(&secret);
    let command = Command::InviteGuest {
        guest: link.clone(),
        who: guest.who,
        purpose: guest.purpose,
        until: guest.until,
    };
    // First the line in the story: no link is kept that nobody has written down.
    let done = office::act(office, case, &command, visit.actor(), visit.now, key)
        .await?
        .appended;
    if done.repeated {
        return Ok(Given { done, secret: None });
    }
    office.store.keep_guest_link(&link, case, visit.now).await?;
    let secret = Some(secret);
    Ok(Given { done, secret })
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
