//! Whom the log itself would believe, to be compared with one's own policy.

use crate::fault::Fault;
use crate::state::Desk;
use axum::extract::State;
use axum::response::Response;

/// `GET /log/policy`
pub(crate) async fn show(State(desk): State<Desk>) -> Result<Response, Fault> {
    Ok(super::text(desk.office.store.log_policy()?.to_string()))
}
