//! One import: its progress, what became of each row, the rows to mend, and the columns when they have to be set by hand.

use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Posted;
use crate::frame::{self, Frame};
use crate::imports::{self, Outcome, Run};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::pack::FieldName;
use office::ImportReport;
use std::collections::BTreeMap;

/// Rejected rows shown on the page; the file to mend has them all.
const MOST_SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "desk/import.html")]
struct Page<'a> {
    f: Frame<'a>,
    id: String,
    files: Vec<String>,
    at: String,
    dry_run: bool,
    open: bool,
    progress: Option<(u64, u64)>,
    refused: Option<String>,
    done: Option<&'a ImportReport>,
    total: u64,
    more: usize,
    mend: bool,
    columns: Vec<Column<'a>>,
}

/// A field of a request, and the header that is read for it.
struct Column<'a> {
    field: String,
    label: String,
    header: &'a str,
}

/// `GET /import/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::Import)?;
    let office = &visit.desk.office;
    let (run, outcome) = (imports::run(office, &id).await?, imports::outcome(office, &id).await?);
    let (run, outcome) = run.zip(outcome).ok_or(Fault::NotFound)?;
    let done = match &outcome {
        Outcome::Done { report, .. } => Some(&**report),
        Outcome::Open | Outcome::Refused(_) => None,
    };
    let f = Frame::new(&visit, "/import", visit.words().text("import-one-title"));
    let page = Page {
        files: run.files.iter().map(|(name, _)| name.clone()).collect(),
        at: f.moment(&run.at),
        dry_run: run.dry_run,
        open: matches!(outcome, Outcome::Open),
        progress: visit.desk.imports.progress(&id),
        refused: match &outcome {
            Outcome::Refused(refusal) => Some(visit.words().refusal(refusal)),
            Outcome::Open | Outcome::Done { .. } => None,
        },
        done,
        total: done.map_or(0, |report| report.rows.sum()),
        more: done.map_or(0, |report| report.rejected.len().saturating_sub(MOST_SHOWN)),
        mend: matches!(&outcome, Outcome::Done { to_mend, .. } if !to_mend.is_empty()),
        columns: columns(&visit, &run),
        id,
        f,
    };
    frame::page(StatusCode::OK, &page)
}

/// `GET /import/{id}/rejected.xlsx`
pub(crate) async fn show_rejected(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::Import)?;
    let office = &visit.desk.office;
    let Some(Outcome::Done { to_mend, .. }) = imports::outcome(office, &id).await? else {
        return Err(Fault::NotFound);
    };
    let bytes = office.store.file(&to_mend).await?.ok_or(Fault::NotFound)?;
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(frame::download(media_type, "rejected.xlsx", bytes))
}

/// `POST /import/{id}/columns`: the same files again, with columns set by hand.
pub(crate) async fn send_columns(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Import)?;
    let office = &visit.desk.office;
    let before = imports::run(office, &id).await?.ok_or(Fault::NotFound)?;
    let columns = known_fields(&visit)
        .filter_map(|(field, name, _)| Some((field, fields.given(&name)?.to_owned())))
        .collect::<BTreeMap<_, _>>();
    let run = Run {
        id: office::new_case_id(visit.now).to_string(),
        columns,
        actor: visit.actor().clone(),
        locale: visit.locale,
        at: visit.now,
        ..before
    };
    visit.desk.imports.start(office, &run).await?;
    Ok(frame::see_other(&format!("/import/{}", run.id)))
}

fn columns<'a>(visit: &Visit, run: &'a Run) -> Vec<Column<'a>> {
    known_fields(visit)
        .map(|(field, name, label)| Column {
            field: name,
            label,
            header: run.columns.get(&field).map_or("", String::as_str),
        })
        .collect()
}

/// The fields that the pack reads from files, but not those that are left out until sealing is there.
fn known_fields(visit: &Visit) -> impl Iterator<Item = (FieldName, String, String)> {
    let pack = &visit.desk.office.pack;
    pack.import
        .columns
        .iter()
        .filter(|(field, _)| !matches!(field, FieldName::RequesterName | FieldName::RequesterContact))
        .map(|(field, synonyms)| {
            let name = serde_json::to_value(field).ok();
            let name = name
                .and_then(|name| name.as_str().map(str::to_owned))
                .unwrap_or_default();
            (*field, name, synonyms.first().cloned().unwrap_or_default())
        })
}
