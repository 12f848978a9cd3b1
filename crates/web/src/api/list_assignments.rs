//! Assignments 交办: what was given out, who has it, by when. Giving out is a person's, on the desk.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::fault::Fault;
use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{CaseRow, Cursor, Filter, Sort};
use utoipa::{IntoParams, ToSchema};

/// Tasks of a page.
const PAGE: u32 = 50;

/// Which.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// `true`: those that have ended, changed last first; otherwise those that are open, due soonest first.
    ended: Option<bool>,
    /// `next` of the page before.
    after: Option<String>,
}

/// A page.
#[derive(Serialize, ToSchema)]
pub(crate) struct AssignmentPage {
    assignments: Vec<Assignment>,
    /// What the next page is asked for with; none on the last.
    next: Option<String>,
}

/// A task.
#[derive(Serialize, ToSchema)]
#[schema(as = AssignmentLine)]
pub(crate) struct Assignment {
    /// The task's own number: it is a case, and read as one.
    number: String,
    title: String,
    unit: String,
    leader: String,
    status: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
}

impl From<CaseRow> for Assignment {
    fn from(row: CaseRow) -> Self {
        Self {
            number: row.number,
            title: row.title,
            unit: row.unit.to_string(),
            leader: row.leader.to_string(),
            status: row.status.to_string(),
            due_at: row.due_at,
            ended_at: row.ended_at,
        }
    }
}

/// `GET /api/v1/assignments`
#[utoipa::path(
    get, path = "/api/v1/assignments", operation_id = "listAssignments", tag = "days",
    summary = "List assignments",
    params(Asked),
    responses((status = 200, body = AssignmentPage), Problems),
    security(("key" = ["days:read"])),
)]
pub(crate) async fn list(
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<AssignmentPage>, Fault> {
    caller.may(Scope::DaysRead, Right::SeeAssignments)?;
    let Query(asked) = asked.map_err(|_| Fault::Unreadable)?;
    let visit = &caller.visit;
    let ended = asked.ended.unwrap_or(false);
    let filter = Filter {
        kind: Some("task".into()),
        unit: visit.own_unit_only().cloned(),
        open: Some(!ended),
        ..Filter::default()
    };
    let sort = if ended { Sort::ChangedNewest } else { Sort::DueSoonest };
    let after = asked.after.filter(|after| !after.is_empty()).map(Cursor);
    let store = &visit.desk.office.store;
    let page = store.list(visit.viewer(), &filter, sort, after.as_ref(), PAGE).await?;
    Ok(Json(AssignmentPage {
        assignments: page.rows.into_iter().map(Assignment::from).collect(),
        next: page.next.map(|next| next.0),
    }))
}
