//! The body's own warnings: what holds, what waits for a second pair of eyes, and what went out.

use super::content::{ContentBody, KindBody};
use crate::access::Right;
use crate::api::bodies::BothBody;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::AreaSlug;
use domain::warning::{Content, Stage, Warning};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Warnings, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Warnings {
    warnings: Vec<WarningLine>,
}

/// A warning in one line: what it says now, or what waits where nothing was said yet.
#[derive(Serialize, ToSchema)]
pub(crate) struct WarningLine {
    id: String,
    /// Number of steps so far: what is approved is what was read at this version.
    version: u64,
    /// `draft`, `returned`, `in_force`, `cancelled`, `ended`.
    stage: &'static str,
    /// None where nothing was said that waits or went out.
    headline: Option<BothBody>,
    /// When it ends by itself; none where nothing is in force.
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
    /// A message waits for somebody.
    waits: bool,
}

/// A warning.
#[derive(Serialize, ToSchema)]
#[schema(as = Warning)]
pub(crate) struct WarningView {
    #[serde(flatten)]
    line: WarningLine,
    waiting: Option<WaitingMessage>,
    /// Why the last draft was returned, until another is there.
    returned: Option<String>,
    /// What went out, the first first; the last holds, or held last.
    published: Vec<PublishedMessage>,
}

/// A message that waits. Posts, not people.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaitingMessage {
    kind: KindBody,
    content: ContentBody,
    drafted_by: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    drafted_at: Timestamp,
    /// None where nobody has approved it.
    approved_by: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    approved_at: Option<Timestamp>,
}

/// A message that went out.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublishedMessage {
    kind: KindBody,
    /// Names the message for ever.
    identifier: String,
    sender: String,
    /// When it was sent, as it says itself.
    sent: String,
    /// Identifiers of the messages that it supersedes or takes back.
    references: Vec<String>,
    /// Where the signed document is, for everybody.
    document: String,
    content: ContentBody,
}

/// `GET /api/v1/warnings`
#[utoipa::path(
    get, path = "/api/v1/warnings", operation_id = "listWarnings", tag = "warnings",
    summary = "The body's warnings to the public",
    params(("area" = Option<String>, Query, description = "Only those that name this area.")),
    responses((status = 200, body = Warnings), Problems),
    security(("key" = ["warnings:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Warnings>, Fault> {
    caller.may(Scope::WarningsRead, Right::SeeWarnings)?;
    let visit = &caller.visit;
    let area = visit.query().given("area").map(AreaSlug::new);
    let names = |content: &Content| area.as_ref().is_none_or(|area| content.areas.contains(area));
    let all = office::warnings(&visit.desk.office).await?;
    // One whose only draft was returned says nothing, and is in no list, as on the desk.
    let said = all
        .into_iter()
        .filter(|(_, warning)| warning.content().is_some_and(names));
    let warnings = said.map(|(id, warning)| line(id, &warning, visit.now)).collect();
    Ok(Json(Warnings { warnings }))
}

/// `GET /api/v1/warnings/{id}`
#[utoipa::path(
    get, path = "/api/v1/warnings/{id}", operation_id = "showWarning", tag = "warnings",
    summary = "A warning, with what waits and what went out",
    params(("id" = String, Path, description = "The warning's id.")),
    responses((status = 200, body = WarningView), Problems),
    security(("key" = ["warnings:read"])),
)]
pub(crate) async fn show(Path(id): Path<String>, caller: Caller) -> Result<Json<WarningView>, Fault> {
    caller.may(Scope::WarningsRead, Right::SeeWarnings)?;
    Ok(Json(view(&caller.visit, id).await?))
}

/// A warning as it is now.
pub(super) async fn view(visit: &Visit, id: String) -> Result<WarningView, Fault> {
    let warning = office::read_warning(&visit.desk.office, &id).await?;
    let warning = warning.ok_or(Fault::NotFound)?;
    let post = |actor: &domain::case::Actor| actor.post.as_ref().map(ToString::to_string);
    let waiting = warning.waiting.as_ref().map(|waiting| WaitingMessage {
        kind: KindBody::of(waiting.kind),
        content: ContentBody::of(&waiting.content),
        drafted_by: post(&waiting.drafted.0),
        drafted_at: waiting.drafted.1,
        approved_by: waiting.approved.as_ref().and_then(|(actor, _)| post(actor)),
        approved_at: waiting.approved.as_ref().map(|(_, at)| *at),
    });
    Ok(WarningView {
        line: line(id, &warning, visit.now),
        waiting,
        returned: warning.returned.clone(),
        published: published(&warning),
    })
}

/// In one line.
pub(in crate::api) fn line(id: String, warning: &Warning, now: Timestamp) -> WarningLine {
    WarningLine {
        id,
        version: warning.version,
        stage: match warning.stage(now) {
            Stage::Draft => "draft",
            Stage::Returned => "returned",
            Stage::InForce => "in_force",
            Stage::Cancelled => "cancelled",
            Stage::Ended => "ended",
        },
        headline: warning.content().map(|content| BothBody::from(&content.headline)),
        ends_at: warning.ends_at().filter(|ends| *ends > now),
        waits: warning.waiting.is_some(),
    }
}

fn published(warning: &Warning) -> Vec<PublishedMessage> {
    let name = |published: &domain::warning::Published| published.paper.identifier.clone();
    let message = |(n, published): (usize, &domain::warning::Published)| PublishedMessage {
        kind: KindBody::of(published.kind),
        identifier: name(published),
        sender: published.paper.sender.clone(),
        sent: published.paper.sent.clone(),
        references: warning.published.iter().take(n).map(name).collect(),
        document: format!("/feeds/cap/{}.xml", published.paper.identifier),
        content: ContentBody::of(&published.content),
    };
    warning.published.iter().enumerate().map(message).collect()
}
