//! Incidents, drills marked: open ones with what has to be reported next, and those that are over.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::days::show_today::{IncidentDue, incident};
use crate::api::problems::Problems;
use crate::fault::Fault;
use crate::incidents::list_incidents::all;
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// Incidents.
#[derive(Serialize, ToSchema)]
pub(crate) struct Incidents {
    /// Those that are dealt with, or of which something has to be reported still: what is due next first.
    open: Vec<IncidentDue>,
    /// The newest of those that are over.
    ended: Vec<IncidentDue>,
}

/// `GET /api/v1/incidents`
#[utoipa::path(
    get, path = "/api/v1/incidents", operation_id = "listIncidents", tag = "cases",
    summary = "Incidents and drills, with what has to be reported next",
    responses((status = 200, body = Incidents), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Incidents>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    let (open, ended) = all(&caller.visit).await?;
    Ok(Json(Incidents {
        open: open.iter().map(incident).collect(),
        ended: ended.iter().map(incident).collect(),
    }))
}
