//! The versions of a plan: those that were approved, and the one that waits for somebody else to read it.

use super::caller::{Caller, Scope};
use super::list_plans::{ContentView, content_view};
use super::problems::Problems;
use crate::access::Right;
use crate::fault::Fault;
use crate::plans::known_plan;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::case::Actor;
use domain::plan::Revision;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// The versions of a plan.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanVersions {
    /// The plan's id.
    plan: String,
    /// How many steps it has had: what is approved is what was read at this.
    steps: u64,
    /// Approved, the first first; the last is in force unless the plan was withdrawn.
    versions: Vec<VersionView>,
    /// The draft that somebody else has to read.
    waiting: Option<WaitingView>,
    /// Why the last draft was returned, until there is another.
    returned: Option<String>,
    /// Why it is no longer in force.
    withdrawn: Option<String>,
    /// Why it has to be revised, until a version is approved that was drafted after.
    revisions: Vec<RevisionView>,
}

/// Why a plan has to be revised.
#[derive(Serialize, ToSchema)]
#[schema(as = PlanRevision)]
pub(crate) struct RevisionView {
    /// As the pack names it.
    trigger: String,
    /// What has changed.
    note: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// A version that was approved.
#[derive(Serialize, ToSchema)]
#[schema(as = PlanVersion)]
pub(crate) struct VersionView {
    n: u32,
    name: String,
    #[schema(value_type = String, format = DateTime)]
    approved_at: Timestamp,
    /// The posts that drafted and approved it.
    drafted_by: Option<String>,
    approved_by: Option<String>,
    content: ContentView,
}

/// A draft.
#[derive(Serialize, ToSchema)]
#[schema(as = PlanDraft)]
pub(crate) struct WaitingView {
    name: String,
    #[schema(value_type = String, format = DateTime)]
    drafted_at: Timestamp,
    drafted_by: Option<String>,
    content: ContentView,
}

/// `GET /api/v1/plans/{id}/versions`
#[utoipa::path(
    get, path = "/api/v1/plans/{id}/versions", operation_id = "listVersions", tag = "watch",
    summary = "The versions of a plan, and the draft that waits",
    params(("id" = String, Path, description = "The plan's id.")),
    responses((status = 200, body = PlanVersions), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn list(Path(id): Path<String>, caller: Caller) -> Result<Json<PlanVersions>, Fault> {
    caller.may(Scope::WatchRead, Right::SeePlans)?;
    Ok(Json(view(&caller.visit, id).await?))
}

/// The versions as they are now.
pub(super) async fn view(visit: &Visit, id: String) -> Result<PlanVersions, Fault> {
    let plan = known_plan(visit, &id).await?;
    let post = |actor: &Actor| actor.post.as_ref().map(ToString::to_string);
    let versions = plan.versions.iter().map(|version| VersionView {
        n: version.n,
        name: version.content.name.clone(),
        approved_at: version.approved_at,
        drafted_by: post(&version.drafted_by),
        approved_by: post(&version.approved_by),
        content: content_view(&version.content),
    });
    let waiting = plan.waiting.as_ref().map(|waiting| WaitingView {
        name: waiting.content.name.clone(),
        drafted_at: waiting.at,
        drafted_by: post(&waiting.by),
        content: content_view(&waiting.content),
    });
    Ok(PlanVersions {
        plan: id,
        steps: plan.version,
        versions: versions.collect(),
        waiting,
        returned: plan.returned.clone(),
        withdrawn: plan.withdrawn.clone(),
        revisions: plan.revisions.iter().map(revision).collect(),
    })
}

fn revision(revision: &Revision) -> RevisionView {
    RevisionView {
        trigger: revision.trigger.clone(),
        note: revision.note.clone(),
        at: revision.at,
    }
}
