//! The receipt of one event of one's own request as a file.

use super::{reached, told};
use crate::desk::download_receipt;
use crate::fault::Fault;
use crate::guest::Guest;
use axum::extract::Path;
use axum::response::Response;

/// `GET /portal/mine/{secret}/receipts/{version}`
pub(crate) async fn send(Path((secret, version)): Path<(String, u64)>, guest: Guest) -> Result<Response, Fault> {
    let (story, reader) = reached(&guest, &secret).await?;
    let told = told(&story, reader);
    if !told.events.iter().any(|recorded| recorded.version == version) {
        return Err(Fault::NotFound);
    }
    download_receipt::file(&guest.desk.office, &story.case, version, reader.reads_as()).await
}
