//! What is one's own at a desk: shifts that are still to come, leave, wishes, swaps, and what one carries this month.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::list_asked::state;
use crate::api::problems::Problems;
use crate::api::show_duty::LoadLine;
use crate::duty::oneself;
use crate::duty::show_swap::{self, Breaks};
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::UnitSlug;
use domain::duty::{Roster, Shift, Staff, load_of, presences};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use office::Colleague;
use serde::Serialize;
use utoipa::ToSchema;

/// One's own at a desk.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnDuty {
    /// The desk's unit.
    unit: String,
    /// Whoever asks serves there.
    serves: bool,
    /// Where one is to be there and that has not ended, by its beginning: what leave and whoever else was put in leave of one's shifts, and
    /// what one takes over of others.
    shifts: Vec<OwnShift>,
    /// Ids of the shifts that one can swap, by their beginning: they have not begun, and nobody else was put in them.
    swappable: Vec<String>,
    /// By their first day.
    leaves: Vec<OwnLeave>,
    /// By their first day.
    wishes: Vec<OwnWish>,
    swaps: Vec<OwnSwap>,
    /// What one carries this month; none where one does not serve there.
    load: Option<LoadLine>,
}

/// A shift, or a part of one, in which one is to be there.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnShift {
    id: String,
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// As the pack names it; none for one with times of its own.
    turn: Option<String>,
    /// `leader` or `officer`.
    tier: &'static str,
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
}

/// Leave that one asked for. It has no reason.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnLeave {
    id: String,
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// `open`, `granted`, `refused`, `taken_back`.
    state: &'static str,
}

/// Days on which one would rather not be on duty.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnWish {
    id: String,
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    until: Date,
}

/// A swap that one asked for, or is asked for.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnSwap {
    id: String,
    /// One asked for it; otherwise it is asked of one.
    asked: bool,
    /// With whom, by the name that colleagues read.
    with: Option<String>,
    /// The shift that one gives.
    gives: String,
    /// The shift that one takes.
    takes: String,
    /// `open` until the other one agrees, then `agreed`; `granted`, `refused`, `taken_back`.
    state: &'static str,
    /// What it would break, in sentences, while it is not settled.
    breaks: Vec<String>,
}

/// `GET /api/v1/own/duty/{unit}`
#[utoipa::path(
    get, path = "/api/v1/own/duty/{unit}", operation_id = "showOwnDuty", tag = "own",
    summary = "One's own shifts, leave, wishes and swaps at a desk",
    params(("unit" = String, Path, description = "The desk's unit.")),
    responses((status = 200, body = OwnDuty), Problems),
    security(("key" = ["own:read"])),
)]
pub(crate) async fn show(Path(unit): Path<String>, caller: Caller) -> Result<Json<OwnDuty>, Fault> {
    caller.may(Scope::OwnRead, Right::SeeDuty)?;
    caller.myself()?;
    Ok(Json(view(&caller.visit, &UnitSlug::new(unit)).await?))
}

/// What is one's own there now.
pub(super) async fn view(visit: &Visit, unit: &UnitSlug) -> Result<OwnDuty, Fault> {
    let office = &visit.desk.office;
    let (rules, desk) = office.pack.duty_desk(unit).ok_or(Fault::NotFound)?;
    let roster = office::read_roster(office, &desk.unit).await?;
    let people = office::colleagues(office, &desk.unit).await?;
    let breaks = show_swap::breaks(visit, &desk.unit, (&roster, &people)).await?;
    let levels = office::levels(office).await?;
    let own = oneself(visit);
    let today = office.pack.zone.to_datetime(visit.now).date();
    let serves = people.iter().any(|one| one.member.staff == own);
    let days = office::duty_days(office, &levels, &desk.unit);
    let (from, until) = (today.first_of_month(), today.last_of_month());
    let load = serves.then(|| load_of(&roster, &own, rules, days, from, until));
    let mut leaves: Vec<OwnLeave> = roster
        .leaves
        .iter()
        .filter(|(_, leave)| leave.staff == own && leave.until >= today)
        .map(|(id, leave)| OwnLeave {
            id: id.clone(),
            from: leave.from,
            until: leave.until,
            state: state(leave.settled),
        })
        .collect();
    leaves.sort_by_key(|leave| leave.from);
    let mut wishes: Vec<OwnWish> = roster
        .wishes
        .iter()
        .filter(|(_, wish)| wish.staff == own && wish.until >= today)
        .map(|(id, wish)| OwnWish {
            id: id.clone(),
            from: wish.from,
            until: wish.until,
        })
        .collect();
    wishes.sort_by_key(|wish| wish.from);
    Ok(OwnDuty {
        unit: desk.unit.to_string(),
        serves,
        shifts: shifts(&roster, &own, &office.pack.zone, visit.now),
        swappable: swappable(&roster, &own, visit.now),
        leaves,
        wishes,
        swaps: swaps(visit, (&roster, &breaks), &people, &own, today),
        load: load.map(LoadLine::from),
    })
}

fn shifts(roster: &Roster, own: &Staff, zone: &TimeZone, now: Timestamp) -> Vec<OwnShift> {
    let there = presences(roster, now, Timestamp::MAX, zone);
    let own = there.into_iter().filter(|one| one.staff == *own);
    own.map(|one| OwnShift {
        id: one.shift,
        date: one.date,
        turn: one.turn,
        tier: one.tier.name(),
        from: one.from,
        until: one.until,
    })
    .collect()
}

fn swappable(roster: &Roster, own: &Staff, now: Timestamp) -> Vec<String> {
    let shifts = roster.shifts.values();
    let mut shifts: Vec<&Shift> = shifts
        .filter(|shift| shift.staff == *own && roster.can_be_swapped(shift, now))
        .collect();
    shifts.sort_by_key(|shift| shift.from);
    shifts.into_iter().map(|shift| shift.id.clone()).collect()
}

fn swaps(
    visit: &Visit,
    (roster, breaks): (&Roster, &Breaks),
    people: &[Colleague],
    own: &Staff,
    today: Date,
) -> Vec<OwnSwap> {
    let ahead = |shift: &String| roster.shifts.get(shift).is_some_and(|shift| shift.date >= today);
    let concerned = roster.swaps.iter().filter(|(_, swap)| {
        (swap.asked_by == *own || swap.other == *own) && (ahead(&swap.mine) || ahead(&swap.theirs))
    });
    let line = |(id, swap): (&String, &domain::duty::Swap)| {
        let asked = swap.asked_by == *own;
        let (with, gives, takes) = if asked {
            (&swap.other, &swap.mine, &swap.theirs)
        } else {
            (&swap.asked_by, &swap.theirs, &swap.mine)
        };
        let with = people.iter().find(|one| one.member.staff == *with);
        OwnSwap {
            id: id.clone(),
            asked,
            with: with.map(|one| one.name.clone()),
            gives: gives.clone(),
            takes: takes.clone(),
            state: state(swap.settled),
            breaks: breaks.told(visit, people, id, false),
        }
    };
    concerned.map(line).collect()
}
