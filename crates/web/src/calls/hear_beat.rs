//! A sign of life from outside.

use crate::fault::Fault;
use crate::secrets;
use crate::state::Desk;
use axum::extract::{Path, State};
use axum::http::StatusCode;

/// `GET /heartbeat/{secret}` and `POST`
pub(crate) async fn hear(State(desk): State<Desk>, Path(secret): Path<String>) -> Result<StatusCode, Fault> {
    let expected = &desk.calls.settings.expected;
    let known = expected.iter().find(|known| secrets::same(&known.secret.0, &secret));
    let known = known.ok_or(Fault::NotFound)?;
    let office = &desk.office;
    office.store.beat(&known.name, office.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
