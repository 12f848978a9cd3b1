//! POST Service Request: registered as the portal registers, by the same rules and limits.

use super::answer::{Node, Wrong};
use super::asked::{Asked, Failed};
use super::show_service::{ABOUT, AREA, POST, attributes};
use crate::access::Right;
use crate::api::caller::{Scope, key_of};
use crate::fault::Fault;
use crate::fields::{self, Fields};
use crate::portal::send_request::slow_down_key;
use crate::portal::{questions, requester};
use crate::secrets;
use crate::state::Desk;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::PostSlug;
use domain::access::Standing;
use domain::case::{Actor, MOST_PUBLIC_CHARS, Registration};
use domain::pack::{FieldName, Kind, Pack};
use store::ApiKey;

/// The longest `media_url`, in characters.
const MOST_URL: usize = 1_000;

/// `POST /open311/v2/requests.{format}`
pub(super) async fn send(State(desk): State<Desk>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let asked = match Asked::from_request_parts(&mut parts, &desk).await {
        Ok(asked) => asked,
        Err(fault) => return fault.into_response(),
    };
    let sent = fields::read(Request::from_parts(parts, body), &desk).await;
    let done = match sent {
        Ok(sent) => register(&asked, &sent).await,
        Err(fault) => Err(fault.into()),
    };
    asked.answer("service_requests", done)
}

async fn register(asked: &Asked, sent: &Fields) -> Result<Node, Failed> {
    let key = check_key(asked, sent).await?;
    asked.check_jurisdiction(sent)?;
    let registration = registration(asked, sent)?;
    let guest = &asked.guest;
    slow_down_key(guest, &key).await?;
    let office = &guest.desk.office;
    let token = secrets::token();
    let link = secrets::sha256(&token);
    let (actor, link) = (requester(), Some(link.as_str()));
    match office::register_linked(office, registration, &[], &actor, guest.now, None, link).await {
        Ok(_) => {}
        Err(office::Error::Refused(refusal)) => return Err(Wrong::bad(guest.words().refusal(&refusal)).into()),
        Err(error) => return Err(Fault::from(error).into()),
    }
    let where_to = format!("{}/portal/mine/{token}", asked.base());
    let notice = guest.words().with("open311-notice", &[("where", where_to.into())]);
    let request = Node::Fields(vec![
        ("token", Node::Text(token)),
        ("service_notice", Node::Text(notice)),
        ("account_id", Node::Nothing),
    ]);
    Ok(Node::List("request", vec![request]))
}

/// The key that it comes with; what comes without one that was made for it is refused.
async fn check_key(asked: &Asked, sent: &Fields) -> Result<ApiKey, Failed> {
    let words = asked.guest.words();
    let forbidden = |key: &str| Wrong::new(StatusCode::FORBIDDEN, words.text(key));
    let shown = sent.given("api_key").ok_or_else(|| forbidden("open311-key-missing"))?;
    let key = key_of(&asked.guest.desk, shown).await?;
    let key = key.filter(|key| key.scopes.iter().any(|scope| scope == Scope::Open311.name()));
    let pack = &asked.guest.desk.office.pack;
    // The key's post has to be one that takes requests down: a key gives nobody a right that the post has not.
    let takes_down = |key: &ApiKey| {
        pack.post(&key.post).is_some_and(|post| {
            let actor = Actor {
                role: post.role,
                post: Some(post.slug.clone()),
                unit: Some(post.unit.clone()),
                account: None,
            };
            Standing::of(pack, &actor).may(Right::RegisterCase).allowed
        })
    };
    let key = key.filter(takes_down);
    key.ok_or_else(|| forbidden("open311-key-invalid").into())
}

/// What is asked for, or everything that is wrong with it at once.
fn registration(asked: &Asked, sent: &Fields) -> Result<Registration, Failed> {
    let guest = &asked.guest;
    let words = guest.words();
    let (portal, kind) = asked.rules()?;
    let code = sent.given("service_code");
    let code = code.ok_or_else(|| Wrong::bad(words.text("open311-service-missing")))?;
    let category = asked.service(code)?;
    let mut wrong = Vec::new();
    let place = place(sent, &mut wrong);
    let description = description(sent, &mut wrong);
    let mut answers = vec![
        ("category".to_owned(), category.slug.to_string()),
        ("description".to_owned(), description.clone()),
        ("address".to_owned(), place.address),
    ];
    for attribute in attributes(asked)? {
        let (one, many) = (
            format!("attribute[{}]", attribute.code),
            format!("attribute[{}][]", attribute.code),
        );
        let Some(value) = sent.given(&one).or_else(|| sent.given(&many)) else {
            continue;
        };
        if attribute.values.iter().any(|(key, _)| key == value) {
            match attribute.code {
                AREA => answers.push(("area".to_owned(), value.to_owned())),
                ABOUT => answers.extend(whom(&guest.desk.office.pack, value)),
                _ => {}
            }
        } else {
            wrong.push("open311-attribute-wrong");
        }
    }
    answers.extend(who(kind, sent));
    if !wrong.is_empty() {
        let errors = wrong.into_iter().map(|key| (400, words.text(key).to_owned()));
        return Err(Wrong {
            status: StatusCode::BAD_REQUEST,
            errors: errors.collect(),
        }
        .into());
    }
    let mut registration = questions::registration(guest, &Fields::of(answers), portal);
    if description.is_empty() {
        category
            .name
            .get(guest.desk.office.pack.locale)
            .clone_into(&mut registration.title);
    }
    registration.place.latitude = place.latitude;
    registration.place.longitude = place.longitude;
    "Open311".clone_into(&mut registration.source);
    Ok(registration)
}

/// The portal's answers to whom it is about: a unit, or a post with its unit.
fn whom(pack: &Pack, value: &str) -> Vec<(String, String)> {
    let post = value.strip_prefix(POST).map(PostSlug::new);
    let post = post.and_then(|post| pack.post(&post));
    let unit = post.map_or_else(|| value.to_owned(), |post| post.unit.to_string());
    let post = post.map(|post| ("about_post".to_owned(), post.slug.to_string()));
    post.into_iter().chain([("about".to_owned(), unit)]).collect()
}

struct Located {
    address: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

/// A full location: `lat` and `long`, or `address_string`, or `address_id`.
fn place(sent: &Fields, wrong: &mut Vec<&'static str>) -> Located {
    let mut degrees = |name: &str, most: f64| {
        let text = sent.given(name)?;
        let read = text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
        if read.is_none() {
            wrong.push("open311-degrees-wrong");
        }
        read
    };
    let (latitude, longitude) = (degrees("lat", 90.0), degrees("long", 180.0));
    if sent.given("lat").is_some() != sent.given("long").is_some() {
        wrong.push("open311-lat-and-long");
    }
    let address = sent.given("address_string").or_else(|| sent.given("address_id"));
    if address.is_none() && sent.given("lat").is_none() && sent.given("long").is_none() {
        wrong.push("open311-location-missing");
    }
    Located {
        address: address.unwrap_or_default().to_owned(),
        latitude,
        longitude,
    }
}

/// What was said; the address of media is written under it, as any other words are, and nobody here follows it.
fn description(sent: &Fields, wrong: &mut Vec<&'static str>) -> String {
    let said = sent.get("description");
    if said.chars().count() > MOST_PUBLIC_CHARS {
        wrong.push("open311-description-long");
    }
    let Some(url) = sent.given("media_url") else {
        return said.to_owned();
    };
    let known = url.starts_with("https://") || url.starts_with("http://");
    if !known || url.chars().count() > MOST_URL || url.chars().any(char::is_whitespace) {
        wrong.push("open311-media-wrong");
    }
    format!("{said}\n{url}").trim().to_owned()
}

/// Who sends it, to be kept under seal, where the kind has a place for it.
fn who(kind: &Kind, sent: &Fields) -> Vec<(String, String)> {
    let joined = |names: [&str; 2], between: &str| {
        let given: Vec<&str> = names.iter().filter_map(|name| sent.given(name)).collect();
        given.join(between)
    };
    let said = [
        (
            FieldName::RequesterName,
            "requester_name",
            joined(["first_name", "last_name"], " "),
        ),
        (
            FieldName::RequesterContact,
            "requester_contact",
            joined(["phone", "email"], ", "),
        ),
    ];
    said.into_iter()
        .filter(|(name, ..)| questions::field(kind, *name).is_some())
        .map(|(_, name, value)| (name.to_owned(), value))
        .collect()
}
