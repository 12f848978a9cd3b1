//! Drafting a version of a plan, and asking for one. Somebody else reads and approves it (`decide_plan`).

use super::act_once::new_id;
use super::bodies::Seen;
use super::caller::{Caller, Scope};
use super::list_plans::{PlanView, view};
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::fault::Fault;
use crate::plans::{known_plan, rules};
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use domain::plan::{Checklist, Contact, Content, PlanCommand, Resource};
use domain::{AreaSlug, PostSlug, UnitSlug};
use serde::Deserialize;
use utoipa::ToSchema;

/// What a version of a plan is to say. Kinds, events, cadences, units, areas and posts by the pack's names of them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPlan {
    #[schema(value_type = String)]
    name: Seen,
    kind: String,
    /// The unit whose plan it is.
    unit: String,
    /// Kinds of event that it is for; none where it is for all.
    #[serde(default)]
    events: Vec<String>,
    /// Areas that it is for; none where it is for all.
    #[serde(default)]
    areas: Vec<String>,
    /// The place that it is for.
    #[schema(value_type = Option<String>)]
    place: Option<Seen>,
    /// How often it is practised.
    cadence: String,
    /// What is done, in sentences.
    #[schema(value_type = String)]
    text: Seen,
    #[serde(default)]
    checklists: Vec<NewChecklist>,
    #[serde(default)]
    contacts: Vec<NewContact>,
    #[serde(default)]
    resources: Vec<NewResource>,
}

/// What a role does, in order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewChecklist {
    #[schema(value_type = String)]
    role: Seen,
    #[schema(value_type = Vec<String>)]
    items: Vec<Seen>,
}

/// Who is called: a post of the body's, or an office elsewhere; never a person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewContact {
    post: Option<String>,
    #[schema(value_type = Option<String>)]
    office: Option<Seen>,
    #[schema(value_type = String)]
    purpose: Seen,
    /// The office's number.
    #[schema(value_type = Option<String>)]
    reach: Option<Seen>,
}

/// What there is to use.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewResource {
    #[schema(value_type = String)]
    what: Seen,
    #[schema(value_type = Option<String>)]
    place: Option<Seen>,
    #[schema(value_type = Option<String>)]
    keeper: Option<Seen>,
}

/// Why a plan has to be revised.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRevision {
    /// As the pack names it.
    trigger: String,
    /// What has changed.
    #[schema(value_type = String)]
    note: Seen,
}

/// `POST /api/v1/plans`
#[utoipa::path(
    post, path = "/api/v1/plans", operation_id = "draftPlan", tag = "watch",
    summary = "Draft a new plan",
    description = "It is in force when somebody else has read and approved it.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255)),
    request_body = NewPlan,
    responses((status = 201, body = PlanView), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn draft(Sent { caller, body, key }: Sent<NewPlan>) -> Result<(StatusCode, Json<PlanView>), Fault> {
    caller.may(Scope::WatchWrite, Right::DraftPlan)?;
    rules(&caller.visit)?;
    let id = new_id(&caller, key.as_deref());
    let office = &caller.visit.desk.office;
    // Made under the key before: what became of it since is not drafted over.
    if key.is_some() && office::read_plan(office, &id).await?.is_some() {
        return Ok((StatusCode::CREATED, Json(view(&caller.visit, id).await?)));
    }
    let command = PlanCommand::Draft {
        content: Box::new(content(body)),
    };
    Ok((StatusCode::CREATED, Json(change(&caller, id, &command).await?)))
}

/// `POST /api/v1/plans/{id}/draft`
#[utoipa::path(
    post, path = "/api/v1/plans/{id}/draft", operation_id = "redraftPlan", tag = "watch",
    summary = "Draft the next version of a plan",
    description = "It takes the place of a draft that waits. The version in force stays until somebody else has approved this one.",
    params(
        ("id" = String, Path, description = "The plan's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = NewPlan,
    responses((status = 200, body = PlanView), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn redraft(
    Path(id): Path<String>,
    Sent { caller, body, .. }: Sent<NewPlan>,
) -> Result<Json<PlanView>, Fault> {
    caller.may(Scope::WatchWrite, Right::DraftPlan)?;
    let plan = known_plan(&caller.visit, &id).await?;
    let content = Box::new(content(body));
    // What is in force already is no draft of a next one: a request that is repeated after its approval changes nothing.
    if plan.in_force().is_some_and(|version| version.content == *content) {
        return Ok(Json(view(&caller.visit, id).await?));
    }
    Ok(Json(change(&caller, id, &PlanCommand::Draft { content }).await?))
}

/// `POST /api/v1/plans/{id}/revisions`
#[utoipa::path(
    post, path = "/api/v1/plans/{id}/revisions", operation_id = "askRevision", tag = "watch",
    summary = "Say why a plan has to be revised",
    description = "The same reason said again changes nothing.",
    params(
        ("id" = String, Path, description = "The plan's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = NewRevision,
    responses((status = 200, body = PlanView), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn revise(
    Path(id): Path<String>,
    Sent { caller, body, .. }: Sent<NewRevision>,
) -> Result<Json<PlanView>, Fault> {
    caller.may(Scope::WatchWrite, Right::DraftPlan)?;
    known_plan(&caller.visit, &id).await?;
    let command = PlanCommand::AskRevision {
        trigger: body.trigger,
        note: body.note.0,
    };
    Ok(Json(change(&caller, id, &command).await?))
}

/// Does it, and answers with the plan as it is then.
async fn change(caller: &Caller, id: String, command: &PlanCommand) -> Result<PlanView, Fault> {
    let visit = &caller.visit;
    office::change_plan(&visit.desk.office, &id, command, visit.actor(), visit.now).await?;
    view(visit, id).await
}

fn content(body: NewPlan) -> Content {
    let list = |list: NewChecklist| Checklist {
        role: list.role.0,
        items: list.items.into_iter().map(|item| item.0).collect(),
    };
    let contact = |contact: NewContact| Contact {
        post: contact.post.filter(|post| !post.is_empty()).map(PostSlug::new),
        office: Seen::text(contact.office.as_ref()),
        purpose: contact.purpose.0,
        reach: Seen::text(contact.reach.as_ref()),
    };
    let resource = |resource: NewResource| Resource {
        what: resource.what.0,
        place: Seen::text(resource.place.as_ref()),
        keeper: Seen::text(resource.keeper.as_ref()),
    };
    Content {
        name: body.name.0,
        kind: body.kind,
        unit: UnitSlug::new(body.unit),
        events: body.events,
        areas: body.areas.into_iter().map(AreaSlug::new).collect(),
        place: Seen::given(body.place.as_ref()).map(str::to_owned),
        cadence: body.cadence,
        text: body.text.0,
        checklists: body.checklists.into_iter().map(list).collect(),
        contacts: body.contacts.into_iter().map(contact).collect(),
        resources: body.resources.into_iter().map(resource).collect(),
    }
}
