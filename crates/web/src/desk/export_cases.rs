//! The filtered list as XLSX, up to a stated number of rows.

use super::cases_query::CasesQuery;
use crate::access::Right;
use crate::fault::Fault;
use crate::frame::Frame;
use crate::visit::Visit;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use documents::table::{Cell, Table};
use domain::case::Refusal;
use store::CaseRow;

/// The most rows of a file. A longer list is refused, never cut in silence.
pub(super) const MOST_ROWS: u64 = 20_000;
/// Rows read at once.
const AT_ONCE: u32 = 1_000;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /cases/export`
pub(crate) async fn send(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::ExportCases)?;
    let query = CasesQuery::of(&visit, &visit.query());
    let store = &visit.desk.office.store;
    if store.count(visit.viewer(), &query.filter, MOST_ROWS + 1).await? > MOST_ROWS {
        return Err(Refusal::new("export-too-many").with("most", MOST_ROWS).into());
    }
    let f = Frame::new(&visit, "/cases", "");
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let page = store
            .list(visit.viewer(), &query.filter, query.sort, after.as_ref(), AT_ONCE)
            .await?;
        rows.extend(page.rows.iter().map(|row| cells(&f, row)));
        after = page.next;
        // Cases registered while the pages are read could lead past the cap.
        if after.is_none() || rows.len() as u64 >= MOST_ROWS {
            break;
        }
    }
    let time = f.moment(&visit.now);
    let table = Table {
        name: f.t("cases-title").to_owned(),
        title: f.t1("export-title", "time", &time),
        headers: HEADERS.iter().map(|key| f.t(key).to_owned()).collect(),
        rows,
        zone: visit.desk.office.pack.zone.clone(),
    };
    let bytes = tokio::task::spawn_blocking(move || documents::table::xlsx(&table))
        .await
        .map_err(|error| Fault::Broken(error.to_string()))??;
    let name = format!("cases-{}.xlsx", time.replace([' ', ':'], "-"));
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(XLSX)),
        (
            header::CONTENT_DISPOSITION,
            disposition.unwrap_or(HeaderValue::from_static("attachment")),
        ),
    ];
    Ok((headers, bytes).into_response())
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
        text(&row.title),
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
