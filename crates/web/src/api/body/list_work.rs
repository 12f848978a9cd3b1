//! How much each unit has in work, how much of it is late, and how its report of the day stands.

use crate::access::Right;
use crate::api::caller::{Caller, Scope};
use crate::api::problems::Problems;
use crate::desk::list_units::{MOST_COUNTED, Standing, all};
use crate::fault::Fault;
use axum::Json;
use domain::daily::ReportStatus;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// How it stands with the units. Who works for one unit reads of that one.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnitsWork {
    /// The day of which reports are awaited.
    #[schema(value_type = String, format = Date)]
    date: Date,
    units: Vec<UnitWork>,
}

/// How it stands with a unit. Each number is at most 10 000: that many or more.
#[derive(Serialize, ToSchema)]
pub(crate) struct UnitWork {
    unit: String,
    /// Cases in work; none for a post that sees no cases.
    open: Option<u64>,
    /// Those of them that are late.
    overdue: Option<u64>,
    /// `on_time`, `late`, `missing`, `zero`, or `awaited` while there is time; none where no report is expected of it.
    #[schema(value_type = Option<String>)]
    report: Option<ReportStatus>,
}

/// `GET /api/v1/units/work`
#[utoipa::path(
    get, path = "/api/v1/units/work", operation_id = "listUnitsWork", tag = "body",
    summary = "What units have in work, what of it is late, and how their reports stand",
    responses((status = 200, body = UnitsWork), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<UnitsWork>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeUnits)?;
    let (date, units) = all(&caller.visit).await?;
    let most = |n: Option<u64>| n.map(|n| n.min(MOST_COUNTED));
    let line = |standing: Standing<'_>| UnitWork {
        unit: standing.unit.slug.to_string(),
        open: most(standing.open),
        overdue: most(standing.overdue),
        report: standing.report,
    };
    Ok(Json(UnitsWork {
        date,
        units: units.into_iter().map(line).collect(),
    }))
}
