//! A screening round by a program: beginning one, saying what a unit found in an area, and ending it.

use super::act_once::new_id;
use super::bodies::Seen;
use super::caller::{Caller, Scope};
use super::list_rounds::{RoundView, view};
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::desk::show_case;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use domain::round::{Owed, Plan, RoundCommand, Said};
use domain::{AreaSlug, UnitSlug};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

/// A round to begin.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRound {
    #[schema(value_type = String)]
    name: Seen,
    /// What is looked for, and why.
    #[schema(value_type = String)]
    why: Seen,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
    /// Who looks at what.
    owed: Vec<OwedBody>,
}

/// What a unit owes: a look at an area.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Owed)]
pub(crate) struct OwedBody {
    unit: String,
    /// None: everywhere.
    area: Option<String>,
}

/// What the key's unit says of an area.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoundReport {
    /// Which of those that it owes a look at; none where the round has no areas.
    area: Option<String>,
    said: SaidBody,
}

/// What was found. None is a report; silence is not.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = Said)]
pub(crate) enum SaidBody {
    /// Registered as a case, with its number.
    Found { number: String },
    /// Settled on the spot.
    Settled {
        n: u32,
        #[schema(value_type = String)]
        note: Seen,
    },
    /// Referred.
    Referred {
        n: u32,
        #[schema(value_type = String)]
        to: Seen,
        #[schema(value_type = String)]
        note: Seen,
    },
    /// There is none.
    None,
    /// What was reported is put right: these are the numbers in all, and those that were read before. Refused where something was
    /// reported in between. What was said before stays beside it.
    Corrected {
        settled_before: u32,
        referred_before: u32,
        settled: u32,
        referred: u32,
        /// What was wrong.
        #[schema(value_type = String)]
        reason: Seen,
    },
}

/// Why a round ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoundEnd {
    #[schema(value_type = String)]
    reason: Seen,
}

/// `POST /api/v1/rounds`
#[utoipa::path(
    post, path = "/api/v1/rounds", operation_id = "startRound", tag = "rounds",
    summary = "Begin a screening round",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255)),
    request_body = NewRound,
    responses((status = 201, body = RoundView), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn start(Sent { caller, body, key }: Sent<NewRound>) -> Result<(StatusCode, Json<RoundView>), Fault> {
    caller.may(Scope::CasesWrite, Right::StartRound)?;
    let plan = Plan {
        name: body.name.0,
        why: body.why.0,
        until: body.until,
        owed: body
            .owed
            .into_iter()
            .map(|owed| Owed {
                unit: UnitSlug::new(owed.unit),
                area: owed.area.map(AreaSlug::new),
            })
            .collect(),
    };
    let id = new_id(&caller, key.as_deref());
    let round = change(&caller, id, RoundCommand::Start(plan)).await?;
    Ok((StatusCode::CREATED, Json(round)))
}

/// `POST /api/v1/rounds/{id}/reports`
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/reports", operation_id = "reportRound", tag = "rounds",
    summary = "Say what the key's unit found in an area",
    params(
        ("id" = String, Path, description = "The round's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = RoundReport,
    responses((status = 200, body = RoundView), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn report(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<RoundReport>,
) -> Result<Json<RoundView>, Fault> {
    caller.may(Scope::CasesWrite, Right::ReportRound)?;
    let owed = Owed {
        unit: caller.visit.actor().unit.clone().ok_or(Fault::NotAllowed)?,
        area: body.area.map(AreaSlug::new),
    };
    let said = match body.said {
        SaidBody::Corrected {
            settled_before,
            referred_before,
            settled,
            referred,
            reason,
        } => {
            let command = RoundCommand::Correct {
                owed,
                before: (settled_before, referred_before),
                settled,
                referred,
                reason: reason.0,
                key,
            };
            return Ok(Json(change(&caller, id, command).await?));
        }
        SaidBody::Found { number } => {
            // A case that whoever asks may not see is not there for them.
            let story = show_case::find(&caller.visit, &number).await?;
            Said::Found {
                number: story.case.number.clone(),
            }
        }
        SaidBody::Settled { n, note } => Said::Settled { n, note: note.0 },
        SaidBody::Referred { n, to, note } => Said::Referred {
            n,
            to: to.0,
            note: note.0,
        },
        SaidBody::None => Said::None,
    };
    let command = RoundCommand::Report { owed, said, key };
    Ok(Json(change(&caller, id, command).await?))
}

/// `POST /api/v1/rounds/{id}/end`
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/end", operation_id = "endRound", tag = "rounds",
    summary = "End a screening round",
    params(
        ("id" = String, Path, description = "The round's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers as the first did.", min_length = 1, max_length = 255),
    ),
    request_body = RoundEnd,
    responses((status = 200, body = RoundView), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn end(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<RoundEnd>,
) -> Result<Json<RoundView>, Fault> {
    caller.may(Scope::CasesWrite, Right::StartRound)?;
    let reason = body.reason.0;
    Ok(Json(change(&caller, id, RoundCommand::End { reason, key }).await?))
}

/// Does it, and answers with the round as it is then.
async fn change(caller: &Caller, id: String, command: RoundCommand) -> Result<RoundView, Fault> {
    let visit = &caller.visit;
    if !matches!(command, RoundCommand::Start(_)) {
        // A round that whoever asks may not see is not there for them.
        view(visit, id.clone()).await?;
    }
    office::change_round(&visit.desk.office, &id, &command, visit.actor(), visit.now).await?;
    view(visit, id).await
}
