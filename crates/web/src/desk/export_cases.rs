//! The filtered list as XLSX, up to a stated number of rows: a page that says how many and asks why, then the file. Before
//! the file is given, each case in it has it written down that it was saved, by whom and why.

use super::cases_query::CasesQuery;
use super::reason::{self, ReasonForm};
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::{Fields, Posted};
use crate::frame::{self, Frame, Problems};
use crate::visit::Visit;
use askama::Template;
use axum::response::Response;
use documents::table::{Cell, Table};
use domain::case::{Reason, Refusal};
use store::{CaseRow, Filter, Sort};

/// The most rows of a file. A longer list is refused, never cut in silence.
pub(super) const MOST_ROWS: u64 = 20_000;
/// Rows read at once.
const AT_ONCE: u32 = 1_000;

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The question why a list is saved as a file.
#[derive(Template)]
#[template(path = "desk/export.html")]
pub(super) struct Question<'a> {
    pub(super) f: Frame<'a>,
    /// What goes into the file; none where there is nothing to save.
    pub(super) what: Option<String>,
    /// What is written down of it: message key.
    pub(super) record: &'static str,
    /// The list as it was asked for, and how one goes back there: message key.
    pub(super) list: String,
    pub(super) back: &'static str,
    /// Where the form is sent.
    pub(super) action: String,
    pub(super) problems: &'a Problems,
    pub(super) reason: ReasonForm<'a>,
}

/// `GET /cases/export`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::ExportCases)?;
    page(&visit, &Problems::default(), None).await
}

/// `POST /cases/export`, with the filter in the address.
pub(crate) async fn send(Posted { visit, fields }: Posted) -> Result<Response, Fault> {
    visit.may(Right::ExportCases)?;
    let query = CasesQuery::of(&visit, &visit.query());
    let reason = reason::read(&fields);
    match saved(&visit, &query.filter, query.sort, &reason).await {
        Err(Fault::Refused(refusal)) => {
            let problems = Problems::refused(&refusal, visit.words());
            page(&visit, &problems, Some(&fields)).await
        }
        answer => answer,
    }
}

/// The cases of this filter as a file, each written down as saved.
pub(crate) async fn saved(visit: &Visit, filter: &Filter, sort: Sort, reason: &Reason) -> Result<Response, Fault> {
    let rows = collect(visit, filter, sort, reason).await?;
    let f = Frame::new(visit, "/cases", "");
    let time = f.moment(&visit.now);
    let table = Table {
        name: f.t("cases-title").to_owned(),
        title: f.t1("export-title", "time", &time),
        headers: HEADERS.iter().map(|key| f.t(key).to_owned()).collect(),
        rows: rows.iter().map(|row| cells(&f, row)).collect(),
        zone: visit.desk.office.pack.zone.clone(),
    };
    let name = format!("cases-{}.xlsx", time.replace([' ', ':'], "-"));
    save(table, &name).await
}

/// A table as a file.
pub(super) async fn save(table: Table, name: &str) -> Result<Response, Fault> {
    let bytes = tokio::task::spawn_blocking(move || documents::table::xlsx(&table))
        .await
        .map_err(|error| Fault::Broken(error.to_string()))??;
    Ok(frame::download(XLSX, name, bytes))
}

/// The rows of the file, each written down as saved.
async fn collect(visit: &Visit, filter: &Filter, sort: Sort, reason: &Reason) -> Result<Vec<CaseRow>, Fault> {
    let office = &visit.desk.office;
    if office.store.count(visit.viewer(), filter, MOST_ROWS + 1).await? > MOST_ROWS {
        return Err(Refusal::new("export-too-many").with("most", MOST_ROWS).into());
    }
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let page = office
            .store
            .list(visit.viewer(), filter, sort, after.as_ref(), AT_ONCE)
            .await?;
        let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
        office::open_export(office, &ids, reason, visit.actor(), visit.now).await?;
        rows.extend(page.rows);
        after = page.next;
        // Cases registered while the pages are read could lead past the cap.
        if after.is_none() || rows.len() as u64 >= MOST_ROWS {
            return Ok(rows);
        }
    }
}

async fn page(visit: &Visit, problems: &Problems, sent: Option<&Fields>) -> Result<Response, Fault> {
    let asked = visit.query();
    let query = CasesQuery::of(visit, &asked);
    let store = &visit.desk.office.store;
    let count = store.count(visit.viewer(), &query.filter, MOST_ROWS + 1).await?;
    if count > MOST_ROWS {
        return Err(Refusal::new("export-too-many").with("most", MOST_ROWS).into());
    }
    let asked = asked.query_without(&["after"]);
    let with_query = |path: &str| {
        if asked.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{asked}")
        }
    };
    let words = visit.words();
    let page = Question {
        f: Frame::new(visit, "/cases", words.text("export-ask-title")),
        what: (count > 0).then(|| words.with("export-rows", &[("n", count.into())])),
        record: "export-record",
        list: with_query("/cases"),
        back: "export-back",
        action: with_query("/cases/export"),
        problems,
        reason: ReasonForm::of(visit, sent).of_cases(),
    };
    frame::form_page(problems, &page)
}

const HEADERS: [&str; 12] = [
    "case-number",
    "case-title",
    "case-category",
    "case-unit",
    "case-area",
    "case-address",
    "case-source",
    "case-status",
    "case-received",
    "case-due",
    "case-finished",
    "case-repeats",
];

fn cells(f: &Frame<'_>, row: &CaseRow) -> Vec<Cell> {
    let pack = &f.desk.office.pack;
    let text = |text: &str| Cell::Text(text.to_owned());
    let time = |at: Option<jiff::Timestamp>| at.map_or(Cell::Empty, Cell::Time);
    vec![
        text(&row.number),
        text(frame::title_or_erased(f.words(), &row.title)),
        text(pack.category_name(&row.category, f.locale)),
        text(pack.unit_name(&row.unit, f.locale)),
        row.area
            .as_ref()
            .map_or(Cell::Empty, |area| text(pack.area_name(area, f.locale))),
        text(&row.address),
        text(&row.source),
        text(pack.status_name(&row.kind, &row.status, f.locale)),
        time(Some(row.received_at)),
        time(row.due_at),
        time(row.finished_at),
        Cell::Number(f64::from(row.repeats)),
    ]
}
