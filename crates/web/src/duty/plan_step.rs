//! What whoever plans a desk's roster does: settle leave and swaps, put shifts in and take them out, put somebody else in, say who
//! is able to do what and who is planned with whom, and let teams take turns.

use super::generate::{kept, settled};
use super::show_clash;
use super::show_roster::{back, refused, shift_words};
use super::{chosen, date, is_id, name};
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
    Broken, How, Override, Pairing, Presence, Roster, RosterCommand, RosterEvent, Rotation, Settled, Shift, Staff,
    Tier, TurnSlug, broken_by, broken_by_swap,
};
use jiff::civil::Date;
use office::Colleague;
use store::Account;

/// `POST /duty/plan/{step}`
pub(crate) async fn send(Path(step): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::PlanDuty)?;
    let unit = of_step(&visit, &step, fields.given("desk"))?;
    let office = &visit.desk.office;
    let roster = office::read_roster(office, &unit).await?;
    let people = office::colleagues(office, &unit).await?;
    let commands = if step == "rotation" {
        let unknown = unknown_names(&visit, &people, &fields).await?;
        if !unknown.is_empty() {
            let mut problems = Problems::default();
            for name in unknown {
                problems.add(
                    "rot-teams",
                    visit.words().with("duty-teams-unknown", &[("name", name.into())]),
                );
            }
            return super::show_roster::page(&visit, &Draft { fields, problems }).await;
        }
        rotation(&visit, &people, &fields).await?
    } else {
        command(&visit, &step, &fields, &roster).map(|command| vec![command])
    };
    let Some(commands) = commands else {
        let mut problems = Problems::default();
        problems.add("", visit.words().text("form-incomplete"));
        return super::show_roster::page(&visit, &Draft { fields, problems }).await;
    };
    let elsewhere = office::planned_elsewhere(office, &unit, &people, visit.now).await?;
    let told = by_hand(&visit, &people, (&roster, &elsewhere), &commands);
    if !told.is_empty() {
        let mut problems = Problems::default();
        for words in told {
            problems.add("despite", words);
        }
        return super::show_roster::page(&visit, &Draft { fields, problems }).await;
    }
    let broken = broken(&visit, (&roster, &elsewhere), &commands);
    if !broken.is_empty() {
        let problems = show_clash::broken_problems(&visit, &people, &broken);
        return super::show_roster::page(&visit, &Draft { fields, problems }).await;
    }
    match plan(&visit, &unit, &commands).await {
        Ok(()) => Ok(back(&unit)),
        Err(error) => refused(&visit, fields, error).await,
    }
}

/// The desk that is asked for, if this person takes such a step there: who does not is told nothing of it, neither who serves there nor what
/// speaks against a plan.
fn of_step(visit: &Visit, step: &str, asked: Option<&str>) -> Result<UnitSlug, Fault> {
    match step {
        "leave-settle" | "swap-settle" => settled(visit, chosen(visit, asked)?.unit.as_str()),
        _ => kept(visit, asked),
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

/// What speaks against a shift that is put in, against somebody else in one, or against a swap, where nobody has said that it is to be done
/// all the same: whose place it is, skills and pairs, rest and nights.
fn by_hand(
    visit: &Visit,
    people: &[Colleague],
    (roster, elsewhere): (&Roster, &[Presence]),
    commands: &[RosterCommand],
) -> Vec<String> {
    let pack = &visit.desk.office.pack;
    let Some(rules) = &pack.duty else { return Vec::new() };
    let (event, mut told): (_, Vec<String>) = match commands {
        [RosterCommand::Put { shift, despite: false }] => {
            let kept = roster.shifts.get(&shift.id);
            // Of one that has begun the rules say so, and nothing can be done about it here.
            let kept = kept.filter(|kept| kept.staff != shift.staff && kept.from > visit.now);
            let told = kept.map(|kept| {
                let who = name(visit, people, &kept.staff);
                let args = [("who", who.into()), ("shift", shift_words(visit, kept).into())];
                visit.words().with("duty-seat-occupied", &args)
            });
            let told = told.into_iter().collect();
            let shift = shift.clone();
            (RosterEvent::Put { shift, despite: false }, told)
        }
        [RosterCommand::Override { over, despite: false }] => {
            let over = over.clone();
            (RosterEvent::Overridden { over, despite: false }, Vec::new())
        }
        [
            RosterCommand::SettleSwap {
                id,
                approved: true,
                despite: false,
            },
        ] => {
            let swap = roster.swaps.get(id).filter(|swap| swap.settled == Settled::Agreed);
            let Some(swap) = swap else { return Vec::new() };
            let mut broken = broken_by_swap(roster, swap, rules, elsewhere, &pack.zone);
            broken.retain(Broken::yields_in_swap);
            return show_clash::broken_told(visit, people, &broken);
        }
        _ => return Vec::new(),
    };
    let mut broken = broken_by(roster, &event, rules, elsewhere, &pack.zone, visit.now);
    broken.retain(Broken::yields_to_reason);
    told.extend(show_clash::broken_told(visit, people, &broken));
    told
}

/// What teams in turn would break: nothing of it is planned until whoever plans has mended it, or said why where that is enough.
pub(crate) fn broken(
    visit: &Visit,
    (roster, elsewhere): (&Roster, &[Presence]),
    commands: &[RosterCommand],
) -> Vec<Broken> {
    let pack = &visit.desk.office.pack;
    let Some(rules) = &pack.duty else { return Vec::new() };
    let plan = commands.iter().find_map(|command| match command {
        RosterCommand::Plan {
            from,
            until,
            how: how @ How::Rotation,
            turn,
            shifts,
            despite,
        } => Some(RosterEvent::Planned {
            from: *from,
            until: *until,
            how: *how,
            turn: turn.clone(),
            shifts: shifts.clone(),
            despite: despite.clone(),
        }),
        _ => None,
    });
    let Some(plan) = plan else { return Vec::new() };
    let mut found = broken_by(roster, &plan, rules, elsewhere, &pack.zone, visit.now);
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
            despite: fields.get("despite") == "yes",
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
            let over = Override {
                shift,
                staff: Staff(fields.given("staff")?.to_owned()),
                // A shift that is not there is refused by the rules.
                from: from.unwrap_or(visit.now),
                until: until.unwrap_or(visit.now),
            };
            let despite = fields.get("despite") == "yes";
            RosterCommand::Override { over, despite }
        }
        "put-own" => {
            let id = fields.given("id").filter(|id| is_id(id))?.to_owned();
            let tier = Tier::ALL.into_iter().find(|tier| tier.name() == fields.get("tier"))?;
            let staff = Staff(fields.given("staff")?.to_owned());
            let shift = Shift::of_own_times(id, tier, (moment("from")?, moment("until")?), staff, &pack.zone);
            let despite = fields.get("despite") == "yes";
            RosterCommand::Put { shift, despite }
        }
        "skill" => {
            let staff = Staff(fields.given("staff")?.to_owned());
            let all = pack.duty.as_ref()?.skills.iter().map(|skill| &skill.slug);
            let ticked = all.filter(|slug| fields.get(&format!("skill:{slug}")) == "yes");
            // Whoever comes to say one more skill does not see what is said already: the rest stays.
            let mut skills = roster.skills.get(&staff).cloned().unwrap_or_default();
            for slug in ticked {
                if fields.get("how") == "remove" {
                    skills.remove(slug);
                } else {
                    skills.insert(slug.clone());
                }
            }
            RosterCommand::Skill { staff, skills }
        }
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
pub(crate) fn take_turns(visit: &Visit, turns: Turns) -> Option<Vec<RosterCommand>> {
    let pack = &visit.desk.office.pack;
    let turn = pack.duty.as_ref()?.turn(&turns.turn)?;
    let (from, until) = turns.days;
    let rotation = Rotation {
        turn: turn.slug.clone(),
        teams: turns.teams,
        starts: from,
        days_each: turns.days_each,
    };
    // Until it is known that the days are not too many, nothing is made of them.
    let shifts = if until <= from.saturating_add(jiff::Span::new().days(400)) {
        rotation.shifts(turn, from, until, &pack.zone)
    } else {
        Vec::new()
    };
    Some(vec![
        RosterCommand::Rotate { rotation },
        RosterCommand::Plan {
            from,
            until,
            how: How::Rotation,
            turn: Some(turn.slug.clone()),
            shifts,
            despite: turns.why,
        },
    ])
}

/// What stands between the people of a team in the form.
const BETWEEN: [char; 3] = [',', '，', '、'];

/// Who of the desk is meant: by the name that colleagues read where one alone there has it, or else by the name under which they sign in.
/// Whether somebody signs in under a name elsewhere is not told.
fn meant(people: &[Colleague], accounts: &[Account], said: &str) -> Option<Staff> {
    let mut same = people.iter().filter(|one| one.name == said);
    match (same.next(), same.next()) {
        (Some(one), None) => Some(one.member.staff.clone()),
        _ => accounts
            .iter()
            .find(|account| account.user == said)
            .map(|account| Staff(account.id.clone()))
            .filter(|staff| people.iter().any(|one| one.member.staff == *staff)),
    }
}

/// The people of a line, as they were written.
fn people_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(BETWEEN).map(str::trim).filter(|said| !said.is_empty())
}

/// Names in the form by which nobody is meant, or more than one.
async fn unknown_names(visit: &Visit, people: &[Colleague], fields: &Fields) -> Result<Vec<String>, Fault> {
    let accounts = visit.desk.office.store.accounts().await?;
    let said = fields.get("teams").lines().flat_map(people_of);
    let mut unknown: Vec<String> = said
        .filter(|said| meant(people, &accounts, said).is_none())
        .map(str::to_owned)
        .collect();
    unknown.dedup();
    Ok(unknown)
}

/// The same, as the form asks it.
async fn rotation(visit: &Visit, people: &[Colleague], fields: &Fields) -> Result<Option<Vec<RosterCommand>>, Fault> {
    let (Some(from), Some(until)) = (date(fields, "from"), date(fields, "until")) else {
        return Ok(None);
    };
    let accounts = visit.desk.office.store.accounts().await?;
    let team = |line: &str| -> Vec<Staff> {
        people_of(line)
            .filter_map(|said| meant(people, &accounts, said))
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
    Ok(take_turns(visit, turns))
}
