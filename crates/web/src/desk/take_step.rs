//! A step of a case's lifecycle, by its form.

use super::show_case::{self, Refused};
use super::step_forms;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Frame, Problems};
use crate::steps;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Refusal, evolve};
use domain::pack::StepName;
use store::Story;

/// `POST /cases/{number}/steps/{step}`
pub(crate) async fn send(
    Path((number, slug)): Path<(String, String)>,
    Posted { visit, mut fields }: Posted,
) -> Result<Response, Fault> {
    visit.may(Right::TakeStep)?;
    let step = steps::step_of(&slug).ok_or(Fault::NotFound)?;
    let story = show_case::find_for(&visit, Right::TakeStep, &number).await?;
    let case = &story.case;
    let both = step == StepName::Correct && corrected_meanwhile(&visit, &story, &mut fields);
    let refused = Refused { step, fields: &fields };
    if both {
        let mut problems = Problems::default();
        problems.add("", visit.words().text("form-corrected-meanwhile"));
        return show_case::page(&visit, &story, &problems, Some(refused)).await;
    }
    if step == StepName::LinkCase {
        return link(&visit, &story, &fields).await;
    }
    let command = step_forms::command(&Frame::new(&visit, "/cases", ""), case, step, &fields);
    let Some(command) = command else {
        let mut problems = Problems::default();
        problems.add("", visit.words().text("form-incomplete"));
        return show_case::page(&visit, &story, &problems, Some(refused)).await;
    };
    let key = fields
        .given("key")
        .map(|key| format!("step {} {} {slug} {key}", visit.person.account.id, case.id));
    match office::act(&visit.desk.office, case.id, &command, visit.actor(), visit.now, key).await {
        // A case dispatched away by somebody who sees only the own unit's cases can't be shown to them any more.
        Ok(_) => Ok(frame::see_other(&format!("/cases/{number}?done={slug}"))),
        Err(office::Error::Refused(refusal)) => {
            // As it is now: it may have been put down meanwhile that it is about whoever asks.
            let story = show_case::find(&visit, &number).await?;
            let problems = Problems::refused(&refusal, visit.words());
            show_case::page(&visit, &story, &problems, Some(refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Brings a form for putting right up to date with what others have put right since it was shown; whether something was by both.
fn corrected_meanwhile(visit: &Visit, story: &Story, fields: &mut Fields) -> bool {
    let Ok(seen) = fields.get("seen").parse::<u64>() else {
        return false;
    };
    let until = story.events.iter().take_while(|recorded| recorded.version <= seen);
    let before = until.fold(None, |case, recorded| {
        evolve(case, &recorded.event, &recorded.actor, recorded.at)
    });
    let zone = &visit.desk.office.pack.zone;
    before.is_some_and(|before| step_forms::brought_up_to_date(fields, &before, &story.case, zone))
}

/// Links the case as a repeat of the one of that number.
async fn link(visit: &Visit, story: &Story, fields: &Fields) -> Result<Response, Fault> {
    let case = &story.case;
    // One that this person may not see is not there for them.
    let first = match show_case::find(visit, fields.get("number")).await {
        Ok(first) => Ok(first),
        Err(Fault::NotFound) => Err(office::Error::Refused(Refusal::new("refusal-no-case"))),
        Err(fault) => return Err(fault),
    };
    let key = fields
        .given("key")
        .map(|key| format!("step {} {} link {key}", visit.person.account.id, case.id));
    let office = &visit.desk.office;
    let done = match first {
        Ok(first) => {
            let reason = fields.get("text");
            office::link_repeat(office, case.id, first.case.id, reason, visit.actor(), visit.now, key).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(frame::see_other(&format!("/cases/{}?done=link", case.number))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            let step = StepName::LinkCase;
            show_case::page(visit, story, &problems, Some(Refused { step, fields })).await
        }
        Err(error) => Err(error.into()),
    }
}
