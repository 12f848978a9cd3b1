//! What becomes of something that a drill found: a task for a unit, or a reason to revise the plan.

use super::{known_drill, show_drill};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Problems};
use crate::moments;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::UnitSlug;
use domain::case::Refusal;
use domain::drill::{Became, Drill, DrillCommand};
use domain::plan::PlanCommand;

/// The longest title that a finding gives a task, in characters.
const TITLE_CHARS: usize = 60;

/// `POST /drills/{id}/findings/{finding}/{how}`
pub(crate) async fn send(
    Path((id, finding, how)): Path<(String, String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Fault> {
    visit.may(Right::PlanDrill)?;
    let drill = known_drill(&visit, &id).await?;
    let found = drill.findings.iter().find(|found| found.id == finding);
    let text = found.ok_or(Fault::NotFound)?.text.clone();
    let became = match how.as_str() {
        "task" => task(&visit, &fields, &finding, &text).await,
        "revision" => revision(&visit, &fields, &drill, &text).await,
        _ => return Err(Fault::NotFound),
    };
    let office = &visit.desk.office;
    let settled = match became {
        Ok(became) => {
            let command = DrillCommand::Settle { finding, became };
            office::change_drill(office, &id, &command, visit.actor(), visit.now).await
        }
        Err(error) => Err(error),
    };
    match settled {
        Ok(()) => Ok(frame::see_other(&format!("/drills/{id}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            show_drill::page(&visit, &id, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn task(visit: &Visit, fields: &Fields, finding: &str, text: &str) -> Result<Became, office::Error> {
    let office = &visit.desk.office;
    let pack = &office.pack;
    let unit = UnitSlug::new(fields.get("unit"));
    let unit = pack
        .unit(&unit)
        .ok_or_else(|| Refusal::new("refusal-unit-unknown").with("unit", &unit))?;
    let due = moments::from_input(fields.get("due"), &pack.zone);
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

async fn revision(visit: &Visit, fields: &Fields, drill: &Drill, text: &str) -> Result<Became, office::Error> {
    let command = PlanCommand::AskRevision {
        trigger: fields.get("trigger").to_owned(),
        note: text.to_owned(),
    };
    let plan = &drill.scenario.plan;
    office::change_plan(&visit.desk.office, plan, &command, visit.actor(), visit.now).await?;
    Ok(Became::Revision)
}
