//! Erasing a case because the person concerned asks for it: first a page that says what goes, then, confirmed, it is gone.

use super::list_erasures::{self, Goes};
use super::show_case;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use domain::case::{Ground, Refusal, may_take};
use domain::pack::StepName;
use std::sync::Arc;
use store::{Appended, Story};

#[derive(Template)]
#[template(path = "desk/erase.html")]
struct Page<'a> {
    f: Frame<'a>,
    one: Goes,
    reason: &'a str,
    version: u64,
    problems: &'a Problems,
}

/// `POST /erasures`: what would go. Nothing is erased.
pub(crate) async fn look(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Erase)?;
    match check(&visit, &fields).await? {
        Ok(story) => confirm(&visit, &story, &fields, &Problems::default()).await,
        Err(problems) => list_erasures::page(&visit, &Draft { fields, problems }).await,
    }
}

/// `POST /erasures/erase`: it goes, if it is still what was looked at.
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Erase)?;
    let story = match check(&visit, &fields).await? {
        Ok(story) => story,
        Err(problems) => return list_erasures::page(&visit, &Draft { fields, problems }).await,
    };
    let case = &story.case;
    let version = fields.get("version").parse().ok();
    match erase(&visit, &story, version, fields.get("reason"), None).await {
        Ok(_) => Ok(frame::see_other(&format!("/cases/{}?done=erase", case.number))),
        Err(Fault::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            confirm(&visit, &story, &fields, &problems).await
        }
        Err(fault) => Err(fault),
    }
}

/// Erases the case because the person concerned asks for it, if it is still at the version that was looked at. `key` makes a retry
/// harmless.
///
/// # Errors
/// A refusal: it has changed, or the rules say no; the store's.
pub(crate) async fn erase(
    visit: &Visit,
    story: &Story,
    version: Option<u64>,
    reason: &str,
    key: Option<String>,
) -> Result<Appended, Fault> {
    let case = &story.case;
    if version != Some(case.version) {
        return Err(Refusal::new("erase-changed").with("number", &case.number).into());
    }
    let office = &visit.desk.office;
    let done = office::erase(office, case.id, Ground::Request, reason, visit.actor(), visit.now, key).await?;
    Ok(done.appended)
}

/// The case, if the form is filled in and the rules let it be erased.
async fn check(visit: &Visit, fields: &Fields) -> Result<Result<Arc<Story>, Problems>, Fault> {
    let words = visit.words();
    let mut problems = Problems::default();
    if fields.get("reason").is_empty() {
        let label = words.text("erasures-reason");
        problems.add("reason", words.with("form-required", &[("field", label.into())]));
    }
    let story = match show_case::find_for(visit, Right::Erase, fields.get("number")).await {
        Ok(story) => Some(story),
        Err(Fault::NotFound) => {
            problems.add("number", words.text("erasures-no-case"));
            None
        }
        Err(fault) => return Err(fault),
    };
    if let Some(refusal) = story.as_ref().and_then(|story| not_erasable(visit, story)) {
        problems.add("number", words.refusal(&refusal));
    }
    Ok(match story {
        Some(story) if problems.is_empty() => Ok(story),
        _ => Err(problems),
    })
}

/// Why the rules do not let it be erased now, where they don't.
pub(crate) fn not_erasable(visit: &Visit, story: &Story) -> Option<Refusal> {
    let pack = &visit.desk.office.pack;
    may_take(&story.case, StepName::Erase, visit.actor(), pack, visit.now).err()
}

async fn confirm(visit: &Visit, story: &Story, fields: &Fields, problems: &Problems) -> Result<Response, Fault> {
    let f = Frame::new(visit, "/erasures", visit.words().text("erase-title")).of_drill(story.case.is_drill());
    let page = Page {
        one: list_erasures::goes(&f, story).await?,
        reason: fields.get("reason"),
        version: story.case.version,
        problems,
        f,
    };
    frame::form_page(problems, &page)
}
