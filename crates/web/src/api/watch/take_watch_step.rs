//! A step of a watch by somebody who is there: with a key of one's own.

use super::show_watch::{WatchView, view};
use crate::access::Right;
use crate::api::act_once::{new_id, was_done};
use crate::api::bodies::Seen;
use crate::api::caller::Scope;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::duty::take_watch_step::offer;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Path;
use domain::UnitSlug;
use domain::duty::Staff;
use domain::duty::watch::{WatchCommand, WatchEvent};
use serde::Deserialize;
use utoipa::ToSchema;

/// A step of a watch.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum WatchStep {
    /// Come on watch where nobody hands it over.
    Join {},
    /// Write something down.
    Note {
        #[schema(value_type = String)]
        text: Seen,
        /// Something is still to be done about it: it is handed over until somebody says that it is done.
        #[serde(default)]
        open: bool,
    },
    /// What was open is done.
    Done {
        /// The entry's id.
        entry: String,
    },
    /// Hand the watch over. It goes on until somebody takes it.
    Offer {
        /// What to mind.
        #[serde(default)]
        #[schema(value_type = String)]
        note: Seen,
    },
    /// Take a watch, as its handover was read.
    Take {
        /// The handover's id.
        handover: String,
    },
    /// Leave a watch on which as many stay as are needed, of the same shift or such as have taken a handover.
    Leave {},
    /// End the place of somebody else, who forgot to hand over or does not serve any more. For whoever plans the desk's roster.
    End {
        /// Their id, as `on` of the watch gives it.
        staff: String,
        /// Why; it stands in the log.
        #[schema(value_type = String)]
        reason: Seen,
    },
}

/// `POST /api/v1/watch/{unit}/steps`
#[utoipa::path(
    post, path = "/api/v1/watch/{unit}/steps", operation_id = "takeWatchStep", tag = "watch",
    summary = "Come on watch, write in its log, hand it over, take it",
    description = "With a key of one's own. What is handed over is all that is open and due for who hands over; somebody else takes it.",
    params(
        ("unit" = String, Path, description = "The desk's unit."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = WatchStep,
    responses((status = 200, body = WatchView), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn take(
    Path(unit): Path<String>,
    Sent { caller, body, key }: Sent<WatchStep>,
) -> Result<Json<WatchView>, Fault> {
    caller.may(Scope::WatchWrite, Right::ServeDuty)?;
    caller.myself()?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    let unit = UnitSlug::new(unit);
    let (_, desk) = office.pack.duty_desk(&unit).ok_or(Fault::NotFound)?;
    let id = new_id(&caller, key.as_deref());
    let command = match body {
        WatchStep::Join {} => WatchCommand::Join,
        WatchStep::Note { text, open } => WatchCommand::Note { id, text: text.0, open },
        WatchStep::Done { entry } => WatchCommand::Done { entry },
        WatchStep::Offer { note } => offer(visit, id, note.0).await?,
        WatchStep::Take { handover } => WatchCommand::Take { handover },
        WatchStep::Leave {} => WatchCommand::Leave,
        WatchStep::End { staff, reason } => WatchCommand::End {
            staff: Staff(staff),
            reason: reason.0,
        },
    };
    let events = office::watch_events(office, &desk.unit).await?;
    if !was_done(&caller, key.as_deref(), &events, |event| makes(&command, event)).await? {
        office::change_watch(office, &desk.unit, &command, visit.actor(), visit.now).await?;
    }
    Ok(Json(view(visit, &desk.unit, u64::MAX).await?))
}

/// The event is what the command makes.
fn makes(command: &WatchCommand, event: &WatchEvent) -> bool {
    match (command, event) {
        (WatchCommand::Join, WatchEvent::Joined { .. }) | (WatchCommand::Leave, WatchEvent::Left { .. }) => true,
        (WatchCommand::Note { id, .. }, WatchEvent::Noted { id: noted, .. }) => id == noted,
        (WatchCommand::Done { entry }, WatchEvent::Done { entry: done }) => entry == done,
        (WatchCommand::Offer(handover), WatchEvent::Offered(offered)) => handover.id == offered.id,
        (WatchCommand::Take { handover }, WatchEvent::Taken { handover: taken, .. }) => handover == taken,
        (WatchCommand::End { staff, .. }, WatchEvent::Ended { staff: ended, .. }) => staff == ended,
        _ => false,
    }
}
