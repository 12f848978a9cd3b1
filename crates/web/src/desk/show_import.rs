//! One import: its progress, what became of each row, the rows to mend, and the columns when they have to be set by hand.

use super::export_cases::Question;
use super::reason::{self, ReasonForm};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Frame, Problems};
use crate::imports::{self, Kept, Outcome, Run, UploadsStay};
use crate::visit::Visit;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::case::{Reason, Refusal};
use domain::pack::FieldName;
use office::{RejectedLine, RowCounts, SkippedSheet, ToMend};
use std::collections::BTreeMap;
use store::Passing;

/// Media type of a spreadsheet.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Template)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether one thing is on the page"
)]
#[template(path = "desk/import.html")]
struct Page<'a> {
    f: Frame<'a>,
    id: String,
    files: &'a [String],
    at: String,
    dry_run: bool,
    open: bool,
    progress: Option<(u64, u64)>,
    refused: Option<String>,
    rows: Option<RowCounts>,
    total: u64,
    /// Why rows were ignored, and how many.
    ignored: Vec<(&'static str, u64)>,
    /// Sheets that were not read: name, rows, and what became of them.
    sheets: Vec<(&'a str, u64, &'static str)>,
    shown: Vec<RejectedLine>,
    more: u64,
    /// There is a table of rows to mend.
    mend: bool,
    /// Until when the rejected rows are there; none when they are gone.
    mend_until: Option<String>,
    /// Until when the uploaded files wait; none when they are gone or another run still needs them.
    uploads_until: Option<String>,
    uploads_gone: bool,
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
    let kept = imports::find(office, &id).await?.ok_or(Fault::NotFound)?;
    let rejected = imports::rejected(office, &id).await?.filter(|_| kept.ended.is_some());
    let f = Frame::new(&visit, "/import", visit.words().text("import-one-title"));
    let (rows, ignored, sheets) = match kept.outcome() {
        Some(Outcome::Done {
            rows, ignored, sheets, ..
        }) => (Some(*rows), Some(ignored), sheets.as_slice()),
        Some(Outcome::Refused(_)) | None => (None, None, &[][..]),
    };
    // A sheet to mend is one line among the rejected rows, however many it has.
    let in_one = sheets.iter().filter(|sheet| sheet.rejected);
    let in_one: u64 = in_one.map(|sheet| sheet.rows.saturating_sub(1)).sum();
    let ended = kept.ended.as_ref().map(|(at, _)| *at);
    let mend_until = ended.filter(|_| rejected.is_some()).map(imports::mend_stays);
    let uploads = uploads(&visit, &kept).await?;
    let shown = rejected.iter().flatten().map(|row| row.said(visit.words()));
    let shown: Vec<RejectedLine> = shown.collect();
    let page = Page {
        files: &kept.run.files,
        at: f.moment(&kept.at),
        dry_run: kept.run.dry_run,
        open: kept.ended.is_none(),
        progress: visit.desk.imports.progress(&id),
        refused: match kept.outcome() {
            Some(Outcome::Refused(refusal)) => Some(visit.words().refusal(refusal)),
            Some(Outcome::Done { .. }) | None => None,
        },
        rows,
        total: rows.map_or(0, |rows| rows.sum()),
        ignored: ignored
            .into_iter()
            .flatten()
            .map(|(why, count)| (visit.words().text(why.key()), *count))
            .collect(),
        sheets: sheets.iter().map(sheet_line).collect(),
        more: rows.map_or(0, |rows| rows.rejected.saturating_sub(in_one + shown.len() as u64)),
        // A file that could not be read at all has no rows to mend.
        mend: shown.iter().any(|row| row.row > 0),
        mend_until: mend_until.map(|until| f.moment(&until)),
        uploads_gone: uploads == UploadsStay::Gone,
        uploads_until: match uploads {
            UploadsStay::Until(until) => Some(f.moment(&until)),
            UploadsStay::Open | UploadsStay::Gone => None,
        },
        columns: columns(&visit, &kept.run),
        shown,
        id,
        f,
    };
    frame::page(StatusCode::OK, &page)
}

fn sheet_line(sheet: &SkippedSheet) -> (&str, u64, &'static str) {
    let key = match (sheet.hidden, sheet.rejected) {
        (false, true) => "import-sheet-rejected",
        (false, false) => "import-sheet-ignored",
        (true, true) => "import-sheet-hidden-rejected",
        (true, false) => "import-sheet-hidden-ignored",
    };
    (&sheet.sheet, sheet.rows, key)
}

/// `GET /import/{id}/rejected.xlsx`: why the rows to mend are saved.
pub(crate) async fn ask_rejected(Path(id): Path<String>, visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::Import)?;
    rows_to_mend(&visit, &id).await?;
    question(&visit, &id, &Problems::default(), None)
}

/// `POST /import/{id}/rejected.xlsx`
pub(crate) async fn send_rejected(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Import)?;
    match saved_rejected(&visit, &id, &reason::read(&fields)).await {
        Err(Fault::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            question(&visit, &id, &problems, Some(&fields))
        }
        answer => answer,
    }
}

fn question(visit: &Visit, id: &str, problems: &Problems, sent: Option<&Fields>) -> Result<Response, Fault> {
    let words = visit.words();
    let page = Question {
        f: Frame::new(visit, "/import", words.text("import-mend")),
        what: Some(words.text("import-mend-note").to_owned()),
        record: "import-mend-record",
        list: format!("/import/{id}"),
        back: "import-mend-back",
        action: format!("/import/{id}/rejected.xlsx"),
        problems,
        reason: ReasonForm::of(visit, sent).of_no_case(),
    };
    frame::form_page(problems, &page)
}

/// The rows to mend as a file, in the language of whoever asks; it is written down first who saves them and why.
///
/// # Errors
/// The refusal that there is no reason, or nothing to mend; [`Fault::NotFound`] where there is no such import; the store's.
pub(crate) async fn saved_rejected(visit: &Visit, id: &str, reason: &Reason) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let to_mend = rows_to_mend(visit, id).await?;
    office::open_rows(office, id, reason, visit.actor(), visit.now).await?;
    let (pack, locale) = (office.pack.clone(), visit.locale);
    // Writing a long table is work for a processor, and other pages must not wait for it.
    let written = tokio::task::spawn_blocking(move || to_mend.xlsx(&pack, locale)).await;
    let bytes = written
        .map_err(|_| Fault::Stopping)?
        .map_err(|error| Refusal::new("import-no-mend").with("error", error))?;
    Ok(frame::download(XLSX, "rejected.xlsx", bytes))
}

async fn rows_to_mend(visit: &Visit, id: &str) -> Result<ToMend, Fault> {
    let office = &visit.desk.office;
    let kept = imports::find(office, id).await?.ok_or(Fault::NotFound)?;
    let to_mend = imports::to_mend(office, id).await?;
    let to_mend = to_mend.filter(|table| kept.ended.is_some() && !table.is_empty());
    to_mend.ok_or_else(|| Refusal::new("import-nothing-to-mend").into())
}

/// `POST /import/{id}/columns`: the same files again, with columns set by hand, or for real after a try.
pub(crate) async fn send_columns(Path(id): Path<String>, Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::Import)?;
    let before = imports::find(&visit.desk.office, &id).await?.ok_or(Fault::NotFound)?;
    let for_real = fields.get("for_real") == "yes";
    let columns = if for_real {
        before.run.columns.clone()
    } else {
        known_fields(&visit)
            .filter_map(|known| Some((known.field, fields.given(&known.name)?.to_owned())))
            .collect::<BTreeMap<_, _>>()
    };
    let dry_run = before.run.dry_run && !for_real;
    let id = again(&visit, before, columns, dry_run, None).await?;
    Ok(frame::see_other(&format!("/import/{id}")))
}

/// Another run of the files of one that was; answers its id.
pub(crate) async fn again(
    visit: &Visit,
    before: Kept,
    columns: BTreeMap<FieldName, String>,
    dry_run: bool,
    key: Option<String>,
) -> Result<String, Fault> {
    if uploads(visit, &before).await? == UploadsStay::Gone {
        return Err(Refusal::new("import-file-gone").into());
    }
    let run = Run {
        columns,
        dry_run,
        actor: visit.actor().clone(),
        files: before.run.files,
        key,
    };
    let (office, imports) = (&visit.desk.office, &visit.desk.imports);
    Ok(imports.start_again(office, &before.folder, &run, visit.now).await?)
}

/// For how long the run's uploaded files are there; what was erased before its time is gone.
pub(crate) async fn uploads(visit: &Visit, kept: &Kept) -> Result<UploadsStay, Fault> {
    let office = &visit.desk.office;
    if !office.store.has_passing(Passing::Uploads, &kept.folder).await? {
        return Ok(UploadsStay::Gone);
    }
    Ok(imports::uploads_stay(office, &kept.folder).await?)
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

/// The fields that the pack reads from files.
fn known_fields(visit: &Visit) -> impl Iterator<Item = Known<'_>> {
    let pack = &visit.desk.office.pack;
    let kind = pack.kind(&pack.import.kind);
    let label = move |field: FieldName| {
        let fields = kind.map(|kind| kind.fields.as_slice()).unwrap_or_default();
        let known = fields.iter().find(|known| known.name == field);
        known.map(|known| known.label.get(visit.locale))
    };
    pack.import.columns.iter().map(move |(field, synonyms)| {
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
