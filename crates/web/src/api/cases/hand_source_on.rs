//! Handing on who reported a wrongdoing: by the post that received it, or by a leader where nobody holds that post any more; and
//! saying of a file that it tells nothing of who reported.

use crate::access::Right;
use crate::api::act_once::act_once;
use crate::api::bodies::{Seen, Written};
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::desk::show_case;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::PostSlug;
use domain::case::Command;
use serde::Deserialize;
use utoipa::ToSchema;

/// To whom, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceReceiver {
    /// The post that sees from now on who reported.
    post: String,
    #[schema(value_type = String)]
    reason: Seen,
}

/// A file that came with the report.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClearedFile {
    /// SHA-256 of the file, lower-case hex.
    sha256: String,
    /// Why it tells nothing of who reported.
    #[schema(value_type = String)]
    reason: Seen,
}

/// `POST /api/v1/cases/{number}/source`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/source", operation_id = "handSourceOn", tag = "cases",
    summary = "Hand on who reported a wrongdoing to another post",
    description = "A person's, with a key of their own, in the post that received the report.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = SourceReceiver,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn hand_on(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<SourceReceiver>,
) -> Result<Json<Written>, Fault> {
    if let Some(done) = before(&caller, Right::SeeSource, key.as_deref()).await? {
        return Ok(done);
    }
    let visit = &caller.visit;
    let story = show_case::find_for(visit, Right::SeeSource, &number).await?;
    let (office, case) = (&visit.desk.office, story.case.id);
    let (post, reason) = (PostSlug::new(body.post), body.reason.0);
    let done = office::hand_source_on(office, case, post, reason, visit.actor(), visit.now, key).await?;
    Ok(Json(done.appended.into()))
}

/// `POST /api/v1/cases/{number}/source/receiver`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/source/receiver", operation_id = "nameReceiver", tag = "cases",
    summary = "Name the post that sees who reported, where nobody holds the one that received it",
    description = "A leader's, with a key of their own.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = SourceReceiver,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn name(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<SourceReceiver>,
) -> Result<Json<Written>, Fault> {
    if let Some(done) = before(&caller, Right::NameReceiver, key.as_deref()).await? {
        return Ok(done);
    }
    let visit = &caller.visit;
    let story = show_case::find_for(visit, Right::NameReceiver, &number).await?;
    let (office, case) = (&visit.desk.office, story.case.id);
    let (post, reason) = (PostSlug::new(body.post), body.reason.0);
    let done = office::name_receiver(office, case, post, reason, visit.actor(), visit.now, key).await?;
    Ok(Json(done.appended.into()))
}

/// `POST /api/v1/cases/{number}/source/file`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/source/file", operation_id = "clearSourceFile", tag = "cases",
    summary = "Say that a file tells nothing of who reported",
    description = "A person's, with a key of their own, in the post that received the report: others may then open it.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = ClearedFile,
    responses((status = 200, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn clear(
    Path(number): Path<String>,
    Sent { caller, body, key }: Sent<ClearedFile>,
) -> Result<Json<Written>, Fault> {
    caller.may(Scope::CasesWrite, Right::SeeSource)?;
    caller.myself()?;
    let command = Command::ClearSourceFile {
        sha256: body.sha256,
        reason: body.reason.0,
    };
    act_once(&caller, Right::SeeSource, &number, key, |_| Ok(command)).await
}

/// Whether the person may; and what was done under the key before, since whoever handed it on sees it no more.
async fn before(caller: &Caller, right: Right, key: Option<&str>) -> Result<Option<Json<Written>>, Fault> {
    caller.may(Scope::CasesWrite, right)?;
    caller.myself()?;
    let Some(key) = key else { return Ok(None) };
    let done = caller.visit.desk.office.store.appended(key).await?;
    Ok(done.map(|done| Json(done.into())))
}
