//! Plans 应急预案 and drills 演练: reading them with what each role does, drafting and approving, practising and evaluating.

pub(crate) mod draft_drill;
pub(crate) mod draft_plan;
pub(crate) mod keep_on_phone;
mod lines;
pub(crate) mod list_plans;
pub(crate) mod settle_finding;
pub(crate) mod show_drill;
pub(crate) mod show_plan;
pub(crate) mod take_drill_step;
pub(crate) mod take_plan_step;

use crate::fault::Fault;
use crate::visit::Visit;
use domain::drill::{Became, Drill, Finding};
use domain::plan::{Named, Plan, PlanRules};

/// The pack's rules of plans.
///
/// # Errors
/// That nothing is there, where the pack keeps no plans.
pub(crate) fn rules(visit: &Visit) -> Result<&PlanRules, Fault> {
    visit.desk.office.pack.plans.as_ref().ok_or(Fault::NotFound)
}

/// An id of ours, as a form got it.
fn is_id(id: &str) -> bool {
    id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// What the pack calls something; its slug where the pack no longer has it.
fn named<'a>(visit: &Visit, found: Option<&'a Named>, slug: &'a str) -> &'a str {
    found.map_or(slug, |named| named.name.value.get(visit.locale))
}

/// What the pack calls a kind of event; its slug where the pack no longer has it.
fn event_name<'a>(visit: &'a Visit, slug: &'a str) -> &'a str {
    let hazard = visit.desk.office.pack.hazard(slug);
    hazard.map_or(slug, |hazard| hazard.name.get(visit.locale))
}

/// The plan of that id.
pub(crate) async fn known_plan(visit: &Visit, id: &str) -> Result<Plan, Fault> {
    rules(visit)?;
    let plan = office::read_plan(&visit.desk.office, id).await?;
    plan.ok_or(Fault::NotFound)
}

/// The drill of that id, where whoever asks may know of it.
pub(crate) async fn known_drill(visit: &Visit, id: &str) -> Result<Drill, Fault> {
    rules(visit)?;
    let drill = office::read_drill(&visit.desk.office, id).await?;
    let known = drill.filter(|drill| domain::drill::may_know(drill, visit.actor()));
    known.ok_or(Fault::NotFound)
}

/// The numbers of the tasks that were made of a finding, of those that whoever asks may see.
pub(crate) async fn seen_tasks(visit: &Visit, finding: &Finding) -> Result<Vec<String>, Fault> {
    let mut seen = Vec::new();
    for became in &finding.became {
        if let Became::Task { number } = became {
            let story = visit.desk.office.store.story(number).await?;
            if story.is_some_and(|story| visit.sees(&story.case)) {
                seen.push(number.clone());
            }
        }
    }
    Ok(seen)
}

/// The number of the case as which a drill runs, where whoever asks may see it.
pub(crate) async fn seen_number(visit: &Visit, drill: &Drill) -> Result<Option<String>, Fault> {
    let Some((_, number)) = &drill.begun else {
        return Ok(None);
    };
    let story = visit.desk.office.store.story(number).await?;
    Ok(story.filter(|story| visit.sees(&story.case)).map(|_| number.clone()))
}
