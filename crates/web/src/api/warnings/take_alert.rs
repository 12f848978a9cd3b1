//! Puts in a warning of another body, as it came.

use super::list_alerts::{Alerts, alerts};
use crate::access::Right;
use crate::api::caller::Scope;
use crate::api::problems::Problems;
use crate::api::sent_file::SentFile;
use crate::desk::take_alert;
use crate::fault::Fault;
use axum::Json;

/// `POST /api/v1/alerts`
#[utoipa::path(
    post, path = "/api/v1/alerts", operation_id = "takeAlert", tag = "warnings",
    summary = "Put in a warning of another body",
    description = "A document of the Common Alerting Protocol 1.2, as it came. Put in again, it changes nothing.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255)),
    request_body(description = "The document's bytes.", content(("application/octet-stream"))),
    responses((status = 200, body = Alerts), Problems),
    security(("key" = ["warnings:write"])),
)]
pub(crate) async fn take(SentFile { caller, bytes, .. }: SentFile) -> Result<Json<Alerts>, Fault> {
    caller.may(Scope::WarningsWrite, Right::DraftWarning)?;
    take_alert::take(&caller.visit, &bytes).await?;
    Ok(Json(alerts(&caller.visit).await?))
}
