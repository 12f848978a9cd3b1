//! A file that shows what was done.

use super::show_case;
use crate::access::Right;
use crate::evidence_types;
use crate::fault::Fault;
use crate::frame::{self, Problems};
use crate::upload::{Unread, Uploaded};
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Case, Command, Evidence, Refusal, may_take};
use domain::pack::StepName;
use store::Story;

/// `POST /cases/{number}/evidence`
pub(crate) async fn send(Path(number): Path<String>, unread: Unread) -> Result<Response, Fault> {
    let story = show_case::find_for(&unread.visit, Right::TakeStep, &number).await?;
    // Nothing is read, and nothing kept, that the case does not take.
    if let Err(refusal) = is_open(&unread.visit, &story.case) {
        return refused(&unread.visit, &story, &refusal).await;
    }
    let Uploaded { visit, files, .. } = unread.read(evidence_types::MOST_BYTES).await?;
    let mut problems = Problems::default();
    let Some(file) = files.into_iter().next() else {
        problems.add("evidence-file", visit.words().text("evidence-needed"));
        return show_case::page(&visit, &story, &problems, None).await;
    };
    let kept = match evidence_types::keep(&file.name, file.bytes) {
        Ok(kept) => kept,
        Err(why) => {
            problems.add("evidence-file", visit.words().text(why));
            return show_case::page(&visit, &story, &problems, None).await;
        }
    };
    // It may have ended while the file came in.
    let story = show_case::find(&visit, &number).await?;
    if let Err(refusal) = is_open(&visit, &story.case) {
        return refused(&visit, &story, &refusal).await;
    }
    let sha256 = visit.desk.office.store.put_file(story.case.id, &kept.bytes).await?;
    let command = Command::AttachEvidence(Evidence {
        name: shown_name(&file.name),
        media_type: kept.media_type.to_owned(),
        bytes: kept.bytes.len() as u64,
        sha256,
    });
    match office::act(
        &visit.desk.office,
        story.case.id,
        &command,
        visit.actor(),
        visit.now,
        None,
    )
    .await
    {
        Ok(_) => Ok(frame::see_other(&format!("/cases/{number}?done=evidence"))),
        Err(office::Error::Refused(refusal)) => {
            let story = show_case::find(&visit, &number).await?;
            self::refused(&visit, &story, &refusal).await
        }
        Err(error) => Err(error.into()),
    }
}

fn is_open(visit: &Visit, case: &Case) -> Result<(), Refusal> {
    let pack = &visit.desk.office.pack;
    may_take(case, StepName::AttachEvidence, visit.actor(), pack, visit.now)
}

async fn refused(visit: &Visit, story: &Story, refusal: &Refusal) -> Result<Response, Fault> {
    let problems = Problems::refused(refusal, visit.words());
    show_case::page(visit, story, &problems, None).await
}

/// The name for showing: the last part of what some browsers send as a path, in one line, shortened.
pub(crate) fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    if shown.trim().is_empty() {
        "file".to_owned()
    } else {
        shown
    }
}
