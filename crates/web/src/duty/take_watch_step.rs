//! Steps of a watch: sign in, write down, done, hand over, take, leave, end a place that was forgotten.

use super::show_watch::{self, open};
use super::{chosen, is_id, oneself, show_due};
use crate::access::Right;
use crate::desk::choose_post;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Problems};
use crate::incidents;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::duty::watch::{Handover, WatchCommand};
use domain::duty::{Staff, Tier};

/// `POST /watch/{step}`
pub(crate) async fn send(Path(step): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::ServeDuty)?;
    let unit = chosen(&visit, fields.given("desk"))?.unit.clone();
    let Some(command) = command(&visit, &step, &fields).await? else {
        let mut problems = Problems::default();
        problems.add("", visit.words().text("form-incomplete"));
        return show_watch::page(&visit, &Draft { fields, problems }).await;
    };
    let office = &visit.desk.office;
    match office::change_watch(office, &unit, &command, visit.actor(), visit.now).await {
        Ok(()) => {
            // Whoever comes on watch here has signed in to the desk's post with it.
            if matches!(command, WatchCommand::Join | WatchCommand::Take { .. }) {
                choose_post::choose(&visit, Some(visit.now)).await?;
            }
            Ok(frame::see_other(&format!("/watch?desk={unit}")))
        }
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            show_watch::page(&visit, &Draft { fields, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What the form asks; none where it cannot be read.
async fn command(visit: &Visit, step: &str, fields: &Fields) -> Result<Option<WatchCommand>, Fault> {
    let id = fields.get("id").to_owned();
    let command = match step {
        "join" => WatchCommand::Join,
        "leave" => WatchCommand::Leave,
        "end" => WatchCommand::End {
            staff: Staff(fields.get("staff").to_owned()),
            reason: fields.get("reason").to_owned(),
        },
        _ if !is_id(&id) => return Ok(None),
        "note" => WatchCommand::Note {
            id,
            text: fields.get("text").to_owned(),
            open: fields.get("open") == "yes",
        },
        "done" => WatchCommand::Done { entry: id },
        "take" => WatchCommand::Take { handover: id },
        "offer" => offer(visit, id, fields.get("note").to_owned()).await?,
        _ => return Ok(None),
    };
    Ok(Some(command))
}

/// The watch is handed over with this note, and with all that is open and due for whoever goes.
pub(crate) async fn offer(visit: &Visit, id: String, note: String) -> Result<WatchCommand, Fault> {
    let open = open(visit).await?;
    let incidents = incidents::open(visit).await?;
    let due = show_due::handed(&show_due::waits(visit, &incidents).await?);
    Ok(WatchCommand::Offer(Handover {
        id,
        by: oneself(visit),
        // The rules fill in tier, time and entries.
        tier: Tier::Officer,
        at: visit.now,
        note,
        entries: Vec::new(),
        cases: open.cases.into_iter().map(|(number, _)| number).collect(),
        open_cases: open.n,
        next_due: due.first().map(|first| first.at),
        due,
    }))
}
