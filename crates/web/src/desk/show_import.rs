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
use office::{ImportReport, RejectedRow};
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
    shown: &'a [RejectedRow],
    more: usize,
    mend: bool,
    columns: Vec<Column<'a>>,
}

/// A field of a request, and the header that is read for it.
struct Column<'a> {
    field: String,
    label: &'a str,
    header: &'a str,
    /// The header that is usual.
    usual: &'a str,
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
        shown: done.map_or(&[], |report| &report.rejected[..report.rejected.len().min(MOST_SHOWN)]),
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

/// `POST /import/{id}/columns`: the same files again, with columns set by hand, or for real after a try.
pub(crate) async fn send_columns(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Import)?;
    let office = &visit.desk.office;
    let before = imports::run(office, &id).await?.ok_or(Fault::NotFound)?;
    let for_real = fields.get("for_real") == "yes";
    let columns = if for_real {
        before.columns.clone()
    } else {
        known_fields(&visit)
            .filter_map(|known| Some((known.field, fields.given(&known.name)?.to_owned())))
            .collect::<BTreeMap<_, _>>()
    };
    let run = Run {
        id: office::new_case_id(visit.now).to_string(),
        columns,
        dry_run: before.dry_run && !for_real,
        actor: visit.actor().clone(),
        locale: visit.locale,
        at: visit.now,
        ..before
    };
    visit.desk.imports.start(office, &run).await?;
    Ok(frame::see_other(&format!("/import/{}", run.id)))
}

fn columns<'a>(visit: &'a Visit, run: &'a Run) -> Vec<Column<'a>> {
    known_fields(visit)
        .map(|known| Column {
            field: known.name,
            label: known.label,
            header: run.columns.get(&known.field).map_or("", String::as_str),
            usual: known.usual,
        })
        .collect()
}

/// A field that files have.
struct Known<'a> {
    field: FieldName,
    /// As the form names it.
    name: String,
    label: &'a str,
    usual: &'a str,
}

/// The fields that the pack reads from files, but not those that are left out until sealing is there.
fn known_fields(visit: &Visit) -> impl Iterator<Item = Known<'_>> {
    let pack = &visit.desk.office.pack;
    let kind = pack.kind(&pack.import.kind);
    let label = move |field: FieldName| {
        let fields = kind.map(|kind| kind.fields.as_slice()).unwrap_or_default();
        let known = fields.iter().find(|known| known.name == field);
        known.map(|known| known.label.get(visit.locale))
    };
    pack.import
        .columns
        .iter()
        .filter(|(field, _)| !matches!(field, FieldName::RequesterName | FieldName::RequesterContact))
        .map(move |(field, synonyms)| {
            let name = serde_json::to_value(field).ok();
            let usual = synonyms.first().map_or("", String::as_str);
            Known {
                field: *field,
                name: name
                    .and_then(|name| name.as_str().map(str::to_owned))
                    .unwrap_or_default(),
                // Fields that only files have (a row's number, a state) are called as their column usually is.
                label: label(*field).unwrap_or(usual),
                usual,
            }
        })
}
