//! The conditions of a worklist as SQL, written so that the index that was chosen, and no other, is taken for them.

use super::viewer::Withheld;
use super::{Filter, Sort};
use crate::Error;
use crate::model::day_number;
use crate::sql::{Args, Columns as _, row};
use domain::KindSlug;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sqlx::AnyConnection;

/// Which condition the chosen index begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Driver {
    /// The full-text index.
    Words,
    /// The engine's own choice: counting has no order.
    Free,
    Origin,
    Unit,
    Category,
    Area,
    Status,
    /// Only the kind.
    Kind,
    /// The order of registration.
    Seq,
}

/// A filter that finds no more cases than this is worth beginning with, and sorting what it finds.
const FEW: i64 = 2000;

/// The filter to begin with although its index does not give the order: one that finds few cases. Without it, a page
/// of what is rare would look at every case. None where the order's own index holds the only filter.
pub(super) async fn rarest(
    conn: &mut AnyConnection,
    filter: &Filter,
    kind: &KindSlug,
    sort: Sort,
) -> Result<Option<Driver>, Error> {
    let set = [
        (Driver::Unit, "unit", filter.unit.as_ref().map(domain::UnitSlug::as_str)),
        (
            Driver::Category,
            "category",
            filter.category.as_ref().map(domain::CategorySlug::as_str),
        ),
        (Driver::Area, "area", filter.area.as_ref().map(domain::AreaSlug::as_str)),
        (
            Driver::Status,
            "status",
            filter.status.as_ref().map(domain::StatusSlug::as_str),
        ),
    ];
    let set: Vec<_> = set
        .into_iter()
        .filter_map(|(driver, column, value)| Some((driver, column, value?)))
        .collect();
    let by_time = matches!(sort, Sort::ReceivedNewest | Sort::ReceivedOldest);
    if filter.origin.is_some() || set.is_empty() || (by_time && set.len() == 1) {
        return Ok(None);
    }
    let mut least = (FEW, None);
    for (driver, column, value) in set {
        let mut args = Args::default();
        args.text(kind.as_str()).text(value).int(FEW);
        let sql = format!(
            "SELECT count(*) AS n FROM (SELECT 1 AS one FROM cases WHERE kind = $1 AND {column} = $2 LIMIT $3) AS few"
        );
        let found = row(conn, &sql, args).await?.map_or(Ok(0), |row| row.int("n"))?;
        if found < least.0 {
            least = (found, Some(driver));
        }
    }
    Ok(least.1)
}

/// The days of the filter as moments, for an index by the moment of reception: wide enough for every zone, because the
/// day itself is looked at as well.
pub(super) fn received_terms(terms: &mut Vec<String>, args: &mut Args, filter: &Filter) {
    let widest = SignedDuration::from_hours(15);
    let moment = |day: Date| TimeZone::UTC.to_timestamp(day.to_datetime(Time::midnight())).ok();
    let from = filter
        .received_from
        .and_then(moment)
        .and_then(|at| at.checked_sub(widest).ok());
    let to = filter.received_to.and_then(|day| day.tomorrow().ok()).and_then(moment);
    let to: Option<Timestamp> = to.and_then(|at| at.checked_add(widest).ok());
    if let Some(from) = from {
        let place = args.at(from).len();
        terms.push(format!("c.received_at >= ${place}"));
    }
    if let Some(to) = to {
        let place = args.at(to).len();
        terms.push(format!("c.received_at < ${place}"));
    }
}

/// The filter's terms but the kind where the index begins with it, and that nothing withheld is among what is found;
/// `by_due`: the index is one of due times.
pub(super) fn other_terms(
    terms: &mut Vec<String>,
    args: &mut Args,
    (filter, withheld): (&Filter, &Withheld),
    driver: Driver,
    by_due: bool,
) {
    terms.extend(withheld.term("c.seq", args));
    let mut text = |column: &str, value: Option<&str>, indexed: bool| {
        if let Some(value) = value {
            let place = args.text(value).len();
            let hide = if indexed { "" } else { " || ''" };
            terms.push(format!("c.{column}{hide} = ${place}"));
        }
    };
    let free = driver == Driver::Free;
    if free || driver == Driver::Words {
        text("kind", filter.kind.as_ref().map(KindSlug::as_str), free);
    }
    text(
        "unit",
        filter.unit.as_ref().map(domain::UnitSlug::as_str),
        free || driver == Driver::Unit,
    );
    text(
        "category",
        filter.category.as_ref().map(domain::CategorySlug::as_str),
        free || driver == Driver::Category,
    );
    text(
        "area",
        filter.area.as_ref().map(domain::AreaSlug::as_str),
        free || driver == Driver::Area,
    );
    text(
        "status",
        filter.status.as_ref().map(domain::StatusSlug::as_str),
        free || driver == Driver::Status,
    );
    if let Some(origin) = filter.origin {
        let place = args.opt_id(Some(origin)).len();
        terms.push(format!("c.origin = ${place}"));
    }
    if let Some(beside) = &filter.beside {
        let those = beside.those(args);
        terms.push(format!("c.seq IN ({those})"));
    }
    match filter.open {
        Some(true) => terms.push("c.ended_at IS NULL".to_owned()),
        Some(false) => terms.push("c.ended_at IS NOT NULL".to_owned()),
        None => {}
    }
    match filter.finished {
        Some(false) => terms.push("c.finished_at IS NULL".to_owned()),
        Some(true) => terms.push("c.finished_at IS NOT NULL".to_owned()),
        None => {}
    }
    if let Some(before) = filter.due_before {
        let place = args.at(before).len();
        terms.push(if by_due {
            format!("c.due_at IS NOT NULL AND c.due_at < ${place}")
        } else {
            format!("c.due_at + 0 < ${place}")
        });
    }
    let hide = if free { "" } else { " + 0" };
    if let Some(from) = filter.received_from {
        let place = args.int(day_number(from)).len();
        terms.push(format!("c.received_day{hide} >= ${place}"));
    }
    if let Some(to) = filter.received_to {
        let place = args.int(day_number(to)).len();
        terms.push(format!("c.received_day{hide} <= ${place}"));
    }
}

/// All terms must hold.
pub(super) fn where_all(terms: &[String]) -> String {
    if terms.is_empty() {
        String::new()
    } else {
        format!("WHERE {}", terms.join(" AND "))
    }
}
