//! Signs a version of a day's brief: somebody else than who drafted it, and it gets its issue numbers.

use crate::access::Right;
use crate::api::caller::Scope;
use crate::api::do_once::do_once;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::api::show_brief::{BriefData, brief};
use crate::desk::days;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use serde::Deserialize;
use utoipa::ToSchema;

/// Which version.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BriefSignature {
    /// The newest: an older one is not signed any more.
    version: u32,
}

/// `POST /api/v1/briefs/{date}/sign`
#[utoipa::path(
    post, path = "/api/v1/briefs/{date}/sign", operation_id = "signBrief", tag = "days",
    summary = "Sign a version of a day's brief",
    description = "A person's, with a key of their own, and somebody else's than the drafter's.",
    params(
        ("date" = String, Path, description = "The day, YYYY-MM-DD.", example = "2026-11-24"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = BriefSignature,
    responses((status = 200, body = BriefData), Problems),
    security(("key" = ["days:decide"])),
)]
pub(crate) async fn sign(
    Path(date): Path<String>,
    Sent { caller, body, key }: Sent<BriefSignature>,
) -> Result<Json<BriefData>, Fault> {
    caller.may(Scope::DaysDecide, Right::SignBrief)?;
    caller.myself()?;
    let visit = &caller.visit;
    let date = days::parse(&date)?;
    let office = &visit.desk.office;
    do_once(&caller, key.as_deref(), async {
        office::sign_brief(office, date, body.version, visit.actor(), visit.now).await?;
        Ok(())
    })
    .await?;
    Ok(Json(brief(visit, date, Some(body.version)).await?))
}
