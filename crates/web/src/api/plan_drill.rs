//! Planning a drill of a plan, or planning it anew before it has begun.

use super::act_once::new_id;
use super::bodies::Seen;
use super::caller::{Caller, Scope};
use super::problems::Problems;
use super::sent::Sent;
use super::show_drills::{DrillView, view};
use crate::access::Right;
use crate::fault::Fault;
use crate::plans::{known_drill, known_plan};
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use domain::PostSlug;
use domain::drill::{DrillCommand, Form, Inject, Scenario};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

/// What is practised.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDrill {
    /// The plan's id.
    plan: String,
    form: FormBody,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The kind of event, as the pack names it.
    event: String,
    #[schema(value_type = String)]
    place: Seen,
    /// What is said to have happened when it begins.
    #[schema(value_type = String)]
    text: Seen,
    /// The post that directs it.
    director: String,
    #[serde(default)]
    injects: Vec<NewInject>,
}

/// How it is practised.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DrillForm)]
pub(crate) enum FormBody {
    /// At the table.
    Tabletop,
    /// In full.
    Full,
    /// In full, and nobody is told before.
    Unannounced,
}

/// Something that is put in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInject {
    /// Minutes after the beginning.
    minute: u32,
    #[schema(value_type = String)]
    text: Seen,
}

/// `POST /api/v1/drills`
#[utoipa::path(
    post, path = "/api/v1/drills", operation_id = "planDrill", tag = "watch",
    summary = "Plan a drill",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255)),
    request_body = NewDrill,
    responses((status = 201, body = DrillView), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn plan(Sent { caller, body, key }: Sent<NewDrill>) -> Result<(StatusCode, Json<DrillView>), Fault> {
    caller.may(Scope::WatchWrite, Right::PlanDrill)?;
    known_plan(&caller.visit, &body.plan).await?;
    let id = new_id(&caller, key.as_deref());
    let office = &caller.visit.desk.office;
    // Made under the key before: what became of it since is not planned over.
    if key.is_some() && office::read_drill(office, &id).await?.is_some() {
        return Ok((StatusCode::CREATED, Json(view(&caller.visit, id).await?)));
    }
    Ok((StatusCode::CREATED, Json(change(&caller, id, body).await?)))
}

/// `POST /api/v1/drills/{id}/plan`
#[utoipa::path(
    post, path = "/api/v1/drills/{id}/plan", operation_id = "replanDrill", tag = "watch",
    summary = "Plan a drill anew, before it has begun",
    params(
        ("id" = String, Path, description = "The drill's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = NewDrill,
    responses((status = 200, body = DrillView), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn replan(
    Path(id): Path<String>,
    Sent { caller, body, .. }: Sent<NewDrill>,
) -> Result<Json<DrillView>, Fault> {
    caller.may(Scope::WatchWrite, Right::PlanDrill)?;
    known_drill(&caller.visit, &id).await?;
    known_plan(&caller.visit, &body.plan).await?;
    Ok(Json(change(&caller, id, body).await?))
}

/// Plans it so, and answers with the drill as it is then.
async fn change(caller: &Caller, id: String, body: NewDrill) -> Result<DrillView, Fault> {
    let visit = &caller.visit;
    let inject = |inject: NewInject| Inject {
        minute: inject.minute,
        text: inject.text.0,
    };
    let scenario = Scenario {
        plan: body.plan,
        form: match body.form {
            FormBody::Tabletop => Form::Tabletop,
            FormBody::Full => Form::Full,
            FormBody::Unannounced => Form::Unannounced,
        },
        at: body.at,
        event: body.event,
        place: body.place.0,
        text: body.text.0,
        director: PostSlug::new(body.director),
        injects: body.injects.into_iter().map(inject).collect(),
    };
    let command = DrillCommand::Plan {
        scenario: Box::new(scenario),
    };
    office::change_drill(&visit.desk.office, &id, &command, visit.actor(), visit.now).await?;
    view(visit, id).await
}
