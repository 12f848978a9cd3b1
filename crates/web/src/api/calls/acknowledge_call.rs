//! Somebody has a call: with a key of one's own.

use super::show_call::{CallView, view};
use crate::access::Right;
use crate::api::bodies::Nothing;
use crate::api::caller::Scope;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::calls::list_calls;
use crate::duty::oneself;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;

/// `POST /api/v1/calls/{id}/acknowledge`
#[utoipa::path(
    post, path = "/api/v1/calls/{id}/acknowledge", operation_id = "acknowledgeCall", tag = "watch",
    summary = "Say that one has a call",
    description = "With a key of one's own. Nobody is called for it any more; a danger that it is for is in hand with it. \
                   Said again, it changes nothing.",
    params(
        ("id" = String, Path, description = "The call's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = Nothing,
    responses((status = 200, body = CallView), Problems),
    security(("key" = ["own:write"])),
)]
pub(crate) async fn acknowledge(
    Path(id): Path<String>,
    Sent { caller, .. }: Sent<Nothing>,
) -> Result<Json<CallView>, Fault> {
    caller.may(Scope::OwnWrite, Right::SeeCalls)?;
    caller.myself()?;
    let visit = &caller.visit;
    list_calls::known(visit, &id).await?;
    office::acknowledge_call(&visit.desk.office, &id, &oneself(visit), visit.now).await?;
    Ok(Json(view(visit, id).await?))
}
