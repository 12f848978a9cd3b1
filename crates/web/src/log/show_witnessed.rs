//! The newest head that witnesses have signed: older than the log by a minute or so, and believed by those who want their
//! signatures.

use crate::fault::Fault;
use crate::state::Desk;
use axum::extract::State;
use axum::response::Response;

/// `GET /log/checkpoint/witnessed`
pub(crate) async fn show(State(desk): State<Desk>) -> Result<Response, Fault> {
    let head = desk.office.store.witnessed_head().ok_or(Fault::NotFound)?;
    Ok(super::text(head.note.to_string()))
}
