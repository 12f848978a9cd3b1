//! Plans. Contacts are posts and offices.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::fault::Fault;
use crate::plans::{known_plan, rules};
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::drill::{Drill, practise_by};
use domain::plan::{Checklist, Contact, Content, Plan, Resource};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Plans, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Plans {
    plans: Vec<PlanLine>,
}

/// A plan in one line.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanLine {
    id: String,
    name: String,
    /// As the pack names it.
    kind: String,
    unit: String,
    /// The version in force; none where none is.
    version: Option<u32>,
    /// A version waits for somebody else.
    waiting: bool,
    /// Why it has to be revised, as the pack names it.
    revisions: Vec<String>,
    /// Until when it has to be assessed.
    #[schema(value_type = Option<String>, format = DateTime)]
    assess_by: Option<Timestamp>,
    /// Until when it has to be practised.
    #[schema(value_type = Option<String>, format = DateTime)]
    practise_by: Option<Timestamp>,
}

/// A plan as it is now: what the version in force says, or else the newest.
#[derive(Serialize, ToSchema)]
#[schema(as = Plan)]
pub(crate) struct PlanView {
    #[serde(flatten)]
    line: PlanLine,
    #[serde(flatten)]
    content: ContentView,
}

/// What a version of a plan says.
#[derive(Serialize, ToSchema)]
#[schema(as = PlanContent)]
pub(crate) struct ContentView {
    /// Kinds of event that it is for; empty where it is for all.
    events: Vec<String>,
    /// Areas that it is for; empty where it is for all.
    areas: Vec<String>,
    place: Option<String>,
    /// How often it is practised, as the pack names it.
    cadence: String,
    text: String,
    checklists: Vec<RoleList>,
    contacts: Vec<ContactLine>,
    resources: Vec<ResourceLine>,
}

/// What a role does, in order.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoleList {
    role: String,
    items: Vec<String>,
}

/// Who is called: a post of the body's, or an office elsewhere.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContactLine {
    post: Option<String>,
    office: Option<String>,
    purpose: String,
    reach: String,
}

/// What there is to use.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResourceLine {
    what: String,
    place: String,
    keeper: String,
}

/// `GET /api/v1/plans`
#[utoipa::path(
    get, path = "/api/v1/plans", operation_id = "listPlans", tag = "watch",
    summary = "Plans, with what has to be assessed, revised or practised",
    responses((status = 200, body = Plans), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Plans>, Fault> {
    caller.may(Scope::WatchRead, Right::SeePlans)?;
    rules(&caller.visit)?;
    let office = &caller.visit.desk.office;
    let drills = office::drills(office).await?;
    let mut plans = Vec::new();
    for (id, plan) in office::plans(office).await? {
        plans.extend(line(&caller.visit, id, &plan, &drills)?);
    }
    Ok(Json(Plans { plans }))
}

/// `GET /api/v1/plans/{id}`
#[utoipa::path(
    get, path = "/api/v1/plans/{id}", operation_id = "showPlan", tag = "watch",
    summary = "A plan",
    params(("id" = String, Path, description = "The plan's id.")),
    responses((status = 200, body = PlanView), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn show(Path(id): Path<String>, caller: Caller) -> Result<Json<PlanView>, Fault> {
    caller.may(Scope::WatchRead, Right::SeePlans)?;
    Ok(Json(view(&caller.visit, id).await?))
}

/// The plan as it is now.
pub(super) async fn view(visit: &Visit, id: String) -> Result<PlanView, Fault> {
    let plan = known_plan(visit, &id).await?;
    let drills = office::drills(&visit.desk.office).await?;
    let content = plan.content().ok_or(Fault::NotFound)?;
    Ok(PlanView {
        line: line(visit, id, &plan, &drills)?.ok_or(Fault::NotFound)?,
        content: content_view(content),
    })
}

/// What a version says.
pub(super) fn content_view(content: &Content) -> ContentView {
    let role = |list: &Checklist| RoleList {
        role: list.role.clone(),
        items: list.items.clone(),
    };
    let contact = |contact: &Contact| ContactLine {
        post: contact.post.as_ref().map(ToString::to_string),
        office: Some(contact.office.clone()).filter(|office| !office.is_empty()),
        purpose: contact.purpose.clone(),
        reach: contact.reach.clone(),
    };
    let resource = |resource: &Resource| ResourceLine {
        what: resource.what.clone(),
        place: resource.place.clone(),
        keeper: resource.keeper.clone(),
    };
    ContentView {
        events: content.events.clone(),
        areas: content.areas.iter().map(ToString::to_string).collect(),
        place: content.place.clone(),
        cadence: content.cadence.clone(),
        text: content.text.clone(),
        checklists: content.checklists.iter().map(role).collect(),
        contacts: content.contacts.iter().map(contact).collect(),
        resources: content.resources.iter().map(resource).collect(),
    }
}

fn line(visit: &Visit, id: String, plan: &Plan, drills: &[(String, Drill)]) -> Result<Option<PlanLine>, Fault> {
    let rules = rules(visit)?;
    let zone = &visit.desk.office.pack.zone;
    let own = drills
        .iter()
        .map(|(_, drill)| drill)
        .filter(|drill| drill.scenario.plan == id);
    let practise_by = practise_by(plan, own, rules, zone);
    Ok(plan.content().map(|content| PlanLine {
        id,
        name: content.name.clone(),
        kind: content.kind.clone(),
        unit: content.unit.to_string(),
        version: plan.in_force().map(|version| version.n),
        waiting: plan.waiting.is_some(),
        revisions: plan.revisions.iter().map(|revision| revision.trigger.clone()).collect(),
        assess_by: plan.assess_by(rules, zone),
        practise_by,
    }))
}
