//! Drills: those that whoever asks may know of, and one with what is put in, its evaluation and what it found.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::fault::Fault;
use crate::plans::{known_drill, rules, seen_number, seen_tasks};
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::drill::{Became, Drill, Stage, may_know};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Drills, the last to come first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Drills {
    drills: Vec<DrillLine>,
}

/// A drill in one line.
#[derive(Serialize, ToSchema)]
pub(crate) struct DrillLine {
    id: String,
    /// The plan's id.
    plan: String,
    /// `tabletop`, `full`, `unannounced`.
    form: &'static str,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// `planned`, `late`, `running`, `evaluating`, `done`, `called_off`.
    stage: &'static str,
    /// The case as which it runs; its steps are those of an incident.
    number: Option<String>,
}

/// A drill.
#[derive(Serialize, ToSchema)]
#[schema(as = Drill)]
pub(crate) struct DrillView {
    #[serde(flatten)]
    line: DrillLine,
    /// The kind of event, as the pack names it.
    event: String,
    place: String,
    /// What is said to have happened when it begins.
    text: String,
    /// The post that directs it.
    director: String,
    /// Why it does not take place.
    called_off: Option<String>,
    injects: Vec<InjectLine>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// In the pack's order.
    evaluation: Vec<EvaluationLine>,
    findings: Vec<FindingLine>,
}

/// Something that is put in.
#[derive(Serialize, ToSchema)]
pub(crate) struct InjectLine {
    /// Which, 1 for the first.
    n: u32,
    /// Minutes after the beginning.
    minute: u32,
    text: String,
    /// When it is to be put in; none before the drill begins, and once it was.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Timestamp>,
    /// When it was put in.
    #[schema(value_type = Option<String>, format = DateTime)]
    put_at: Option<Timestamp>,
}

/// A step of the evaluation.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvaluationLine {
    /// As the pack names it.
    part: String,
    /// None until it is written.
    text: Option<String>,
}

/// Something that was found.
#[derive(Serialize, ToSchema)]
pub(crate) struct FindingLine {
    id: String,
    text: String,
    /// Numbers of its tasks that whoever asks may see.
    tasks: Vec<String>,
    /// It is a reason to revise the plan.
    revision: bool,
}

/// `GET /api/v1/drills`
#[utoipa::path(
    get, path = "/api/v1/drills", operation_id = "listDrills", tag = "watch",
    summary = "Drills that the key's post may know of",
    responses((status = 200, body = Drills), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Drills>, Fault> {
    caller.may(Scope::WatchRead, Right::SeePlans)?;
    let visit = &caller.visit;
    rules(visit)?;
    let mut known = office::drills(&visit.desk.office).await?;
    known.retain(|(_, drill)| may_know(drill, visit.actor()));
    known.sort_by_key(|(_, drill)| std::cmp::Reverse(drill.scenario.at));
    let mut drills = Vec::with_capacity(known.len());
    for (id, drill) in known {
        drills.push(line(visit, id, &drill).await?);
    }
    Ok(Json(Drills { drills }))
}

/// `GET /api/v1/drills/{id}`
#[utoipa::path(
    get, path = "/api/v1/drills/{id}", operation_id = "showDrill", tag = "watch",
    summary = "A drill as it is now",
    params(("id" = String, Path, description = "The drill's id.")),
    responses((status = 200, body = DrillView), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn show(Path(id): Path<String>, caller: Caller) -> Result<Json<DrillView>, Fault> {
    caller.may(Scope::WatchRead, Right::SeePlans)?;
    Ok(Json(view(&caller.visit, id).await?))
}

/// The drill as it is now, where whoever asks may know of it.
pub(super) async fn view(visit: &Visit, id: String) -> Result<DrillView, Fault> {
    let drill = known_drill(visit, &id).await?;
    let scenario = &drill.scenario;
    let put_at = |n: u32| drill.put.iter().find(|(put, _)| *put == n).map(|(_, at)| *at);
    let due = drill.due();
    let due_at = |n: u32| due.iter().find(|(waits, ..)| *waits == n).map(|(.., at)| *at);
    let said = |slug: &str| {
        let said = drill.evaluation.iter().find(|(part, _)| part == slug);
        said.map(|(_, text)| text.clone())
    };
    let mut findings = Vec::with_capacity(drill.findings.len());
    for finding in &drill.findings {
        findings.push(FindingLine {
            id: finding.id.clone(),
            text: finding.text.clone(),
            tasks: seen_tasks(visit, finding).await?,
            revision: finding.became.contains(&Became::Revision),
        });
    }
    let injects = (0..).zip(&scenario.injects).map(|(n, inject)| InjectLine {
        n: n + 1,
        minute: inject.minute,
        text: inject.text.clone(),
        due_at: due_at(n),
        put_at: put_at(n),
    });
    let evaluation = rules(visit)?.evaluation.iter().map(|part| EvaluationLine {
        part: part.slug.clone(),
        text: said(&part.slug),
    });
    Ok(DrillView {
        event: scenario.event.clone(),
        place: scenario.place.clone(),
        text: scenario.text.clone(),
        director: scenario.director.to_string(),
        called_off: drill.called_off.clone(),
        injects: injects.collect(),
        ended_at: drill.ended_at,
        evaluation: evaluation.collect(),
        findings,
        line: line(visit, id, &drill).await?,
    })
}

async fn line(visit: &Visit, id: String, drill: &Drill) -> Result<DrillLine, Fault> {
    Ok(DrillLine {
        id,
        plan: drill.scenario.plan.clone(),
        form: drill.scenario.form.value(),
        at: drill.scenario.at,
        stage: stage(drill.stage(rules(visit)?, visit.now)),
        number: seen_number(visit, drill).await?,
    })
}

const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Planned => "planned",
        Stage::Late => "late",
        Stage::Running => "running",
        Stage::Evaluating => "evaluating",
        Stage::Done => "done",
        Stage::CalledOff => "called_off",
    }
}
