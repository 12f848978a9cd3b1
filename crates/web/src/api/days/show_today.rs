//! The first page as data: what is missing, due and rising, and what is one's own.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::list_cases::{self, CaseLine};
use crate::api::problems::Problems;
use crate::api::show_duty::GapLine;
use crate::desk::today::{self, Awaited, Counted, MOST_COUNTED, OwedRound, Own};
use crate::duty::show_gaps;
use crate::fault::Fault;
use crate::incidents;
use crate::plans::list_plans::{self, Overdue};
use crate::visit::Visit;
use axum::Json;
use domain::case::Incident;
use domain::case::incident::DueState;
use domain::daily::{Reason, ReportStatus, Subject};
use jiff::Timestamp;
use jiff::civil::Date;
use office::IncidentLine;
use serde::Serialize;
use serde_json::Value;
use store::OpenDanger;
use utoipa::ToSchema;

/// The day as whoever asks sees it. Levels, warnings and calls have their own actions.
#[derive(Serialize, ToSchema)]
pub(crate) struct Today {
    #[schema(value_type = String, format = Date)]
    date: Date,
    awaited: AwaitedReports,
    /// None for a post that sees no cases.
    counts: Option<Counts>,
    /// Categories and areas that rise.
    rising: Vec<Rising>,
    /// When the program judged the day last whose reports are awaited.
    #[schema(value_type = Option<String>, format = DateTime)]
    judged_as_of: Option<Timestamp>,
    /// What is in work and due soonest.
    next: Vec<CaseLine>,
    /// `tasks` for those who give and sign them off, `unit` for those who work for one, `intake` for the others.
    own_is: &'static str,
    /// What is one's own, due soonest.
    own: Vec<CaseLine>,
    /// Open cases on which one works beside the responsible unit, at most 10 000.
    beside: u64,
    /// Dangers to somebody that have not ended.
    dangers: Vec<DangerLine>,
    /// Incidents that are dealt with, or of which something has to be reported.
    incidents: Vec<IncidentDue>,
    /// Screening rounds in which something is owed.
    rounds: Vec<RoundOwed>,
    /// The desk at which one plans or serves, with its gaps of the pack's next hours; none for anybody else.
    short: Option<DeskGaps>,
    /// Plans and drills that are overdue, for whoever plans drills.
    overdue: Vec<OverdueLine>,
    /// A witness contradicts the log; told to those who watch it.
    log_alarm: bool,
}

/// Gaps of a desk's roster.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeskGaps {
    /// The desk's unit.
    desk: String,
    /// What has not ended and begins within the pack's hours.
    gaps: Vec<GapLine>,
}

/// A plan that was not practised in time, or a drill that has not begun at its time.
#[derive(Serialize, ToSchema)]
#[schema(as = OverduePractice)]
pub(crate) struct OverdueLine {
    /// `plan` or `drill`.
    what: &'static str,
    /// Of the plan, or of the drill.
    id: String,
    /// The plan's name.
    name: String,
}

/// Units' reports of the day for which they are awaited now.
#[derive(Serialize, ToSchema)]
pub(crate) struct AwaitedReports {
    #[schema(value_type = String, format = Date)]
    date: Date,
    #[schema(value_type = String, format = DateTime)]
    due: Timestamp,
    missing: usize,
    awaited: usize,
    /// Units whose reports one may see.
    units: Vec<UnitReport>,
}

/// How a unit's report stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnitReport {
    unit: String,
    /// `on_time`, `late`, `missing`, `zero`, or `awaited` while there is time.
    #[schema(value_type = String)]
    report: ReportStatus,
}

/// Each at most 10 000: that many or more.
#[derive(Serialize, ToSchema)]
#[schema(as = TodayCounts)]
pub(crate) struct Counts {
    /// Requests received today.
    received: u64,
    /// Requests that are worked on.
    open: u64,
    /// Requests that are answered and not ended.
    answered: u64,
    /// What is late, tasks among it.
    late: u64,
}

/// What rises.
#[derive(Serialize, ToSchema)]
#[schema(as = RisingLine)]
pub(crate) struct Rising {
    category: Option<String>,
    area: Option<String>,
    /// Its name under `reason`, and its figures.
    #[schema(value_type = Object)]
    reason: Value,
}

/// A danger.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenDanger)]
pub(crate) struct DangerLine {
    /// The case's number.
    number: String,
    title: String,
    unit: String,
    /// What kind, by the pack's name of it.
    danger: String,
    #[schema(value_type = String, format = DateTime)]
    raised_at: Timestamp,
    /// When the duty post took it up; none while it calls.
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<Timestamp>,
}

/// An incident in one line.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenIncident)]
pub(crate) struct IncidentDue {
    /// The case's number.
    number: String,
    title: String,
    category: String,
    unit: String,
    area: Option<String>,
    address: String,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    drill: bool,
    /// By the pack's name of it; none where it has none yet.
    level: Option<String>,
    /// What has to be reported next: as sending a report names it.
    next: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    due: Option<Timestamp>,
    /// Its time is over, and it has not gone out.
    late: bool,
}

/// A round.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoundOwed {
    id: String,
    name: String,
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
    /// How many reports are owed.
    owed: usize,
    /// They are anybody's that are late, for whoever chases them; else one's own.
    chased: bool,
}

/// `GET /api/v1/today`
#[utoipa::path(
    get, path = "/api/v1/today", operation_id = "showToday", tag = "days",
    summary = "Today: what is missing, due and rising, and what is one's own",
    responses((status = 200, body = Today), Problems),
    security(("key" = ["days:read"])),
)]
pub(crate) async fn show(caller: Caller) -> Result<Json<Today>, Fault> {
    caller.may(Scope::DaysRead, Right::SeeToday)?;
    let visit = &caller.visit;
    let awaited = Awaited::now(visit).await?;
    let own = Own::of(visit);
    let mut today = Today {
        date: today::today(visit),
        judged_as_of: awaited.day.judged_as_of,
        rising: awaited.rising().map(rising).collect::<Result<_, _>>()?,
        awaited: reports(visit, &awaited),
        counts: None,
        next: Vec::new(),
        own_is: match own {
            Own::Tasks(_) => "tasks",
            Own::Unit => "unit",
            Own::Intake(..) => "intake",
        },
        own: Vec::new(),
        beside: 0,
        dangers: Vec::new(),
        incidents: incidents::open(visit).await?.iter().map(incident).collect(),
        rounds: today::owed_rounds(visit).await?.into_iter().map(round).collect(),
        short: show_gaps::at_own_desk(visit).await?.map(|(unit, gaps)| DeskGaps {
            desk: unit.to_string(),
            gaps: gaps.into_iter().map(GapLine::from).collect(),
        }),
        overdue: list_plans::overdue(visit).await?.into_iter().map(overdue).collect(),
        log_alarm: today::is_alarmed(visit).await?,
    };
    if visit.may(Right::SeeCases).is_ok() {
        let counted = Counted::now(visit).await?;
        let most = |n: u64| n.min(MOST_COUNTED);
        today.counts = Some(Counts {
            received: most(counted.received),
            open: most(counted.open),
            answered: most(counted.answered),
            late: most(counted.late),
        });
        today.next = list_cases::lines(visit, today::next(visit).await?).await?;
        today.own = list_cases::lines(visit, own.rows(visit).await?).await?;
        today.beside = today::beside(visit).await?;
        let dangers = today::open_dangers(visit).await?;
        today.dangers = dangers.into_iter().map(danger).collect();
    }
    Ok(Json(today))
}

fn reports(visit: &Visit, awaited: &Awaited) -> AwaitedReports {
    let units = awaited.reports(visit).map(|(unit, report)| UnitReport {
        unit: unit.to_string(),
        report,
    });
    let units: Vec<UnitReport> = units.collect();
    let count = |wanted| units.iter().filter(|unit| unit.report == wanted).count();
    AwaitedReports {
        date: awaited.day.date,
        due: awaited.due,
        missing: count(ReportStatus::Missing),
        awaited: count(ReportStatus::Awaited),
        units,
    }
}

fn rising((subject, reason): (&Subject, &Reason)) -> Result<Rising, Fault> {
    let (category, area) = match subject {
        Subject::Category { category } => (Some(category.to_string()), None),
        Subject::Area { area } => (None, Some(area.to_string())),
        Subject::Case { .. } => (None, None),
    };
    Ok(Rising {
        category,
        area,
        reason: serde_json::to_value(reason).map_err(|error| Fault::Broken(error.to_string()))?,
    })
}

fn danger(open: OpenDanger) -> DangerLine {
    DangerLine {
        number: open.row.number,
        title: open.row.title,
        unit: open.row.unit.to_string(),
        danger: open.danger,
        raised_at: open.raised_at,
        answered_at: open.acknowledged_at,
    }
}

/// In one line.
pub(in crate::api) fn incident(line: &IncidentLine) -> IncidentDue {
    let case = &line.case;
    let incident = case.incident();
    let next = line.due.first();
    IncidentDue {
        number: case.number.clone(),
        title: case.title.clone(),
        category: case.category.to_string(),
        unit: case.unit.to_string(),
        area: case.place.area.as_ref().map(ToString::to_string),
        address: case.place.address.clone(),
        received_at: case.received_at,
        ended_at: case.ended_at,
        drill: case.is_drill(),
        level: incident.and_then(Incident::level).map(|level| level.slug.clone()),
        next: next.map(|due| incidents::sort_value(&due.sort)),
        due: next.map(|due| due.due),
        late: next.is_some_and(|due| due.state == DueState::Missing),
    }
}

fn overdue(overdue: Overdue) -> OverdueLine {
    OverdueLine {
        what: if overdue.drill { "drill" } else { "plan" },
        id: overdue.id,
        name: overdue.name,
    }
}

fn round(round: OwedRound) -> RoundOwed {
    RoundOwed {
        id: round.id,
        name: round.name,
        until: round.until,
        owed: round.n,
        chased: round.chased,
    }
}
