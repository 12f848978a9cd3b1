//! Leave and swaps at a desk, as whoever plans its roster reads them. Leave has no reason here either.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::duty::generate::settled;
use crate::duty::show_swap;
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::UnitSlug;
use domain::duty::{Settled, Staff};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;
use store::Account;
use utoipa::ToSchema;

/// What people of a desk asked for, that is not past.
#[derive(Serialize, ToSchema)]
pub(crate) struct DutyAsked {
    /// The desk's unit.
    unit: String,
    /// By their first day.
    leaves: Vec<LeaveLine>,
    swaps: Vec<SwapLine>,
}

/// Leave, in whole days.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeaveLine {
    id: String,
    /// Who, by the name under which they sign in; none of one who has no account any more.
    staff: Option<String>,
    /// The name that colleagues read.
    name: Option<String>,
    /// First day and last day.
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// `open`, `granted`, `refused`, `taken_back`.
    state: &'static str,
}

/// Two people change shifts.
#[derive(Serialize, ToSchema)]
pub(crate) struct SwapLine {
    id: String,
    /// Who asks, by the name under which they sign in.
    asked_by: Option<String>,
    /// Their shift.
    mine: String,
    /// Who is asked.
    other: Option<String>,
    /// That one's shift.
    theirs: String,
    /// `open` until the other one agrees, then `agreed`; `granted`, `refused`, `taken_back`.
    state: &'static str,
    /// What it would break, in sentences, while it is not settled.
    breaks: Vec<String>,
}

/// `GET /api/v1/duty/{unit}/asked`
#[utoipa::path(
    get, path = "/api/v1/duty/{unit}/asked", operation_id = "listDutyAsked", tag = "watch",
    summary = "Leave and swaps at a desk, for whoever settles them",
    params(("unit" = String, Path, description = "The desk's unit.")),
    responses((status = 200, body = DutyAsked), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn list(Path(unit): Path<String>, caller: Caller) -> Result<Json<DutyAsked>, Fault> {
    caller.may(Scope::WatchRead, Right::PlanDuty)?;
    let unit = settled(&caller.visit, &unit)?;
    Ok(Json(asked(&caller.visit, &unit).await?))
}

/// What is asked at a desk.
pub(super) async fn asked(visit: &Visit, unit: &UnitSlug) -> Result<DutyAsked, Fault> {
    let office = &visit.desk.office;
    let roster = office::read_roster(office, unit).await?;
    let people = office::colleagues(office, unit).await?;
    let breaks = show_swap::breaks(visit, unit, (&roster, &people)).await?;
    let accounts = office.store.accounts().await?;
    let accounts: HashMap<&str, &Account> = accounts.iter().map(|account| (account.id.as_str(), account)).collect();
    let user = |staff: &Staff| accounts.get(staff.0.as_str()).map(|account| account.user.clone());
    let today = office.pack.zone.to_datetime(visit.now).date();
    let ahead = |shift: &String| roster.shifts.get(shift).is_some_and(|shift| shift.date >= today);
    let mut leaves: Vec<LeaveLine> = roster
        .leaves
        .iter()
        .filter(|(_, leave)| leave.until >= today)
        .map(|(id, leave)| LeaveLine {
            id: id.clone(),
            staff: user(&leave.staff),
            name: accounts.get(leave.staff.0.as_str()).map(|account| account.name.clone()),
            from: leave.from,
            until: leave.until,
            state: state(leave.settled),
        })
        .collect();
    leaves.sort_by_key(|leave| leave.from);
    let swaps = roster
        .swaps
        .iter()
        .filter(|(_, swap)| ahead(&swap.mine) || ahead(&swap.theirs));
    Ok(DutyAsked {
        unit: unit.to_string(),
        swaps: swaps
            .map(|(id, swap)| SwapLine {
                id: id.clone(),
                asked_by: user(&swap.asked_by),
                mine: swap.mine.clone(),
                other: user(&swap.other),
                theirs: swap.theirs.clone(),
                state: state(swap.settled),
                breaks: breaks.told(visit, &people, id, true),
            })
            .collect(),
        leaves,
    })
}

pub(super) const fn state(settled: Settled) -> &'static str {
    match settled {
        Settled::Open => "open",
        Settled::Agreed => "agreed",
        Settled::Granted => "granted",
        Settled::Refused => "refused",
        Settled::TakenBack => "taken_back",
    }
}
