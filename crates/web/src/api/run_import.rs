//! Importing a file of cases: tried first where that is wished, read again with columns set by hand, and forgotten at once.

use super::bodies::{Nothing, Seen};
use super::caller::{Caller, Scope};
use super::problems::Problems;
use super::sent::Sent;
use super::sent_file::SentFile;
use super::show_imports::{ImportView, view};
use crate::access::Right;
use crate::desk::attach_evidence::shown_name;
use crate::desk::{erase_import, show_import};
use crate::fault::Fault;
use crate::imports::{self, Run};
use axum::Json;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::case::Refusal;
use domain::pack::FieldName;
use office::Paper;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How the same file is read once more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportAgain {
    /// Which header is read for which field, by the field's name; where it is not said, as it was.
    #[schema(value_type = Option<BTreeMap<String, String>>)]
    columns: Option<BTreeMap<FieldName, Seen>>,
    /// Only say what would happen.
    dry_run: bool,
}

/// `POST /api/v1/imports`
#[utoipa::path(
    post, path = "/api/v1/imports", operation_id = "startImport", tag = "imports",
    summary = "Import a file of cases",
    description = "XLSX, XLS, ODS, CSV or TSV. It is read beside the answer: ask for the import until it is no longer open. Its \
                   numbers are those of the source system, and a row that is known by its number corrects its case.",
    params(
        ("name" = Option<String>, Query, description = "What the file is called; its ending says what it is."),
        ("dry_run" = Option<bool>, Query, description = "Only say what would happen."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers with the import that the first began.", min_length = 1, max_length = 255),
    ),
    request_body(description = "The file's bytes.", content(("application/octet-stream"))),
    responses(
        (status = 202, body = ImportView, headers(("Location" = String, description = "Where the import is."))),
        Problems,
    ),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn start(
    SentFile {
        caller,
        name,
        dry_run,
        bytes,
        key,
    }: SentFile,
) -> Result<Response, Fault> {
    caller.may(Scope::CasesWrite, Right::Import)?;
    if bytes.is_empty() {
        return Err(Refusal::new("import-no-file").into());
    }
    let visit = &caller.visit;
    if let Some(id) = begun(&caller, key.as_deref()).await? {
        return accepted(&caller, &id).await;
    }
    let run = Run {
        files: Vec::new(),
        columns: BTreeMap::new(),
        dry_run,
        actor: visit.actor().clone(),
        key,
    };
    let paper = Paper {
        name: shown_name(&name),
        bytes,
    };
    let desk = &visit.desk;
    let id = desk.imports.start(&desk.office, run, vec![paper], visit.now).await?;
    accepted(&caller, &id).await
}

/// `POST /api/v1/imports/{id}/again`
#[utoipa::path(
    post, path = "/api/v1/imports/{id}/again", operation_id = "importAgain", tag = "imports",
    summary = "Read the same file again: for real after a try, or with columns set by hand",
    params(
        ("id" = String, Path, description = "The import's id."),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeat under the same key answers with the import that the first began.", min_length = 1, max_length = 255),
    ),
    request_body = ImportAgain,
    responses(
        (status = 202, body = ImportView, headers(("Location" = String, description = "Where the import is."))),
        Problems,
    ),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn again(
    Path(id): Path<String>,
    Sent { caller, body, key }: Sent<ImportAgain>,
) -> Result<Response, Fault> {
    caller.may(Scope::CasesWrite, Right::Import)?;
    let visit = &caller.visit;
    let office = &visit.desk.office;
    let before = imports::find(office, &id).await?.ok_or(Fault::NotFound)?;
    if let Some(id) = begun(&caller, key.as_deref()).await? {
        return accepted(&caller, &id).await;
    }
    let known = &office.pack.import.columns;
    let columns = match body.columns {
        None => before.run.columns.clone(),
        Some(columns) if columns.keys().any(|field| !known.contains_key(field)) => {
            return Err(Refusal::new("api-column-unknown").into());
        }
        Some(columns) => columns
            .into_iter()
            .filter_map(|(field, header)| Some((field, Seen::given(Some(&header))?.to_owned())))
            .collect(),
    };
    let id = show_import::again(visit, before, columns, body.dry_run, key).await?;
    accepted(&caller, &id).await
}

/// `POST /api/v1/imports/{id}/erase`
#[utoipa::path(
    post, path = "/api/v1/imports/{id}/erase", operation_id = "eraseImport", tag = "imports",
    summary = "Forget at once what is kept of an import: its file and its rows to mend",
    params(("id" = String, Path, description = "The import's id.")),
    request_body = Nothing,
    responses((status = 200, body = ImportView), Problems),
    security(("key" = ["cases:write"])),
)]
pub(crate) async fn erase(
    Path(id): Path<String>,
    Sent { caller, .. }: Sent<Nothing>,
) -> Result<Json<ImportView>, Fault> {
    caller.may(Scope::CasesWrite, Right::Import)?;
    erase_import::erase(&caller.visit, &id).await?;
    Ok(Json(view(&caller.visit, &id).await?))
}

/// The import that was begun under the key before.
async fn begun(caller: &Caller, key: Option<&str>) -> Result<Option<String>, Fault> {
    let Some(key) = key else { return Ok(None) };
    let found = imports::find_by_key(&caller.visit.desk.office, key).await?;
    Ok(found.map(|kept| kept.id))
}

async fn accepted(caller: &Caller, id: &str) -> Result<Response, Fault> {
    let location = format!("/api/v1/imports/{id}");
    let import = Json(view(&caller.visit, id).await?);
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], import).into_response())
}
