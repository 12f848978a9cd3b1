//! A person takes a roster that the program proposes: with a key of one's own.

use super::show_proposal::{ProposalView, of_desk, view};
use crate::access::Right;
use crate::api::act_once::was_done;
use crate::api::caller::Scope;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::duty::generate::{kept, outdated_by, planned};
use crate::duty::show_undone::undone;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::case::Refusal;
use domain::duty::{How, RosterEvent};
use office::Proposed;
use serde::Deserialize;
use utoipa::ToSchema;

/// How a proposal is taken.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalTaken {
    /// Also where it undoes approved swaps, or takes out whoever was put in for somebody else.
    #[serde(default)]
    despite: bool,
}

/// `POST /api/v1/duty/{unit}/proposals/{id}/take`
#[utoipa::path(
    post, path = "/api/v1/duty/{unit}/proposals/{id}/take", operation_id = "takeProposal", tag = "watch",
    summary = "Plan the roster that is proposed",
    description = "With a key of one's own, for whoever plans the desk's roster. Shifts of those days that have not begun are then these. \
                   Where it would break the rules by now it is not planned, and where it undoes swaps and overrides only with `despite`; \
                   `detail` says what.",
    params(
        ("unit" = String, Path, description = "The desk's unit."),
        ("id" = String, Path, description = "The proposal's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = ProposalTaken,
    responses((status = 200, body = ProposalView), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn take(
    Path((unit, id)): Path<(String, String)>,
    Sent { caller, body, key }: Sent<ProposalTaken>,
) -> Result<Json<ProposalView>, Fault> {
    caller.may(Scope::WatchWrite, Right::PlanDuty)?;
    caller.myself()?;
    let visit = &caller.visit;
    let unit = kept(visit, Some(&unit))?;
    let proposal = match of_desk(visit, &unit, &id).await? {
        Some(Proposed::Made(proposal)) if !proposal.shifts.is_empty() => proposal,
        _ => return Err(Refusal::new("api-proposal-none").into()),
    };
    let office = &visit.desk.office;
    let events = office.store.stream_events::<RosterEvent>(unit.as_str(), 0).await?;
    let is_same = |event: &RosterEvent| matches!(event, RosterEvent::Planned { how: How::Generated, shifts, .. } if *shifts == proposal.shifts);
    if !was_done(&caller, key.as_deref(), &events, is_same).await? {
        let told = outdated_by(visit, &unit, &proposal).await?;
        if !told.is_empty() {
            return Err(Refusal::new("api-proposal-outdated")
                .with("what", told.join(" "))
                .into());
        }
        let undone = undone(visit, &unit, &proposal).await?;
        if !undone.is_empty() && !body.despite {
            return Err(Refusal::new("api-proposal-undoes")
                .with("what", undone.join(" "))
                .into());
        }
        office::change_roster(office, &unit, &planned(proposal), visit.actor(), visit.now).await?;
    }
    Ok(Json(view(visit, &unit, id).await?))
}
