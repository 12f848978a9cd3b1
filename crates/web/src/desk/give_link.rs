//! The secret link for somebody who asked at the counter or by telephone: shown once, to be printed or read out. That it
//! was given is in the case's story, where the requester reads it.

use super::qr_code::QrCode;
use super::show_case;
use crate::access::Right;
use crate::clients;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Frame};
use crate::secrets;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::CaseId;
use domain::case::{Command, Party};
use store::Appended;

#[derive(Template)]
#[template(path = "desk/link.html")]
struct Page<'a> {
    f: Frame<'a>,
    number: &'a str,
    unit: &'a str,
    /// The unit that it was put to, and that has not taken it yet.
    to: Option<&'a str>,
    /// The whole address.
    link: String,
    /// Where to type the secret in.
    find: String,
    /// The secret in groups, to be read out.
    spoken: String,
    code: Option<QrCode>,
    /// It is another party's of a dispute than the first.
    of_other: bool,
    /// The case has just been registered.
    is_new: bool,
}

/// `POST /cases/{number}/link`
pub(crate) async fn send(
    Path(number): Path<String>,
    headers: HeaderMap,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    let story = show_case::find_for(&visit, Right::TakeStep, &number).await?;
    let party = Party::of_letter(fields.get("party"));
    slip(&visit, &headers, story.case.id, party, false).await
}

/// A link that was given.
pub(crate) struct Given {
    /// The line of the story.
    pub(crate) done: Appended,
    /// None where it was given before under the same key: it is kept nowhere.
    pub(crate) secret: Option<String>,
}

/// Where the secret leads.
pub(crate) fn address(origin: &str, secret: &str) -> String {
    format!("{origin}/portal/mine/{secret}")
}

/// Makes a link to a case and writes down that it was given, to which party of a dispute if to one; under a key once.
///
/// # Errors
/// A refusal of the rules; the store's.
pub(crate) async fn give(
    visit: &Visit,
    case: CaseId,
    party: Option<Party>,
    key: Option<String>,
) -> Result<Given, Fault> {
    let office = &visit.desk.office;
    if let Some(key) = &key
        && let Some(done) = office.store.appended(key).await?
    {
        return Ok(Given { done, secret: None });
    }
    let secret = secrets::spoken();
    let link = secrets::sha256(&secret);
    let command = Command::GiveLink {
        link: link.clone(),
        party,
    };
    // First the line in the story: no link is kept that nobody has written down.
    let done = office::act(office, case, &command, visit.actor(), visit.now, key)
        .await?
        .appended;
    if done.repeated {
        return Ok(Given { done, secret: None });
    }
    office.store.keep_link(&link, case, visit.now).await?;
    let secret = Some(secret);
    Ok(Given { done, secret })
}

/// Makes a link, as [`give`] does, and shows it.
pub(super) async fn slip(
    visit: &Visit,
    headers: &HeaderMap,
    case: CaseId,
    party: Option<Party>,
    is_new: bool,
) -> Result<Response, Fault> {
    let given = give(visit, case, party, None).await?;
    // Without a key nothing was given before.
    let secret = given.secret.unwrap_or_default();
    let office = &visit.desk.office;
    let case = office.store.case(case).await?.ok_or(Fault::NotFound)?;
    let origin = clients::origin(headers, visit.desk.options);
    let link = address(&origin, &secret);
    let groups: Vec<&str> = secret
        .as_bytes()
        .chunks(4)
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    let of_other = party.is_some_and(|party| party != Party::A);
    let passing = case.passing.as_ref().filter(|_| !of_other);
    let page = Page {
        f: Frame::new(visit, "/cases", visit.words().text("link-title")).of_drill(case.is_drill()),
        unit: office.pack.unit_name(&case.unit, visit.locale),
        to: passing.map(|passing| office.pack.unit_name(&passing.unit, visit.locale)),
        number: &case.number,
        find: format!("{origin}/portal/mine"),
        spoken: groups.join(" "),
        code: QrCode::of(&link),
        of_other,
        link,
        is_new,
    };
    frame::page(StatusCode::OK, &page)
}
