//! The first page: what is missing, due, rising, and one's own.

use super::list_cases::{self, Row};
use super::list_levels;
use super::reporting;
use super::show_reports;
use crate::access::Right;
use crate::calls::list_calls;
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::incidents;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::case::Role;
use domain::daily::{AttentionItem, Names, Reason, ReportStatus, Subject, due_window};
use domain::pack::OperatingLevel;
use domain::warning::Stage;
use jiff::civil::Date;
use office::DayState;
use store::{Beside, Filter, Sort, Viewer, WitnessState};

/// Rows of each list.
const ROWS: u32 = 8;
/// Dangers that are listed; more at once is a disaster, which has its own ways.
const MOST_DANGERS: u32 = 50;
/// Beyond this the numbers say "more than".
const MOST_COUNTED: u64 = 10_000;

#[derive(Template)]
#[template(path = "desk/today.html")]
struct Page<'a> {
    f: Frame<'a>,
    sees_cases: bool,
    /// A witness contradicts the log, and this person is one who has to look.
    alarmed: bool,
    figures: Vec<Figure>,
    missing: usize,
    awaited: usize,
    today: String,
    date: String,
    due: String,
    due_words: String,
    units: Vec<(&'a str, &'static str, &'static str)>,
    rising: Vec<Rising>,
    judged: Option<String>,
    next: Vec<Row>,
    mine: Vec<Row>,
    mine_key: &'static str,
    mine_href: String,
    /// Dangers to somebody that have not ended.
    dangers: Vec<DangerLine>,
    incidents: Vec<incidents::Line>,
    /// Operating levels that the post has not read: level, place, until.
    levels: Vec<(&'static str, String, String)>,
    /// What the calls say that wait for whoever reads.
    calls: Vec<String>,
    /// The level now, of the reader's unit or of the body.
    level: &'static str,
    /// Warnings that wait for somebody's approval or publication, and those in force: address, headline, message key of the mark.
    warnings: Vec<(String, String, &'static str)>,
    /// Screening rounds in which something is owed.
    rounds: Vec<RoundLine>,
    /// Cases on which the person works beside another unit; empty where there are none.
    beside: String,
}

/// A danger that has not ended.
pub(crate) struct DangerLine {
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) unit: String,
    pub(crate) since: String,
    /// Nobody on duty has taken it up.
    pub(crate) calls: bool,
}

/// A round in which something is owed.
struct RoundLine {
    href: String,
    words: String,
    late: bool,
}

/// A number, and the list that holds as many.
struct Figure {
    label: &'static str,
    href: String,
    n: String,
    late: bool,
}

/// A category or place that rises.
struct Rising {
    name: String,
    href: String,
    why: String,
}

/// `GET /`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeToday)?;
    let office = &visit.desk.office;
    let pack = &office.pack;
    let sees_cases = visit.may(Right::SeeCases).is_ok();
    let f = Frame::new(&visit, "/", visit.words().text("today-title"));
    let today = pack.zone.to_datetime(visit.now).date();
    let date = reporting::of(pack, visit.now);
    let day = office::read_day(office, date, visit.now).await?;
    let (now_level, level) = levels_of(&visit, date).await?;
    let alarmed = is_alarmed(&visit).await?;
    let due = due_window(&pack.reporting, level, date, &pack.zone, visit.now).due;
    let (mut figures, mut next, mut mine) = (Vec::new(), Vec::new(), Vec::new());
    let (mine_filter, mine_key, mine_href) = mine_of(&visit);
    let mut beside = String::new();
    let mut dangers = Vec::new();
    if sees_cases {
        dangers = open_dangers(&visit, &f).await?;
        let in_work = Filter {
            unit: visit.own_unit_only().cloned(),
            open: Some(true),
            finished: Some(false),
            without: office::drill_kinds(office),
            ..Filter::default()
        };
        let store = &office.store;
        let helped = Filter {
            beside: Some(Beside::default()),
            open: Some(true),
            without: office::drill_kinds(office),
            ..Filter::default()
        };
        let (found, due_rows, mine_rows, helped) = tokio::join!(
            count_figures(&f, visit.viewer(), &in_work),
            store.list(visit.viewer(), &in_work, Sort::DueSoonest, None, ROWS),
            store.list(visit.viewer(), &mine_filter, Sort::DueSoonest, None, ROWS),
            store.count(visit.viewer(), &helped, MOST_COUNTED),
        );
        let helped = helped?;
        if helped > 0 {
            beside = f.t1("today-beside", "n", helped);
        }
        figures = found?;
        next = due_rows?
            .rows
            .iter()
            .filter(|row| row.due_at.is_some())
            .map(|row| list_cases::line(&f, row))
            .collect();
        mine = mine_rows?.rows.iter().map(|row| list_cases::line(&f, row)).collect();
    }
    let only = visit.own_unit_only();
    let reports = || {
        day.reports
            .iter()
            .filter(|(unit, _, _)| only.is_none_or(|only| only == unit))
    };
    let count = |wanted| reports().filter(|(_, status, _)| *status == wanted).count();
    let units = reports().map(|(unit, status, _)| {
        let (key, class) = reporting::mark(*status);
        (pack.unit_name(unit, visit.locale), key, class)
    });
    let page = Page {
        sees_cases,
        alarmed,
        figures,
        missing: count(ReportStatus::Missing),
        awaited: count(ReportStatus::Awaited),
        today: today.to_string(),
        date: date.to_string(),
        due: f.moment(&due),
        due_words: f.until(&due),
        units: units.collect(),
        rising: rising(&f, &day, &visit.desk.names),
        judged: day.judged_as_of.map(|at| f.moment(&at)),
        next,
        mine,
        mine_key,
        mine_href,
        beside,
        dangers,
        incidents: incidents::open_lines(&visit, &f).await?,
        levels: list_levels::unread(&visit, &f).await?,
        calls: list_calls::waiting(&visit).await?,
        level: list_levels::word(now_level),
        warnings: warnings(&visit).await?,
        rounds: rounds(&visit, &f).await?,
        f,
    };
    frame::page(StatusCode::OK, &page)
}

/// Dangers to somebody in cases that the person sees: those that call the duty post first.
pub(crate) async fn open_dangers(visit: &Visit, f: &Frame<'_>) -> Result<Vec<DangerLine>, Fault> {
    let office = &visit.desk.office;
    let found = office.store.open_dangers(visit.viewer(), MOST_DANGERS).await?;
    let pack = &office.pack;
    let line = found.into_iter().map(|open| DangerLine {
        kind: pack.danger(&open.danger).map_or_else(
            || open.danger.clone(),
            |danger| danger.name.get(visit.locale).to_owned(),
        ),
        unit: pack.unit_name(&open.row.unit, visit.locale).to_owned(),
        since: f.moment(&open.raised_at),
        calls: open.acknowledged_at.is_none(),
        title: frame::title_or_erased(visit.words(), &open.row.title).to_owned(),
        number: open.row.number,
    });
    Ok(line.collect())
}

/// The operating level now, and that of the day that is reported: for whoever reports for a unit those that bind it, for everybody
/// else those of the whole body.
async fn levels_of(visit: &Visit, date: Date) -> Result<(OperatingLevel, OperatingLevel), Fault> {
    let office = &visit.desk.office;
    let levels = office::levels(office).await?;
    let Some(unit) = show_reports::reporting_unit(visit) else {
        return Ok((levels.at(visit.now), office::operating_level(office, date).await?));
    };
    let binding = levels.binding(unit, visit.now);
    let now = binding.map_or(OperatingLevel::Routine, |level| level.plan.level);
    Ok((now, office::unit_level(office, &levels, unit, date)))
}

/// Warnings that hold, and for whoever approves or publishes those that wait.
async fn warnings(visit: &Visit) -> Result<Vec<(String, String, &'static str)>, Fault> {
    let mut lines = Vec::new();
    if !visit.person.may(Right::SeeWarnings) {
        return Ok(lines);
    }
    let waited_for = visit.person.may(Right::ApproveWarning) || visit.person.may(Right::PublishWarning);
    for (id, warning) in office::warnings(&visit.desk.office).await? {
        let stage = warning.stage(visit.now);
        let mark = match (&warning.waiting, stage) {
            (Some(_), _) if waited_for => "warning-waits",
            (_, Stage::InForce) => "warning-stage-in-force",
            _ => continue,
        };
        let headline = warning
            .content()
            .map_or_else(String::new, |content| content.public_headline(visit.locale));
        lines.push((format!("/warnings/{id}"), headline, mark));
    }
    Ok(lines)
}

/// Rounds in which the person's unit is silent, and for the office those in which anybody is after the time.
async fn rounds(visit: &Visit, f: &Frame<'_>) -> Result<Vec<RoundLine>, Fault> {
    if visit.may(Right::SeeRounds).is_err() {
        return Ok(Vec::new());
    }
    let chases = visit.person.may(Right::StartRound);
    let unit = visit.actor().unit.as_ref();
    let mut lines = Vec::new();
    for (id, round) in office::rounds(&visit.desk.office).await? {
        if round.ended_at.is_some() {
            continue;
        }
        let silent = round.progress.iter().filter(|progress| progress.reported_at.is_none());
        let own = silent.filter(|progress| Some(&progress.owed.unit) == unit).count();
        let late = round.late(visit.now).count();
        let (n, key) = match (chases, own) {
            (true, _) if late > 0 => (late, "today-round-late"),
            (_, own) if own > 0 => (own, "today-round-owed"),
            _ => continue,
        };
        let mut words = f.t2(key, "name", &round.plan.name, "n", n);
        words.push_str(&f.t1("today-round-until", "until", f.moment(&round.plan.until)));
        lines.push(RoundLine {
            href: format!("/rounds/{id}"),
            words,
            late: visit.now > round.plan.until,
        });
    }
    Ok(lines)
}

/// The numbers at the head, on the brief's base: what is received and worked on are requests, and what has been answered
/// is not in work any more. What is late may be a task as well.
async fn count_figures(f: &Frame<'_>, viewer: &Viewer, in_work: &Filter) -> Result<Vec<Figure>, Fault> {
    let pack = &f.desk.office.pack;
    let today = pack.zone.to_datetime(f.now).date();
    let kind = &pack.import.kind;
    let requests = Filter {
        kind: Some(kind.clone()),
        ..in_work.clone()
    };
    let received = Filter {
        open: None,
        finished: None,
        received_from: Some(today),
        received_to: Some(today),
        ..requests.clone()
    };
    let answered = Filter {
        finished: Some(true),
        ..requests.clone()
    };
    let late = Filter {
        due_before: Some(f.now),
        ..in_work.clone()
    };
    let store = &f.desk.office.store;
    let (received, requests, answered, late) = tokio::join!(
        store.count(viewer, &received, MOST_COUNTED),
        store.count(viewer, &requests, MOST_COUNTED),
        store.count(viewer, &answered, MOST_COUNTED),
        store.count(viewer, &late, MOST_COUNTED),
    );
    let late = late?;
    let figure = |label, n: u64, href: String| Figure {
        label,
        href,
        n: if n >= MOST_COUNTED {
            f.t1("number-more-than", "n", MOST_COUNTED)
        } else {
            n.to_string()
        },
        late: false,
    };
    Ok(vec![
        figure(
            "today-received",
            received?,
            format!("/cases?kind={kind}&from={today}&to={today}"),
        ),
        figure("today-open", requests?, format!("/cases?kind={kind}&open=handling")),
        figure("today-answered", answered?, format!("/cases?kind={kind}&open=answered")),
        Figure {
            late: late > 0,
            ..figure("today-overdue", late, "/cases?due=over&sort=due".to_owned())
        },
    ])
}

/// What is one's own: a unit's cases for those who work for it, tasks for those who give and sign them off, what
/// waits for intake for the others.
fn mine_of(visit: &Visit) -> (Filter, &'static str, String) {
    let open = Filter {
        unit: visit.own_unit_only().cloned(),
        open: Some(true),
        without: office::drill_kinds(&visit.desk.office),
        ..Filter::default()
    };
    let pack = &visit.desk.office.pack;
    let task = pack.kinds.keys().find(|kind| kind.as_str() == "task");
    match (visit.person.role(), task) {
        (Role::SpecialOffice | Role::Leader, Some(task)) => {
            let href = format!("/cases?kind={task}&open=yes&sort=due");
            let kind = Some(task.clone());
            (Filter { kind, ..open }, "today-mine-tasks", href)
        }
        (Role::Handler, _) => {
            let finished = Some(false);
            let href = "/cases?open=handling&sort=due".to_owned();
            (Filter { finished, ..open }, "today-mine-unit", href)
        }
        _ => {
            let kind = pack.kind(&pack.import.kind);
            let first = kind
                .and_then(|kind| kind.statuses.first())
                .map(|status| status.slug.clone());
            let slug = first.as_ref().map_or("", |slug| slug.as_str());
            let href = format!("/cases?kind={}&status={slug}&open=yes&sort=due", pack.import.kind);
            let filter = Filter {
                kind: Some(pack.import.kind.clone()),
                status: first,
                ..open
            };
            (filter, "today-mine-intake", href)
        }
    }
}

/// The day's categories and places that rise, with the reason in words.
fn rising(f: &Frame<'_>, day: &DayState, names: &Names) -> Vec<Rising> {
    let items = day.items.iter().map(|item| &item.item);
    let lines = items.filter_map(|item: &AttentionItem| {
        let reason = item
            .reasons
            .iter()
            .find(|reason| matches!(reason, Reason::RisingCategory { .. } | Reason::RisingArea { .. }))?;
        let pack = &f.desk.office.pack;
        let date = day.date;
        let (name, filter) = match &item.subject {
            Subject::Category { category } => (pack.category_name(category, f.locale), format!("category={category}")),
            Subject::Area { area } => (pack.area_name(area, f.locale), format!("area={area}")),
            Subject::Case { .. } => return None,
        };
        Some(Rising {
            name: name.to_owned(),
            href: format!("/cases?{filter}&from={date}&to={date}"),
            why: documents::brief::reason_words(reason, date, names, f.locale),
        })
    });
    lines.take(ROWS as usize).collect()
}

/// Whether a witness's alarm stands that this person has to see.
async fn is_alarmed(visit: &Visit) -> Result<bool, Fault> {
    if visit.may(Right::WatchLog).is_err() {
        return Ok(false);
    }
    let witnesses = visit.desk.office.store.witnesses().await?;
    Ok(witnesses.iter().any(WitnessState::is_alarmed))
}
