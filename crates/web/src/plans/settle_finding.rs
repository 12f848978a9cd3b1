//! What becomes of something that a drill found: a task for a unit, or a reason to revise the plan.

use super::{known_drill, show_drill};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Problems};
use crate::moments;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::UnitSlug;
use domain::case::Refusal;
use domain::drill::{Became, Drill, DrillCommand};
use domain::plan::PlanCommand;
use jiff::Timestamp;

/// The longest title that a finding gives a task, in characters.
const TITLE_CHARS: usize = 60;

/// What is made of a finding.
pub(crate) enum Settling {
    /// A task of a unit, due then.
    Task { unit: UnitSlug, due: Option<Timestamp> },
    /// A reason to revise the plan, as the pack names it.
    Revision { trigger: String },
}

/// `POST /drills/{id}/findings/{finding}/{how}`
pub(crate) async fn send(
    Path((id, finding, how)): Path<(String, String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    visit.may(Right::PlanDrill)?;
    let settling = match how.as_str() {
        "task" => Settling::Task {
            unit: UnitSlug::new(fields.get("unit")),
            due: moments::from_input(fields.get("due"), &visit.desk.office.pack.zone),
        },
        "revision" => Settling::Revision {
            trigger: fields.get("trigger").to_owned(),
        },
        _ => return Err(Fault::NotFound),
    };
    match settle(&visit, &id, finding, settling).await {
        Ok(()) => Ok(frame::see_other(&format!("/drills/{id}"))),
        Err(Fault::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            show_drill::page(&visit, &id, &problems).await
        }
        Err(error) => Err(error),
    }
}

/// Makes it of a finding of a drill, once.
pub(crate) async fn settle(visit: &Visit, id: &str, finding: String, settling: Settling) -> Result<(), Fault> {
    let drill = known_drill(visit, id).await?;
    let found = drill.findings.iter().find(|found| found.id == finding);
    let text = &found.ok_or(Fault::NotFound)?.text;
    let became = match settling {
        Settling::Task { unit, due } => task(visit, &unit, due, &finding, text).await?,
        Settling::Revision { trigger } => revision(visit, trigger, &drill, text).await?,
    };
    let command = DrillCommand::Settle { finding, became };
    Ok(office::change_drill(&visit.desk.office, id, &command, visit.actor(), visit.now).await?)
}

async fn task(
    visit: &Visit,
    unit: &UnitSlug,
    due: Option<Timestamp>,
    finding: &str,
    text: &str,
) -> Result<Became, office::Error> {
    let office = &visit.desk.office;
    let unit = office
        .pack
        .unit(unit)
        .ok_or_else(|| Refusal::new("refusal-unit-unknown").with("unit", unit))?;
    let due = due.filter(|due| *due > visit.now);
    let due = due.ok_or_else(|| Refusal::new("refusal-drill-due"))?;
    let line = text.lines().next().unwrap_or_default();
    let task = office::Task {
        title: line.chars().take(TITLE_CHARS).collect(),
        description: text.to_owned(),
        unit: unit.slug.clone(),
        leader: unit.leader.clone(),
        due,
        origin: None,
    };
    // The finding is the key: a form sent twice makes one task.
    let key = Some(format!("finding {finding}"));
    let done = office::give_task(office, task, visit.actor(), visit.now, key).await?;
    Ok(Became::Task {
        number: done.appended.number,
    })
}

async fn revision(visit: &Visit, trigger: String, drill: &Drill, text: &str) -> Result<Became, office::Error> {
    let command = PlanCommand::AskRevision {
        trigger,
        note: text.to_owned(),
    };
    let plan = &drill.scenario.plan;
    office::change_plan(&visit.desk.office, plan, &command, visit.actor(), visit.now).await?;
    Ok(Became::Revision)
}
