//! The secret link of whoever asked, to be given from hand to hand: that it was given is in the case's story.

use crate::access::Right;
use crate::api::caller::Scope;
use crate::api::mediation_words::PartyBody;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::clients;
use crate::desk::{give_link, show_case};
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// To whom.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewLink {
    /// Of a dispute: which party; without it, whoever asked.
    party: Option<PartyBody>,
}

/// What was given.
#[derive(Serialize, ToSchema)]
pub(crate) struct GivenLink {
    /// The case's number.
    number: String,
    /// Its version now.
    version: u64,
    /// It had been given before under the same `Idempotency-Key`: the link was in that answer alone.
    repeated: bool,
    /// What the portal asks for.
    secret: Option<String>,
    /// The address that holds it.
    link: Option<String>,
}

/// `POST /api/v1/cases/{number}/link`
#[utoipa::path(
    post, path = "/api/v1/cases/{number}/link", operation_id = "giveLink", tag = "cases",
    summary = "Give the requester a secret link to their case",
    description = "A person's, with a key of their own: it goes from hand to hand. It is told once, and kept nowhere; where it is lost, \
                   another one is given.",
    params(
        ("number" = String, Path, description = "The case's number."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key gives no other link.", min_length = 1, max_length = 255),
    ),
    request_body = NewLink,
    responses((status = 201, body = GivenLink), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn give(
    Path(number): Path<String>,
    headers: HeaderMap,
    Sent { caller, body, key }: Sent<NewLink>,
) -> Result<(StatusCode, Json<GivenLink>), Fault> {
    caller.may(Scope::CasesWrite, Right::TakeStep)?;
    caller.myself()?;
    let visit = &caller.visit;
    let story = show_case::find_for(visit, Right::TakeStep, &number).await?;
    let party = body.party.map(PartyBody::party);
    let given = give_link::give(visit, story.case.id, party, key).await?;
    let origin = clients::origin(&headers, visit.desk.options);
    let answer = GivenLink {
        number: given.done.number,
        version: given.done.version,
        repeated: given.done.repeated,
        link: given
            .secret
            .as_deref()
            .map(|secret| give_link::address(&origin, secret)),
        secret: given.secret,
    };
    Ok((StatusCode::CREATED, Json(answer)))
}
