//! Opening a file of a case: written down first, with the reason, as on the desk.

use super::caller::Scope;
use super::open_sealed::Why;
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::desk::{open_evidence, show_case};
use crate::fault::Fault;
use axum::extract::Path;
use axum::response::Response;

/// `POST /api/v1/cases/{number}/evidence/{sha256}`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/evidence/{sha256}", operation_id = "openFile", tag = "cases",
    summary = "Open a file of a case",
    description = "It is written down first who opened it and why, and the requester reads it. Each call is an opening of its own.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("sha256" = String, Path, description = "The file's SHA-256, as the case's events say it."),
    ),
    request_body = Why,
    responses((status = 200, description = "The file.", content(("application/octet-stream"))), Problems),
    security(("key" = ["sealed:open"])),
)]
pub(crate) async fn open(
    Path((number, sha256)): Path<(String, String)>,
    Sent { caller, body, .. }: Sent<Why>,
) -> Result<Response, Fault> {
    caller.may(Scope::SealedOpen, Right::OpenFile)?;
    let visit = &caller.visit;
    let story = show_case::find_for(visit, Right::OpenFile, &number).await?;
    let evidence = open_evidence::of_case(&story.case, &sha256)?;
    let office = &visit.desk.office;
    let opened = office::open_evidence(office, story.case.id, &sha256, body.reason(), visit.actor(), visit.now).await?;
    Ok(open_evidence::file(evidence, opened))
}
