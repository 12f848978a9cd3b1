//! The list as a file: of each case in it is written down first that it was saved, by whom and why.

use crate::access::Right;
use crate::api::caller::Scope;
use crate::api::list_cases::{Order, Which, filter, sort};
use crate::api::open_sealed::Why;
use crate::api::problems::Problems;
use crate::api::sent::Sent;
use crate::desk::export_cases;
use crate::fault::Fault;
use axum::response::Response;
use serde::Deserialize;
use store::Filter;
use utoipa::ToSchema;

/// What is saved, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Export {
    /// Without it, all that one may see.
    #[serde(default)]
    which: Which,
    sort: Option<Order>,
    why: Why,
}

/// `POST /api/v1/cases/export`
#[utoipa::path(
    post, path = "/api/v1/cases/export", operation_id = "exportCases", tag = "cases",
    summary = "Save the list of cases as a file",
    description = "A person's, with a key of their own. At most 20 000 cases: a longer list is refused. Of each it is written down first \
                   that it was saved and why, and its requester reads that. Each call is an opening of its own.",
    request_body = Export,
    responses(
        (status = 200, description = "The file.", content(
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )),
        Problems,
    ),
    security(("key" = ["cases:export"])),
)]
pub(crate) async fn export(Sent { caller, body, .. }: Sent<Export>) -> Result<Response, Fault> {
    caller.may(Scope::CasesExport, Right::ExportCases)?;
    caller.myself()?;
    let visit = &caller.visit;
    let filter = Filter {
        // As on the desk: drills are in lists of their own.
        without: office::drill_kinds(&visit.desk.office),
        ..filter(body.which, visit.now)
    };
    export_cases::saved(visit, &filter, sort(body.sort), &body.why.reason()).await
}
