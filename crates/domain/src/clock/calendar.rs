//! Working days: weekends, holidays and shifted workdays 调休, as data with years.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// More working days than this (some four centuries) have no end that a calendar could tell.
const FAR: u32 = 100_000;

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

impl Calendar {
    /// Whether `date` is worked, and whether its year's holidays are known. Of an unknown year only the weekends
    /// are taken into account.
    ///
    /// ```
    /// # use domain::clock::Calendar;
    /// let calendar = Calendar::default();
    /// assert_eq!(calendar.is_working_day(jiff::civil::date(2027, 10, 1)), (true, false));
    /// assert_eq!(calendar.is_working_day(jiff::civil::date(2027, 10, 2)), (false, false));
    /// ```
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> (bool, bool) {
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        match self.years.get(&date.year()) {
            None => (!weekend, false),
            Some(year) if weekend => (year.shifted_workdays.contains(&date) && !year.off.contains(&date), true),
            Some(year) => (!year.off.contains(&date), true),
        }
    }

    /// The `n`th working day after `date`, and the first year without data on the way. The end of all dates, where
    /// there are not so many left.
    #[must_use]
    pub fn add_working_days(&self, date: Date, n: u32) -> (Date, Option<i16>) {
        if n > FAR {
            return (Date::MAX, None);
        }
        let (mut day, mut left, mut warning) = (date, n, None);
        while left > 0 {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            if self.look_up(day, &mut warning) {
                left -= 1;
            }
        }
        (day, warning)
    }

    /// How many working days lie after `from` up to and with `to`; 0 where `to` is not after `from`.
    #[must_use]
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let (mut day, mut count) = (from, 0);
        while day < to && count < FAR {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            count += u32::from(self.is_working_day(day).0);
        }
        count
    }

    /// `date` itself when it is worked, else the next working day (Civil Code 203).
    #[must_use]
    pub fn roll(&self, date: Date) -> (Date, Option<i16>) {
        let (mut day, mut warning) = (date, None);
        while !self.look_up(day, &mut warning) {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        (day, warning)
    }

    fn look_up(&self, day: Date, warning: &mut Option<i16>) -> bool {
        let (worked, known) = self.is_working_day(day);
        if !known && warning.is_none() {
            *warning = Some(day.year());
        }
        worked
    }
}
