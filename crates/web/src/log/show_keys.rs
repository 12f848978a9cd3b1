//! The log's keys and the sizes that they may sign.

use crate::state::Desk;
use axum::extract::State;
use axum::response::Response;
use ledger::rotation::format_keys;

/// `GET /log/keys`
pub(crate) async fn show(State(desk): State<Desk>) -> Response {
    super::text(format_keys(desk.office.store.log_keys()))
}
