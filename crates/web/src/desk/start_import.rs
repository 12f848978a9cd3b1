//! Import: hand in files of requests.

use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::imports::{self, Kept, MEND_DAYS, Outcome, Run, UPLOAD_HOURS};
use crate::upload::{MOST_FILE_BYTES, Unread, Uploaded};
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "desk/imports.html")]
struct Page<'a> {
    f: Frame<'a>,
    draft: &'a Draft,
    runs: Vec<Line>,
    upload_hours: i64,
    mend_days: i64,
}

struct Line {
    id: String,
    at: String,
    files: Vec<String>,
    dry_run: bool,
    state: &'static str,
    imported: Option<u64>,
    rejected: Option<u64>,
}

/// `GET /import`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::Import)?;
    page(&visit, &Draft::default()).await
}

/// `POST /import`
pub(crate) async fn send(unread: Unread) -> Result<Response, Fault> {
    unread.visit.may(Right::Import)?;
    let Uploaded { visit, fields, files } = unread.read(MOST_FILE_BYTES).await?;
    if files.is_empty() {
        let mut draft = Draft {
            fields,
            ..Draft::default()
        };
        draft.problems.add("files", visit.words().text("import-no-file"));
        return page(&visit, &draft).await;
    }
    let run = Run {
        files: Vec::new(),
        columns: BTreeMap::new(),
        dry_run: fields.get("dry_run") == "yes",
        actor: visit.actor().clone(),
        key: None,
    };
    let desk = &visit.desk;
    let id = desk.imports.start(&desk.office, run, files, visit.now).await?;
    Ok(frame::see_other(&format!("/import/{id}")))
}

async fn page(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let f = Frame::new(visit, "/import", visit.words().text("import-title"));
    let runs = imports::list(&visit.desk.office).await?;
    let page = Page {
        runs: runs.into_iter().map(|kept| line(&f, kept)).collect(),
        upload_hours: UPLOAD_HOURS,
        mend_days: MEND_DAYS,
        f,
        draft,
    };
    frame::form_page(&draft.problems, &page)
}

fn line(f: &Frame<'_>, kept: Kept) -> Line {
    let (state, rows) = match kept.outcome() {
        None => ("import-open", None),
        Some(Outcome::Done { rows, .. }) => ("import-done", Some(*rows)),
        Some(Outcome::Refused(_)) => ("import-refused", None),
    };
    Line {
        id: kept.id,
        at: f.moment(&kept.at),
        files: kept.run.files,
        dry_run: kept.run.dry_run,
        state,
        imported: rows.map(|rows| rows.imported),
        rejected: rows.map(|rows| rows.rejected),
    }
}
