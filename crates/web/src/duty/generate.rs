//! A roster is proposed: asking for one, waiting for it, looking at it, and planning it so.

use super::month::{self, Day};
use super::show_clash::broken_told;
use super::show_roster::back;
use super::show_undone::undone;
use super::{chosen, date, is_id, name};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Draft, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::UnitSlug;
use domain::case::Refusal;
use domain::duty::{How, Member, RosterCommand, RosterEvent, Staff, broken_by, evolve, keeps, outdated, settles};
use jiff::ToSpan as _;
use jiff::civil::Date;
use office::{Clash, Colleague, Proposal, Proposed};

#[derive(Template)]
#[template(path = "duty/generate.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    desk: &'a str,
    desk_name: &'a str,
    intro: String,
    from: String,
    until: String,
    key: String,
}

#[derive(Template)]
#[template(path = "duty/proposal.html")]
struct Shown<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    id: &'a str,
    desk: &'a str,
    desk_name: &'a str,
    /// The program still works at it.
    working: bool,
    /// Why nothing came of it.
    failed: Option<String>,
    /// The first and last day, to ask for them again where nothing came of it or it cannot be planned; none where they are not known.
    again: Option<(String, String)>,
    /// What the form that asks again is known by.
    key: String,
    span: String,
    proven: bool,
    gap: String,
    unheard: u32,
    open: bool,
    clash: Vec<String>,
    turns: Vec<&'a str>,
    days: Vec<Day>,
}

/// `GET /duty/generate?desk=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::PlanDuty)?;
    page(&visit, &Draft::default())
}

/// `POST /duty/generate`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::PlanDuty)?;
    let unit = kept(&visit, fields.given("desk"))?;
    let id = fields.get("id").to_owned();
    let (Some(from), Some(until), true) = (date(&fields, "from"), date(&fields, "until"), is_id(&id)) else {
        let mut problems = Problems::default();
        problems.add("", visit.words().text("form-incomplete"));
        return page(&visit, &Draft { fields, problems });
    };
    match ask(&visit, &id, &unit, (from, until)).await {
        Ok(()) => Ok(frame::see_other(&format!("/duty/proposals/{id}"))),
        Err(Fault::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(&visit, &Draft { fields, problems })
        }
        Err(fault) => Err(fault),
    }
}

/// Asks for a roster of these days, once under an id.
pub(crate) async fn ask(visit: &Visit, id: &str, unit: &UnitSlug, days: (Date, Date)) -> Result<(), Fault> {
    let office = &visit.desk.office;
    office::check_proposal(office, unit, days.0, days.1, visit.now).await?;
    visit.desk.rosters.ask(office, id, unit, days, visit.now).await?;
    Ok(())
}

/// `GET /duty/proposals/{id}`
pub(crate) async fn show_proposal(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::PlanDuty)?;
    proposal_page(&visit, &id, &Draft::default()).await
}

/// `POST /duty/proposals/{id}`
pub(crate) async fn take(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::PlanDuty)?;
    let (unit, proposal) = find(&visit, &id).await?;
    let proposal = match proposal {
        Some(Proposed::Made(proposal)) if !proposal.shifts.is_empty() => proposal,
        _ => return proposal_page(&visit, &id, &Draft::default()).await,
    };
    let told = outdated_by(&visit, &unit, &proposal).await?;
    if !told.is_empty() {
        let refusal = Refusal::new("refusal-duty-outdated");
        let mut problems = Problems::refused(&refusal, visit.words());
        for words in told {
            problems.add("", words);
        }
        return proposal_page(&visit, &id, &Draft { fields, problems }).await;
    }
    if fields.get("despite") != "yes" {
        let mut problems = Problems::default();
        for words in undone(&visit, &unit, &proposal).await? {
            problems.add("despite", words);
        }
        if !problems.is_empty() {
            return proposal_page(&visit, &id, &Draft { fields, problems }).await;
        }
    }
    let command = planned(proposal);
    let office = &visit.desk.office;
    match office::change_roster(office, &unit, &command, visit.actor(), visit.now).await {
        Ok(()) => Ok(back(&unit)),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            proposal_page(&visit, &id, &Draft { fields, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What a proposed roster would break by now, in sentences: when it was proposed it kept the rules.
pub(crate) async fn outdated_by(visit: &Visit, unit: &UnitSlug, proposal: &Proposal) -> Result<Vec<String>, Fault> {
    let office = &visit.desk.office;
    let (rules, _) = office::duty_desk(office, unit)?;
    let roster = office::read_roster(office, unit).await?;
    let people = office::colleagues(office, unit).await?;
    let elsewhere = office::planned_elsewhere(office, unit, &people, visit.now).await?;
    let members: Vec<Member> = people.iter().map(|one| one.member.clone()).collect();
    let plan = event(proposal);
    let broken = broken_by(&roster, &plan, rules, &elsewhere, &office.pack.zone, visit.now);
    Ok(broken_told(visit, &people, &outdated(broken, &members)))
}

/// What taking a proposal makes.
pub(super) fn event(proposal: &Proposal) -> RosterEvent {
    RosterEvent::Planned {
        from: proposal.from,
        until: proposal.until,
        how: How::Generated,
        turn: None,
        shifts: proposal.shifts.clone(),
        despite: String::new(),
    }
}

/// What is planned where a proposal is taken.
pub(crate) fn planned(proposal: Proposal) -> RosterCommand {
    RosterCommand::Plan {
        from: proposal.from,
        until: proposal.until,
        how: How::Generated,
        turn: None,
        shifts: proposal.shifts,
        despite: String::new(),
    }
}

/// The desk that is asked for, if this person plans it.
pub(crate) fn kept(visit: &Visit, asked: Option<&str>) -> Result<UnitSlug, Fault> {
    let of = chosen(visit, asked)?;
    let desk = of.rules.desk(of.unit).ok_or(Fault::NotFound)?;
    if keeps(desk, visit.actor()) {
        return Ok(of.unit.clone());
    }
    Err(Fault::NotFound)
}

/// The desk that is asked for, if this person settles what is asked there.
pub(crate) fn settled(visit: &Visit, asked: &str) -> Result<UnitSlug, Fault> {
    let of = chosen(visit, Some(asked))?;
    let desk = of.rules.desk(of.unit).ok_or(Fault::NotFound)?;
    if settles(desk, visit.actor()) {
        return Ok(of.unit.clone());
    }
    Err(Fault::NotFound)
}

/// A proposal of a desk that this person plans; others do not learn that there is one.
pub(crate) async fn find(visit: &Visit, id: &str) -> Result<(UnitSlug, Option<Proposed>), Fault> {
    let found = visit.desk.office.store.proposal(id).await?.ok_or(Fault::NotFound)?;
    let unit = kept(visit, Some(found.desk.as_str()))?;
    let proposal = found.proposal.map(|text| serde_json::from_str(&text)).transpose();
    let proposal = proposal.map_err(|error: serde_json::Error| store::Error::Corrupt(error.to_string()))?;
    Ok((unit, proposal))
}

fn page(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let pack = &visit.desk.office.pack;
    let query = visit.query();
    let unit = kept(visit, draft.fields.given("desk").or_else(|| query.given("desk")))?;
    let rules = chosen(visit, Some(unit.as_str()))?.rules;
    let f = Frame::new(visit, "/duty", visit.words().text("duty-generate-title"));
    let today = pack.zone.to_datetime(visit.now).date();
    let next = today.first_of_month().saturating_add(1.month());
    let given = |name: &str, other: Date| {
        draft
            .fields
            .given(name)
            .map_or_else(|| other.to_string(), str::to_owned)
    };
    let page = Page {
        desk: unit.as_str(),
        desk_name: pack.unit_name(&unit, visit.locale),
        intro: f.t1("duty-generate-intro", "days", rules.carried_days.value),
        from: given("from", next),
        until: given("until", next.last_of_month()),
        key: office::new_case_id(visit.now).to_string(),
        draft,
        f,
    };
    frame::form_page(&draft.problems, &page)
}

async fn proposal_page(visit: &Visit, id: &str, draft: &Draft) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let pack = &office.pack;
    let (unit, proposal) = find(visit, id).await?;
    let of = chosen(visit, Some(unit.as_str()))?;
    let people = office::colleagues(office, &unit).await?;
    let levels = office::levels(office).await?;
    let f = Frame::new(visit, "/duty", visit.words().text("duty-proposal-title"));
    let roster = office::read_roster(office, &unit).await?;
    let mut shown = Shown {
        draft,
        id,
        desk: unit.as_str(),
        desk_name: pack.unit_name(&unit, visit.locale),
        working: proposal.is_none(),
        failed: None,
        again: None,
        key: office::new_case_id(visit.now).to_string(),
        span: String::new(),
        proven: false,
        gap: String::new(),
        unheard: 0,
        open: false,
        clash: Vec::new(),
        turns: of.rules.turns.iter().map(|turn| turn.name.get(visit.locale)).collect(),
        days: Vec::new(),
        f,
    };
    if let Some(Proposed::Failed { failed, days }) = &proposal {
        shown.failed = Some(visit.words().refusal(failed));
        shown.again = days.map(|(from, until)| (from.to_string(), until.to_string()));
    }
    if let Some(Proposed::Made(proposal)) = proposal {
        shown.span = format!("{} – {}", proposal.from, proposal.until);
        shown.proven = proposal.proven;
        shown.gap = gap(&proposal);
        shown.unheard = proposal.unheard;
        shown.open = proposal.open;
        shown.clash = proposal
            .clash
            .iter()
            .map(|clash| clash_words(visit, &people, clash))
            .collect();
        if !draft.problems.is_empty() {
            shown.again = Some((proposal.from.to_string(), proposal.until.to_string()));
        }
        if !proposal.shifts.is_empty() {
            let span = (proposal.from, proposal.until);
            let after = evolve(roster, &event(&proposal), visit.now);
            let days = office::duty_days(office, &levels, &unit);
            shown.days = month::days(visit, &after, of.rules, days, &people, span);
        }
    }
    frame::form_page(&draft.problems, &shown)
}

/// How far it may be from the most even one, in percent with one decimal, rounded up.
fn gap(proposal: &Proposal) -> String {
    let over = proposal.objective.saturating_sub(proposal.bound);
    let tenths = (over * 1000).div_ceil(proposal.bound.max(1));
    format!("{}.{}", tenths / 10, tenths % 10)
}

pub(crate) fn clash_words(visit: &Visit, people: &[Colleague], clash: &Clash) -> String {
    let words = visit.words();
    let who = |staff: &Staff| name(visit, people, staff).to_owned();
    match clash {
        Clash::Cover { date, turn, needed } => {
            let pack = &visit.desk.office.pack;
            let known = pack.duty.as_ref().and_then(|rules| rules.turn(turn));
            let turn = known.map_or(turn.as_str(), |turn| turn.name.get(visit.locale));
            let args = [
                ("date", date.to_string().into()),
                ("turn", turn.into()),
                ("needed", (*needed).into()),
            ];
            words.with("duty-clash-cover", &args)
        }
        Clash::Skill { date, turn, skill } => {
            let rules = visit.desk.office.pack.duty.as_ref();
            let turn_name = rules.and_then(|rules| rules.turn(turn));
            let skill_name = rules.and_then(|rules| rules.skill(skill));
            let args = [
                ("date", date.to_string().into()),
                (
                    "turn",
                    turn_name
                        .map_or(turn.as_str(), |turn| turn.name.get(visit.locale))
                        .into(),
                ),
                (
                    "skill",
                    skill_name
                        .map_or(skill.as_str(), |skill| skill.name.get(visit.locale))
                        .into(),
                ),
            ];
            words.with("duty-clash-skill", &args)
        }
        Clash::Pair { staff, with, pairing } => {
            let args = [("one", who(staff).into()), ("two", who(with).into())];
            words.with(super::pairing_key(*pairing), &args)
        }
        Clash::Leave { staff } => words.with("duty-clash-leave", &[("who", who(staff).into())]),
        Clash::Rest { hours } => words.with("duty-clash-rest", &[("hours", (*hours).into())]),
        Clash::Nights { most } => words.with("duty-clash-nights", &[("most", (*most).into())]),
    }
}
