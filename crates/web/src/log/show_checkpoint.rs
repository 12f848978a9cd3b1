//! The log's head, signed, with the lines of the witnesses that have signed it so far.

use crate::fault::Fault;
use crate::state::Desk;
use axum::extract::State;
use axum::response::Response;

/// `GET /log/checkpoint`
pub(crate) async fn show(State(desk): State<Desk>) -> Result<Response, Fault> {
    Ok(super::text(desk.office.store.log_checkpoint().await?.note.to_string()))
}
