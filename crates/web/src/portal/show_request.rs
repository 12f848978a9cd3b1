//! What became of a request, for the person who asked: where it is, who answers for it, until when, what comes next, who
//! looked at it, and what the person can do.

use super::{address, followed, is_told, may_follow, requester};
use crate::desk::story::{self, Line};
use crate::fault::Fault;
use crate::frame::{self, Frame, Problems};
use crate::guest::Guest;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Case, Event, open_steps, reopen_until};
use domain::pack::StepName;
use store::{Recorded, Story};

#[derive(Template)]
#[template(path = "portal/request.html")]
struct Page<'a> {
    f: Frame<'a>,
    case: &'a Case,
    problems: &'a Problems,
    home: String,
    /// The whole link, shown once more on the first visit.
    is_new: bool,
    done: Option<&'static str>,
    status: &'a str,
    unit: &'a str,
    leader: &'a str,
    category: &'a str,
    next: String,
    /// Why whoever reads sees it.
    because: &'a str,
    clocks: Vec<Clock>,
    story: Vec<Line>,
    looked: Vec<Line>,
    steps: Vec<StepName>,
    key: String,
}

/// A clock in plain words.
struct Clock {
    name: String,
    due: String,
    words: String,
    late: bool,
}

impl Page<'_> {
    fn may(&self, step: &str) -> bool {
        self.steps
            .iter()
            .any(|open| super::take_step::name(*open) == Some(step))
    }
}

/// `GET /portal/mine/{secret}`
pub(crate) async fn show(Path(secret): Path<String>, guest: Guest) -> Result<Response, Fault> {
    let story = followed(&guest, &secret).await?;
    page(&guest, &secret, &story, &Problems::default())
}

/// The page, with what was wrong with something that was sent.
pub(super) fn page(guest: &Guest, secret: &str, story: &Story, problems: &Problems) -> Result<Response, Fault> {
    let case = &story.case;
    let pack = &guest.desk.office.pack;
    let f = Frame::for_guest(guest, title(guest, case));
    let asked = guest.query();
    let open = case.open_clocks().map(|clock| {
        let due = clock.due_as_of(guest.now);
        Clock {
            name: pack.clock_name(&case.kind, &clock.clock, guest.locale).to_owned(),
            due: f.moment(&due),
            words: f.until(&due),
            late: clock.is_overdue(guest.now),
        }
    });
    let why = may_follow(secret, case.id, case).why;
    let page = Page {
        home: address(secret),
        is_new: asked.given("new").is_some(),
        done: done(asked.get("done")),
        status: pack.status_name(&case.kind, &case.status, guest.locale),
        unit: pack.unit_name(&case.unit, guest.locale),
        leader: pack.post_name(&case.leader, guest.locale),
        category: pack.category_name(&case.category, guest.locale),
        next: next(&f, case),
        because: why.map_or("", |why| guest.words().text(why)),
        clocks: open.collect(),
        story: lines(&f, story, is_of_the_story),
        looked: lines(&f, story, |event| matches!(event, Event::Opened { .. })),
        steps: open_steps(case, &requester(), pack, guest.now),
        key: office::new_case_id(guest.now).to_string(),
        case,
        problems,
        f,
    };
    Ok(guest.with_token(frame::form_page(problems, &page)?))
}

/// What happened, without who looked and without the clocks, which stand above it.
const fn is_of_the_story(event: &Event) -> bool {
    !matches!(
        event,
        Event::Opened { .. } | Event::ClockStarted { .. } | Event::ClockStopped { .. } | Event::ClockCancelled { .. }
    )
}

fn title(guest: &Guest, case: &Case) -> String {
    if case.title.is_empty() {
        return guest.words().text("portal-erased-title").to_owned();
    }
    case.title.clone()
}

/// The events of which the requester is told, newest first. Whom a case was given to is told; what the office wrote to
/// them with it is not.
pub(super) fn lines(f: &Frame<'_>, story: &Story, wanted: impl Fn(&Event) -> bool) -> Vec<Line> {
    let told = |recorded: &&Recorded<Event>| is_told(&recorded.event) && wanted(&recorded.event);
    let told: Vec<Recorded<Event>> = story
        .events
        .iter()
        .filter(told)
        .cloned()
        .map(without_office_words)
        .collect();
    story::tell(f, &story.case, &told)
}

fn without_office_words(mut recorded: Recorded<Event>) -> Recorded<Event> {
    match &mut recorded.event {
        Event::Dispatched { note, .. } => note.clear(),
        Event::Corrected { reason, .. }
        | Event::SealedKept { reason, .. }
        | Event::AboutRecorded { reason, .. }
        | Event::AboutLifted { reason, .. } => reason.clear(),
        _ => {}
    }
    recorded
}

/// What comes next, in a sentence.
fn next(f: &Frame<'_>, case: &Case) -> String {
    if case.erased_at.is_some() {
        return f.t("portal-next-erased").to_owned();
    }
    if case.is_ended() {
        return match reopen_until(case, &f.desk.office.pack) {
            Some(until) if until < f.now => f.t("portal-next-over").to_owned(),
            Some(until) => f.t1("portal-next-ended-until", "until", f.moment(&until)),
            None => f.t("portal-next-ended").to_owned(),
        };
    }
    let key = if case.answer.is_some() {
        "portal-next-answered"
    } else if case.acknowledged_at.is_some() {
        "portal-next-handling"
    } else {
        "portal-next-waiting"
    };
    f.t(key).to_owned()
}

/// What was just done, when a form led here.
fn done(slug: &str) -> Option<&'static str> {
    Some(match slug {
        "message" => "portal-done-message",
        "file" => "portal-done-file",
        "confirm" => "portal-done-confirm",
        "reopen" => "portal-done-reopen",
        "withdraw" => "portal-done-withdraw",
        _ => return None,
    })
}
