//! Working days: weekends, holidays and shifted workdays 调休, as data with years.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One year of announced holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// Days off, weekends that fall in a holiday among them.
    pub off: BTreeSet<Date>,
    /// Weekend days that are worked.
    pub shifted_workdays: BTreeSet<Date>,
}

/// A pack's calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Announced years. A year that is not here is computed with weekends only, and shown with a warning.
    pub years: BTreeMap<i16, CalendarYear>,
}
