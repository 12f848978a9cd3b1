//! Handing on who reported: to another post by the one that received it, or by a leader of the body where nobody holds that
//! post any more; and a file that tells nothing of who reported.

use super::show_case;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Problems};
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::PostSlug;
use domain::case::Command;
use store::Story;

/// `POST /cases/{number}/source`
pub(crate) async fn send(Path(number): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let story = show_case::find_for(&visit, Right::SeeSource, &number).await?;
    let (post, reason) = (PostSlug::new(fields.get("post")), fields.get("text").to_owned());
    let office = &visit.desk.office;
    let done = office::hand_source_on(office, story.case.id, post, reason, visit.actor(), visit.now, None).await;
    answer(&visit, &story, done.map(drop)).await
}

/// `POST /cases/{number}/source/receiver`
pub(crate) async fn name(Path(number): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let story = show_case::find_for(&visit, Right::NameReceiver, &number).await?;
    let (post, reason) = (PostSlug::new(fields.get("post")), fields.get("text").to_owned());
    let office = &visit.desk.office;
    let done = office::name_receiver(office, story.case.id, post, reason, visit.actor(), visit.now, None).await;
    answer(&visit, &story, done.map(drop)).await
}

/// `POST /cases/{number}/source/file`
pub(crate) async fn clear_file(
    Path(number): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    let story = show_case::find_for(&visit, Right::SeeSource, &number).await?;
    let command = Command::ClearSourceFile {
        sha256: fields.get("file").to_owned(),
        reason: fields.get("text").to_owned(),
    };
    let office = &visit.desk.office;
    let done = office::act(office, story.case.id, &command, visit.actor(), visit.now, None).await;
    answer(&visit, &story, done.map(drop)).await
}

/// Back to the case, or its page with what was refused.
pub(super) async fn answer(visit: &Visit, story: &Story, done: Result<(), office::Error>) -> Result<Response, Fault> {
    let number = &story.case.number;
    match done {
        Ok(()) => Ok(frame::see_other(&format!("/cases/{number}"))),
        Err(office::Error::Refused(refusal)) => {
            let story = show_case::find(visit, number).await?;
            let problems = Problems::refused(&refusal, visit.words());
            show_case::page(visit, &story, &problems, None).await
        }
        Err(error) => Err(error.into()),
    }
}
