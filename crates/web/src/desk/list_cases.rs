//! The worklist: filter, search, order, pages by key.

use super::cases_query::{CasesQuery, SORTS};
use super::export_cases::MOST_ROWS;
use super::show_today;
use crate::access::Right;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::frame::{self, Frame};
use crate::inputs;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::SignedDuration;
use store::{CaseRow, Filter};

/// Rows of a page.
const ROWS: u32 = 50;
/// Beyond this the count says "more than".
const MOST_COUNTED: u64 = 1_000;
/// The same for a search: finding words takes longer than going along an index.
const MOST_FOUND: u64 = 500;
/// A clock that is due within this is marked.
const NEAR: SignedDuration = SignedDuration::from_hours(24);

#[derive(Template)]
#[template(path = "desk/cases.html")]
struct Page<'a> {
    f: Frame<'a>,
    asked: &'a Fields,
    rows: Vec<Row>,
    count: String,
    kinds: Vec<(&'a str, &'a str)>,
    categories: Vec<(&'a str, &'a str)>,
    statuses: Vec<(&'a str, &'a str)>,
    units: Vec<(&'a str, &'a str)>,
    areas: Vec<(&'a str, &'a str)>,
    sorts: &'static [(&'static str, store::Sort, &'static str)],
    filtered: bool,
    /// The further filters stand open.
    more: bool,
    next: Option<String>,
    first: Option<String>,
    export: Option<String>,
    /// Dangers to somebody that have not ended: first on the first page.
    dangers: Vec<show_today::DangerLine>,
    may_register: bool,
}

impl Page<'_> {
    fn chosen(&self, name: &str, value: &str) -> bool {
        self.asked.get(name) == value
    }
}

/// A line of the list.
pub(super) struct Row {
    pub(super) number: String,
    pub(super) title: String,
    pub(super) category: String,
    pub(super) unit: String,
    pub(super) area: String,
    pub(super) status: String,
    pub(super) received: String,
    pub(super) due: String,
    pub(super) due_words: String,
    /// `late`, `near` or empty.
    pub(super) due_mark: &'static str,
    pub(super) repeats: u32,
    pub(super) ended: bool,
}

/// How far it is counted how many there are.
pub(crate) fn most_counted(filter: &Filter) -> u64 {
    if filter.text.is_some() {
        MOST_FOUND
    } else {
        MOST_COUNTED
    }
}

/// `GET /cases`
pub(crate) async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may(Right::SeeCases)?;
    let asked = visit.query();
    let query = CasesQuery::of(&visit, &asked);
    let store = &visit.desk.office.store;
    let most = most_counted(&query.filter);
    let (list, count) = tokio::join!(
        store.list(visit.viewer(), &query.filter, query.sort, query.after.as_ref(), ROWS),
        store.count(visit.viewer(), &query.filter, most),
    );
    let (list, count) = (list?, count?);
    let f = Frame::new(&visit, "/cases", visit.words().text("cases-title"));
    let rows = list.rows.iter().map(|row| line(&f, row)).collect();
    let pack = &visit.desk.office.pack;
    let locale = visit.locale;
    let kind = query.filter.kind.as_ref().and_then(|kind| pack.kind(kind));
    let page = Page {
        rows,
        count: if count >= most {
            f.t1("cases-more-than", "n", most)
        } else {
            f.t1("cases-count", "n", count)
        },
        kinds: pack
            .kinds_in_order()
            .into_iter()
            .map(|kind| (kind.slug.as_str(), kind.name.get(locale)))
            .collect(),
        categories: kind
            .or_else(|| pack.kind(&pack.import.kind))
            .map_or(Vec::new(), |kind| inputs::categories(kind, locale)),
        statuses: kind
            .or_else(|| pack.kind(&pack.import.kind))
            .map_or(Vec::new(), |kind| {
                let named = kind.statuses.iter();
                named
                    .map(|status| (status.slug.as_str(), status.name.get(locale)))
                    .collect()
            }),
        units: if visit.own_unit_only().is_some() {
            Vec::new()
        } else {
            inputs::units(pack, locale)
        },
        areas: inputs::areas(pack, locale),
        sorts: SORTS,
        more: !asked.query_without(&["q", "open", "sort", "after"]).is_empty(),
        filtered: !asked.query_without(&["sort", "after"]).is_empty(),
        next: list.next.map(|cursor| {
            let key = serde_urlencoded::to_string([("after", cursor.0)]).unwrap_or_default();
            address("/cases", &[&asked.query_without(&["after"]), &key])
        }),
        first: query
            .after
            .is_some()
            .then(|| address("/cases", &[&asked.query_without(&["after"])])),
        export: visit
            .person
            .may(Right::ExportCases)
            .then(|| address("/cases/export", &[&asked.query_without(&["after"])])),
        dangers: if query.after.is_none() {
            show_today::open_dangers(&visit, &f).await?
        } else {
            Vec::new()
        },
        may_register: visit.person.may(Right::RegisterCase),
        asked: &asked,
        f,
    };
    frame::page(StatusCode::OK, &page)
}

/// A row in words.
pub(super) fn line(f: &Frame<'_>, row: &CaseRow) -> Row {
    let pack = &f.desk.office.pack;
    // Once the work is finished there is nothing to be late with.
    let due = row
        .due_at
        .filter(|_| row.ended_at.is_none() && row.finished_at.is_none_or(|at| at > f.now));
    let due_mark = match due {
        Some(due) if due < f.now => "late",
        Some(due) if due.duration_since(f.now) < NEAR => "near",
        _ => "",
    };
    Row {
        number: row.number.clone(),
        title: frame::title_or_erased(f.words(), &row.title).to_owned(),
        category: pack.category_name(&row.category, f.locale).to_owned(),
        unit: pack.unit_name(&row.unit, f.locale).to_owned(),
        area: row
            .area
            .as_ref()
            .map_or(String::new(), |area| pack.area_name(area, f.locale).to_owned()),
        status: pack.status_name(&row.kind, &row.status, f.locale).to_owned(),
        received: f.moment(&row.received_at),
        due: due.map_or(String::new(), |due| f.moment(&due)),
        due_words: due.map_or(String::new(), |due| f.until(&due)),
        due_mark,
        repeats: row.repeats,
        ended: row.ended_at.is_some(),
    }
}

fn address(path: &str, queries: &[&str]) -> String {
    let given: Vec<&str> = queries.iter().copied().filter(|query| !query.is_empty()).collect();
    if given.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", given.join("&"))
    }
}
