//! What a case belongs together with, of what whoever asks may see: all of it hangs on who that is, so none of it is in the case's own
//! view.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::list_units::Named;
use crate::api::problems::Problems;
use crate::api::warnings::list_warnings::{WarningLine, line};
use crate::desk::{related, settled, show_case, together};
use crate::fault::Fault;
use crate::incidents::plan_part::{self, PlanPart};
use crate::incidents::show_lines::warnings_of;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::CaseId;
use domain::case::{Case, CaseLink, open_steps};
use domain::pack::StepName;
use serde::Serialize;
use std::collections::HashMap;
use store::{Filter, Sort};
use utoipa::ToSchema;

/// The most tasks that are named; the worklist has the others.
const MOST_TASKS: u32 = 200;

/// What a case belongs together with.
#[derive(Serialize, ToSchema)]
pub(crate) struct Linked {
    /// The case's number.
    number: String,
    /// The case that it was made from.
    origin: Option<String>,
    /// Cases that were made from it, the newest first.
    tasks: Vec<String>,
    /// The case that asked the same before.
    repeat_of: Option<LinkedCase>,
    /// Cases that asked the same again.
    repeated_by: Vec<LinkedCase>,
    /// Cases that belong together with it.
    related: Vec<LinkedCase>,
    /// Earlier petitions of which the last word has been said, for whoever can refuse this one for that.
    settled: Option<SettledBefore>,
    /// How many follow it by message; none where it was not published. Who they are is told to nobody.
    followers: Option<u64>,
    /// Of an incident: warnings to the public, in the order in which they were drafted.
    warnings: Vec<WarningLine>,
    /// Of an incident: the plan that it is dealt with by. None for who may not read plans, and in a body that keeps none.
    plan: Option<PlanFollowed>,
}

/// Another case that asks the same, or belongs together with it.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkedCase {
    number: String,
    /// Why they are taken together; empty where nobody said.
    reason: String,
}

/// Earlier petitions after which this one need not be accepted; whether they are the same, a person says (信访工作条例, art. 36).
#[derive(Serialize, ToSchema)]
pub(crate) struct SettledBefore {
    numbers: Vec<String>,
    /// The reason with which it can be refused, by the pack.
    reason: Named,
    /// Where the rule comes from: law and article, or who set it.
    source: String,
    /// That was read in the text of the law itself.
    verified: bool,
}

/// A plan, and what of its checklists is not done.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanFollowed {
    /// None as long as none is followed.
    followed: Option<PlanName>,
    /// Those that fit beside it, the best first.
    offered: Vec<PlanName>,
    /// Items that are not done, as `tick_item` takes them.
    to_do: Vec<String>,
}

/// A plan by its name.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanName {
    id: String,
    name: String,
}

/// `GET /api/v1/cases/{number}/linked`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/linked", operation_id = "listLinked", tag = "cases",
    summary = "What a case belongs together with",
    description = "Other cases, warnings and plans, of those that whoever asks may see.",
    params(("number" = String, Path, description = "The case's number.")),
    responses((status = 200, body = Linked), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(Path(number): Path<String>, caller: Caller) -> Result<Json<Linked>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    let visit = &caller.visit;
    let story = show_case::find(visit, &number).await?;
    let case = &story.case;
    let others = together::linked(visit, case).await?;
    let belonging = related::of(visit, case).await?;
    let named = |(other, link): (Case, CaseLink)| LinkedCase {
        number: other.number,
        reason: link.reason,
    };
    let (warnings, plan) = of_incident(visit, case).await?;
    Ok(Json(Linked {
        origin: show_case::origin(visit, case).await?,
        tasks: tasks(visit, case).await?,
        repeat_of: case.repeat_of.as_ref().and_then(|link| seen(&others, link)),
        repeated_by: case.repeated_by.iter().filter_map(|link| seen(&others, link)).collect(),
        related: belonging.into_iter().map(named).collect(),
        settled: settled_before(visit, case).await?,
        followers: show_case::followers(visit, case).await?,
        warnings,
        plan,
        number,
    }))
}

fn seen(others: &HashMap<CaseId, Case>, link: &CaseLink) -> Option<LinkedCase> {
    let other = others.get(&link.case)?;
    Some(LinkedCase {
        number: other.number.clone(),
        reason: link.reason.clone(),
    })
}

async fn tasks(visit: &Visit, case: &Case) -> Result<Vec<String>, Fault> {
    let made = Filter {
        origin: Some(case.id),
        ..Filter::default()
    };
    let store = &visit.desk.office.store;
    let page = store
        .list(visit.viewer(), &made, Sort::default(), None, MOST_TASKS)
        .await?;
    Ok(page.rows.into_iter().map(|row| row.number).collect())
}

async fn settled_before(visit: &Visit, case: &Case) -> Result<Option<SettledBefore>, Fault> {
    let open = open_steps(case, visit.actor(), &visit.desk.office.pack, visit.now);
    if !visit.may_with(Right::TakeStep, case) || !open.contains(&StepName::Refuse) {
        return Ok(None);
    }
    let before = settled::before(visit, case).await?;
    let before = before.filter(|(numbers, _)| !numbers.is_empty());
    Ok(before.map(|(numbers, rule)| SettledBefore {
        numbers,
        reason: (&rule.value).into(),
        source: rule.source.clone(),
        verified: rule.verified,
    }))
}

async fn of_incident(visit: &Visit, case: &Case) -> Result<(Vec<WarningLine>, Option<PlanFollowed>), Fault> {
    let Some(incident) = case.incident() else {
        return Ok((Vec::new(), None));
    };
    let warnings = warnings_of(visit, incident).await?.into_iter();
    let warnings = warnings.map(|(id, warning)| line(id, &warning, visit.now));
    let keeps = visit.desk.office.pack.plans.is_some() && visit.person.may(Right::SeePlans);
    let plan = if keeps {
        let part = plan_part::of(visit, case, incident).await?;
        Some(followed(part, incident.plan.as_ref()))
    } else {
        None
    };
    Ok((warnings.collect(), plan))
}

fn followed(part: PlanPart, plan: Option<&String>) -> PlanFollowed {
    let named = |(id, name)| PlanName { id, name };
    PlanFollowed {
        followed: plan.cloned().zip(part.followed.map(|(_, name)| name)).map(named),
        offered: part.offered.into_iter().map(named).collect(),
        to_do: part.to_do,
    }
}
