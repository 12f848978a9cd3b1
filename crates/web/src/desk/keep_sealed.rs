//! Putting sealed fields down, or putting them right.

use super::show_case::{self, Refused};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Problems};
use crate::sealed_fields;
use axum::extract::Path;
use axum::response::Response;
use domain::case::Command;
use domain::pack::StepName;

/// `POST /cases/{number}/sealed/keep`
pub(crate) async fn send(Path(number): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    let story = show_case::find_for(&visit, Right::TakeStep, &number).await?;
    let command = Command::KeepSealed {
        values: sealed_fields::values(&fields),
        reason: fields.get("text").to_owned(),
    };
    let case = story.case.id;
    let key = fields
        .given("key")
        .map(|key| format!("step {} {case} keep-sealed {key}", visit.person.account.id));
    match office::act(&visit.desk.office, case, &command, visit.actor(), visit.now, key).await {
        Ok(_) => Ok(frame::see_other(&format!("/cases/{number}?done=keep-sealed"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            let refused = Refused {
                step: StepName::KeepSealed,
                fields: &fields,
            };
            show_case::page(&visit, &story, &problems, Some(refused)).await
        }
        Err(error) => Err(error.into()),
    }
}
