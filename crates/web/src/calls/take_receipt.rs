//! A gateway says that a message has arrived.

use crate::fault::Fault;
use crate::state::Desk;
use axum::extract::{Path, State};
use axum::http::StatusCode;

/// `GET /calls/receipts/{id}` and `POST`: whatever else the gateway says is not read. Nobody else knows a message's id.
pub(crate) async fn take(State(desk): State<Desk>, Path(id): Path<String>) -> Result<StatusCode, Fault> {
    let office = &desk.office;
    office.store.mark_send(&id, false, office.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
