//! The plan that an incident is dealt with by: those that fit are offered, and the items of the one that is followed wait to
//! be ticked.

use crate::access::Right;
use crate::fault::Fault;
use crate::visit::Visit;
use domain::case::{Case, Incident};
use domain::plan::{Content, Plan, Situation, offered};

/// Categories of incidents are named as the plans' kinds of event are, behind this.
const PREFIX: &str = "incident-";

/// Between a role and what it does. An item that is ticked in one language is done in the other, so that no language has its own.
const COLON: &str = "：";
/// What stood there in English before that was so.
const EARLIER_COLON: &str = ": ";

/// What the page says of it.
#[derive(Default)]
pub(crate) struct PlanPart {
    /// The one that is followed: its page and name.
    pub(crate) followed: Option<(String, String)>,
    /// Those that fit, the best first: id and name.
    pub(crate) offered: Vec<(String, String)>,
    /// Items that are not done: role and item together, as they are ticked.
    pub(crate) to_do: Vec<String>,
}

/// Nothing of plans for who may not read them, nor in a body that keeps none.
pub(crate) async fn of(visit: &Visit, case: &Case, incident: &Incident) -> Result<PlanPart, Fault> {
    let pack = &visit.desk.office.pack;
    let Some(rules) = pack.plans.as_ref().filter(|_| visit.person.may(Right::SeePlans)) else {
        let followed = incident.plan.as_ref().map(|plan| ("/plans".to_owned(), plan.clone()));
        return Ok(PlanPart {
            followed,
            ..PlanPart::default()
        });
    };
    let plans = office::plans(&visit.desk.office).await?;
    let situation = Situation {
        event: case.category.as_str().trim_start_matches(PREFIX),
        area: case.place.area.as_ref(),
        place: &case.place.address,
    };
    let fitting = offered(&plans, rules, situation).into_iter();
    let fitting = fitting.filter(|(id, ..)| incident.plan.as_deref() != Some(*id));
    let (mut followed, mut to_do) = (None, Vec::new());
    if let Some(id) = &incident.plan {
        let content = content_of(&plans, id);
        let name = content.map_or(id.as_str(), |content| content.name.as_str());
        followed = Some((format!("/plans/{id}"), name.to_owned()));
        let lists = content.map_or(&[][..], |content| &content.checklists);
        let items = lists
            .iter()
            .flat_map(|list| list.items.iter().map(|item| (list.role.as_str(), item.as_str())));
        to_do = items
            .filter(|(role, item)| !is_done(incident, role, item))
            .map(|(role, item)| format!("{role}{COLON}{item}"))
            .collect();
    }
    Ok(PlanPart {
        followed,
        offered: fitting
            .map(|(id, content, _)| (id.to_owned(), content.name.clone()))
            .collect(),
        to_do,
    })
}

fn is_done(incident: &Incident, role: &str, item: &str) -> bool {
    let as_ticked = [COLON, EARLIER_COLON].map(|colon| format!("{role}{colon}{item}"));
    let mut ticks = incident.ticks.iter();
    ticks.any(|tick| as_ticked.iter().any(|known| known.trim() == tick.item))
}

fn content_of<'a>(plans: &'a [(String, Plan)], id: &str) -> Option<&'a Content> {
    let (_, plan) = plans.iter().find(|(known, _)| known == id)?;
    plan.content()
}
