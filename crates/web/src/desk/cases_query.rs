//! The worklist's filter as the address says it, the same for the page and the export.

use crate::fields::Fields;
use crate::visit::Visit;
use domain::{AreaSlug, CategorySlug, KindSlug, StatusSlug, UnitSlug};
use store::{Beside, Cursor, Filter, Sort};

/// Orders: value in the address, order, message key.
pub(super) const SORTS: &[(&str, Sort, &str)] = &[
    ("", Sort::ReceivedNewest, "sort-newest"),
    ("oldest", Sort::ReceivedOldest, "sort-oldest"),
    ("due", Sort::DueSoonest, "sort-due"),
    ("changed", Sort::ChangedNewest, "sort-changed"),
];

/// What is asked for.
pub(super) struct CasesQuery {
    pub(super) filter: Filter,
    pub(super) sort: Sort,
    pub(super) after: Option<Cursor>,
}

impl CasesQuery {
    /// Reads the address. What cannot be read (a mistyped date) is left out, and the page shows the form as it is
    /// understood. Somebody who works for one unit sees that unit's cases, whatever the address says.
    pub(super) fn of(visit: &Visit, fields: &Fields) -> Self {
        let day = |name| fields.given(name).and_then(|text| text.parse().ok());
        let unit = fields.given("unit").map(UnitSlug::new);
        let beside = fields.get("beside") == "yes";
        let overdue = fields.get("due") == "over";
        let (open, finished) = match fields.get("open") {
            "yes" => (Some(true), None),
            "handling" => (Some(true), Some(false)),
            "answered" => (Some(true), Some(true)),
            "no" => (Some(false), None),
            _ => (None, None),
        };
        let filter = Filter {
            kind: fields.given("kind").map(KindSlug::new),
            without: office::drill_kinds(&visit.desk.office),
            category: fields.given("category").map(CategorySlug::new),
            unit: if beside {
                None
            } else {
                visit.own_unit_only().cloned().or(unit)
            },
            beside: beside.then(Beside::default),
            area: fields.given("area").map(AreaSlug::new),
            status: fields.given("status").map(StatusSlug::new),
            // Once the work is finished there is nothing to be late with.
            open: if overdue { Some(true) } else { open },
            finished: if overdue { Some(false) } else { finished },
            due_before: overdue.then_some(visit.now),
            received_from: day("from"),
            received_to: day("to"),
            origin: fields
                .given("origin")
                .and_then(|id| uuid::Uuid::parse_str(id).ok())
                .map(domain::CaseId),
            text: fields.given("q").map(|text| text.chars().take(200).collect()),
        };
        let sort = SORTS.iter().find(|(value, _, _)| *value == fields.get("sort"));
        Self {
            filter,
            sort: sort.map_or(Sort::default(), |(_, sort, _)| *sort),
            after: fields.given("after").map(|key| Cursor(key.to_owned())),
        }
    }
}
