//! A paper of a case in which nothing stands that is under seal, as a file.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::desk::{download_invitation, download_opinion};
use crate::fault::Fault;
use crate::incidents::download_report;
use axum::extract::Path;
use axum::response::Response;

/// `GET /api/v1/cases/{number}/opinions/{round}/{file}`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/opinions/{round}/{file}", operation_id = "downloadOpinion", tag = "cases",
    summary = "A petition's written opinion as a file",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("round" = u8, Path, description = "1 handling, 2 review, 3 re-review.", minimum = 1, maximum = 3),
        ("file" = String, Path, description = "opinion.pdf or opinion.docx.", example = "opinion.pdf"),
    ),
    responses(
        (status = 200, description = "The file.", content(
            ("application/pdf"),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        )),
        Problems,
    ),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn opinion(path: Path<(String, u8, String)>, caller: Caller) -> Result<Response, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    download_opinion::show(path, caller.visit).await
}

/// `GET /api/v1/cases/{number}/reports/{n}/{file}`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/reports/{n}/{file}", operation_id = "downloadReport", tag = "cases",
    summary = "A report of an incident, as it went out",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("n" = u32, Path, description = "Which report, 1 for the first.", minimum = 1),
        ("file" = String, Path, description = "report.pdf or report.docx.", example = "report.pdf"),
    ),
    responses(
        (status = 200, description = "The file.", content(
            ("application/pdf"),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        )),
        Problems,
    ),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn report(path: Path<(String, u32, String)>, caller: Caller) -> Result<Response, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    download_report::sent(path, caller.visit).await
}

/// `GET /api/v1/cases/{number}/sessions/{session}/session.ics`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/sessions/{session}/session.ics", operation_id = "downloadSession", tag = "cases",
    summary = "A session of a mediation for a calendar",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("session" = u32, Path, description = "Which session, 1 for the first.", minimum = 1),
    ),
    responses((status = 200, description = "The session.", content(("text/calendar"))), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn session(path: Path<(String, u32)>, caller: Caller) -> Result<Response, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    download_invitation::show(path, caller.visit).await
}
