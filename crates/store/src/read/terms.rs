//! The conditions of a worklist as SQL, written so that the index that was chosen, and no other, is taken for them.

use super::Filter;
use crate::model::day_number;
use crate::sql::Args;
use domain::KindSlug;

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

/// The filter's terms but the kind where the index begins with it; `by_due`: the index is one of due times.
pub(super) fn other_terms(terms: &mut Vec<String>, args: &mut Args, filter: &Filter, driver: Driver, by_due: bool) {
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
    match filter.open {
        Some(true) => terms.push("c.ended_at IS NULL".to_owned()),
        Some(false) => terms.push("c.ended_at IS NOT NULL".to_owned()),
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
