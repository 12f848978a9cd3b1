//! The first page: what is missing, due, rising, and one's own.

use super::list_cases::{self, Row};
use super::list_levels;
use super::reporting;
use super::today::{self, Awaited, Counted, MOST_COUNTED, Own};
use crate::access::Right;
use crate::calls::list_calls;
use crate::duty::show_gaps::{self, GapLine};
use crate::fault::Fault;
use crate::frame::{self, Frame};
use crate::incidents;
use crate::plans::list_plans::{self, Overdue};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::daily::{Names, ReportStatus, Subject};
use domain::warning::Stage;
use jiff::civil::Date;

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
    /// The reader's desk, its name, and the gaps of the next hours there.
    short: (&'a str, &'a str, Vec<GapLine>),
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
    /// Plans and drills that are overdue, for whoever plans drills: address, name, message key.
    practise: Vec<(String, String, &'static str)>,
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
    let sees_cases = visit.may(Right::SeeCases).is_ok();
    let f = Frame::new(&visit, "/", visit.words().text("today-title"));
    let awaited = Awaited::now(&visit).await?;
    let own = Own::of(&visit);
    let (mine_key, mine_href) = mine_words(&own);
    let (mut figures, mut next, mut mine) = (Vec::new(), Vec::new(), Vec::new());
    let mut beside = String::new();
    let mut dangers = Vec::new();
    if sees_cases {
        dangers = open_dangers(&visit, &f).await?;
        let (counted, due_rows, mine_rows, helped) = tokio::join!(
            Counted::now(&visit),
            today::next(&visit),
            own.rows(&visit),
            today::beside(&visit),
        );
        let helped = helped?;
        if helped > 0 {
            beside = f.t1("today-beside", "n", helped);
        }
        figures = in_figures(&f, &counted?, today::today(&visit));
        next = due_rows?.iter().map(|row| list_cases::line(&f, row)).collect();
        mine = mine_rows?.iter().map(|row| list_cases::line(&f, row)).collect();
    }
    let count = |wanted| awaited.reports(&visit).filter(|(_, status)| *status == wanted).count();
    let units = awaited.reports(&visit).map(|(unit, status)| {
        let (key, class) = reporting::mark(status);
        (office.pack.unit_name(unit, visit.locale), key, class)
    });
    let page = Page {
        sees_cases,
        alarmed: today::is_alarmed(&visit).await?,
        figures,
        missing: count(ReportStatus::Missing),
        awaited: count(ReportStatus::Awaited),
        today: today::today(&visit).to_string(),
        date: awaited.day.date.to_string(),
        due: f.moment(&awaited.due),
        due_words: f.until(&awaited.due),
        units: units.collect(),
        rising: rising(&f, &awaited, &visit.desk.names),
        judged: awaited.day.judged_as_of.map(|at| f.moment(&at)),
        next,
        mine,
        mine_key,
        mine_href,
        beside,
        short: show_gaps::of_own_desk(&visit, &f).await?,
        dangers,
        incidents: incidents::open_lines(&visit, &f).await?,
        levels: list_levels::unread(&visit, &f).await?,
        calls: list_calls::waiting(&visit).await?,
        level: list_levels::word(awaited.level),
        warnings: warnings(&visit).await?,
        practise: list_plans::overdue(&visit)
            .await?
            .into_iter()
            .map(Overdue::line)
            .collect(),
        rounds: rounds(&visit, &f).await?,
        f,
    };
    frame::page(StatusCode::OK, &page)
}

/// Dangers to somebody in cases that the person sees: those that call the duty post first.
pub(crate) async fn open_dangers(visit: &Visit, f: &Frame<'_>) -> Result<Vec<DangerLine>, Fault> {
    let found = today::open_dangers(visit).await?;
    let pack = &visit.desk.office.pack;
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

/// Rounds in which something is owed, in words.
async fn rounds(visit: &Visit, f: &Frame<'_>) -> Result<Vec<RoundLine>, Fault> {
    let owed = today::owed_rounds(visit).await?;
    let lines = owed.into_iter().map(|round| {
        let key = if round.chased {
            "today-round-late"
        } else {
            "today-round-owed"
        };
        let mut words = f.t2(key, "name", &round.name, "n", round.n);
        words.push_str(&f.t1("today-round-until", "until", f.moment(&round.until)));
        RoundLine {
            href: format!("/rounds/{}", round.id),
            words,
            late: visit.now > round.until,
        }
    });
    Ok(lines.collect())
}

/// The numbers in words, each with the list that holds as many.
fn in_figures(f: &Frame<'_>, counted: &Counted, today: Date) -> Vec<Figure> {
    let kind = &f.desk.office.pack.import.kind;
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
    let received = format!("/cases?kind={kind}&from={today}&to={today}");
    let overdue = "/cases?due=over&sort=due".to_owned();
    vec![
        figure("today-received", counted.received, received),
        figure("today-open", counted.open, format!("/cases?kind={kind}&open=handling")),
        figure(
            "today-answered",
            counted.answered,
            format!("/cases?kind={kind}&open=answered"),
        ),
        Figure {
            late: counted.late > 0,
            ..figure("today-overdue", counted.late, overdue)
        },
    ]
}

/// Message key of the list of one's own, and the whole of it.
fn mine_words(own: &Own) -> (&'static str, String) {
    match own {
        Own::Tasks(kind) => ("today-mine-tasks", format!("/cases?kind={kind}&open=yes&sort=due")),
        Own::Unit => ("today-mine-unit", "/cases?open=handling&sort=due".to_owned()),
        Own::Intake(kind, status) => {
            let slug = status.as_ref().map_or("", |slug| slug.as_str());
            let href = format!("/cases?kind={kind}&status={slug}&open=yes&sort=due");
            ("today-mine-intake", href)
        }
    }
}

/// The day's categories and places that rise, with the reason in words.
fn rising(f: &Frame<'_>, awaited: &Awaited, names: &Names) -> Vec<Rising> {
    let pack = &f.desk.office.pack;
    let date = awaited.day.date;
    let lines = awaited.rising().filter_map(|(subject, reason)| {
        let (name, filter) = match subject {
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
    lines.collect()
}
