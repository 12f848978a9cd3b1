//! Assignments 交办: decisions become tasks.

use crate::act::{TRIES, With, register_beside};
use crate::boxed;
use crate::judge::{change_day, load_day};
use crate::{DayState, Done, Error, Office, new_case_id, register};
use documents::table::{Cell, Table};
use domain::case::{About, Actor, Place, Refusal, Registration, Role, SealedValues};
use domain::daily::{AttentionItem, DayEvent, Names, Reason, Subject, decide_day};
use domain::pack::Pack;
use domain::{AreaSlug, CaseId, CategorySlug, KindSlug, Locale, PostSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::{Date, time};
use store::DecidedOn;
use words::words;

/// The kind of case that an assignment is.
pub(crate) const TASK: &str = "task";
/// Categories of tasks: what a decision on the brief makes, and what any other does.
const BY_BRIEF: &str = "brief-decision";
const MATTER: &str = "special-matter";

/// Who does what by when.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// The item of the brief that it answers.
    pub subject: Subject,
    /// One line.
    pub title: String,
    /// In full.
    pub description: String,
    /// The one unit.
    pub unit: UnitSlug,
    /// The one leader.
    pub leader: PostSlug,
    /// Due.
    pub due: Timestamp,
    /// The case it comes from, when the subject is one.
    pub origin: Option<CaseId>,
}

/// Makes the task and writes the decision into the day's stream, both or neither. `key` makes a retry harmless.
///
/// # Errors
///
/// A refusal: the day's brief is not signed, the subject is not in it, the unit or post is unknown, the due time is
/// past; the store's.
#[boxed]
pub async fn assign(
    office: &Office,
    date: Date,
    assignment: Assignment,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let id = new_case_id(now);
    let subject = assignment.subject.clone();
    let decided = |task, number| DayEvent::Decided {
        subject: subject.clone(),
        task,
        number,
    };
    let (day, mut version) = load_day(office, date).await?;
    decide_day(&day, &decided(id, String::new()), actor)?;
    let area = match &assignment.subject {
        Subject::Area { area } => Some(area.clone()),
        Subject::Case { .. } | Subject::Category { .. } => None,
    };
    let made = Task {
        title: assignment.title,
        description: assignment.description,
        unit: assignment.unit,
        leader: assignment.leader,
        due: assignment.due,
        origin: assignment.origin,
    };
    let registration = registration(office, id, made, area, BY_BRIEF, now).await?;
    let mut tries = 0;
    loop {
        tries += 1;
        let on = DecidedOn {
            date,
            expected: version,
            subject: subject.clone(),
        };
        let (registration, key) = (registration.clone(), key.clone());
        let with = With::Decision(on);
        match Box::pin(register_beside(office, registration, &[], (actor, now), key, with)).await {
            Ok(done) if done.appended.repeated => {
                // A version before this one may have been cut off between the task and the decision.
                let (task, number) = (done.appended.case, done.appended.number.clone());
                change_day(office, date, decided(task, number), actor, now).await?;
                return Ok(done);
            }
            // Somebody else was quicker on that day.
            Err(Error::Store(store::Error::Conflict { .. })) if tries < TRIES => {
                let (day, now_at) = load_day(office, date).await?;
                decide_day(&day, &decided(id, String::new()), actor)?;
                version = now_at;
            }
            done => return done,
        }
    }
}

/// A task that is given without a brief: what a drill or a review found.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// One line.
    pub title: String,
    /// In full.
    pub description: String,
    /// The one unit.
    pub unit: UnitSlug,
    /// The one leader.
    pub leader: PostSlug,
    /// Due.
    pub due: Timestamp,
    /// The case it comes from, when there is one.
    pub origin: Option<CaseId>,
}

/// Gives a task. `key` makes a retry harmless.
///
/// # Errors
///
/// A refusal: the unit or post is unknown, the due time is past; the store's.
#[boxed]
pub async fn give_task(
    office: &Office,
    task: Task,
    actor: &Actor,
    now: Timestamp,
    key: Option<String>,
) -> Result<Done, Error> {
    let registration = registration(office, new_case_id(now), task, None, MATTER, now).await?;
    register(office, registration, actor, now, key).await
}

async fn registration(
    office: &Office,
    id: CaseId,
    task: Task,
    area: Option<AreaSlug>,
    category: &str,
    now: Timestamp,
) -> Result<Registration, Error> {
    let kind = KindSlug::from(TASK);
    // A task made from a complaint is kept from the same units and posts.
    let (place, about) = if let Some(origin) = task.origin {
        let case = office.store.case(origin).await?;
        let case = case.ok_or_else(|| Refusal::new("refusal-day-no-such-subject").with("subject", origin))?;
        (case.place, case.about)
    } else {
        let place = Place {
            area,
            ..Place::default()
        };
        (place, About::default())
    };
    Ok(Registration {
        id,
        number: String::new(),
        category: category_of(&office.pack, &kind, category)?,
        kind,
        title: task.title,
        description: task.description,
        place,
        source: String::new(),
        received_at: now,
        unit: task.unit,
        leader: task.leader,
        external: None,
        origin: task.origin,
        people_affected: None,
        casualties: None,
        repeats: 0,
        due: Some(task.due),
        finished_at_source: None,
        finish_claimed: None,
        about,
        sealed_fields: Vec::new(),
        sealed: SealedValues::default(),
    })
}

fn category_of(pack: &Pack, kind: &KindSlug, wanted: &str) -> Result<CategorySlug, Refusal> {
    let wanted = CategorySlug::from(wanted);
    let categories = pack
        .kind(kind)
        .map(|kind| kind.categories.as_slice())
        .unwrap_or_default();
    let known = categories.iter().find(|category| category.slug == wanted);
    let chosen = known.or_else(|| categories.first());
    chosen
        .map(|category| category.slug.clone())
        .ok_or_else(|| Refusal::new("refusal-kind-unknown").with("kind", kind))
}

/// Draft assignments for the items of a day's brief that nobody has decided on: what `huying day` proposes. Due at the
/// end of the next working day; a person sets what is right.
#[must_use]
pub fn draft_assignments(office: &Office, day: &DayState, now: Timestamp) -> Vec<Assignment> {
    let pack = &office.pack;
    let due = end_of_next_working_day(pack, now);
    let names = Names::of_pack(pack);
    let in_brief: Vec<&AttentionItem> = match day.briefs.last() {
        Some(brief) => brief.attention.iter().collect(),
        None => day.items.iter().map(|day| &day.item).collect(),
    };
    in_brief
        .into_iter()
        .filter(|item| !day.decided.iter().any(|(decided, _, _)| decided.is_same(&item.subject)))
        .filter_map(|item| draft(pack, &names, item, day.date, due))
        .collect()
}

fn draft(pack: &Pack, names: &Names, item: &AttentionItem, date: Date, due: Timestamp) -> Option<Assignment> {
    let locale = pack.locale;
    let words = words(locale);
    let (title, unit, origin) = match &item.subject {
        Subject::Case { id, title, unit, .. } => (title.clone(), unit.clone(), Some(*id)),
        Subject::Category { category } => {
            let name = names
                .categories
                .get(category)
                .map_or(category.as_str(), |name| name.get(locale));
            (
                words.with("day-look-into-category", &[("name", name.into())]),
                office_unit(pack)?,
                None,
            )
        }
        Subject::Area { area } => {
            let name = names.areas.get(area).map_or(area.as_str(), |name| name.get(locale));
            (
                words.with("day-look-into-area", &[("name", name.into())]),
                office_unit(pack)?,
                None,
            )
        }
    };
    let leader = pack.unit(&unit)?.leader.clone();
    let why = reasons_in_words(&item.reasons, date, names, locale).join(words.text("day-reasons-join"));
    let instruction = item.reasons.first().map_or("day-do-added", instruction);
    Some(Assignment {
        subject: item.subject.clone(),
        title,
        description: words.with(
            "day-do",
            &[("what", words.text(instruction).into()), ("why", why.into())],
        ),
        unit,
        leader,
        due,
        origin,
    })
}

/// What is asked of the unit, by the gravest reason. It names no day: the one that decides sets the due time beside it.
const fn instruction(reason: &Reason) -> &'static str {
    match reason {
        Reason::Casualties { .. } => "day-do-casualties",
        Reason::Overdue { .. } => "day-do-overdue",
        Reason::NearDeadline { .. } => "day-do-near",
        Reason::Repeated { .. } => "day-do-repeated",
        Reason::ManyPeople { .. } => "day-do-many-people",
        Reason::RisingCategory { .. } | Reason::RisingArea { .. } => "day-do-rising",
        Reason::Added { .. } => "day-do-added",
    }
}

/// A rise has no unit of its own: the office that judges looks into it first.
fn office_unit(pack: &Pack) -> Option<UnitSlug> {
    let office = pack.posts.iter().find(|post| post.role == Role::SpecialOffice);
    let unit = office.map(|post| post.unit.clone());
    unit.or_else(|| pack.units.first().map(|unit| unit.slug.clone()))
}

/// The year without holiday data that a proposed due time falls into, if it does: it was reckoned with weekends only. A
/// draft is due one working day on, so no other year can have been in the reckoning.
#[must_use]
pub fn due_warning(pack: &Pack, due: Timestamp) -> Option<i16> {
    let year = pack.zone.to_datetime(due).year();
    (!pack.calendar.years.contains_key(&year)).then_some(year)
}

fn end_of_next_working_day(pack: &Pack, now: Timestamp) -> Timestamp {
    let today = pack.zone.to_datetime(now).date();
    let (day, _) = pack.calendar.add_working_days(today, 1);
    let end = day.to_datetime(time(18, 0, 0, 0));
    pack.zone.to_timestamp(end).unwrap_or(Timestamp::MAX)
}

pub(crate) fn reasons_in_words(reasons: &[Reason], date: Date, names: &Names, locale: Locale) -> Vec<String> {
    let sentences = reasons
        .iter()
        .map(|reason| documents::brief::reason_words(reason, date, names, locale));
    sentences.collect()
}

/// Draft assignments as a table for paper.
#[must_use]
pub fn assignments_table(office: &Office, date: Date, assignments: &[Assignment], locale: Locale) -> Table {
    let pack = &office.pack;
    let words = words(locale);
    let headers = [
        "day-table-row",
        "day-table-item",
        "day-table-title",
        "day-table-why",
        "day-table-unit",
        "day-table-leader",
        "day-table-due",
    ];
    let names = Names::of_pack(pack);
    let mut title = words.with("day-table-heading", &[("date", date.to_string().into())]);
    let warning = assignments
        .iter()
        .find_map(|assignment| due_warning(pack, assignment.due));
    if let Some(year) = warning {
        title.push_str(" · ");
        title.push_str(&words.with("day-no-holidays", &[("year", year.to_string().into())]));
    }
    let mut row = 0.0;
    let rows = assignments.iter().map(|assignment| {
        row += 1.0;
        vec![
            Cell::Number(row),
            Cell::Text(subject_name(&assignment.subject, &names, locale)),
            Cell::Text(assignment.title.clone()),
            Cell::Text(assignment.description.clone()),
            Cell::Text(pack.unit_name(&assignment.unit, locale).to_owned()),
            Cell::Text(pack.post_name(&assignment.leader, locale).to_owned()),
            Cell::Time(assignment.due),
        ]
    });
    Table {
        name: words.text("day-table-sheet").to_owned(),
        title,
        headers: headers.map(|key| words.text(key).to_owned()).to_vec(),
        rows: rows.collect(),
        zone: pack.zone.clone(),
    }
}

/// A case's number, or the name of a category or area.
pub(crate) fn subject_name(subject: &Subject, names: &Names, locale: Locale) -> String {
    match subject {
        Subject::Case { number, .. } => number.clone(),
        Subject::Category { category } => {
            let name = names.categories.get(category);
            name.map_or(category.as_str(), |name| name.get(locale)).to_owned()
        }
        Subject::Area { area } => {
            let name = names.areas.get(area);
            name.map_or(area.as_str(), |name| name.get(locale)).to_owned()
        }
    }
}
