//! What is said of a desk's people for planning, as whoever plans its roster reads it: there is no rank in it.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::duty::generate::kept;
use crate::duty::show_clash::pairs;
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::UnitSlug;
use domain::duty::{Ahead, Pairing, Rotation, ShiftId, Staff};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::Account;
use utoipa::ToSchema;

/// Days for which it is said who is planned as they are not to be.
const AHEAD_DAYS: i64 = 60;

/// A desk's people, as they are planned. Staff are named as they sign in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Team {
    /// The desk's unit.
    unit: String,
    people: Vec<TeamMember>,
    pairs: Vec<PairLine>,
    /// Teams in turn.
    rotations: Vec<RotationLine>,
    /// Days still to come that are planned against what is asked for, with why.
    despite: Vec<DespiteLine>,
    /// Ids of the shifts still to come that were put in, swapped or taken over against what is asked for, because that was said.
    all_the_same: Vec<String>,
    /// Who is planned within 60 days as they are not to be, in sentences.
    clashes: Vec<String>,
}

/// Somebody who serves at the desk.
#[derive(Serialize, ToSchema)]
pub(crate) struct TeamMember {
    /// The name under which they sign in.
    staff: Option<String>,
    /// The name that colleagues read.
    name: String,
    /// `leader`, `officer`.
    tiers: Vec<&'static str>,
    /// What they are able to do on duty, as the pack names it.
    skills: Vec<String>,
}

/// How two people are planned.
#[derive(Serialize, ToSchema)]
pub(crate) struct PairLine {
    staff: Option<String>,
    with: Option<String>,
    pairing: PairingBody,
}

/// How two people are planned: whenever the first is on a turn so is the second, or never on the same turn.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Pairing)]
pub(crate) enum PairingBody {
    Together,
    Apart,
}

impl PairingBody {
    /// As the rules have it.
    pub(super) const fn pairing(self) -> Pairing {
        match self {
            Self::Together => Pairing::Together,
            Self::Apart => Pairing::Apart,
        }
    }

    const fn of(pairing: Pairing) -> Self {
        match pairing {
            Pairing::Together => Self::Together,
            Pairing::Apart => Self::Apart,
        }
    }
}

/// Teams that take a turn one after the other.
#[derive(Serialize, ToSchema)]
pub(crate) struct RotationLine {
    turn: String,
    /// Those who have no account any more are left out.
    teams: Vec<Vec<String>>,
    #[schema(value_type = String, format = Date)]
    starts: Date,
    days_each: u32,
}

/// Days that are planned against what is asked for.
#[derive(Serialize, ToSchema)]
pub(crate) struct DespiteLine {
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// The turn, as the pack names it; none where it is of all of them.
    turn: Option<String>,
    why: String,
}

/// `GET /api/v1/duty/{unit}/team`
#[utoipa::path(
    get, path = "/api/v1/duty/{unit}/team", operation_id = "showTeam", tag = "watch",
    summary = "A desk's people with skills, pairs and teams, for whoever plans its roster",
    params(("unit" = String, Path, description = "The desk's unit.")),
    responses((status = 200, body = Team), Problems),
    security(("key" = ["watch:read"])),
)]
pub(crate) async fn show(Path(unit): Path<String>, caller: Caller) -> Result<Json<Team>, Fault> {
    caller.may(Scope::WatchRead, Right::PlanDuty)?;
    let unit = kept(&caller.visit, Some(&unit))?;
    Ok(Json(view(&caller.visit, &unit).await?))
}

/// The people of a desk that whoever asks plans.
pub(super) async fn view(visit: &Visit, unit: &UnitSlug) -> Result<Team, Fault> {
    let office = &visit.desk.office;
    let (rules, _) = office.pack.duty_desk(unit).ok_or(Fault::NotFound)?;
    let roster = office::read_roster(office, unit).await?;
    let people = office::colleagues(office, unit).await?;
    let accounts = office.store.accounts().await?;
    let today = office.pack.zone.to_datetime(visit.now).date();
    let ahead = Ahead {
        from: today,
        until: today.saturating_add(AHEAD_DAYS.days()),
    };
    let member = |one: &office::Colleague| TeamMember {
        staff: user(&accounts, &one.member.staff),
        name: one.name.clone(),
        tiers: one.member.tiers.iter().map(|tier| tier.name()).collect(),
        skills: roster
            .skills
            .get(&one.member.staff)
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
    };
    let pair = |((staff, with), pairing): (&(Staff, Staff), &Pairing)| PairLine {
        staff: user(&accounts, staff),
        with: user(&accounts, with),
        pairing: PairingBody::of(*pairing),
    };
    let coming = roster.despite.iter().filter(|one| one.until >= today);
    let is_ahead = |id: &&ShiftId| roster.shifts.get(*id).is_some_and(|shift| shift.until > visit.now);
    let shifts = roster.all_the_same.iter().filter(is_ahead);
    Ok(Team {
        unit: unit.to_string(),
        people: people.iter().map(member).collect(),
        pairs: roster.pairs.iter().map(pair).collect(),
        rotations: roster.rotations.values().map(|one| rotation(&accounts, one)).collect(),
        despite: coming
            .map(|one| DespiteLine {
                from: one.from,
                until: one.until,
                turn: one.turn.clone(),
                why: one.why.clone(),
            })
            .collect(),
        all_the_same: shifts.cloned().collect(),
        clashes: pairs(visit, rules, &roster, &people, ahead),
    })
}

fn rotation(accounts: &[Account], rotation: &Rotation) -> RotationLine {
    let team = |team: &Vec<Staff>| team.iter().filter_map(|staff| user(accounts, staff)).collect();
    RotationLine {
        turn: rotation.turn.clone(),
        teams: rotation.teams.iter().map(team).collect(),
        starts: rotation.starts,
        days_each: rotation.days_each,
    }
}

fn user(accounts: &[Account], staff: &Staff) -> Option<String> {
    let account = accounts.iter().find(|account| account.id == staff.0);
    account.map(|account| account.user.clone())
}
