//! Screening rounds: those that there are, and one with what each unit has said of each area. A unit sees the rounds in which
//! it owes something, and of them its own lines.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::round::{Corrected, Progress, Round};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Numbers of cases that are named at one line.
const MOST_NAMED: usize = 200;

/// The newest rounds, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Rounds {
    rounds: Vec<RoundLine>,
}

/// A round in numbers, of those lines that whoever asks may see.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoundLine {
    id: String,
    name: String,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Units' areas of which something was said.
    said: usize,
    of: usize,
    /// Silent after the time.
    late: usize,
}

/// A round.
#[derive(Serialize, ToSchema)]
#[schema(as = Round)]
pub(crate) struct RoundView {
    id: String,
    name: String,
    why: String,
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    lines: Vec<ProgressLine>,
}

/// What was said of a unit's area.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProgressLine {
    unit: String,
    /// None where the round has no areas.
    area: Option<String>,
    /// How many were registered as cases, of those that whoever asks may see.
    found: usize,
    /// Numbers of those that whoever asks may see.
    cases: Vec<String>,
    settled: u32,
    referred: u32,
    notes: Vec<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    reported_at: Option<Timestamp>,
    /// Silent after the time.
    late: bool,
    /// How its numbers were put right, oldest first.
    corrections: Vec<RoundCorrection>,
}

/// Numbers put right: as they were reported, and as they are.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoundCorrection {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    settled_before: u32,
    referred_before: u32,
    settled: u32,
    referred: u32,
    /// What was wrong.
    reason: String,
}

impl From<&Corrected> for RoundCorrection {
    fn from(corrected: &Corrected) -> Self {
        Self {
            at: corrected.at,
            settled_before: corrected.before.0,
            referred_before: corrected.before.1,
            settled: corrected.after.0,
            referred: corrected.after.1,
            reason: corrected.reason.clone(),
        }
    }
}

/// `GET /api/v1/rounds`
#[utoipa::path(
    get, path = "/api/v1/rounds", operation_id = "listRounds", tag = "rounds",
    summary = "The newest screening rounds",
    responses((status = 200, body = Rounds), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Rounds>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeRounds)?;
    let visit = &caller.visit;
    let rounds = office::rounds(&visit.desk.office).await?;
    let line = |(id, round): (String, Round)| {
        let own = seen(visit, &round);
        (!own.is_empty()).then(|| RoundLine {
            said: own.iter().filter(|progress| progress.reported_at.is_some()).count(),
            of: own.len(),
            late: own.iter().filter(|progress| is_late(visit, &round, progress)).count(),
            id,
            name: round.plan.name.clone(),
            until: round.plan.until,
            ended_at: round.ended_at,
        })
    };
    Ok(Json(Rounds {
        rounds: rounds.into_iter().filter_map(line).collect(),
    }))
}

/// `GET /api/v1/rounds/{id}`
#[utoipa::path(
    get, path = "/api/v1/rounds/{id}", operation_id = "showRound", tag = "rounds",
    summary = "A screening round as it is now",
    params(("id" = String, Path, description = "The round's id.")),
    responses((status = 200, body = RoundView), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn show(Path(id): Path<String>, caller: Caller) -> Result<Json<RoundView>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeRounds)?;
    Ok(Json(view(&caller.visit, id).await?))
}

/// The round, as whoever asks may see it; none in which they see no line.
pub(super) async fn view(visit: &Visit, id: String) -> Result<RoundView, Fault> {
    let office = &visit.desk.office;
    let round = office::read_round(office, &id).await?.ok_or(Fault::NotFound)?;
    let own = seen(visit, &round);
    if own.is_empty() {
        return Err(Fault::NotFound);
    }
    let mut lines = Vec::with_capacity(own.len());
    for progress in own {
        let mut cases = Vec::new();
        for number in progress.found.iter().rev() {
            let story = office.store.story(number).await?;
            if story.is_some_and(|story| visit.sees(&story.case)) {
                cases.push(number.clone());
            }
        }
        let found = cases.len();
        cases.truncate(MOST_NAMED);
        lines.push(ProgressLine {
            unit: progress.owed.unit.to_string(),
            area: progress.owed.area.as_ref().map(ToString::to_string),
            found,
            cases,
            settled: progress.settled,
            referred: progress.referred,
            notes: progress.notes.clone(),
            reported_at: progress.reported_at,
            late: is_late(visit, &round, progress),
            corrections: progress.corrections.iter().map(RoundCorrection::from).collect(),
        });
    }
    Ok(RoundView {
        id,
        name: round.plan.name.clone(),
        why: round.plan.why.clone(),
        started_at: round.started_at,
        until: round.plan.until,
        ended_at: round.ended_at,
        lines,
    })
}

fn seen<'r>(visit: &Visit, round: &'r Round) -> Vec<&'r Progress> {
    let only = visit.own_unit_only();
    let own = |progress: &&Progress| only.is_none_or(|only| *only == progress.owed.unit);
    round.progress.iter().filter(own).collect()
}

fn is_late(visit: &Visit, round: &Round, progress: &Progress) -> bool {
    round.ended_at.is_none() && progress.is_late(round.plan.until, visit.now)
}
