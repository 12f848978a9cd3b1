//! A file that shows what was done, from a program.

use super::bodies::Written;
use super::caller::Scope;
use super::problems::Problems;
use super::sent_file::SentFile;
use crate::access::Right;
use crate::desk::attach_evidence::shown_name;
use crate::desk::show_case;
use crate::evidence_types;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use domain::case::{Command, Evidence, Refusal, may_take};
use domain::pack::StepName;

/// `POST /api/v1/cases/{number}/evidence`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/evidence", operation_id = "attachEvidence", tag = "cases",
    summary = "Attach a file to a case",
    description = "PDF, PNG, JPEG, WebP, DOCX or XLSX without macros, up to 20 MB: the bytes say what it is, never the name. \
                   The place and time in photos are taken out before anything is kept, so the SHA-256 may be another than that of the bytes sent.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("name" = Option<String>, Query, description = "What the file is called."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body(description = "The file's bytes.", content(("application/octet-stream"))),
    responses((status = 201, body = Written), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn attach(
    Path(number): Path<String>,
    SentFile {
        caller,
        name,
        bytes,
        key,
        ..
    }: SentFile,
) -> Result<(StatusCode, Json<Written>), Fault> {
    caller.may(Scope::CasesWrite, Right::TakeStep)?;
    let visit = &caller.visit;
    let story = show_case::find_for(visit, Right::TakeStep, &number).await?;
    let office = &visit.desk.office;
    if let Some(key) = &key
        && let Some(done) = office.store.appended(key).await?
    {
        return Ok((StatusCode::CREATED, Json(done.into())));
    }
    let case = &story.case;
    // Nothing is kept that the case does not take.
    may_take(case, StepName::AttachEvidence, visit.actor(), &office.pack, visit.now)?;
    if bytes.len() > evidence_types::MOST_BYTES {
        return Err(Fault::TooLarge);
    }
    let kept = evidence_types::keep(&name, bytes).map_err(Refusal::new)?;
    let sha256 = office.store.put_file(case.id, &kept.bytes).await?;
    let command = Command::AttachEvidence(Evidence {
        name: shown_name(&name),
        media_type: kept.media_type.to_owned(),
        bytes: kept.bytes.len() as u64,
        sha256,
    });
    let done = office::act(office, case.id, &command, visit.actor(), visit.now, key).await?;
    Ok((StatusCode::CREATED, Json(done.appended.into())))
}
