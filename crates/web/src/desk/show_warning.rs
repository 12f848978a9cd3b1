//! One public warning: what holds, what waits for a second pair of eyes, and what went out.

use super::draft_warning::kind_value;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Frame, Problems};
use crate::public::list_warnings::place;
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::Locale;
use domain::pack::Pack;
use domain::warning::{Content, MessageKind, Stage, Warning, WarningCommand};
use office::WarningWish;

#[derive(Template)]
#[template(path = "desk/warning.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a form that is there or not")]
struct Page<'a> {
    f: Frame<'a>,
    problems: &'a Problems,
    id: &'a str,
    version: u64,
    stage: &'static str,
    mark: &'static str,
    until: Option<(String, String)>,
    holds: Option<Says<'a>>,
    waits: Option<Waits<'a>>,
    returned: Option<&'a str>,
    papers: Vec<Line<'a>>,
    may_draft: bool,
    in_force: bool,
    may_approve: bool,
    may_publish: bool,
}

/// What a message says, for whoever reads it before it goes out: both languages.
pub(super) struct Says<'a> {
    pub(super) colour: &'static str,
    pub(super) colour_key: String,
    pub(super) hazard: &'a str,
    pub(super) exercise: Option<&'a str>,
    pub(super) place: String,
    pub(super) onset: Option<String>,
    pub(super) expires: String,
    pub(super) words: [String; 3],
    /// Language tag, headline as it goes out, description, instruction.
    pub(super) texts: [(&'static str, String, &'a str, &'a str); 2],
    pub(super) shapes: Vec<&'a str>,
}

/// A message that waits.
struct Waits<'a> {
    kind: String,
    says: Says<'a>,
    by: &'a str,
    at: String,
    approved: Option<(&'a str, String)>,
}

/// A message that went out.
struct Line<'a> {
    kind: String,
    identifier: &'a str,
    headline: String,
    at: String,
}

/// Message key and class of a stage's mark.
pub(crate) const fn stage_mark(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Returned => ("warning-stage-returned", "near"),
        Stage::Draft => ("warning-stage-draft", "near"),
        Stage::InForce => ("warning-stage-in-force", "late"),
        Stage::Cancelled => ("warning-stage-cancelled", ""),
        Stage::Ended => ("warning-stage-ended", ""),
    }
}

/// What a message says, in the reader's language where there is one word for it.
pub(super) fn says<'a>(f: &Frame<'_>, pack: &'a Pack, locale: Locale, content: &'a Content) -> Says<'a> {
    let texts = Locale::ALL.map(|language| {
        (
            language.tag(),
            content.public_headline(language),
            content.description.get(language),
            content.instruction.get(language),
        )
    });
    Says {
        colour: content.colour.value(),
        colour_key: format!("warning-colour-{}", content.colour.value()),
        hazard: pack
            .hazard(&content.hazard)
            .map_or("", |hazard| hazard.name.get(locale)),
        exercise: content.exercise.as_deref(),
        place: place(pack, locale, content),
        onset: content.onset.map(|onset| f.moment(&onset)),
        expires: f.moment(&content.expires),
        words: [
            format!("warning-urgency-{}", content.urgency.value()),
            format!("warning-certainty-{}", content.certainty.value()),
            format!("warning-response-{}", content.response.value()),
        ],
        texts,
        shapes: content
            .polygons
            .iter()
            .chain(&content.circles)
            .map(String::as_str)
            .collect(),
    }
}

/// `GET /warnings/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeWarnings)?;
    page(&visit, &id, &Problems::default()).await
}

/// `POST /warnings/{id}/approve`
pub(crate) async fn approve(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::ApproveWarning)?;
    let seen = fields.get("seen").parse().unwrap_or(0);
    change(&visit, &id, WarningWish::Do(WarningCommand::Approve { seen })).await
}

/// `POST /warnings/{id}/return`
pub(crate) async fn send_back(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::ApproveWarning)?;
    let reason = fields.get("reason").to_owned();
    change(&visit, &id, WarningWish::Do(WarningCommand::Return { reason })).await
}

/// `POST /warnings/{id}/publish`
pub(crate) async fn publish(Path(id): Path<String>, Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    visit.may(Right::PublishWarning)?;
    change(&visit, &id, WarningWish::Publish).await
}

async fn change(visit: &Visit, id: &str, wish: WarningWish) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    match office::change_warning(office, id, &wish, visit.actor(), visit.now).await {
        Ok(()) => Ok(frame::see_other(&format!("/warnings/{id}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(visit, id, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, id: &str, problems: &Problems) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let pack = &office.pack;
    let warning = office::read_warning(office, id).await?.ok_or(Fault::NotFound)?;
    let content = warning.content();
    let headline = content.map_or_else(String::new, |content| content.public_headline(visit.locale));
    let exercise = content.is_some_and(|content| content.exercise.is_some());
    let f = Frame::new(visit, "/warnings", headline).of_drill(exercise);
    let stage = warning.stage(visit.now);
    let (stage_key, mark) = stage_mark(stage);
    let page = Page {
        problems,
        id,
        version: warning.version,
        stage: stage_key,
        mark,
        until: warning.ends_at().map(|ends| (f.moment(&ends), f.until(&ends))),
        holds: warning.last().map(|last| says(&f, pack, visit.locale, &last.content)),
        waits: waits(&f, visit, &warning),
        returned: warning.returned.as_deref(),
        papers: papers(&f, visit, &warning),
        may_draft: visit.person.may(Right::DraftWarning),
        in_force: stage == Stage::InForce,
        may_approve: visit.person.may(Right::ApproveWarning),
        may_publish: visit.person.may(Right::PublishWarning),
        f,
    };
    frame::form_page(problems, &page)
}

fn kind_key(kind: MessageKind) -> String {
    format!("warning-kind-{}", kind_value(kind))
}

fn waits<'a>(f: &Frame<'_>, visit: &'a Visit, warning: &'a Warning) -> Option<Waits<'a>> {
    let pack = &visit.desk.office.pack;
    let waiting = warning.waiting.as_ref()?;
    let post = |actor: &'a domain::case::Actor| {
        let post = actor.post.as_ref();
        post.map_or("", |post| pack.post_name(post, visit.locale))
    };
    Some(Waits {
        kind: kind_key(waiting.kind),
        says: says(f, pack, visit.locale, &waiting.content),
        by: post(&waiting.drafted.0),
        at: f.moment(&waiting.drafted.1),
        approved: waiting.approved.as_ref().map(|(actor, at)| (post(actor), f.moment(at))),
    })
}

fn papers<'a>(f: &Frame<'_>, visit: &Visit, warning: &'a Warning) -> Vec<Line<'a>> {
    let line = |published: &'a domain::warning::Published| Line {
        kind: kind_key(published.kind),
        identifier: &published.paper.identifier,
        headline: published.content.public_headline(visit.locale),
        at: f.moment(&published.at),
    };
    warning.published.iter().rev().map(line).collect()
}
