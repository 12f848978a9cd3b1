//! Screening rounds 大排查: those that there are, and beginning one.

use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::inputs;
use crate::moments;
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use domain::round::{Owed, Plan, Round, RoundCommand};
use domain::{AreaSlug, UnitSlug};

#[derive(Template)]
#[template(path = "desk/rounds.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    rounds: Vec<Line>,
    /// Whoever reads can begin one.
    may_start: bool,
    units: Vec<(&'a str, &'a str)>,
    areas: Vec<(&'a str, &'a str)>,
    key: String,
}

impl Page<'_> {
    fn ticked(&self, what: &str, slug: &str) -> bool {
        self.draft.value(&format!("{what}:{slug}")) == "yes"
    }

    fn paired(&self, unit: &str, area: &str) -> bool {
        self.draft.value(&pair(unit, area)) == "yes"
    }

    /// Some single look is ticked, so the table stands open.
    fn pairs(&self) -> bool {
        let unit = |(unit, _): &(&str, &str)| self.areas.iter().any(|(area, _)| self.paired(unit, area));
        self.units.iter().any(unit)
    }
}

/// The name of the tick for a unit's look at an area.
fn pair(unit: &str, area: &str) -> String {
    format!("look:{unit}:{area}")
}

/// A round in one line.
struct Line {
    href: String,
    name: String,
    until: String,
    ended: bool,
    said: usize,
    of: usize,
    late: usize,
}

/// `GET /rounds`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeRounds)?;
    page(&visit, &Draft::default()).await
}

/// `POST /rounds`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::StartRound)?;
    let office = &visit.desk.office;
    let pack = &office.pack;
    let mut problems = Problems::default();
    let until = moments::from_input(fields.get("until"), &pack.zone);
    if until.is_none() {
        problems.add("until", visit.words().text("form-moment"));
    }
    let (Some(until), true) = (until, is_key(fields.get("key"))) else {
        return page(&visit, &Draft { fields, problems }).await;
    };
    let plan = Plan {
        name: fields.get("name").to_owned(),
        why: fields.get("why").to_owned(),
        owed: owed(&visit, &fields),
        until,
    };
    let id = fields.get("key").to_owned();
    let command = RoundCommand::Start(plan);
    match office::change_round(office, &id, &command, visit.actor(), visit.now).await {
        Ok(()) => Ok(frame::see_other(&format!("/rounds/{id}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(&visit, &Draft { fields, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A round's id, as the form got it.
fn is_key(key: &str) -> bool {
    key.len() == 36 && key.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Every ticked unit looks at every ticked area, or everywhere where none is; and each unit at those ticked for it alone.
fn owed(visit: &Visit, fields: &Fields) -> Vec<Owed> {
    let pack = &visit.desk.office.pack;
    let ticked = |name: &str| fields.get(name) == "yes";
    let areas = || pack.areas.iter().map(|area| &area.slug);
    let all: Vec<&AreaSlug> = areas().filter(|area| ticked(&format!("area:{area}"))).collect();
    let of = |unit: &UnitSlug| -> Vec<Owed> {
        let alone = areas().filter(|area| ticked(&pair(unit.as_str(), area.as_str())));
        let mut looks: Vec<Option<&AreaSlug>> = alone.map(Some).collect();
        if ticked(&format!("unit:{unit}")) {
            looks.extend(all.iter().map(|area| Some(*area)));
            if all.is_empty() {
                looks.push(None);
            }
        }
        let owed = |area: Option<&AreaSlug>| Owed {
            unit: unit.clone(),
            area: area.cloned(),
        };
        looks.into_iter().map(owed).collect()
    };
    pack.units.iter().flat_map(|unit| of(&unit.slug)).collect()
}

async fn page(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let pack = &office.pack;
    let f = Frame::new(visit, "/rounds", visit.words().text("rounds-title"));
    let rounds = office::rounds(office).await?;
    let only = visit.own_unit_only();
    let line = |(id, round): &(String, Round)| {
        let mut own = round
            .progress
            .iter()
            .filter(|progress| only.is_none_or(|only| *only == progress.owed.unit));
        let own: Vec<_> = own.by_ref().collect();
        let late = own
            .iter()
            .filter(|progress| round.ended_at.is_none() && progress.is_late(round.plan.until, visit.now));
        // A unit sees the rounds in which it owes something.
        (!own.is_empty()).then(|| Line {
            href: format!("/rounds/{id}"),
            name: round.plan.name.clone(),
            until: f.moment(&round.plan.until),
            ended: round.ended_at.is_some(),
            said: own.iter().filter(|progress| progress.reported_at.is_some()).count(),
            of: own.len(),
            late: late.count(),
        })
    };
    let page = Page {
        rounds: rounds.iter().filter_map(line).collect(),
        may_start: visit.person.may(Right::StartRound),
        units: inputs::units(pack, visit.locale),
        areas: inputs::areas(pack, visit.locale),
        key: draft
            .fields
            .given("key")
            .map_or_else(|| office::new_case_id(visit.now).to_string(), str::to_owned),
        draft,
        f,
    };
    frame::form_page(&draft.problems, &page)
}
