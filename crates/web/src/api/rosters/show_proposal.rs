//! A roster that the program proposes, or the rules that clash, as whoever plans the desk's roster reads it.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::duty::generate::{clash_words, find, kept};
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::UnitSlug;
use domain::duty::Shift;
use jiff::Timestamp;
use jiff::civil::Date;
use office::{Colleague, Proposal, Proposed};
use serde::Serialize;
use utoipa::ToSchema;

/// A roster that was asked for.
#[derive(Serialize, ToSchema)]
#[schema(as = RosterProposal)]
pub(crate) struct ProposalView {
    id: String,
    /// The desk's unit.
    unit: String,
    /// `working`, `made`, `clash`, `open` (neither a roster nor a clash was found within the time), `failed`.
    state: &'static str,
    /// First and last day; none while it is worked at, and of one that was lost.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    /// Why nothing came of it, in the reader's language.
    failed: Option<String>,
    /// No roster is more even than this one.
    proven: bool,
    /// How uneven it is, and that no roster is less so than the bound.
    objective: u64,
    bound: u64,
    /// Turns that somebody keeps against a wish.
    unheard: u32,
    /// Rules that clash, in sentences: without any of them there would be a roster.
    clash: Vec<String>,
    /// By their beginning.
    shifts: Vec<ProposedShift>,
}

/// A shift that is proposed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProposedShift {
    id: String,
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// As the pack names it.
    turn: Option<String>,
    /// `leader` or `officer`.
    tier: &'static str,
    /// Who, by the name that colleagues read.
    name: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
}

/// `GET /api/v1/duty/{unit}/proposals/{id}`
#[utoipa::path(
    get, path = "/api/v1/duty/{unit}/proposals/{id}", operation_id = "showProposal", tag = "watch",
    summary = "A roster that was asked for",
    params(
        ("unit" = String, Path, description = "The desk's unit."),
        ("id" = String, Path, description = "The proposal's id."),
    ),
    responses((status = 200, body = ProposalView), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn show(
    Path((unit, id)): Path<(String, String)>,
    caller: Caller,
) -> Result<Json<ProposalView>, Fault> {
    caller.may(Scope::WatchRead, Right::PlanDuty)?;
    let unit = kept(&caller.visit, Some(&unit))?;
    Ok(Json(view(&caller.visit, &unit, id).await?))
}

/// A proposal of that desk; of another's there is none here.
pub(super) async fn of_desk(visit: &Visit, unit: &UnitSlug, id: &str) -> Result<Option<Proposed>, Fault> {
    let (of, proposed) = find(visit, id).await?;
    if of == *unit {
        Ok(proposed)
    } else {
        Err(Fault::NotFound)
    }
}

/// A proposal as it is now.
pub(super) async fn view(visit: &Visit, unit: &UnitSlug, id: String) -> Result<ProposalView, Fault> {
    let proposed = of_desk(visit, unit, &id).await?;
    let people = office::colleagues(&visit.desk.office, unit).await?;
    let mut shown = ProposalView {
        id,
        unit: unit.to_string(),
        state: "working",
        from: None,
        until: None,
        failed: None,
        proven: false,
        objective: 0,
        bound: 0,
        unheard: 0,
        clash: Vec::new(),
        shifts: Vec::new(),
    };
    match proposed {
        None => {}
        Some(Proposed::Failed { failed, days }) => {
            shown.state = "failed";
            shown.failed = Some(visit.words().refusal(&failed));
            (shown.from, shown.until) = days.unzip();
        }
        Some(Proposed::Made(proposal)) => made(visit, &people, proposal, &mut shown),
    }
    Ok(shown)
}

fn made(visit: &Visit, people: &[Colleague], proposal: Proposal, shown: &mut ProposalView) {
    shown.state = match (proposal.open, proposal.shifts.is_empty()) {
        (true, _) => "open",
        (false, true) => "clash",
        (false, false) => "made",
    };
    (shown.from, shown.until) = (Some(proposal.from), Some(proposal.until));
    (shown.objective, shown.bound) = (proposal.objective, proposal.bound);
    (shown.proven, shown.unheard) = (proposal.proven, proposal.unheard);
    let clash = proposal.clash.iter();
    shown.clash = clash.map(|clash| clash_words(visit, people, clash)).collect();
    let mut shifts = proposal.shifts;
    shifts.sort_by(|one, other| (one.from, &one.id).cmp(&(other.from, &other.id)));
    shown.shifts = shifts.into_iter().map(|shift| line(people, shift)).collect();
}

fn line(people: &[Colleague], shift: Shift) -> ProposedShift {
    let known = people.iter().find(|one| one.member.staff == shift.staff);
    ProposedShift {
        name: known.map(|one| one.name.clone()),
        id: shift.id,
        date: shift.date,
        turn: shift.turn,
        tier: shift.tier.name(),
        from: shift.from,
        until: shift.until,
    }
}
