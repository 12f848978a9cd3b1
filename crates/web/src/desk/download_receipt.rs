//! The receipt of one event as a file.

use super::{show_case, show_receipts};
use crate::fault::Fault;
use crate::frame;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Case, Party};
use office::Office;

/// `GET /cases/{number}/receipts/{version}`
pub(crate) async fn send(Path((number, version)): Path<(String, u64)>, visit: Visit) -> Result<Response, Fault> {
    let story = show_case::find(&visit, &number).await?;
    if !show_receipts::may_take(&visit, &story, version) {
        return Err(Fault::NotFound);
    }
    // It is handed to whoever asked.
    file(&visit.desk.office, &story.case, version, Party::A).await
}

/// The file of an event's receipt, for a party that may have it.
pub(crate) async fn file(office: &Office, case: &Case, version: u64, reader: Party) -> Result<Response, Fault> {
    let receipt = office::receipt(office, case.id, version, reader).await?;
    let text = receipt.ok_or(Fault::NotFound)?.to_proof().to_string();
    let name = format!("huying-receipt-{}-{version}.txt", case.number);
    Ok(frame::download("text/plain; charset=utf-8", &name, text.into_bytes()))
}
