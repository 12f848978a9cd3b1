//! What somebody waits for by a time, as one watch hands it to the next.

use crate::case::ReportSort;
use crate::{CaseId, UnitSlug};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something that has to be there by a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// By when.
    pub at: Timestamp,
    /// What.
    pub what: Awaited,
}

/// What is waited for. There is no name and no word of anybody's in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Awaited {
    /// A report of an incident 信息报送.
    Report {
        /// The incident.
        case: CaseId,
        /// Its number.
        number: String,
        /// Which report.
        sort: ReportSort,
    },
    /// The units' reports of a day 日报.
    Units {
        /// The day.
        date: Date,
        /// Units whose report is not in.
        units: Vec<UnitSlug>,
    },
    /// That somebody says that they have a call: at that time it climbs.
    Call {
        /// The call.
        call: String,
    },
}

impl Due {
    /// The same is waited for. A report that comes again has another time; of units fewer may be missing by now, and a call climbs.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.what, &other.what) {
            (
                Awaited::Report { case, sort, .. },
                Awaited::Report {
                    case: other_case,
                    sort: other_sort,
                    ..
                },
            ) => (case, sort, self.at) == (other_case, other_sort, other.at),
            (Awaited::Units { date, .. }, Awaited::Units { date: other_date, .. }) => {
                (date, self.at) == (other_date, other.at)
            }
            (Awaited::Call { call }, Awaited::Call { call: other }) => call == other,
            _ => false,
        }
    }
}
