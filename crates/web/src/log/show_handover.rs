//! That the owner of one key of the log chose the next: the receipt of the leaf that names it, under a checkpoint that
//! both have signed.

use crate::fault::Fault;
use crate::state::Desk;
use axum::extract::{Path, State};
use axum::response::Response;

/// `GET /log/handover/{id}`: of the key with these eight hexadecimal digits.
pub(crate) async fn show(State(desk): State<Desk>, Path(id): Path<String>) -> Result<Response, Fault> {
    let key_id = u32::from_str_radix(&id, 16)
        .ok()
        .filter(|key_id| format!("{key_id:08x}") == id);
    let key_id = key_id.ok_or(Fault::NotFound)?;
    let receipt = desk.office.store.log_handover(key_id).await?.ok_or(Fault::NotFound)?;
    Ok(super::text(receipt.to_proof().to_string()))
}
