//! One round: what each unit has said of each area, and for one's own unit what it still owes and the forms to say it.

use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::AreaSlug;
use domain::case::Refusal;
use domain::round::{Corrected, Owed, Progress, Round, RoundCommand, Said};

/// Cases that are linked at one line.
const MOST_LINKED: usize = 20;

#[derive(Template)]
#[template(path = "desk/round.html")]
struct Page<'a> {
    f: Frame<'a>,
    problems: &'a Problems,
    id: &'a str,
    name: &'a str,
    why: &'a str,
    until: String,
    until_words: String,
    ended: Option<String>,
    said: usize,
    of: usize,
    late: usize,
    lines: Vec<Line<'a>>,
    /// What one's own unit can say something of; of a round that has ended, what it can put right.
    own: Vec<Own<'a>>,
    may_end: bool,
}

/// What was said of a unit's area.
struct Line<'a> {
    unit: &'a str,
    area: &'a str,
    found: usize,
    /// Numbers of those that whoever reads may see.
    numbers: Vec<String>,
    settled: u32,
    referred: u32,
    state: &'static str,
    mark: &'static str,
    at: String,
    notes: Vec<String>,
    /// How its numbers were put right, in words.
    corrections: Vec<String>,
}

/// What one's own unit says of an area.
struct Own<'a> {
    area: &'a str,
    slug: &'a str,
    silent: bool,
    settled: u32,
    referred: u32,
    /// Registering what was found.
    register: String,
    /// Under which what the form says is written once, however often it is sent.
    key: String,
}

/// `GET /rounds/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeRounds)?;
    page(&visit, &id, &Problems::default()).await
}

/// `POST /rounds/{id}/report`
pub(crate) async fn report(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::ReportRound)?;
    let owed = Owed {
        unit: visit.actor().unit.clone().ok_or(Fault::NotAllowed)?,
        area: fields.given("area").map(AreaSlug::new),
    };
    let key = fields.given("key").map(str::to_owned);
    let Some(command) = command(owed, &fields, key) else {
        let mut problems = Problems::default();
        problems.add("", visit.words().text("form-incomplete"));
        return page(&visit, &id, &problems).await;
    };
    change(&visit, &id, command).await
}

/// `POST /rounds/{id}/end`
pub(crate) async fn end(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::StartRound)?;
    let reason = fields.get("text").to_owned();
    change(&visit, &id, RoundCommand::End { reason, key: None }).await
}

/// What is to be done by the form; none where it cannot be read.
fn command(owed: Owed, fields: &Fields, key: Option<String>) -> Option<RoundCommand> {
    if fields.get("said") != "corrected" {
        let said = said(fields)?;
        return Some(RoundCommand::Report { owed, said, key });
    }
    let number = |name| fields.get(name).parse().ok();
    Some(RoundCommand::Correct {
        owed,
        before: (number("settled_before")?, number("referred_before")?),
        settled: number("settled")?,
        referred: number("referred")?,
        reason: fields.get("reason").to_owned(),
        key,
    })
}

/// What the form says; none where it cannot be read.
fn said(fields: &Fields) -> Option<Said> {
    let n = || fields.given("n").map_or(Some(1), |n| n.parse().ok());
    let note = fields.get("note").to_owned();
    Some(match fields.get("said") {
        "none" => Said::None,
        "settled" => Said::Settled { n: n()?, note },
        "referred" => Said::Referred {
            n: n()?,
            to: fields.get("to").to_owned(),
            note,
        },
        _ => return None,
    })
}

async fn change(visit: &Visit, id: &str, command: RoundCommand) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    match office::change_round(office, id, &command, visit.actor(), visit.now).await {
        Ok(()) => Ok(frame::see_other(&format!("/rounds/{id}"))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(visit, id, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit, id: &str, problems: &Problems) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let round = office::read_round(office, id).await?.ok_or(Fault::NotFound)?;
    let only = visit.own_unit_only();
    let seen = |progress: &&Progress| only.is_none_or(|only| *only == progress.owed.unit);
    let shown: Vec<&Progress> = round.progress.iter().filter(seen).collect();
    if shown.is_empty() {
        return Err(Fault::NotFound);
    }
    let f = Frame::new(visit, "/rounds", round.plan.name.as_str());
    let mut lines = Vec::with_capacity(shown.len());
    for progress in &shown {
        lines.push(line(visit, &f, &round, progress).await?);
    }
    let late = |progress: &&&Progress| round.ended_at.is_none() && progress.is_late(round.plan.until, visit.now);
    let page = Page {
        problems,
        id,
        name: &round.plan.name,
        why: &round.plan.why,
        until: f.moment(&round.plan.until),
        until_words: f.until(&round.plan.until),
        ended: round.ended_at.map(|at| f.moment(&at)),
        said: shown.iter().filter(|progress| progress.reported_at.is_some()).count(),
        of: shown.len(),
        late: shown.iter().filter(late).count(),
        own: own(visit, id, &round),
        may_end: round.ended_at.is_none() && visit.person.may(Right::StartRound),
        lines,
        f,
    };
    frame::form_page(problems, &page)
}

async fn line<'a>(visit: &'a Visit, f: &Frame<'_>, round: &Round, progress: &'a Progress) -> Result<Line<'a>, Fault> {
    let pack = &visit.desk.office.pack;
    // One that this person may not see is not counted either: a number that is too high by one tells that it is there.
    let mut numbers = Vec::new();
    for number in progress.found.iter().rev() {
        let story = visit.desk.office.store.story(number).await?;
        if story.is_some_and(|story| visit.sees(&story.case)) {
            numbers.push(number.clone());
        }
    }
    let found = numbers.len();
    numbers.truncate(MOST_LINKED);
    // Nor is it what a unit has said instead of that there is none.
    let is_none = progress.reported_at.is_some() && found == 0 && progress.settled == 0 && progress.referred == 0;
    let (state, mark) = if is_none {
        ("round-none", "good")
    } else if progress.reported_at.is_some() {
        ("round-said", "good")
    } else if round.ended_at.is_none() && progress.is_late(round.plan.until, visit.now) {
        ("round-late", "late")
    } else {
        ("round-silent", "")
    };
    Ok(Line {
        unit: pack.unit_name(&progress.owed.unit, visit.locale),
        area: area(visit, &progress.owed),
        found,
        numbers,
        settled: progress.settled,
        referred: progress.referred,
        state,
        mark,
        at: progress.reported_at.map_or_else(String::new, |at| f.moment(&at)),
        notes: progress.notes.clone(),
        corrections: progress
            .corrections
            .iter()
            .map(|one| corrected(visit, f, one))
            .collect(),
    })
}

/// What was said before, what is said now, when and why.
fn corrected(visit: &Visit, f: &Frame<'_>, corrected: &Corrected) -> String {
    let words = visit.words();
    let sentence = Refusal::new("round-corrected")
        .with("time", f.moment(&corrected.at))
        .with("settled", corrected.before.0)
        .with("now", corrected.after.0)
        .with("referred", corrected.before.1)
        .with("gone", corrected.after.1)
        .with("reason", &corrected.reason);
    words.refusal(&sentence)
}

fn area<'a>(visit: &'a Visit, owed: &'a Owed) -> &'a str {
    let pack = &visit.desk.office.pack;
    owed.area
        .as_ref()
        .map_or(visit.words().text("round-everywhere"), |area| {
            pack.area_name(area, visit.locale)
        })
}

/// What one's own unit can say something of.
fn own<'a>(visit: &'a Visit, id: &str, round: &'a Round) -> Vec<Own<'a>> {
    let unit = visit.actor().unit.as_ref();
    if !visit.person.may(Right::ReportRound) {
        return Vec::new();
    }
    let open = round.ended_at.is_none();
    let own = round
        .progress
        .iter()
        .filter(|progress| Some(&progress.owed.unit) == unit)
        .filter(|progress| open || progress.reported_at.is_some());
    own.map(|progress| {
        let slug = progress.owed.area.as_ref().map_or("", |area| area.as_str());
        let asked = [("round", id), ("unit", progress.owed.unit.as_str()), ("area", slug)];
        let asked = serde_urlencoded::to_string(asked).unwrap_or_default();
        Own {
            area: area(visit, &progress.owed),
            slug,
            silent: progress.reported_at.is_none(),
            settled: progress.settled,
            referred: progress.referred,
            key: office::new_case_id(visit.now).to_string(),
            register: format!("/cases/new?{asked}"),
        }
    })
    .collect()
}

/// Writes down in a round that a case was registered for it. Whoever registers looks for the own unit; where the round does
/// not ask it of that unit, nothing is written.
pub(super) async fn note_found(visit: &Visit, fields: &Fields, number: &str) -> Result<Option<String>, Fault> {
    let (Some(id), Some(unit)) = (fields.given("round"), visit.actor().unit.clone()) else {
        return Ok(None);
    };
    let command = RoundCommand::Report {
        owed: Owed {
            unit,
            area: fields.given("round_area").map(AreaSlug::new),
        },
        said: Said::Found {
            number: number.to_owned(),
        },
        key: None,
    };
    let office = &visit.desk.office;
    match office::change_round(office, id, &command, visit.actor(), visit.now).await {
        Ok(()) => Ok(Some(format!("/rounds/{id}"))),
        Err(office::Error::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
