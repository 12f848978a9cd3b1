//! Imports: the newest runs, one with its progress and what came of each row, and the rows to mend as a file.

use super::caller::{Caller, Scope};
use super::open_sealed::Why;
use super::problems::Problems;
use super::sent::Sent;
use crate::access::Right;
use crate::desk::show_import::{self, uploads};
use crate::fault::Fault;
use crate::imports::{self, Kept, Outcome, UploadsStay};
use crate::visit::Visit;
use axum::Json;
use axum::extract::Path;
use axum::response::Response;
use domain::pack::FieldName;
use jiff::Timestamp;
use office::{RejectedLine, RowCounts, SkippedSheet};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Imports, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Imports {
    imports: Vec<ImportLine>,
}

/// An import in one line.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportLine {
    id: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Names of the files.
    files: Vec<String>,
    /// It only says what would happen.
    dry_run: bool,
    state: State,
    /// None while it waits or runs, and where it was refused.
    #[schema(value_type = Option<Rows>)]
    rows: Option<RowCounts>,
}

/// How far it is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportState)]
enum State {
    /// It waits or runs.
    Open,
    /// Every row has its end.
    Done,
    /// Nothing was done; `refused` says what to do next.
    Refused,
}

/// Rows by what became of them: each is exactly one of these.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the import's own counts")]
pub(crate) struct Rows {
    imported: u64,
    unchanged: u64,
    corrected: u64,
    ignored: u64,
    rejected: u64,
}

/// An import.
#[derive(Serialize, ToSchema)]
#[schema(as = Import)]
pub(crate) struct ImportView {
    #[serde(flatten)]
    line: ImportLine,
    /// Columns that were set by hand: a field's name, and the header that is read for it.
    #[schema(value_type = BTreeMap<String, String>)]
    columns: BTreeMap<FieldName, String>,
    /// Fields that files can have, each with the headers that are known for it.
    #[schema(value_type = BTreeMap<String, Vec<String>>)]
    fields: BTreeMap<FieldName, Vec<String>>,
    /// While it runs.
    progress: Option<Progress>,
    /// Why rows were ignored, and how many.
    ignored: BTreeMap<&'static str, u64>,
    /// Sheets that were not read, beside those that were; their rows are among the ignored or the rejected.
    #[schema(value_type = Vec<SkippedView>)]
    sheets: Vec<SkippedSheet>,
    /// Why nothing was done, and what to do next.
    refused: Option<String>,
    /// The first rows to mend; `rejected.xlsx` has them all.
    #[schema(value_type = Vec<RejectedView>)]
    rejected: Vec<RejectedLine>,
    /// Until when rows to mend are there; none where there are none.
    #[schema(value_type = Option<String>, format = DateTime)]
    mend_until: Option<Timestamp>,
    /// The same files can be read again, for real or with other columns.
    again: bool,
}

/// How far it has come.
#[derive(Serialize, ToSchema)]
#[schema(as = ImportProgress)]
struct Progress {
    done: u64,
    of: u64,
}

/// A row to mend.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the import's own rows")]
#[schema(as = RejectedRow)]
pub(crate) struct RejectedView {
    file: String,
    /// Row in the file, 1 first; 0 for the file as a whole.
    row: u64,
    /// Header of the column.
    column: String,
    /// What is there.
    value: String,
    /// What to do.
    remedy: String,
}

/// A sheet that was not read: without a header row that is known, or hidden.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the import's own sheets")]
#[schema(as = SkippedSheet)]
pub(crate) struct SkippedView {
    /// File and sheet.
    sheet: String,
    /// All its rows.
    rows: u64,
    /// It looks like a table of requests, so its rows are rejected; ignored otherwise.
    rejected: bool,
    /// It is hidden in the file.
    hidden: bool,
}

/// `GET /api/v1/imports`
#[utoipa::path(
    get, path = "/api/v1/imports", operation_id = "listImports", tag = "imports",
    summary = "The newest imports",
    responses((status = 200, body = Imports), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(caller: Caller) -> Result<Json<Imports>, Fault> {
    caller.may(Scope::CasesRead, Right::Import)?;
    let runs = imports::list(&caller.visit.desk.office).await?;
    Ok(Json(Imports {
        imports: runs.iter().map(line).collect(),
    }))
}

/// `GET /api/v1/imports/{id}`
#[utoipa::path(
    get, path = "/api/v1/imports/{id}", operation_id = "showImport", tag = "imports",
    summary = "An import: its progress, or what became of its rows",
    params(("id" = String, Path, description = "The import's id.")),
    responses((status = 200, body = ImportView), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn show(Path(id): Path<String>, caller: Caller) -> Result<Json<ImportView>, Fault> {
    caller.may(Scope::CasesRead, Right::Import)?;
    Ok(Json(view(&caller.visit, &id).await?))
}

/// `POST /api/v1/imports/{id}/rejected.xlsx`
#[utoipa::path(
    post, path = "/api/v1/imports/{id}/rejected.xlsx", operation_id = "downloadRejected", tag = "imports",
    summary = "The rows to mend, as a spreadsheet to hand in again",
    description = "It is written down first who saved them and why. Each call is an opening of its own.",
    params(("id" = String, Path, description = "The import's id.")),
    request_body = Why,
    responses(
        (status = 200, description = "The spreadsheet.", content(
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )),
        Problems,
    ),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn rejected(Path(id): Path<String>, Sent { caller, body, .. }: Sent<Why>) -> Result<Response, Fault> {
    caller.may(Scope::CasesRead, Right::Import)?;
    show_import::saved_rejected(&caller.visit, &id, &body.reason()).await
}

/// The run as it is now.
pub(super) async fn view(visit: &Visit, id: &str) -> Result<ImportView, Fault> {
    let office = &visit.desk.office;
    let kept = imports::find(office, id).await?.ok_or(Fault::NotFound)?;
    let ended = kept.ended.as_ref().map(|(at, _)| *at);
    let to_mend = imports::rejected(office, id).await?.filter(|_| ended.is_some());
    let words = visit.words();
    let (ignored, sheets, refused) = match kept.outcome() {
        Some(Outcome::Done { ignored, sheets, .. }) => (Some(ignored), sheets.clone(), None),
        Some(Outcome::Refused(refusal)) => (None, Vec::new(), Some(words.refusal(refusal))),
        None => (None, Vec::new(), None),
    };
    let ignored = ignored.into_iter().flatten();
    let progress = visit.desk.imports.progress(id);
    Ok(ImportView {
        line: line(&kept),
        columns: kept.run.columns.clone(),
        fields: office.pack.import.columns.clone(),
        progress: progress.map(|(done, of)| Progress { done, of }),
        ignored: ignored
            .map(|(why, n)| (why.key().trim_start_matches("import-ignored-"), *n))
            .collect(),
        sheets,
        refused,
        mend_until: ended.filter(|_| to_mend.is_some()).map(imports::mend_stays),
        rejected: to_mend.iter().flatten().map(|row| row.said(words)).collect(),
        again: uploads(visit, &kept).await? != UploadsStay::Gone,
    })
}

fn line(kept: &Kept) -> ImportLine {
    let (state, rows) = match kept.outcome() {
        None => (State::Open, None),
        Some(Outcome::Done { rows, .. }) => (State::Done, Some(*rows)),
        Some(Outcome::Refused(_)) => (State::Refused, None),
    };
    ImportLine {
        id: kept.id.clone(),
        at: kept.at,
        files: kept.run.files.clone(),
        dry_run: kept.run.dry_run,
        state,
        rows,
    }
}
