//! Gives out an assignment: what is decided on an item of a signed brief, who does it and by when.

use crate::access::Right;
use crate::api::bodies::{Seen, Written};
use crate::api::caller::Scope;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::desk::days;
use crate::desk::new_assignment::{self, Given};
use crate::fault::Fault;
use axum::Json;
use axum::http::StatusCode;
use domain::case::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

/// A decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAssignment {
    /// The brief's day.
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// The signed version that it is decided on; without it, the newest of them.
    version: Option<u32>,
    /// Which of the brief's `attention`, 0 first.
    item: u32,
    /// What is to be done, in a line.
    #[schema(value_type = String)]
    title: Seen,
    /// In full.
    #[schema(value_type = Option<String>)]
    description: Option<Seen>,
    /// The one unit; its leader answers for it.
    unit: String,
    #[schema(value_type = String, format = DateTime)]
    due: Timestamp,
}

/// `POST /api/v1/assignments`
#[utoipa::path(
    post, path = "/api/v1/assignments", operation_id = "giveAssignment", tag = "days",
    summary = "Give out an assignment on an item of a signed brief",
    description = "A person's, with a key of their own. The task is a case: it is read and goes on as one.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255)),
    request_body = NewAssignment,
    responses((status = 201, body = Written), Problems),
    security(("key" = ["days:decide"])),
)]
pub(crate) async fn give(
    Sent { caller, body, key }: Sent<NewAssignment>,
) -> Result<(StatusCode, Json<Written>), Fault> {
    caller.may(Scope::DaysDecide, Right::Assign)?;
    caller.myself()?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    days::has_come(visit, body.date)?;
    let day = office::read_day(office, body.date, visit.now).await?;
    if let Some(key) = &key
        && let Some(done) = office.store.appended(key).await?
        // A task that the day does not tell of yet is not given out.
        && day.decided.iter().any(|(_, task, _)| *task == done.case)
    {
        return Ok((StatusCode::CREATED, Json(done.into())));
    }
    let place = usize::try_from(body.item).ok();
    let (_, subject) = new_assignment::item(&day, body.version, place)?;
    let given = Given {
        title: &body.title.0,
        description: Seen::given(body.description.as_ref()).unwrap_or_default(),
        unit: &body.unit,
        due: Some(body.due),
    };
    let assignment = new_assignment::assignment(visit, &given, subject);
    let first = |wrong: Vec<(_, &'static str)>| wrong.first().map_or("form-incomplete", |(_, next)| *next);
    let assignment = assignment.map_err(|wrong| Refusal::new(first(wrong)))?;
    let done = office::assign(office, body.date, assignment, visit.actor(), visit.now, key).await?;
    Ok((StatusCode::CREATED, Json(done.appended.into())))
}
