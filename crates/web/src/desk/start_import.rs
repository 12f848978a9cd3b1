//! Import: hand in files of requests.

use crate::access::Right;
use crate::fault::Fault;
use crate::frame::{self, Draft, Frame};
use crate::imports::{self, Outcome, Run};
use crate::upload::Uploaded;
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
pub(crate) async fn send(Uploaded { visit, fields, files }: Uploaded) -> Result<Response, Fault> {
    visit.may(Right::Import)?;
    if files.is_empty() {
        let mut draft = Draft {
            fields,
            ..Draft::default()
        };
        draft.problems.add("files", visit.words().text("import-no-file"));
        return page(&visit, &draft).await;
    }
    let office = &visit.desk.office;
    let mut kept = Vec::with_capacity(files.len());
    for file in files {
        kept.push((file.name, office.store.put_file(&file.bytes).await?));
    }
    let run = Run {
        id: office::new_case_id(visit.now).to_string(),
        files: kept,
        columns: BTreeMap::new(),
        dry_run: fields.get("dry_run") == "yes",
        actor: visit.actor().clone(),
        locale: visit.locale,
        at: visit.now,
    };
    visit.desk.imports.start(office, &run).await?;
    Ok(frame::see_other(&format!("/import/{}", run.id)))
}

async fn page(visit: &Visit, draft: &Draft) -> Result<Response, Fault> {
    let office = &visit.desk.office;
    let f = Frame::new(visit, "/import", visit.words().text("import-title"));
    let mut runs = Vec::new();
    for id in imports::list(office).await? {
        let (run, outcome) = (imports::run(office, &id).await?, imports::outcome(office, &id).await?);
        if let Some((run, outcome)) = run.zip(outcome) {
            runs.push(line(&f, run, &outcome));
        }
    }
    let page = Page { f, draft, runs };
    frame::form_page(&draft.problems, &page)
}

fn line(f: &Frame<'_>, run: Run, outcome: &Outcome) -> Line {
    let (state, rows) = match outcome {
        Outcome::Open => ("import-open", None),
        Outcome::Done { report, .. } => ("import-done", Some(report.rows)),
        Outcome::Refused(_) => ("import-refused", None),
    };
    Line {
        id: run.id,
        at: f.moment(&run.at),
        files: run.files.into_iter().map(|(name, _)| name).collect(),
        dry_run: run.dry_run,
        state,
        imported: rows.map(|rows| rows.imported),
        rejected: rows.map(|rows| rows.rejected),
    }
}
