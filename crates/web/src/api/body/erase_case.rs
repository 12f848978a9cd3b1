//! What is forgotten: what the program will erase because its time is over, what would go with a case, and erasing it because the person
//! concerned asks for it.

use crate::access::Right;
use crate::api::bodies::{Seen, Written};
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::desk::{erase_case, list_erasures, show_case};
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::case::Refusal;
use domain::pack::FieldName;
use jiff::Timestamp;
use jiff::civil::Date;
use office::{ErasingClock, ErasurePlan};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the program will erase.
#[derive(Serialize, ToSchema)]
pub(crate) struct Erasures {
    /// Those that ended first come first, at most 100.
    #[serde(rename = "erasures")]
    due: Vec<Goes>,
    /// There are more.
    more: bool,
    /// Why the program erases nothing by itself now: `clock_stated`, `clock_ahead` or `clock_behind`; none where it does.
    waits: Option<&'static str>,
}

/// What goes with a case, and stays of it: numbers, kinds and times.
#[derive(Serialize, ToSchema)]
#[schema(as = Erasure)]
pub(crate) struct Goes {
    /// The case's number.
    number: String,
    kind: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// When its time is over; none where the pack does not say for how long its kind is kept.
    #[schema(value_type = Option<String>, format = DateTime)]
    over_at: Option<Timestamp>,
    /// In how many of its events something was written: the events stay without it.
    events: u64,
    /// Sealed fields.
    #[schema(value_type = Vec<String>)]
    fields: Vec<FieldName>,
    /// Names of files.
    files: Vec<String>,
    /// Days whose papers repeat words of it.
    #[schema(value_type = Vec<String>)]
    days: Vec<Date>,
    /// Numbers of tasks made from it that go with it.
    tasks: Vec<String>,
    /// Numbers of tasks made from it that have not ended: it waits for them.
    waits_for: Vec<String>,
}

impl Goes {
    fn of(visit: &Visit, plan: ErasurePlan) -> Self {
        Self {
            over_at: list_erasures::over(&visit.desk.office.pack, &plan),
            number: plan.number,
            kind: plan.kind.to_string(),
            ended_at: plan.ended_at,
            events: plan.events,
            fields: plan.fields,
            files: plan.files,
            days: plan.days,
            tasks: plan.tasks,
            waits_for: plan.waits_for,
        }
    }
}

/// `GET /api/v1/erasures`
#[utoipa::path(
    get, path = "/api/v1/erasures", operation_id = "listErasures", tag = "body",
    summary = "What the program will erase because its time is over",
    responses((status = 200, body = Erasures), Problems),
    security(("key" = ["body:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Erasures>, Fault> {
    caller.may(Scope::BodyRead, Right::Erase)?;
    let visit = &caller.visit;
    let (plans, more) = list_erasures::due(visit).await?;
    Ok(Json(Erasures {
        due: plans.into_iter().map(|plan| Goes::of(visit, plan)).collect(),
        more,
        waits: match office::erasing_clock(&visit.desk.office, visit.now).await? {
            ErasingClock::Believed | ErasingClock::Empty => None,
            ErasingClock::Stated => Some("clock_stated"),
            ErasingClock::Ahead { .. } => Some("clock_ahead"),
            ErasingClock::Behind { .. } => Some("clock_behind"),
        },
    }))
}

/// What would go, and on what it is confirmed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErasureLook {
    erasure: Goes,
    /// The case's version: what goes is what was looked at, or nothing does.
    version: u64,
    /// A stable name of why the rules do not let it go now; none where they do.
    refused: Option<String>,
}

/// `GET /api/v1/erasures/{number}`
#[utoipa::path(
    get, path = "/api/v1/erasures/{number}", operation_id = "lookAtErasure", tag = "body",
    summary = "What would go if a case were erased",
    description = "Nothing is erased.",
    params(("number" = String, Path, description = "The case's number.")),
    responses((status = 200, body = ErasureLook), Problems),
    security(("key" = ["body:read"])),
)]
pub(crate) async fn look(Path(number): Path<String>, caller: Caller) -> Result<Json<ErasureLook>, Fault> {
    caller.may(Scope::BodyRead, Right::Erase)?;
    let visit = &caller.visit;
    let story = show_case::find_for(visit, Right::Erase, &number).await?;
    let plan = office::erasure_plan(&visit.desk.office, story.case.id).await?;
    Ok(Json(ErasureLook {
        erasure: Goes::of(visit, plan),
        version: story.case.version,
        refused: erase_case::not_erasable(visit, &story).map(|refusal| refusal.key),
    }))
}

/// What is erased, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewErasure {
    /// The case's number.
    number: String,
    /// As it was looked at.
    version: u64,
    /// What the person concerned asked for; nothing of it may name them.
    #[schema(value_type = String)]
    reason: Seen,
}

/// `POST /api/v1/erasures`
#[utoipa::path(
    post, path = "/api/v1/erasures", operation_id = "eraseCase", tag = "body",
    summary = "Erase a case because the person concerned asks for it",
    description = "A person's, with a key of their own. It can't be taken back.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255)),
    request_body = NewErasure,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["body:write"])),
)]
pub(crate) async fn erase(Sent { caller, body, key }: Sent<NewErasure>) -> Result<Json<Written>, Fault> {
    caller.may(Scope::BodyWrite, Right::Erase)?;
    caller.myself()?;
    let visit = &caller.visit;
    if let Some(key) = &key
        && let Some(done) = visit.desk.office.store.appended(key).await?
    {
        return Ok(Json(done.into()));
    }
    let story = show_case::find_for(visit, Right::Erase, &body.number).await?;
    if body.reason.0.is_empty() {
        return Err(Refusal::new("api-missing").with("what", "reason").into());
    }
    if let Some(refusal) = erase_case::not_erasable(visit, &story) {
        return Err(refusal.into());
    }
    let done = erase_case::erase(visit, &story, Some(body.version), &body.reason.0, key).await?;
    Ok(Json(done.into()))
}
