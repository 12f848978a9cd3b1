//! The log's head, signed.

use crate::fault::Fault;
use crate::state::Desk;
use axum::extract::State;
use axum::response::Response;

/// `GET /log/checkpoint`
pub(crate) async fn show(State(desk): State<Desk>) -> Result<Response, Fault> {
    Ok(super::text(desk.office.store.signed_head()?.note.to_string()))
}
