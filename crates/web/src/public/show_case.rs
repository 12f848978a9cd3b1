//! One published case: what it is about, who answers for it, and what has been done.

use super::item::Item;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::guest::Guest;
use crate::{moments, steps};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::case::Event;
use jiff::Timestamp;
use std::sync::Arc;
use store::Story;

/// A step of the body's, without a word that anybody wrote in it.
pub(super) struct Step {
    /// The place of its event in the case.
    pub(super) version: u64,
    pub(super) at: Timestamp,
    pub(super) what: String,
}

#[derive(Template)]
#[template(path = "public/case.html")]
struct Page<'a> {
    f: Frame<'a>,
    item: Item,
    steps: Vec<Shown>,
}

struct Shown {
    datetime: String,
    at: String,
    what: String,
}

/// `GET /public/{number}`
pub(crate) async fn show(Path(number): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let (story, item) = find(&guest, &number).await?;
    let f = Frame::for_guest(&guest, item.head.clone());
    let zone = &guest.desk.office.pack.zone;
    let mut steps = steps_of(&guest, &story);
    steps.reverse();
    let shown = steps.into_iter().map(|step| Shown {
        datetime: step.at.to_string(),
        at: moments::moment(step.at, zone),
        what: step.what,
    });
    let page = Page {
        steps: shown.collect(),
        item,
        f,
    };
    Ok(guest.with_token(frame::page(StatusCode::OK, &page)?))
}

/// A published case; one that is not published looks like one that is not there.
pub(super) async fn find(guest: &Guest, number: &str) -> Result<(Arc<Story>, Item), Fault> {
    let store = &guest.desk.office.store;
    let row = store.public_case(number).await?.ok_or(Fault::NotFound)?;
    let found = store.story(&row.number).await?.ok_or(Fault::NotFound)?;
    let item = Item::of(guest, &found.case).ok_or(Fault::NotFound)?;
    Ok((found, item))
}

/// What the body has done, oldest first.
pub(super) fn steps_of(guest: &Guest, story: &Story) -> Vec<Step> {
    let (pack, locale, words) = (&guest.desk.office.pack, guest.locale, guest.words());
    let told = story.events.iter().filter_map(|recorded| {
        let plain = |key: &str| words.text(key).to_owned();
        let to = |key: &str, unit| words.with(key, &[("unit", pack.unit_name(unit, locale).into())]);
        let what = match &recorded.event {
            Event::Registered { registration, .. } => to("public-registered", &registration.unit),
            Event::Accepted { .. } => plain("public-accepted"),
            Event::Refused { .. } => plain("public-refused"),
            Event::Dispatched { unit, .. } | Event::TakenOver { unit, .. } => to("public-passed", unit),
            Event::Acknowledged { .. } => plain("public-acknowledged"),
            Event::Answered { .. } => plain("public-answered"),
            Event::Closed { outcome, .. } => {
                let outcome = words.text(steps::outcome_key(*outcome));
                words.with("public-closed", &[("outcome", outcome.into())])
            }
            Event::Reopened { .. } => plain("public-reopened"),
            Event::Withdrawn { .. } => plain("public-withdrawn"),
            Event::Published(_) => plain("public-published"),
            _ => return None,
        };
        Some(Step {
            version: recorded.version,
            at: recorded.at,
            what,
        })
    });
    told.collect()
}
