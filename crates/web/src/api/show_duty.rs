//! Who is on duty, and the roster of a desk with its gaps. What somebody carries is told to themselves and to their unit alone; whose a
//! shift was before leave and overrides, to whoever plans, as on the page.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::duty::oneself;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::UnitSlug;
use domain::case::Refusal;
use domain::duty::{Ahead, DutyRules, Gap, Load, Member, Shift, Staff, gaps, keeps, load_of, presences};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use office::Colleague;
use serde::Serialize;
use utoipa::ToSchema;

/// Days that are shown where nothing is asked.
const DAYS: i64 = 31;
/// The most days that are shown at once.
const MOST_DAYS: i64 = 100;

/// The desks that keep a watch.
#[derive(Serialize, ToSchema)]
pub(crate) struct Duty {
    desks: Vec<DeskLine>,
}

/// A desk with who is on duty there now.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeskLine {
    unit: String,
    on_duty: Vec<OnDuty>,
}

/// Somebody who is on duty.
#[derive(Serialize, ToSchema)]
pub(crate) struct OnDuty {
    /// `leader` or `officer`.
    tier: &'static str,
    /// The name that colleagues read; none of one who serves there no more.
    name: Option<String>,
    post: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
}

/// A desk's roster.
#[derive(Serialize, ToSchema)]
pub(crate) struct RosterView {
    unit: String,
    /// First day and last day, by the beginning of shifts.
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// By their beginning. To whoever plans the roster, shifts as they are planned; to everybody else who is there, after leave and
    /// overrides: a shift that is shared stands there once for each who has a part of it, and one that nobody has not at all.
    shifts: Vec<ShiftLine>,
    /// Times with fewer than are needed.
    gaps: Vec<GapLine>,
    /// What people carry on these days, of those of whom whoever asks may know it. There is no order in it.
    hours: Vec<HoursLine>,
}

/// What somebody carries.
#[derive(Serialize, ToSchema)]
pub(crate) struct HoursLine {
    /// The name that colleagues read.
    name: String,
    #[serde(flatten)]
    load: LoadLine,
}

/// What is carried in a time.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoadLine {
    minutes: u32,
    turns: u32,
    nights: u32,
    weekends: u32,
    holidays: u32,
    /// Weighed together by the pack's weights.
    weighed: u32,
}

impl From<Load> for LoadLine {
    fn from(load: Load) -> Self {
        Self {
            minutes: load.minutes,
            turns: load.turns,
            nights: load.nights,
            weekends: load.weekends,
            holidays: load.holidays,
            weighed: load.weighed,
        }
    }
}

/// A shift.
#[derive(Serialize, ToSchema)]
pub(crate) struct ShiftLine {
    /// As steps name it.
    id: String,
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// As the pack names it; none for one with times of its own.
    turn: Option<String>,
    #[serde(flatten)]
    who: OnDuty,
}

/// A gap.
#[derive(Serialize, ToSchema)]
pub(crate) struct GapLine {
    tier: &'static str,
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
    needed: u32,
    present: u32,
    /// The skill that the turn asks for and nobody there has, as the pack names it.
    skill: Option<String>,
}

impl From<Gap> for GapLine {
    fn from(gap: Gap) -> Self {
        Self {
            tier: gap.tier.name(),
            from: gap.from,
            until: gap.until,
            needed: gap.needed,
            present: gap.present,
            skill: gap.skill,
        }
    }
}

/// `GET /api/v1/duty`
#[utoipa::path(
    get, path = "/api/v1/duty", operation_id = "listDuty", tag = "watch",
    summary = "Who is on duty now",
    responses((status = 200, body = Duty), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Duty>, Fault> {
    caller.may(Scope::WatchRead, Right::SeeDuty)?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    let rules = office.pack.duty.as_ref().ok_or(Fault::NotFound)?;
    let mut desks = Vec::new();
    for desk in &rules.desks {
        let people = office::colleagues(office, &desk.unit).await?;
        let roster = office::read_roster(office, &desk.unit).await?;
        let there = office::on_shift(office, &roster, visit.now);
        desks.push(DeskLine {
            unit: desk.unit.to_string(),
            on_duty: there
                .iter()
                .map(|one| on_duty(&people, &one.staff, one.tier.name(), (one.from, one.until)))
                .collect(),
        });
    }
    Ok(Json(Duty { desks }))
}

/// `GET /api/v1/duty/{unit}`
#[utoipa::path(
    get, path = "/api/v1/duty/{unit}", operation_id = "showRoster", tag = "watch",
    summary = "The roster of a desk, with its gaps",
    params(
        ("unit" = String, Path, description = "The desk's unit."),
        ("from" = Option<String>, Query, description = "First day, YYYY-MM-DD; the day of duty that runs now where it is not said.", format = Date),
        ("until" = Option<String>, Query, description = "Last day, at most 100 days with the first.", format = Date),
    ),
    responses((status = 200, body = RosterView), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn show(Path(unit): Path<String>, caller: Caller) -> Result<Json<RosterView>, Fault> {
    caller.may(Scope::WatchRead, Right::SeeDuty)?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    let unit = UnitSlug::new(unit);
    let (rules, desk) = office.pack.duty_desk(&unit).ok_or(Fault::NotFound)?;
    let (from, until) = days(visit, rules, &visit.query())?;
    let people = office::colleagues(office, &desk.unit).await?;
    let roster = office::read_roster(office, &desk.unit).await?;
    let levels = office::levels(office).await?;
    let duty_days = office::duty_days(office, &levels, &desk.unit);
    let plans = keeps(desk, visit.actor()) && visit.person.may(Right::PlanDuty);
    let there = if plans {
        roster.shifts.values().map(Shift::as_planned).collect()
    } else {
        presences(&roster, Timestamp::MIN, Timestamp::MAX, duty_days.zone)
    };
    let within = there.iter().filter(|one| from <= one.date && one.date <= until);
    let mut shifts: Vec<ShiftLine> = within
        .map(|one| ShiftLine {
            id: one.shift.clone(),
            date: one.date,
            turn: one.turn.clone(),
            who: on_duty(&people, &one.staff, one.tier.name(), (one.from, one.until)),
        })
        .collect();
    shifts.sort_by_key(|shift| shift.who.from);
    let members: Vec<Member> = people.iter().map(|one| one.member.clone()).collect();
    let found = gaps(&roster, &members, rules, duty_days, Ahead { from, until });
    let own = oneself(visit);
    let standing = &visit.person.standing;
    let seen = people
        .iter()
        .filter(|one| standing.sees_hours(&one.member, one.member.staff == own));
    let hours = seen.map(|one| HoursLine {
        name: one.name.clone(),
        load: load_of(&roster, &one.member.staff, rules, duty_days, from, until).into(),
    });
    Ok(Json(RosterView {
        unit: desk.unit.to_string(),
        from,
        until,
        shifts,
        hours: hours.collect(),
        gaps: found.into_iter().map(GapLine::from).collect(),
    }))
}

/// The days that are asked for.
fn days(visit: &Visit, rules: &DutyRules, query: &Fields) -> Result<(Date, Date), Fault> {
    let day = |name: &str, otherwise: Date| match query.given(name) {
        Some(given) => given.parse().map_err(|_| Fault::Unreadable),
        None => Ok(otherwise),
    };
    let from = day("from", rules.day_at(visit.now, &visit.desk.office.pack.zone))?;
    let until = day("until", from.saturating_add((DAYS - 1).days()))?;
    if until < from {
        return Err(Refusal::new("refusal-duty-dates").into());
    }
    if until >= from.saturating_add(MOST_DAYS.days()) {
        return Err(Refusal::new("refusal-duty-long").with("most", MOST_DAYS).into());
    }
    Ok((from, until))
}

pub(super) fn on_duty(
    people: &[Colleague],
    staff: &Staff,
    tier: &'static str,
    (from, until): (Timestamp, Timestamp),
) -> OnDuty {
    let known = people.iter().find(|one| one.member.staff == *staff);
    OnDuty {
        tier,
        name: known.map(|one| one.name.clone()),
        post: known.map(|one| one.post.to_string()),
        from,
        until,
    }
}
