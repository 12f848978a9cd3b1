//! A version of a brief as a file.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::desk::download_brief;
use crate::fault::Fault;
use axum::extract::Path;
use axum::response::Response;

/// `GET /api/v1/briefs/{date}/{file}`
#[utoipa::path(
    get, path = "/api/v1/briefs/{date}/{file}", operation_id = "downloadBrief", tag = "days",
    summary = "A day's brief as a file",
    params(
        ("date" = String, Path, description = "The day, YYYY-MM-DD.", example = "2026-11-24"),
        ("file" = String, Path, description = "brief.docx, brief.pdf or brief.html.", example = "brief.html"),
        ("version" = Option<u32>, Query, description = "Which version; without it, the newest.", minimum = 1),
    ),
    responses(
        (status = 200, description = "The file.", content(
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ("application/pdf"),
            ("text/html"),
        )),
        Problems,
    ),
    security(("key" = ["days:read"])),
)]
pub(crate) async fn show(path: Path<(String, String)>, caller: Caller) -> Result<Response, Fault> {
    caller.may(Scope::DaysRead, Right::SeeDay)?;
    download_brief::show(path, caller.visit).await
}
