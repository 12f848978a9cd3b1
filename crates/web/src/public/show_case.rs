//! One published case: what it is about, who answers for it, and what has been done.

use super::follow_by_message;
use super::item::Item;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::guest::Guest;
use crate::portal::notices::Way;
use crate::{moments, steps};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::case::Event;
use domain::pack::Pack;
use jiff::Timestamp;
use std::sync::Arc;
use store::Story;
use words::Words;

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
    /// How somebody can be told of what happens; none where nothing is set up for it.
    ways: Vec<Way>,
    /// Somebody has just asked for it.
    asked: bool,
    draft: &'a Draft,
}

struct Shown {
    datetime: String,
    at: String,
    what: String,
}

/// `GET /public/{number}`
pub(crate) async fn show(Path(number): Path<String>, guest: Guest) -> Result<Response, Fault> {
    page(&guest, &number, &Draft::default()).await
}

/// The page, with what was wrong with a wish to follow.
pub(super) async fn page(guest: &Guest, number: &str, draft: &Draft) -> Result<Response, Fault> {
    let (story, item) = find(guest, number).await?;
    let f = Frame::for_guest(guest, item.head.clone());
    let zone = &guest.desk.office.pack.zone;
    let mut steps = steps_of(guest, &story);
    steps.reverse();
    let shown = steps.into_iter().map(|step| Shown {
        datetime: step.at.to_string(),
        at: moments::moment(step.at, zone),
        what: step.what,
    });
    let page = Page {
        steps: shown.collect(),
        ways: follow_by_message::ways(&guest.desk),
        asked: guest.query().get("asked") == "1",
        draft,
        item,
        f,
    };
    Ok(guest.with_token(frame::form_page(&draft.problems, &page)?))
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
    let (pack, words) = (&guest.desk.office.pack, guest.words());
    let told = story.events.iter().filter_map(|recorded| {
        Some(Step {
            version: recorded.version,
            at: recorded.at,
            what: step_words(pack, words, &recorded.event)?,
        })
    });
    told.collect()
}

/// What everybody is told of an event; none where that is nothing.
pub(crate) fn step_words(pack: &Pack, words: &Words, event: &Event) -> Option<String> {
    let plain = |key: &str| words.text(key).to_owned();
    let to = |key: &str, unit| words.with(key, &[("unit", pack.unit_name(unit, words.locale()).into())]);
    Some(match event {
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
    })
}
