//! A decision on an item of the signed brief: who does what by when.

use super::{days, show_brief};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Draft, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use domain::UnitSlug;
use domain::case::Refusal;
use domain::daily::Subject;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use office::{Assignment, DayState};

#[derive(Template)]
#[template(path = "desk/new_assignment.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    date: Date,
    version: u32,
    place: String,
    heading: String,
    key: String,
    units: Vec<(&'a str, String)>,
    /// The year of the due time, where its holidays are not known.
    no_holidays: Option<i16>,
    /// Tasks that were made of the item before: then nothing is proposed.
    made: Vec<&'a str>,
}

/// `GET /assignments/new?date=&version=&item=`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::Assign)?;
    let query = visit.query();
    let date = days::parse(query.get("date"))?;
    let day = office::read_day(&visit.desk.office, date, visit.now).await?;
    if let Some(problems) = unsigned(&visit, &day) {
        return show_brief::page(&visit, date, &problems).await;
    }
    let (_, subject) = item_of(&day, &query)?;
    let proposed = office::draft_assignments(&visit.desk.office, &day, visit.now);
    let proposed = proposed.into_iter().find(|made| made.subject.is_same(&subject));
    let zone = &visit.desk.office.pack.zone;
    let mut pairs: Vec<_> = ["item", "version"]
        .map(|name| (name.to_owned(), query.get(name).to_owned()))
        .into();
    if let Some(made) = proposed {
        let due = zone.to_datetime(made.due).strftime("%Y-%m-%dT%H:%M").to_string();
        pairs.extend([
            ("title".to_owned(), made.title),
            ("description".to_owned(), made.description),
            ("unit".to_owned(), made.unit.to_string()),
            ("due".to_owned(), due),
        ]);
    }
    let draft = Draft {
        fields: Fields::of(pairs),
        problems: Problems::default(),
    };
    page(&visit, &day, &draft)
}

/// `POST /assignments`
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Assign)?;
    let office = &visit.desk.office;
    let date = days::parse(fields.get("date"))?;
    let day = office::read_day(office, date, visit.now).await?;
    if let Some(problems) = unsigned(&visit, &day) {
        return show_brief::page(&visit, date, &problems).await;
    }
    let (_, subject) = item_of(&day, &fields)?;
    let given = Given {
        title: fields.get("title"),
        description: fields.get("description"),
        unit: fields.get("unit"),
        due: due(&visit, fields.get("due")),
    };
    let assignment = match assignment(&visit, &given, subject) {
        Ok(assignment) => assignment,
        Err(wrong) => {
            let mut problems = Problems::default();
            for (field, next) in wrong {
                problems.add(field, visit.words().text(next));
            }
            return page(&visit, &day, &Draft { fields, problems });
        }
    };
    // One form, one person, one item: a key that was somebody else's, or another item's, makes no answer of that one.
    let key = fields.given("key").map(|key| {
        let (account, item) = (&visit.person.account.id, fields.get("item"));
        format!("assign {account} {date} {item} {key}")
    });
    match office::assign(office, date, assignment, visit.actor(), visit.now, key).await {
        Ok(done) => Ok(frame::see_other(&format!("/cases/{}", done.appended.number))),
        Err(office::Error::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(&visit, &day, &Draft { fields, problems })
        }
        Err(error) => Err(error.into()),
    }
}

/// What is in the way where the day's brief is drafted and no version of it signed: the brief is shown then, where it
/// can be signed.
fn unsigned(visit: &Visit, day: &DayState) -> Option<Draft> {
    let waits = !day.briefs.is_empty() && day.briefs.iter().all(|brief| brief.issue.is_none());
    let refusal = Refusal::new("refusal-day-decide-unsigned");
    waits.then(|| Draft {
        fields: Fields::default(),
        problems: Problems::refused(&refusal, visit.words()),
    })
}

/// The item that a form decides on, and the version of the brief that it stands in.
fn item_of(day: &DayState, fields: &Fields) -> Result<(u32, Subject), Fault> {
    let place = fields.get("item").parse::<usize>().ok();
    item(day, fields.get("version").parse().ok(), place)
}

/// The item that is decided on: its place in a signed version of the brief, the newest where none is named.
pub(crate) fn item(day: &DayState, version: Option<u32>, place: Option<usize>) -> Result<(u32, Subject), Fault> {
    let mut signed = day.briefs.iter().rev().filter(|brief| brief.issue.is_some()).peekable();
    if signed.peek().is_none() {
        return Err(Refusal::new("refusal-day-decide-unsigned").into());
    }
    let brief = signed
        .find(|brief| version.is_none_or(|version| brief.version == version))
        .ok_or(Fault::NotFound)?;
    let found = place.and_then(|place| brief.attention.get(place));
    let subject = found.ok_or(Fault::NotFound)?.subject.clone();
    Ok((brief.version, subject))
}

/// What somebody gives out.
pub(crate) struct Given<'a> {
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    pub(crate) unit: &'a str,
    /// None where it can't be read.
    pub(crate) due: Option<Timestamp>,
}

/// The task that comes of it; or each field that is wrong, with the message key of what to do about it.
pub(crate) fn assignment(
    visit: &Visit,
    given: &Given<'_>,
    subject: Subject,
) -> Result<Assignment, Vec<(&'static str, &'static str)>> {
    let mut wrong = Vec::new();
    let unit = visit.desk.office.pack.unit(&UnitSlug::from(given.unit));
    if unit.is_none() {
        wrong.push(("unit", "assign-unit-needed"));
    }
    match given.due {
        None => wrong.push(("due", "assign-due-needed")),
        Some(due) if due <= visit.now => wrong.push(("due", "assign-due-past")),
        Some(_) => {}
    }
    if given.title.is_empty() {
        wrong.push(("title", "assign-title-needed"));
    }
    let (Some(unit), Some(due), true) = (unit, given.due, wrong.is_empty()) else {
        return Err(wrong);
    };
    let origin = match &subject {
        Subject::Case { id, .. } => Some(*id),
        Subject::Category { .. } | Subject::Area { .. } => None,
    };
    Ok(Assignment {
        subject,
        title: given.title.to_owned(),
        description: given.description.to_owned(),
        unit: unit.slug.clone(),
        leader: unit.leader.clone(),
        due,
        origin,
    })
}

/// `2026-11-25T18:00`, or with a space, in the pack's zone.
fn due(visit: &Visit, text: &str) -> Option<Timestamp> {
    let local: DateTime = text.replace(' ', "T").parse().ok()?;
    let zoned = visit.desk.office.pack.zone.to_ambiguous_timestamp(local).compatible();
    zoned.ok()
}

fn page(visit: &Visit, day: &DayState, draft: &Draft) -> Result<Response, Fault> {
    let made = |subject: &Subject| {
        let decided = day.decided.iter().filter(|(decided, ..)| decided.is_same(subject));
        decided.map(|(_, _, number)| number.as_str()).collect::<Vec<_>>()
    };
    let pack = &visit.desk.office.pack;
    let (version, subject) = item_of(day, &draft.fields)?;
    let kept = draft.fields.given("key").map(str::to_owned);
    let page = Page {
        f: Frame::new(visit, "/assignments", visit.words().text("assign-title")),
        draft,
        date: day.date,
        version,
        place: draft.fields.get("item").to_owned(),
        heading: days::subject(visit, &subject, day.date).whole(),
        made: made(&subject),
        // Sent twice by a double click, a task is made once.
        key: kept.unwrap_or_else(|| office::new_case_id(visit.now).to_string()),
        units: pack
            .units
            .iter()
            .map(|unit| (unit.slug.as_str(), unit_and_leader(visit, unit)))
            .collect(),
        no_holidays: due(visit, draft.fields.get("due")).and_then(|due| office::due_warning(pack, due)),
    };
    frame::form_page(&draft.problems, &page)
}

fn unit_and_leader(visit: &Visit, unit: &domain::pack::Unit) -> String {
    let leader = visit.desk.office.pack.post_name(&unit.leader, visit.locale);
    format!("{} · {leader}", unit.name.get(visit.locale))
}
