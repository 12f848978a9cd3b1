//! The warnings that hold now, for everybody; and those of the last days that are over.

use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::guest::Guest;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::Locale;
use domain::pack::Pack;
use domain::warning::{Content, MessageKind, Published, Stage};
use jiff::SignedDuration;

#[derive(Template)]
#[template(path = "public/warnings.html")]
struct Page<'a> {
    f: Frame<'a>,
    now: Vec<Line>,
    over: Vec<Line>,
}

struct Line {
    identifier: String,
    headline: String,
    text: String,
    instruction: String,
    colour: &'static str,
    colour_key: String,
    hazard: String,
    exercise: Option<String>,
    cancel: bool,
    place: String,
    at: String,
    until: String,
}

/// `GET /public/warnings`
pub(crate) async fn show(guest: Guest) -> Result<Response, Fault> {
    let office = &guest.desk.office;
    let f = Frame::for_guest(&guest, guest.words().text("public-warnings-title"));
    let mut messages = office::published_messages(office, guest.now).await?;
    // Of what holds: what is real before what is practised, the gravest first, and then, as they come, the newest.
    messages.sort_by_key(|(Published { content, .. }, stage)| {
        (*stage == Stage::InForce).then_some((content.exercise.is_some(), content.colour))
    });
    let days = office.pack.warnings.list_days.as_ref().map_or(0, |rule| rule.value);
    let shown = SignedDuration::from_hours(24 * i64::from(days));
    let (mut now, mut over) = (Vec::new(), Vec::new());
    for (published, stage) in &messages {
        let line = line(&f, &office.pack, guest.locale, published);
        let recent = guest.now.duration_since(published.at) < shown;
        match stage {
            Stage::InForce => now.push(line),
            _ if recent => over.push(line),
            _ => {}
        }
    }
    let page = Page { f, now, over };
    Ok(guest.with_token(frame::page(StatusCode::OK, &page)?))
}

fn line(f: &Frame<'_>, pack: &Pack, locale: Locale, published: &Published) -> Line {
    let content = &published.content;
    Line {
        identifier: published.paper.identifier.clone(),
        headline: content.public_headline(locale),
        text: content.description.get(locale).to_owned(),
        instruction: content.instruction.get(locale).to_owned(),
        colour: content.colour.value(),
        colour_key: format!("warning-colour-{}", content.colour.value()),
        hazard: pack
            .hazard(&content.hazard)
            .map_or_else(String::new, |hazard| hazard.name.get(locale).to_owned()),
        exercise: content.exercise.clone(),
        cancel: published.kind == MessageKind::Cancel,
        place: place(pack, locale, content),
        at: f.moment(&published.at),
        until: f.moment(&content.expires),
    }
}

/// Where, in words.
pub(crate) fn place(pack: &Pack, locale: Locale, content: &Content) -> String {
    let areas = content.areas.iter().map(|area| pack.area_name(area, locale));
    let place = content.place.iter().map(|place| place.get(locale));
    let all: Vec<&str> = areas.chain(place).collect();
    all.join(if locale == Locale::ZhCn { "、" } else { ", " })
}
