//! What is due, as a program reads it.

use domain::case::ReportSort;
use domain::duty::watch::{Awaited, Due};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// Something that has to be there by a time.
#[derive(Serialize, ToSchema)]
pub(crate) struct DueLine {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// It was handed over and is waited for no more.
    settled: bool,
    #[serde(flatten)]
    what: AwaitedBody,
}

/// What is waited for.
#[derive(Serialize, ToSchema)]
#[serde(tag = "of", rename_all = "snake_case")]
#[schema(as = Awaited)]
pub(crate) enum AwaitedBody {
    /// A report of an incident.
    Report {
        /// The incident's number.
        number: String,
        /// `first`, `continuing`, `supplement`, `final`, `inquiry`.
        sort: &'static str,
        /// Of a first report: the pack's rung.
        rung: Option<String>,
    },
    /// The units' reports of a day.
    Units {
        #[schema(value_type = String, format = Date)]
        date: Date,
        /// Units whose report is not in.
        units: Vec<String>,
    },
    /// That somebody says that they have a call.
    Call {
        /// The call's id.
        call: String,
    },
}

/// As it is read.
pub(super) fn line(due: &Due, settled: bool) -> DueLine {
    DueLine {
        at: due.at,
        settled,
        what: match &due.what {
            Awaited::Report { number, sort, .. } => AwaitedBody::Report {
                number: number.clone(),
                sort: sort_name(sort),
                rung: match sort {
                    ReportSort::First { rung } => Some(rung.clone()),
                    _ => None,
                },
            },
            Awaited::Units { date, units } => AwaitedBody::Units {
                date: *date,
                units: units.iter().map(ToString::to_string).collect(),
            },
            Awaited::Call { call } => AwaitedBody::Call { call: call.clone() },
        },
    }
}

const fn sort_name(sort: &ReportSort) -> &'static str {
    match sort {
        ReportSort::First { .. } => "first",
        ReportSort::Continuing => "continuing",
        ReportSort::Supplement => "supplement",
        ReportSort::Final => "final",
        ReportSort::Inquiry => "inquiry",
        // Nobody waits for one with a clock.
        ReportSort::Patients { .. } => "patients",
    }
}
