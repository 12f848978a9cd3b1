//! Saying what somebody is able to do on duty and who is planned with whom, and letting teams take turns: with a key of one's own.

use super::show_team::{PairingBody, Team, view};
use crate::access::Right;
use crate::api::act_once::was_done;
use crate::api::bodies::Seen;
use crate::api::caller::Scope;
use crate::api::change_roster::known;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::duty::generate::kept;
use crate::duty::plan_step::{Turns, broken, plan as carry_out, take_turns};
use crate::duty::show_clash::broken_told;
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::UnitSlug;
use domain::case::Refusal;
use domain::duty::{How, Roster, RosterCommand, RosterEvent};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

/// What whoever plans says of a desk's people. Staff are named as they sign in.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum TeamStep {
    /// What somebody is able to do on duty is this now.
    Skill {
        staff: String,
        /// As the pack names them.
        skills: Vec<String>,
    },
    /// How two people are planned.
    Pair {
        staff: String,
        with: String,
        /// None: as any other two.
        pairing: Option<PairingBody>,
    },
    /// Teams take a turn one after the other, and its days are planned so; what is planned of other turns stays.
    Rotate {
        /// As the pack names it.
        turn: String,
        teams: Vec<Vec<String>>,
        /// First day, on which the first team begins, and last day.
        #[schema(value_type = String, format = Date)]
        from: Date,
        #[schema(value_type = String, format = Date)]
        until: Date,
        /// Days for which a team takes the turn before the next does.
        #[serde(default = "one")]
        #[schema(minimum = 1)]
        days_each: u32,
        /// Why, where it breaks what is asked for of rest, nights, skills or pairs.
        #[serde(default)]
        #[schema(value_type = String)]
        despite: Seen,
    },
}

const fn one() -> u32 {
    1
}

/// `POST /api/v1/duty/{unit}/team`
#[utoipa::path(
    post, path = "/api/v1/duty/{unit}/team", operation_id = "planTeam", tag = "watch",
    summary = "Say what people are able to do and who is planned with whom; let teams take turns",
    description = "With a key of one's own, for whoever plans the desk's roster. Teams in turn that break the rules are not planned; \
                   `detail` says what they would break.",
    params(
        ("unit" = String, Path, description = "The desk's unit."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key changes nothing more.", min_length = 1, max_length = 255),
    ),
    request_body = TeamStep,
    responses((status = 200, body = Team), Problems),
    security(("key" = ["watch:write"])),
)]
pub(crate) async fn plan(
    Path(unit): Path<String>,
    Sent { caller, body, key }: Sent<TeamStep>,
) -> Result<Json<Team>, Fault> {
    caller.may(Scope::WatchWrite, Right::PlanDuty)?;
    caller.myself()?;
    let visit = &caller.visit;
    let unit = kept(visit, Some(&unit))?;
    let office = &visit.desk.office;
    let roster = office::read_roster(office, &unit).await?;
    let commands = commands(visit, body).await?;
    let events = office.store.stream_events::<RosterEvent>(unit.as_str(), 0).await?;
    let last = commands.last();
    let is_same = |event: &RosterEvent| last.is_some_and(|last| makes(last, event));
    if !was_done(&caller, key.as_deref(), &events, is_same).await? {
        check_broken(visit, &unit, &roster, &commands).await?;
        carry_out(visit, &unit, &commands).await?;
    }
    Ok(Json(view(visit, &unit).await?))
}

async fn commands(visit: &Visit, step: TeamStep) -> Result<Vec<RosterCommand>, Fault> {
    Ok(match step {
        TeamStep::Skill { staff, skills } => vec![RosterCommand::Skill {
            staff: known(visit, &staff).await?,
            skills: skills.into_iter().collect(),
        }],
        TeamStep::Pair { staff, with, pairing } => vec![RosterCommand::Pair {
            staff: known(visit, &staff).await?,
            with: known(visit, &with).await?,
            pairing: pairing.map(PairingBody::pairing),
        }],
        TeamStep::Rotate {
            turn,
            teams,
            from,
            until,
            days_each,
            despite,
        } => {
            let mut of_staff = Vec::new();
            for team in teams {
                let mut of_team = Vec::new();
                for user in team {
                    of_team.push(known(visit, &user).await?);
                }
                of_staff.push(of_team);
            }
            let turns = Turns {
                turn,
                teams: of_staff,
                days: (from, until),
                days_each,
                why: despite.0,
            };
            take_turns(visit, turns).ok_or_else(|| Refusal::new("refusal-duty-turn"))?
        }
    })
}

/// Says what teams in turn would break, all of it at once.
async fn check_broken(
    visit: &Visit,
    unit: &UnitSlug,
    roster: &Roster,
    commands: &[RosterCommand],
) -> Result<(), Fault> {
    let office = &visit.desk.office;
    let people = office::colleagues(office, unit).await?;
    let elsewhere = office::planned_elsewhere(office, unit, &people, visit.now).await?;
    let broken = broken(visit, (roster, &elsewhere), commands);
    if broken.is_empty() {
        return Ok(());
    }
    let told = broken_told(visit, &people, &broken).join(" ");
    let yields = broken.iter().all(domain::duty::Broken::yields_to_reason);
    let key = if yields { "api-duty-despite" } else { "api-duty-broken" };
    Err(Refusal::new(key).with("what", told).into())
}

/// The event is what the command makes.
fn makes(command: &RosterCommand, event: &RosterEvent) -> bool {
    match (command, event) {
        (
            RosterCommand::Skill { staff, skills },
            RosterEvent::Skilled {
                staff: of,
                skills: said,
            },
        ) => (staff, skills) == (of, said),
        (
            RosterCommand::Pair { staff, with, pairing },
            RosterEvent::Paired {
                staff: of,
                with: and,
                pairing: said,
            },
        ) => (staff, with, pairing) == (of, and, said),
        (
            RosterCommand::Plan { from, until, turn, .. },
            RosterEvent::Planned {
                from: first,
                until: last,
                how: How::Rotation,
                turn: of,
                ..
            },
        ) => (from, until, turn) == (first, last, of),
        _ => false,
    }
}
