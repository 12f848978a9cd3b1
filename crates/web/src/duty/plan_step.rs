//! What whoever plans a desk's roster does: settle leave and swaps, put shifts in and take them out, put somebody else in, say who
//! is able to do what and who is planned with whom, and let teams take turns.

use super::show_clash::{self, clash_words};
use super::show_roster::{back, refused};
use super::{chosen, date};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{Draft, Problems};
use crate::moments;
use crate::visit::Visit;
use axum::extract::Path;
use axum::response::Response;
use domain::UnitSlug;
use domain::duty::{
    Broken, How, Override, Pairing, PlannedClash, Roster, RosterCommand, RosterEvent, Rotation, Shift, Staff, TurnSlug,
    broken_by, clashes_of,
};
use jiff::civil::Date;

/// `POST /duty/plan/{step}`
pub(crate) async fn send(Path(step): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::PlanDuty)?;
    let unit = chosen(&visit, fields.given("desk"))?.unit.clone();
    let office = &visit.desk.office;
    let roster = office::read_roster(office, &unit).await?;
    let commands = if step == "rotation" {
        rotation(&visit, &fields, &roster).await?
    } else {
        command(&visit, &step, &fields, &roster).map(|command| vec![command])
    };
    let Some(commands) = commands else {
        let mut problems = Problems::default();
        problems.add("", visit.words().text("form-incomplete"));
        return super::show_roster::page(&visit, &Draft { fields, problems }).await;
    };
    let clashes = clashes(&visit, &roster, &commands);
    if !clashes.is_empty() {
        let people = office::colleagues(office, &unit).await?;
        let mut problems = Problems::default();
        for clash in &clashes {
            problems.add("despite", clash_words(&visit, &people, clash));
        }
        return super::show_roster::page(&visit, &Draft { fields, problems }).await;
    }
    let broken = broken(&visit, &roster, &commands);
    if !broken.is_empty() {
        let people = office::colleagues(office, &unit).await?;
        let problems = show_clash::broken_problems(&visit, &people, &broken);
        return super::show_roster::page(&visit, &Draft { fields, problems }).await;
    }
    match plan(&visit, &unit, &commands).await {
        Ok(()) => Ok(back(&unit)),
        Err(error) => refused(&visit, fields, error).await,
    }
}

/// Does these commands to a roster, all or none of them where the rules refuse one.
pub(crate) async fn plan(visit: &Visit, unit: &UnitSlug, commands: &[RosterCommand]) -> Result<(), office::Error> {
    let office = &visit.desk.office;
    office::check_roster(office, unit, commands, visit.actor(), visit.now).await?;
    for command in commands {
        office::change_roster(office, unit, command, visit.actor(), visit.now).await?;
    }
    Ok(())
}

/// What a shift that is put in would clash with, where nobody has said that it is to be put in all the same.
fn clashes(visit: &Visit, roster: &Roster, commands: &[RosterCommand]) -> Vec<PlannedClash> {
    let pack = &visit.desk.office.pack;
    match (commands, &pack.duty) {
        ([RosterCommand::Put { shift, despite: false }], Some(rules)) => {
            clashes_of(roster, shift, rules, &pack.zone, visit.now)
        }
        _ => Vec::new(),
    }
}

/// What teams in turn would break: nothing of it is planned until whoever plans has mended it, or said why where that is enough.
pub(crate) fn broken(visit: &Visit, roster: &Roster, commands: &[RosterCommand]) -> Vec<Broken> {
    let pack = &visit.desk.office.pack;
    let Some(rules) = &pack.duty else { return Vec::new() };
    let plan = commands.iter().find_map(|command| match command {
        RosterCommand::Plan {
            from,
            until,
            how: how @ How::Rotation,
            shifts,
            despite,
        } => Some(RosterEvent::Planned {
            from: *from,
            until: *until,
            how: *how,
            shifts: shifts.clone(),
            despite: despite.clone(),
        }),
        _ => None,
    });
    let Some(plan) = plan else { return Vec::new() };
    let mut found = broken_by(roster, &plan, rules, &pack.zone, visit.now);
    let has_reason = matches!(&plan, RosterEvent::Planned { despite, .. } if !despite.is_empty());
    found.retain(|broken| !has_reason || !broken.yields_to_reason());
    found
}

/// What the form asks; none where it cannot be read.
fn command(visit: &Visit, step: &str, fields: &Fields, roster: &Roster) -> Option<RosterCommand> {
    let pack = &visit.desk.office.pack;
    let yes = fields.get("answer") == "yes";
    let moment = |name| {
        fields
            .given(name)
            .and_then(|text| moments::from_input(text, &pack.zone))
    };
    Some(match step {
        "leave-settle" => RosterCommand::SettleLeave {
            id: fields.get("id").to_owned(),
            granted: yes,
        },
        "swap-settle" => RosterCommand::SettleSwap {
            id: fields.get("id").to_owned(),
            approved: yes,
        },
        "withdraw" => RosterCommand::Withdraw {
            shift: fields.given("shift")?.to_owned(),
        },
        "put" => {
            let turn = pack.duty.as_ref()?.turn(fields.get("turn"))?;
            let seat = fields.given("seat").map_or(Some(1), |seat| seat.parse().ok())?;
            let staff = Staff(fields.given("staff")?.to_owned());
            let shift = Shift::of_turn(turn, date(fields, "date")?, seat, staff, &pack.zone);
            let despite = fields.get("despite") == "yes";
            RosterCommand::Put { shift, despite }
        }
        "override" => {
            let shift = fields.given("shift")?.to_owned();
            let kept = roster.shifts.get(&shift);
            let from = moment("from").or_else(|| Some(kept?.from));
            let until = moment("until").or_else(|| Some(kept?.until));
            RosterCommand::Override(Override {
                shift,
                staff: Staff(fields.given("staff")?.to_owned()),
                // A shift that is not there is refused by the rules.
                from: from.unwrap_or(visit.now),
                until: until.unwrap_or(visit.now),
            })
        }
        "skill" => RosterCommand::Skill {
            staff: Staff(fields.given("staff")?.to_owned()),
            skills: {
                let all = pack.duty.as_ref()?.skills.iter().map(|skill| &skill.slug);
                let ticked = all.filter(|slug| fields.get(&format!("skill:{slug}")) == "yes");
                ticked.cloned().collect()
            },
        },
        "pair" => RosterCommand::Pair {
            staff: Staff(fields.given("staff")?.to_owned()),
            with: Staff(fields.given("with")?.to_owned()),
            pairing: match fields.get("pairing") {
                "none" => None,
                name => Some(Pairing::ALL.into_iter().find(|pairing| pairing.name() == name)?),
            },
        },
        _ => return None,
    })
}

/// Teams that take a turn one after the other.
pub(crate) struct Turns {
    pub(crate) turn: TurnSlug,
    pub(crate) teams: Vec<Vec<Staff>>,
    /// First and last day.
    pub(crate) days: (Date, Date),
    /// Days for which a team takes the turn.
    pub(crate) days_each: u32,
    /// Why they are planned against what is asked for; empty where that is not so.
    pub(crate) why: String,
}

/// Sets the teams of a turn and plans its days; what is planned of other turns stays. None where the pack has no such turn.
pub(crate) fn take_turns(visit: &Visit, roster: &Roster, turns: Turns) -> Option<Vec<RosterCommand>> {
    let pack = &visit.desk.office.pack;
    let turn = pack.duty.as_ref()?.turn(&turns.turn)?;
    let (from, until) = turns.days;
    let rotation = Rotation {
        turn: turn.slug.clone(),
        teams: turns.teams,
        starts: from,
        days_each: turns.days_each,
    };
    let planned = |shift: &&Shift| from <= shift.date && shift.date <= until && shift.turn.is_some();
    let others = roster
        .shifts
        .values()
        .filter(planned)
        .filter(|shift| shift.turn.as_ref() != Some(&turn.slug));
    let mut shifts: Vec<Shift> = others.cloned().collect();
    // Until it is known that the days are not too many, nothing is made of them.
    if until <= from.saturating_add(jiff::Span::new().days(400)) {
        shifts.extend(rotation.shifts(turn, from, until, &pack.zone));
    }
    Some(vec![
        RosterCommand::Rotate { rotation },
        RosterCommand::Plan {
            from,
            until,
            how: How::Rotation,
            shifts,
            despite: turns.why,
        },
    ])
}

/// The same, as the form asks it.
async fn rotation(visit: &Visit, fields: &Fields, roster: &Roster) -> Result<Option<Vec<RosterCommand>>, Fault> {
    let (Some(from), Some(until)) = (date(fields, "from"), date(fields, "until")) else {
        return Ok(None);
    };
    let accounts = visit.desk.office.store.accounts().await?;
    let staff = |user: &str| {
        let account = accounts.iter().find(|account| account.user == user.trim());
        // One that is not there is refused as one who does not serve.
        Staff(account.map_or_else(|| user.trim().to_owned(), |account| account.id.clone()))
    };
    let team = |line: &str| -> Vec<Staff> {
        line.split([',', '，', '、'])
            .filter(|user| !user.trim().is_empty())
            .map(staff)
            .collect()
    };
    let teams = fields.get("teams").lines().map(team);
    let turns = Turns {
        turn: fields.get("turn").to_owned(),
        teams: teams.filter(|team| !team.is_empty()).collect(),
        days: (from, until),
        days_each: fields.get("days_each").parse().unwrap_or(1),
        why: fields.get("why").trim().to_owned(),
    };
    Ok(take_turns(visit, roster, turns))
}
