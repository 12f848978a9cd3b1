//! A key that opens nothing any more.

use crate::access::Right;
use crate::desk::confirm;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Frame};
use axum::extract::Path;
use axum::response::Response;

/// `POST /accounts/keys/{id}/revoke`
pub(crate) async fn send(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::KeepAccounts)?;
    if !confirm::is_sure(&fields) {
        let keys = visit.desk.office.store.api_keys().await?;
        // One that is not there opens nothing either.
        let Some(key) = keys.iter().find(|key| key.id == id) else {
            return Ok(frame::see_other("/accounts#keys"));
        };
        let f = Frame::new(&visit, "/accounts", "");
        let title = f.t1("api-key-revoke-label", "name", &key.name);
        return confirm::ask(&visit, "/accounts#keys", title, f.t("api-key-revoke-does"));
    }
    visit.desk.office.store.revoke_api_key(&id, visit.now).await?;
    Ok(frame::see_other("/accounts#keys"))
}
