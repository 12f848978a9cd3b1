//! Every desk that keeps a watch, with who is there in fact and who is on shift.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::api::show_duty::{OnDuty, on_duty};
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use domain::UnitSlug;
use domain::duty::Roster;
use domain::duty::watch::Watch;
use jiff::Timestamp;
use office::Colleague;
use serde::Serialize;
use utoipa::ToSchema;

/// The desks.
#[derive(Serialize, ToSchema)]
pub(crate) struct Watches {
    desks: Vec<WatchLine>,
}

/// A desk in one line.
#[derive(Serialize, ToSchema)]
pub(crate) struct WatchLine {
    unit: String,
    on: Vec<OnWatchLine>,
    /// Who is on shift by the roster.
    planned: Vec<OnDuty>,
}

/// Somebody who is on watch.
#[derive(Serialize, ToSchema)]
pub(crate) struct OnWatchLine {
    /// `leader` or `officer`.
    tier: &'static str,
    /// The name that colleagues read; none of one who serves there no more.
    name: Option<String>,
    post: Option<String>,
    /// As the step `end` names them.
    staff: String,
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
}

/// `GET /api/v1/watch`
#[utoipa::path(
    get, path = "/api/v1/watch", operation_id = "listWatches", tag = "watch",
    summary = "Every desk, with who is on watch and who is on shift",
    responses((status = 200, body = Watches), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Watches>, Fault> {
    caller.may(Scope::WatchRead, Right::SeeDuty)?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    let rules = office.pack.duty.as_ref().ok_or(Fault::NotFound)?;
    let mut desks = Vec::new();
    for desk in &rules.desks {
        let people = office::colleagues(office, &desk.unit).await?;
        let watch = office::read_watch(office, &desk.unit).await?;
        let roster = office::read_roster(office, &desk.unit).await?;
        desks.push(line(visit, &desk.unit, &people, &watch, &roster));
    }
    Ok(Json(Watches { desks }))
}

/// A desk in one line.
pub(super) fn line(visit: &Visit, unit: &UnitSlug, people: &[Colleague], watch: &Watch, roster: &Roster) -> WatchLine {
    let planned = office::on_shift(&visit.desk.office, roster, visit.now);
    let on = |on: &domain::duty::watch::OnWatch| {
        let known = people.iter().find(|one| one.member.staff == on.staff);
        OnWatchLine {
            tier: on.tier.name(),
            name: known.map(|one| one.name.clone()),
            post: known.map(|one| one.post.to_string()),
            staff: on.staff.0.clone(),
            since: on.since,
        }
    };
    WatchLine {
        unit: unit.to_string(),
        on: watch.on.iter().map(on).collect(),
        planned: planned
            .iter()
            .map(|one| on_duty(people, &one.staff, one.tier.name(), (one.from, one.until)))
            .collect(),
    }
}
