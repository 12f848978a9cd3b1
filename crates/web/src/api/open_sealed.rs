//! Opening what is said in confidence: written down first, with the reason, as on the desk.

use super::bodies::Seen;
use super::caller::Scope;
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::case::Reason;
use domain::pack::FieldName;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Why {
    /// One of the pack's reasons.
    reason: Option<String>,
    /// Words of one's own; the requester reads them.
    #[schema(value_type = Option<String>)]
    written: Option<Seen>,
}

impl Why {
    /// As the rules have it.
    pub(super) fn reason(self) -> Reason {
        Reason {
            chosen: self.reason.filter(|reason| !reason.is_empty()),
            written: Seen::text(self.written.as_ref()),
        }
    }
}

/// What was opened.
#[derive(Serialize, ToSchema)]
pub(crate) struct Opened {
    number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    requester_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requester_contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed_note: Option<String>,
    /// Of a dispute: the other parties.
    #[serde(skip_serializing_if = "Option::is_none")]
    party_b: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    party_c: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    party_d: Option<String>,
}

/// `POST /api/v1/cases/{number}/sealed`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/sealed", operation_id = "openSealed", tag = "cases",
    summary = "Open what is kept under seal",
    description = "It is written down first who opened it and why, and the requester reads it. Each call is an opening of its own.",
    params(("number" = String, Path, description = "The case's number.")),
    request_body = Why,
    responses((status = 200, body = Opened), Problems),
    security(("key" = ["sealed:open"])),
)]
pub(crate) async fn open(
    Path(number): Path<String>,
    Sent { caller, body, .. }: Sent<Why>,
) -> Result<Json<Opened>, Fault> {
    caller.may(Scope::SealedOpen, Right::OpenSealed)?;
    let visit = &caller.visit;
    let story = show_case::find_for(visit, Right::OpenSealed, &number).await?;
    let office = &visit.desk.office;
    let values = office::open_sealed(office, story.case.id, body.reason(), visit.actor(), visit.now).await?;
    let value = |field| values.get(field).map(str::to_owned);
    Ok(Json(Opened {
        number: story.case.number.clone(),
        requester_name: value(FieldName::RequesterName),
        requester_contact: value(FieldName::RequesterContact),
        identity_number: value(FieldName::IdentityNumber),
        sealed_note: value(FieldName::SealedNote),
        party_b: value(FieldName::PartyB),
        party_c: value(FieldName::PartyC),
        party_d: value(FieldName::PartyD),
    }))
}
