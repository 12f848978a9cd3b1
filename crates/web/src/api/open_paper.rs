//! A dispute's dossier or one of its papers: the names in it are opened with a reason first, as on the desk.

use super::caller::Scope;
use super::open_sealed::Why;
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::desk::{show_case, show_dossier};
use crate::fault::Fault;
use axum::extract::Path;
use axum::response::Response;

/// `POST /api/v1/cases/{number}/papers/{file}`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/papers/{file}", operation_id = "openPaper", tag = "cases",
    summary = "Open a dispute's dossier or one of its papers",
    description = "It is written down first who opened the names and files in it and why, and the requester reads that. Each call is \
                   an opening of its own.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("file" = String, Path, description = "As the list of papers has it.", example = "dossier.pdf"),
    ),
    request_body = Why,
    responses(
        (status = 200, description = "The file.", content(
            ("application/pdf"),
            ("application/zip"),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        )),
        Problems,
    ),
    security(("key" = ["sealed:open"])),
)]
pub(crate) async fn open(
    Path((number, file)): Path<(String, String)>,
    Sent { caller, body, .. }: Sent<Why>,
) -> Result<Response, Fault> {
    caller.may(Scope::SealedOpen, Right::OpenSealed)?;
    let visit = &caller.visit;
    let story = show_case::find_for(visit, Right::OpenSealed, &number).await?;
    let wanted = show_dossier::wanted(visit, &story.case, &file).ok_or(Fault::NotFound)?;
    show_dossier::opened(visit, &story.case, wanted, body.reason()).await
}
