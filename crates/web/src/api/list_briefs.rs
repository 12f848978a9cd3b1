//! Briefs 专报: the days that have one, newest first.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Days of a page.
const PAGE: u32 = 30;

/// From where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Only days before this one: `next` of the page before.
    #[param(value_type = Option<String>, format = Date)]
    before: Option<Date>,
}

/// A page.
#[derive(Serialize, ToSchema)]
pub(crate) struct BriefPage {
    briefs: Vec<BriefLine>,
    /// What the next page is asked for with; none on the last.
    #[schema(value_type = Option<String>, format = Date)]
    next: Option<Date>,
}

/// A day with a brief.
#[derive(Serialize, ToSchema)]
pub(crate) struct BriefLine {
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// How many versions there are.
    versions: usize,
    /// Issue of the year of the version signed last; none where none is signed.
    issue: Option<u32>,
    /// Issue over all years.
    running: Option<u32>,
    /// Tasks that were made of it.
    decided: usize,
}

/// `GET /api/v1/briefs`
#[utoipa::path(
    get, path = "/api/v1/briefs", operation_id = "listBriefs", tag = "days",
    summary = "List briefs",
    params(Asked),
    responses((status = 200, body = BriefPage), Problems),
    security(("key" = ["days:read"])),
)]
pub(crate) async fn list(
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<BriefPage>, Fault> {
    caller.may(Scope::DaysRead, Right::SeeDay)?;
    let Query(asked) = asked.map_err(|_| Fault::Unreadable)?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    let dates = office.store.days(asked.before, PAGE).await?;
    let next = dates.last().copied().filter(|_| dates.len() == PAGE as usize);
    let mut briefs = Vec::with_capacity(dates.len());
    for date in dates {
        let day = office::read_day(office, date, visit.now).await?;
        if day.briefs.is_empty() {
            continue;
        }
        let signed = day.briefs.iter().rev().find_map(|brief| brief.issue.zip(brief.running));
        briefs.push(BriefLine {
            date,
            versions: day.briefs.len(),
            issue: signed.map(|(issue, _)| issue),
            running: signed.map(|(_, running)| running),
            decided: day.decided.len(),
        });
    }
    Ok(Json(BriefPage { briefs, next }))
}
