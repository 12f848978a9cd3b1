//! Public warnings 预警信息: the body's own, and those that other bodies sent.

use super::show_warning::stage_mark;
use crate::access::Right;
use crate::alerts_in::Keys;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::public::list_warnings::place;
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use cap::words::{Severity, Status};
use domain::AreaSlug;
use office::Received;

#[derive(Template)]
#[template(path = "desk/warnings.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    own: Vec<Line>,
    received: Vec<Foreign>,
    areas: Vec<(&'a str, &'a str)>,
    area: &'a str,
    may_draft: bool,
}

impl Page<'_> {
    fn is_area(&self, slug: &str) -> bool {
        self.area == slug
    }
}

/// One of the body's own, in one line.
struct Line {
    href: String,
    headline: String,
    colour: &'static str,
    colour_key: String,
    stage: &'static str,
    mark: &'static str,
    exercise: bool,
    waits: bool,
    place: String,
    until: Option<String>,
}

/// One of another body's.
struct Foreign {
    headline: String,
    text: String,
    instruction: String,
    sender: String,
    source: String,
    at: String,
    places: Vec<String>,
    severity: &'static str,
    /// Message key.
    status: Option<&'static str>,
    in_force: bool,
    superseded: bool,
    /// Who signed it, in words, and the class of its mark.
    signed: (String, &'static str),
    until: Option<String>,
}

/// `GET /warnings?area=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeWarnings)?;
    page(&visit, &Draft::default()).await
}

/// The page, with a warning of another body that was refused.
pub(super) async fn page(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let pack = &office.pack;
    let f = Frame::new(visit, "/warnings", visit.words().text("warnings-title"));
    let query = visit.query();
    let area = query.given("area").map(AreaSlug::new);
    let mut own = Vec::new();
    for (id, warning) in office::warnings(office).await? {
        let Some(content) = warning.content() else { continue };
        if area.as_ref().is_some_and(|area| !content.areas.contains(area)) {
            continue;
        }
        let (stage, mark) = stage_mark(warning.stage(visit.now));
        own.push(Line {
            href: format!("/warnings/{id}"),
            headline: content.public_headline(visit.locale),
            colour: content.colour.value(),
            colour_key: format!("warning-colour-{}", content.colour.value()),
            stage,
            mark,
            exercise: content.exercise.is_some(),
            waits: warning.waiting.is_some() && !warning.published.is_empty(),
            place: place(pack, visit.locale, content),
            until: warning
                .ends_at()
                .filter(|ends| *ends > visit.now)
                .map(|ends| f.moment(&ends)),
        });
    }
    let keys = Keys::read(office.store.dir());
    let received = office::received(office, &keys).await?;
    let of_area = |one: &&Received| area.as_ref().is_none_or(|area| one.areas(office).contains(area));
    let mut received: Vec<Foreign> = received
        .iter()
        .filter(of_area)
        .filter_map(|one| foreign(&f, visit, &keys, one))
        .collect();
    received.sort_by_key(|one| !one.in_force);
    let page = Page {
        own,
        received,
        areas: crate::inputs::areas(pack, visit.locale),
        area: area.as_ref().map_or("", |area| area.as_str()),
        may_draft: visit.person.may(Right::DraftWarning),
        f,
        draft,
    };
    frame::form_page(&draft.problems, &page)
}

fn foreign(f: &Frame<'_>, visit: &Visit, keys: &Keys, one: &Received) -> Option<Foreign> {
    let alert = &one.alert;
    let info = one.info(visit.locale)?;
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let named = info.sender_name.as_ref().filter(|name| !name.trim().is_empty());
    let places = info.areas.iter().map(|area| area.description.clone());
    Some(Foreign {
        headline: one.headline(visit.locale)?,
        text: said(&info.description),
        instruction: said(&info.instruction),
        sender: named.unwrap_or(&alert.sender).clone(),
        source: one.source.clone(),
        at: f.moment(&alert.sent.at()),
        places: places.filter(|place| !place.trim().is_empty()).collect(),
        severity: match info.severity {
            Severity::Extreme => "alert-severity-extreme",
            Severity::Severe => "alert-severity-severe",
            Severity::Moderate => "alert-severity-moderate",
            Severity::Minor => "alert-severity-minor",
            Severity::Unknown => "alert-severity-unknown",
        },
        status: match alert.status {
            Status::Actual => None,
            Status::Exercise => Some("alert-status-exercise"),
            Status::System => Some("alert-status-system"),
            Status::Test => Some("alert-status-test"),
            Status::Draft => Some("alert-status-draft"),
        },
        in_force: one.is_in_force(visit.now),
        superseded: one.superseded,
        signed: keys.signed(&one.source, one.xml.as_bytes()).words(f),
        until: info.expires.map(|expires| f.moment(&expires.at())),
    })
}
