//! A day's brief as data: its numbers, its items and what was decided on them.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use super::show_judgement::Judged;
use crate::access::Right;
use crate::desk::{days, show_brief};
use crate::fault::Fault;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use domain::daily::Compared;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// A version of a brief.
#[derive(Serialize, ToSchema)]
pub(crate) struct BriefData {
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// 1, 2, …
    version: u32,
    /// All versions there are.
    versions: Vec<u32>,
    /// Issue of the year, once signed.
    issue: Option<u32>,
    /// Issue over all years, once signed.
    running: Option<u32>,
    /// The moment the numbers were taken.
    #[schema(value_type = String, format = DateTime)]
    as_of: Timestamp,
    /// Cases received that day.
    received: Figures,
    /// Cases answered or finished that day.
    finished: Figures,
    /// Cases open.
    open: Figures,
    /// Clocks past their due time.
    overdue: Figures,
    /// What needs a decision, the gravest first.
    attention: Vec<Judged>,
    /// How many more there were than it prints.
    attention_left_out: u64,
    /// Numbers of the tasks that were made of it.
    decided: Vec<String>,
}

/// A number beside those on the same base of the day before and of the same weekday before.
#[derive(Serialize, ToSchema)]
pub(crate) struct Figures {
    today: u64,
    yesterday: Option<u64>,
    last_week: Option<u64>,
}

impl From<Compared> for Figures {
    fn from(number: Compared) -> Self {
        Self {
            today: number.today,
            yesterday: number.yesterday,
            last_week: number.last_week,
        }
    }
}

/// `GET /api/v1/briefs/{date}`
#[utoipa::path(
    get, path = "/api/v1/briefs/{date}", operation_id = "showBrief", tag = "days",
    summary = "A day's brief",
    params(
        ("date" = String, Path, description = "The day, YYYY-MM-DD.", example = "2026-11-24"),
        ("version" = Option<u32>, Query, description = "Which version; without it, the newest.", minimum = 1),
    ),
    responses((status = 200, body = BriefData), Problems),
    security(("key" = ["days:read"])),
)]
pub(crate) async fn show(Path(date): Path<String>, caller: Caller) -> Result<Json<BriefData>, Fault> {
    caller.may(Scope::DaysRead, Right::SeeDay)?;
    let visit = &caller.visit;
    let version = show_brief::asked(visit)?;
    Ok(Json(brief(visit, days::parse(&date)?, version).await?))
}

/// The version that is asked for; the newest where none is.
pub(super) async fn brief(visit: &Visit, date: Date, version: Option<u32>) -> Result<BriefData, Fault> {
    let day = office::read_day(&visit.desk.office, date, visit.now).await?;
    let brief = show_brief::numbered(&day, version).ok_or(Fault::NotFound)?;
    Ok(BriefData {
        date,
        version: brief.version,
        versions: day.briefs.iter().map(|brief| brief.version).collect(),
        issue: brief.issue,
        running: brief.running,
        as_of: brief.as_of,
        received: brief.received.into(),
        finished: brief.finished.into(),
        open: brief.open.into(),
        overdue: brief.overdue.into(),
        attention: brief.attention.iter().map(Judged::of).collect::<Result<_, _>>()?,
        attention_left_out: brief.attention_left_out,
        decided: day.decided.iter().map(|(_, _, number)| number.clone()).collect(),
    })
}
