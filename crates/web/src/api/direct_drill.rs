//! Directing a drill and evaluating it. While it runs it is an incident: whoever practises takes its steps there.

use super::act_once::new_id;
use super::bodies::Seen;
use super::caller::Scope;
use super::problems::Problems;
use super::sent::Sent;
use super::show_drills::{DrillView, view};
use crate::access::Right;
use crate::fault::Fault;
use crate::plans::known_drill;
use crate::plans::settle_finding::{Settling, settle};
use axum::Json;
use axum::extract::Path;
use domain::UnitSlug;
use domain::case::Refusal;
use domain::drill::DrillCommand;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

/// A step of a drill.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum DrillStep {
    /// It begins: there is an incident now that is marked as a drill.
    Begin,
    /// It does not take place.
    CallOff {
        #[schema(value_type = String)]
        reason: Seen,
    },
    /// What was planned for a minute was said.
    Put {
        /// Which, 1 for the first.
        inject: u32,
    },
    /// It is over.
    End,
    /// A part of the evaluation, in the pack's order.
    Evaluate {
        /// As the pack names it.
        part: String,
        #[schema(value_type = String)]
        text: Seen,
    },
    /// Something was found.
    Find {
        #[schema(value_type = String)]
        text: Seen,
    },
    /// A finding becomes a task of a unit. Once, however often it is sent.
    MakeTask {
        finding: String,
        unit: String,
        #[schema(value_type = String, format = DateTime)]
        due: Timestamp,
    },
    /// A finding is a reason to revise the plan.
    AskRevision {
        finding: String,
        /// As the pack names it.
        trigger: String,
    },
}

/// `POST /api/v1/drills/{id}/steps`
#[utoipa::path(
    post, path = "/api/v1/drills/{id}/steps", operation_id = "directDrill", tag = "watch",
    summary = "Take a step of a drill",
    description = "For whoever plans drills, and for the post that directs this one. A step that is taken already changes nothing.",
    params(
        ("id" = String, Path, description = "The drill's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = DrillStep,
    responses((status = 200, body = DrillView), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn take(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<DrillStep>,
) -> Result<Json<DrillView>, Fault> {
    caller.may(Scope::WatchWrite, Right::SeePlans)?;
    let visit = &caller.visit;
    known_drill(visit, &id).await?;
    let office = &visit.desk.office;
    let command = match body {
        DrillStep::Begin => {
            office::begin_drill(office, &id, visit.actor(), visit.now).await?;
            return Ok(Json(view(visit, id).await?));
        }
        DrillStep::MakeTask { finding, unit, due } => {
            caller.may(Scope::WatchWrite, Right::PlanDrill)?;
            let unit = UnitSlug::new(unit);
            settle(visit, &id, finding, Settling::Task { unit, due: Some(due) }).await?;
            return Ok(Json(view(visit, id).await?));
        }
        DrillStep::AskRevision { finding, trigger } => {
            caller.may(Scope::WatchWrite, Right::PlanDrill)?;
            settle(visit, &id, finding, Settling::Revision { trigger }).await?;
            return Ok(Json(view(visit, id).await?));
        }
        DrillStep::CallOff { reason } => DrillCommand::CallOff { reason: reason.0 },
        DrillStep::Put { inject } => {
            let place = inject.checked_sub(1);
            DrillCommand::Put {
                inject: place.ok_or_else(|| Refusal::new("refusal-drill-inject"))?,
            }
        }
        DrillStep::End => DrillCommand::End,
        DrillStep::Evaluate { part, text } => DrillCommand::Evaluate {
            step: part,
            text: text.0,
        },
        DrillStep::Find { text } => DrillCommand::Find {
            id: new_id(&caller, key.as_deref()),
            text: text.0,
        },
    };
    office::change_drill(office, &id, &command, visit.actor(), visit.now).await?;
    Ok(Json(view(visit, id).await?))
}
