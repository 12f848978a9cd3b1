//! A key that opens nothing any more.

use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame;
use axum::extract::Path;
use axum::response::Response;

/// `POST /accounts/keys/{id}/revoke`
pub(crate) async fn send(Path(id): Path<String>, Posted { visit, .. }: Posted) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    visit.desk.office.store.revoke_api_key(&id, visit.now).await?;
    Ok(frame::see_other("/accounts#keys"))
}
