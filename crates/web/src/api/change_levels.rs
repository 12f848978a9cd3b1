//! Setting an operating level, reading it, and ending it before its time: with a key of one's own.

use super::act_once::was_done;
use super::bodies::{Nothing, Seen};
use super::caller::{Caller, Scope};
use super::list_levels::{LevelsView, view};
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::level::{LevelCommand, LevelEvent, Plan};
use domain::pack::OperatingLevel;
use domain::{AreaSlug, UnitSlug};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

/// A level to set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewLevel {
    level: HigherLevel,
    /// Where; none is the whole body.
    area: Option<String>,
    /// Units that it binds; where none is named, all.
    #[serde(default)]
    units: Vec<String>,
    /// Why.
    #[schema(value_type = String)]
    reason: Seen,
    /// From when; where it is not said, from now.
    #[schema(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Until when; it then ends by itself.
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
}

/// A level above routine, which needs no setting.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HigherLevel {
    Heightened,
    Emergency,
}

/// Why a level ends before its time.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LevelEnd {
    #[schema(value_type = String)]
    reason: Seen,
}

/// `POST /api/v1/levels`
#[utoipa::path(
    post, path = "/api/v1/levels", operation_id = "setLevel", tag = "levels",
    summary = "Set an operating level",
    description = "With a key of one's own. It is told to every post.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255)),
    request_body = NewLevel,
    responses((status = 200, body = LevelsView), Problems),
    security(("key" = ["warnings:write"])),
)]
pub(crate) async fn set(Sent { caller, body, key }: Sent<NewLevel>) -> Result<Json<LevelsView>, Fault> {
    caller.may(Scope::WarningsWrite, Right::SetLevel)?;
    caller.myself()?;
    let visit = &caller.visit;
    let plan = Plan {
        level: match body.level {
            HigherLevel::Heightened => OperatingLevel::Heightened,
            HigherLevel::Emergency => OperatingLevel::Emergency,
        },
        area: body.area.filter(|area| !area.is_empty()).map(AreaSlug::new),
        units: body.units.into_iter().map(UnitSlug::new).collect(),
        bound: Vec::new(),
        reason: body.reason.0,
        from: body.from.unwrap_or(visit.now),
        until: body.until,
    };
    let events = visit.desk.office.store.level_events().await?;
    // It begins when it was set, at the earliest: of when it was to begin, the repeat of a request says nothing.
    let was_set = |event: &LevelEvent| matches!(event, LevelEvent::Set(set) if is_same(set, &plan));
    if was_done(&caller, key.as_deref(), &events, was_set).await? {
        return Ok(Json(view(visit).await?));
    }
    change(&caller, &LevelCommand::Set(plan)).await
}

/// `POST /api/v1/levels/{n}/acknowledge`
#[utoipa::path(
    post, path = "/api/v1/levels/{n}/acknowledge", operation_id = "acknowledgeLevel", tag = "levels",
    summary = "Say that one's post has read a level",
    description = "With a key of one's own. Said again, it changes nothing.",
    params(
        ("n" = u32, Path, description = "The level's number.", minimum = 1),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = Nothing,
    responses((status = 200, body = LevelsView), Problems),
    security(("key" = ["warnings:write"])),
)]
pub(crate) async fn acknowledge(
    Path(n): Path<u32>,
    Sent { caller, .. }: Sent<Nothing>,
) -> Result<Json<LevelsView>, Fault> {
    caller.may(Scope::WarningsWrite, Right::SeeLevels)?;
    caller.myself()?;
    change(&caller, &LevelCommand::Acknowledge { n }).await
}

/// `POST /api/v1/levels/{n}/end`
#[utoipa::path(
    post, path = "/api/v1/levels/{n}/end", operation_id = "endLevel", tag = "levels",
    summary = "End a level before its time",
    description = "With a key of one's own. One that is over stays as it is.",
    params(
        ("n" = u32, Path, description = "The level's number.", minimum = 1),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = LevelEnd,
    responses((status = 200, body = LevelsView), Problems),
    security(("key" = ["warnings:write"])),
)]
pub(crate) async fn end(
    Path(n): Path<u32>,
    Sent { caller, body, .. }: Sent<LevelEnd>,
) -> Result<Json<LevelsView>, Fault> {
    caller.may(Scope::WarningsWrite, Right::SetLevel)?;
    caller.myself()?;
    let reason = body.reason.0;
    change(&caller, &LevelCommand::End { n, reason }).await
}

/// The same level, whenever it begins.
fn is_same(set: &Plan, asked: &Plan) -> bool {
    let mut asked = asked.clone();
    asked.units.sort();
    asked.units.dedup();
    asked.from = set.from;
    asked.bound.clone_from(&set.bound);
    asked == *set
}

/// Does it, and answers with the levels as they are then.
async fn change(caller: &Caller, command: &LevelCommand) -> Result<Json<LevelsView>, Fault> {
    let visit = &caller.visit;
    office::change_levels(&visit.desk.office, command, visit.actor(), visit.now).await?;
    Ok(Json(view(visit).await?))
}
