//! Drafting a message of a warning: the first, one that changes it, one that takes it back.

use super::content::{ContentBody, KindBody};
use super::list_warnings::{WarningView, view};
use crate::access::Right;
use crate::api::act_once::{new_id, was_done};
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use domain::warning::{MessageKind, WarningCommand, WarningEvent};
use office::WarningWish;
use serde::Deserialize;
use utoipa::ToSchema;

/// A message of a warning, in place of one that waits.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    kind: KindBody,
    content: ContentBody,
}

/// `POST /api/v1/warnings`
#[utoipa::path(
    post, path = "/api/v1/warnings", operation_id = "draftWarning", tag = "warnings",
    summary = "Draft a warning",
    description = "Somebody else reads and approves it before it can be published. Of an incident it becomes by the incident's step `link_warning`.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255)),
    request_body = ContentBody,
    responses((status = 201, body = WarningView), Problems),
    security(("key" = ["warnings:write"])),
)]
pub(crate) async fn draft(
    Sent { caller, body, key }: Sent<ContentBody>,
) -> Result<(StatusCode, Json<WarningView>), Fault> {
    caller.may(Scope::WarningsWrite, Right::DraftWarning)?;
    let id = new_id(&caller, key.as_deref());
    // Made under the key before: what became of it since is not drafted over.
    if key.is_none() || office::read_warning(&caller.visit.desk.office, &id).await?.is_none() {
        write(&caller, &id, MessageKind::Alert, &body).await?;
    }
    Ok((StatusCode::CREATED, Json(view(&caller.visit, id).await?)))
}

/// `POST /api/v1/warnings/{id}/draft`
#[utoipa::path(
    post, path = "/api/v1/warnings/{id}/draft", operation_id = "redraftWarning", tag = "warnings",
    summary = "Draft the next message of a warning, or one that waits anew",
    description = "What is in force stays until somebody else has approved this one and it was published. An update or a cancel names the messages before it.",
    params(
        ("id" = String, Path, description = "The warning's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = NewMessage,
    responses((status = 200, body = WarningView), Problems),
    security(("key" = ["warnings:write"])),
)]
pub(crate) async fn redraft(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<NewMessage>,
) -> Result<Json<WarningView>, Fault> {
    caller.may(Scope::WarningsWrite, Right::DraftWarning)?;
    let visit = &caller.visit;
    let events = visit.desk.office.store.warning_events(&id).await?;
    if events.is_empty() {
        return Err(Fault::NotFound);
    }
    let (kind, content) = (body.kind.kind(), body.content.content());
    let drafted = WarningEvent::Drafted {
        kind,
        content: Box::new(content),
    };
    if !was_done(&caller, key.as_deref(), &events, |event| *event == drafted).await? {
        write(&caller, &id, kind, &body.content).await?;
    }
    Ok(Json(view(visit, id).await?))
}

async fn write(caller: &Caller, id: &str, kind: MessageKind, says: &ContentBody) -> Result<(), Fault> {
    let content = Box::new(says.content());
    let wish = WarningWish::Do(WarningCommand::Draft { kind, content });
    let visit = &caller.visit;
    Ok(office::change_warning(&visit.desk.office, id, &wish, visit.actor(), visit.now).await?)
}
