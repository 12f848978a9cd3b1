//! Receipts of what happened to a case: each can be taken home and verified without us.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::desk::{download_receipt, show_case, show_receipts};
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// The events of a case of which there is a receipt.
#[derive(Serialize, ToSchema)]
pub(crate) struct Receipts {
    /// The case's number.
    number: String,
    /// The oldest first.
    receipts: Vec<ReceiptLine>,
}

/// An event of which there is a receipt.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReceiptLine {
    /// Place in the case's events, 1 first.
    version: u64,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// What happened.
    event: &'static str,
}

/// `GET /api/v1/cases/{number}/receipts`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/receipts", operation_id = "listReceipts", tag = "cases",
    summary = "The events of a case of which there is a receipt",
    params(("number" = String, Path, description = "The case's number.")),
    responses((status = 200, body = Receipts), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(Path(number): Path<String>, caller: Caller) -> Result<Json<Receipts>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    let visit = &caller.visit;
    let story = show_case::find(visit, &number).await?;
    let taken = story
        .events
        .iter()
        .filter(|recorded| show_receipts::may_take(visit, &story, recorded.version));
    let receipts: Vec<ReceiptLine> = taken
        .map(|recorded| ReceiptLine {
            version: recorded.version,
            at: recorded.at,
            event: recorded.event.name(),
        })
        .collect();
    // As on the desk: where whoever asks may take none, there is nothing.
    if receipts.is_empty() {
        return Err(Fault::NotFound);
    }
    Ok(Json(Receipts {
        number: story.case.number.clone(),
        receipts,
    }))
}

/// `GET /api/v1/cases/{number}/receipts/{version}`
#[utoipa::path(
    get, path = "/api/v1/cases/{number}/receipts/{version}", operation_id = "downloadReceipt", tag = "cases",
    summary = "The receipt of an event of a case",
    description = "C2SP tlog-proof, which `huying verify` and the portal's verify page read.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("version" = u64, Path, description = "Place in the case's events, 1 first.", minimum = 1),
    ),
    responses((status = 200, description = "The receipt.", content(("text/plain"))), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn download(path: Path<(String, u64)>, caller: Caller) -> Result<Response, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    download_receipt::send(path, caller.visit).await
}
