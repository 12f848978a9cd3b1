//! Operating levels: which are in force, why and until when, and which posts have read them.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::desk::list_levels::{ALL, due_today, is_open, shown};
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use domain::level::SetLevel;
use domain::pack::{OperatingLevel, Pack};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Operating levels.
#[derive(Serialize, ToSchema)]
#[schema(as = Levels)]
pub(crate) struct LevelsView {
    now: LevelName,
    /// Those in force or ahead, the newest first, then those that were over last.
    levels: Vec<LevelLine>,
    /// When units report today at each level.
    due: Vec<LevelDue>,
}

/// A level's name.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OperatingLevel)]
pub(crate) enum LevelName {
    Routine,
    Heightened,
    Emergency,
}

impl LevelName {
    /// Of a level.
    pub(super) const fn of(level: OperatingLevel) -> Self {
        match level {
            OperatingLevel::Routine => Self::Routine,
            OperatingLevel::Heightened => Self::Heightened,
            OperatingLevel::Emergency => Self::Emergency,
        }
    }
}

/// A level that was set.
#[derive(Serialize, ToSchema)]
#[schema(as = Level)]
pub(crate) struct LevelLine {
    /// Its number.
    n: u32,
    level: LevelName,
    /// `ahead`, `in_force`, `over`.
    state: &'static str,
    /// Where; none is the whole body.
    area: Option<String>,
    /// Units that it binds; empty where it binds all.
    units: Vec<String>,
    reason: String,
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
    /// The post.
    set_by: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    set_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Why it was ended before its time.
    ended_because: Option<String>,
    acknowledged: Vec<LevelRead>,
    /// Posts that have not read it.
    unread: Vec<String>,
}

/// A post that has read it.
#[derive(Serialize, ToSchema)]
pub(crate) struct LevelRead {
    post: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// When units report at a level.
#[derive(Serialize, ToSchema)]
pub(crate) struct LevelDue {
    level: LevelName,
    #[schema(value_type = Vec<String>, format = DateTime)]
    at: Vec<Timestamp>,
}

/// `GET /api/v1/levels`
#[utoipa::path(
    get, path = "/api/v1/levels", operation_id = "listLevels", tag = "levels",
    summary = "Operating levels",
    responses((status = 200, body = LevelsView), Problems),
    security(("key" = ["warnings:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<LevelsView>, Fault> {
    caller.may(Scope::WarningsRead, Right::SeeLevels)?;
    Ok(Json(view(&caller.visit).await?))
}

/// The levels as they are now.
pub(super) async fn view(visit: &Visit) -> Result<LevelsView, Fault> {
    let office = &visit.desk.office;
    let levels = office::levels(office).await?;
    let lines = shown(&levels, visit.now);
    let lines = lines.into_iter().map(|level| line(&office.pack, level, visit.now));
    let due = ALL.map(|level| LevelDue {
        level: LevelName::of(level),
        at: due_today(visit, level),
    });
    Ok(LevelsView {
        now: LevelName::of(levels.at(visit.now)),
        levels: lines.collect(),
        due: due.into(),
    })
}

fn line(pack: &Pack, level: &SetLevel, now: Timestamp) -> LevelLine {
    let plan = &level.plan;
    let state = if level.is_in_force(now) {
        "in_force"
    } else if is_open(level, now) {
        "ahead"
    } else {
        "over"
    };
    let read = level.acknowledged.iter().map(|(post, at)| LevelRead {
        post: post.to_string(),
        at: *at,
    });
    let posts = pack.posts.iter().map(|post| &post.slug);
    let unread = posts.filter(|post| !level.acknowledged.contains_key(*post));
    LevelLine {
        n: level.n,
        level: LevelName::of(plan.level),
        state,
        area: plan.area.as_ref().map(ToString::to_string),
        units: plan.units.iter().map(ToString::to_string).collect(),
        reason: plan.reason.clone(),
        from: plan.from,
        until: plan.until,
        set_by: level.set_by.as_ref().map(ToString::to_string),
        set_at: level.set_at,
        ended_at: level.ended.as_ref().map(|(at, _)| *at),
        ended_because: level.ended.as_ref().and_then(|(_, reason)| reason.clone()),
        acknowledged: read.collect(),
        unread: unread.map(ToString::to_string).collect(),
    }
}
