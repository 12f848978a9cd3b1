//! Somebody is in danger now: saying so, taking it up at the duty post, and saying that it is over.

use super::hand_source_on::answer;
use super::show_case;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::case::Command;

/// `POST /cases/{number}/danger`
pub(crate) async fn raise(Path(number): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let command = Command::RaiseDanger {
        danger: fields.get("danger").to_owned(),
        situation: fields.get("situation").to_owned(),
    };
    act(&visit, Right::TakeStep, &number, command).await
}

/// `POST /cases/{number}/danger/answer`
pub(crate) async fn send(Path(number): Path<String>, Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    act(&visit, Right::AnswerDanger, &number, Command::AcknowledgeDanger).await
}

/// `POST /cases/{number}/danger/end`
pub(crate) async fn end(Path(number): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let reason = fields.get("text").to_owned();
    act(&visit, Right::TakeStep, &number, Command::EndDanger { reason }).await
}

async fn act(visit: &Visit, right: Right, number: &str, command: Command) -> Result<Response, Fault> {
    let story = show_case::find_for(visit, right, number).await?;
    let office = &visit.desk.office;
    let done = office::act(office, story.case.id, &command, visit.actor(), visit.now, None).await;
    answer(visit, &story, done.map(drop)).await
}
