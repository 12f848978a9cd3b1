//! The worklist as data, paged by key.

use super::caller::{Caller, Scope};
use super::problems::Problems;
use crate::access::Right;
use crate::desk::list_cases::most_counted;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::visit::Visit;
use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{AreaSlug, CategorySlug, KindSlug, StatusSlug, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Beside, CaseRow, Cursor, Filter, Sort};
use utoipa::{IntoParams, ToSchema};

/// Cases of a page where nothing is said.
const USUAL: u32 = 50;
/// The most cases of a page.
const MOST: u32 = 200;
/// The longest question to the full-text index, in characters.
const MOST_ASKED: usize = 200;

/// Which cases, in which order, from where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Kind.
    kind: Option<String>,
    /// Category.
    category: Option<String>,
    /// Responsible unit.
    unit: Option<String>,
    /// Area.
    area: Option<String>,
    /// Status.
    status: Option<String>,
    /// `true`: not ended; `false`: ended.
    open: Option<bool>,
    /// `true`: answered or said to be finished; `false`: in work.
    finished: Option<bool>,
    /// `true`: open with a clock that is over.
    overdue: Option<bool>,
    /// Only those on which the key's unit or post works beside the responsible unit.
    beside: Option<bool>,
    /// Received on this day or after it.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// Received on this day or before it.
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// Words that must all be found. The order is then that of registration, newest first.
    q: Option<String>,
    /// Order.
    #[param(inline)]
    sort: Option<Order>,
    /// How many at most.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next` of the page before.
    after: Option<String>,
    /// `true`: the answer says how many there are.
    count: Option<bool>,
}

/// Which cases, in a body.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WhichCases)]
pub(crate) struct Which {
    kind: Option<String>,
    category: Option<String>,
    /// Responsible unit.
    unit: Option<String>,
    area: Option<String>,
    status: Option<String>,
    /// `true`: not ended; `false`: ended.
    open: Option<bool>,
    /// `true`: answered or said to be finished; `false`: in work.
    finished: Option<bool>,
    /// `true`: open with a clock that is over.
    overdue: Option<bool>,
    /// Only those on which one's unit or post works beside the responsible unit.
    beside: Option<bool>,
    /// Received on this day or after it.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// Received on this day or before it.
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Date>,
    /// Words that must all be found. The order is then that of registration, newest first.
    q: Option<String>,
}

impl Asked {
    fn which(self) -> Which {
        Which {
            kind: self.kind,
            category: self.category,
            unit: self.unit,
            area: self.area,
            status: self.status,
            open: self.open,
            finished: self.finished,
            overdue: self.overdue,
            beside: self.beside,
            from: self.from,
            to: self.to,
            q: self.q,
        }
    }
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CaseOrder)]
pub(crate) enum Order {
    Newest,
    Oldest,
    Due,
    Changed,
}

/// A page.
#[derive(Serialize, ToSchema)]
pub(crate) struct CasePage {
    /// The cases.
    cases: Vec<CaseLine>,
    /// What the next page is asked for with; none on the last.
    next: Option<String>,
    /// How many there are on all pages, where `count` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<Counted>,
}

/// How many cases are found.
#[derive(Serialize, ToSchema)]
pub(crate) struct Counted {
    /// So many, or at least so many.
    cases: u64,
    /// `true`: no further was counted; there may be more.
    or_more: bool,
}

/// A line of the worklist.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseLine {
    number: String,
    kind: String,
    category: String,
    title: String,
    unit: String,
    leader: String,
    area: Option<String>,
    address: String,
    source: String,
    external: Option<String>,
    status: String,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    registered_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
    /// Due time of the open clock that is due first.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    repeats: u32,
    version: u64,
}

/// `GET /api/v1/cases`
#[utoipa::path(
    get, path = "/api/v1/cases", operation_id = "listCases", tag = "cases",
    summary = "List cases",
    params(Asked),
    responses((status = 200, body = CasePage), Problems),
    security(("key" = ["cases:read"])),
)]
pub(crate) async fn list(caller: Caller, asked: Result<Query<Asked>, QueryRejection>) -> Result<Json<CasePage>, Fault> {
    caller.may(Scope::CasesRead, Right::SeeCases)?;
    let Query(asked) = asked.map_err(|_| Fault::Unreadable)?;
    let visit = &caller.visit;
    let limit = asked.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(Fault::Unreadable);
    }
    let after = asked.after.as_deref().filter(|after| !after.is_empty());
    let after = after.map(read_cursor).transpose()?;
    let sort = sort(asked.sort);
    let count = asked.count == Some(true);
    let filter = filter(asked.which(), visit.now);
    let store = &visit.desk.office.store;
    let page = store.list(visit.viewer(), &filter, sort, after.as_ref(), limit).await?;
    Ok(Json(CasePage {
        next: page.next.map(cursor),
        cases: lines(visit, page.rows).await?,
        count: if count {
            Some(counted(visit, &filter).await?)
        } else {
            None
        },
    }))
}

/// How many there are, counted as far as the worklist's page counts.
async fn counted(visit: &Visit, filter: &Filter) -> Result<Counted, Fault> {
    let most = most_counted(filter);
    let cases = visit.desk.office.store.count(visit.viewer(), filter, most).await?;
    Ok(Counted {
        cases,
        or_more: cases >= most,
    })
}

/// Rows that whoever asks may see, as lines.
///
/// # Errors
/// The store's.
pub(super) async fn lines(visit: &Visit, rows: Vec<CaseRow>) -> Result<Vec<CaseLine>, Fault> {
    // A number elsewhere can tell who reported.
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let hidden = visit.desk.office.store.hidden_sources(&ids).await?;
    let without_source = |row: CaseRow| {
        let external = row.external.filter(|_| !hidden.contains(&row.id));
        CaseRow { external, ..row }
    };
    Ok(rows.into_iter().map(without_source).map(line).collect())
}

/// As the store has it; newest first where nothing is said.
pub(super) fn sort(order: Option<Order>) -> Sort {
    match order {
        None | Some(Order::Newest) => Sort::ReceivedNewest,
        Some(Order::Oldest) => Sort::ReceivedOldest,
        Some(Order::Due) => Sort::DueSoonest,
        Some(Order::Changed) => Sort::ChangedNewest,
    }
}

/// As the store has it.
pub(super) fn filter(asked: Which, now: Timestamp) -> Filter {
    let overdue = asked.overdue == Some(true);
    // As in forms: what can't be seen asks for nothing.
    let words = Fields::of(asked.q.map(|q| ("q".to_owned(), q)).into_iter().collect());
    Filter {
        kind: asked.kind.map(KindSlug::new),
        // A program is told the kind of each case, drills among them.
        without: Vec::new(),
        category: asked.category.map(CategorySlug::new),
        unit: asked.unit.map(UnitSlug::new),
        area: asked.area.map(AreaSlug::new),
        status: asked.status.map(StatusSlug::new),
        open: if overdue { Some(true) } else { asked.open },
        finished: if overdue { Some(false) } else { asked.finished },
        due_before: overdue.then_some(now),
        received_from: asked.from,
        received_to: asked.to,
        origin: None,
        beside: (asked.beside == Some(true)).then(Beside::default),
        text: words.given("q").map(|text| text.chars().take(MOST_ASKED).collect()),
    }
}

/// A place in a list, as programs hand it back.
pub(super) fn cursor(cursor: Cursor) -> String {
    URL_SAFE_NO_PAD.encode(cursor.0)
}

/// A cursor that nobody here wrote is refused: a program would read the first page again for ever.
pub(super) fn read_cursor(text: &str) -> Result<Cursor, Fault> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| Fault::Unreadable)?;
    let (key, seq) = text.rsplit_once('.').ok_or(Fault::Unreadable)?;
    let is_number = |text: &str| text.parse::<i64>().is_ok();
    if (key == "-" || is_number(key)) && is_number(seq) {
        Ok(Cursor(text))
    } else {
        Err(Fault::Unreadable)
    }
}

fn line(row: CaseRow) -> CaseLine {
    CaseLine {
        number: row.number,
        kind: row.kind.to_string(),
        category: row.category.to_string(),
        title: row.title,
        unit: row.unit.to_string(),
        leader: row.leader.to_string(),
        area: row.area.map(|area| area.to_string()),
        address: row.address,
        source: row.source,
        external: row.external,
        status: row.status.to_string(),
        received_at: row.received_at,
        registered_at: row.registered_at,
        changed_at: row.changed_at,
        due_at: row.due_at,
        ended_at: row.ended_at,
        repeats: row.repeats,
        version: row.version,
    }
}
