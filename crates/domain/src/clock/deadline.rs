//! Deadline arithmetic (Civil Code 201–203; for administrative periods an analogy, so rolling is the pack's switch).

use super::{Allowance, Calendar, ClockUnit};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// A computed due time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last second that is still in time. For days it is the last second of the last day (23:59:59 in the zone),
    /// so that its date is the date that people call the deadline.
    pub at: Timestamp,
    /// The first year without holiday data that the period was reckoned with, if any: a warning, not a failure.
    pub warning: Option<i16>,
}

/// What moved a deadline after the clock had started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// More time was granted.
    Extended(Allowance),
    /// The clock stood still.
    Paused {
        /// From.
        from: Timestamp,
        /// To.
        to: Timestamp,
    },
}

/// When an allowance that starts at `from` is due.
///
/// Hours run from the event. Days and working days do not count the start day and end with their last day in `zone`;
/// with `roll`, a last calendar day that is not a working day moves to the next working day (Civil Code 203).
///
/// ```
/// # use domain::clock::{due, Allowance, Calendar, ClockUnit};
/// let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
/// let asked = "2026-03-02T09:00:00+08:00".parse().unwrap();
/// let fifteen_days = Allowance { n: 15, unit: ClockUnit::Days };
/// let due = due(asked, fifteen_days, &zone, &Calendar::default(), false);
/// assert_eq!(due.at, "2026-03-17T23:59:59+08:00".parse().unwrap());
/// ```
#[must_use]
pub fn due(from: Timestamp, allowance: Allowance, zone: &TimeZone, calendar: &Calendar, roll: bool) -> Due {
    due_after(from, allowance, &[], zone, calendar, roll)
}

/// When an allowance that starts at `from` is due after what `changes` (in the order they happened) did to it.
///
/// A pause moves a clock of hours by its length, one of days by the calendar days and one of working days by the
/// working days that it spans; it never shortens. Rolling looks at the last day alone, not at every step.
#[must_use]
pub fn due_after(
    from: Timestamp,
    allowance: Allowance,
    changes: &[Change],
    zone: &TimeZone,
    calendar: &Calendar,
    roll: bool,
) -> Due {
    let mut reckoning = Reckoning {
        zone,
        calendar,
        warning: None,
        calendar_days: false,
    };
    let start = match allowance.unit {
        ClockUnit::Hours => End::Moment(from),
        ClockUnit::Days | ClockUnit::WorkingDays => End::Day(zone.to_datetime(from).date()),
    };
    let mut end = reckoning.add(start, allowance);
    for change in changes {
        end = match *change {
            Change::Extended(by) => reckoning.add(end, by),
            Change::Paused { from, to } => reckoning.pause(end, allowance.unit, from, to),
        };
    }
    let at = reckoning.finish(end, roll).max(from);
    Due {
        at,
        warning: reckoning.warning,
    }
}

/// A due time set by hand, with more time: hours are added to it, days keep its time of day.
#[must_use]
pub fn extend_moment(due: Timestamp, by: Allowance, zone: &TimeZone, calendar: &Calendar, roll: bool) -> Due {
    let mut reckoning = Reckoning {
        zone,
        calendar,
        warning: None,
        calendar_days: false,
    };
    let end = reckoning.add(End::Moment(due), by);
    Due {
        at: reckoning.finish(end, roll).max(due),
        warning: reckoning.warning,
    }
}

/// Where a period ends while it is being reckoned.
#[derive(Clone, Copy)]
enum End {
    /// At a moment.
    Moment(Timestamp),
    /// With the end of a day.
    Day(Date),
}

struct Reckoning<'a> {
    zone: &'a TimeZone,
    calendar: &'a Calendar,
    warning: Option<i16>,
    calendar_days: bool,
}

impl Reckoning<'_> {
    fn add(&mut self, end: End, allowance: Allowance) -> End {
        let n = allowance.n;
        self.calendar_days |= allowance.unit == ClockUnit::Days;
        match (allowance.unit, end) {
            (ClockUnit::Hours, end) => End::Moment(later(self.moment(end), SignedDuration::from_hours(i64::from(n)))),
            (ClockUnit::Days, End::Day(day)) => End::Day(add_days(day, n)),
            (ClockUnit::WorkingDays, End::Day(day)) => End::Day(self.add_working_days(day, n)),
            (ClockUnit::Days, End::Moment(at)) => {
                let local = self.zone.to_datetime(at);
                End::Moment(self.at_time_of(local, add_days(local.date(), n)))
            }
            (ClockUnit::WorkingDays, End::Moment(at)) => {
                let local = self.zone.to_datetime(at);
                let day = self.add_working_days(local.date(), n);
                End::Moment(self.at_time_of(local, day))
            }
        }
    }

    fn pause(&mut self, end: End, unit: ClockUnit, from: Timestamp, to: Timestamp) -> End {
        let day = match end {
            End::Moment(at) => return End::Moment(later(at, to.duration_since(from).max(SignedDuration::ZERO))),
            End::Day(day) => day,
        };
        let (first, last) = (self.zone.to_datetime(from).date(), self.zone.to_datetime(to).date());
        End::Day(match unit {
            ClockUnit::WorkingDays => self.add_working_days(day, self.calendar.working_days_between(first, last)),
            ClockUnit::Hours | ClockUnit::Days => {
                let days = last.duration_since(first).as_hours() / 24;
                add_days(day, u32::try_from(days).unwrap_or(0))
            }
        })
    }

    fn finish(&mut self, end: End, roll: bool) -> Timestamp {
        let roll = roll && self.calendar_days;
        match end {
            End::Day(day) if roll => {
                let rolled = self.rolled(day);
                self.end_of(rolled)
            }
            End::Day(day) => self.end_of(day),
            End::Moment(at) if roll => {
                let local = self.zone.to_datetime(at);
                let rolled = self.rolled(local.date());
                if rolled == local.date() {
                    at
                } else {
                    self.at_time_of(local, rolled)
                }
            }
            End::Moment(at) => at,
        }
    }

    fn add_working_days(&mut self, day: Date, n: u32) -> Date {
        let (day, warning) = self.calendar.add_working_days(day, n);
        self.warning = self.warning.or(warning);
        day
    }

    fn rolled(&mut self, day: Date) -> Date {
        let (day, warning) = self.calendar.roll(day);
        self.warning = self.warning.or(warning);
        day
    }

    fn moment(&self, end: End) -> Timestamp {
        match end {
            End::Moment(at) => at,
            End::Day(day) => self.end_of(day),
        }
    }

    /// The last second of `day`. It is taken from the start of the next day, so that a day of 23 or 25 hours ends
    /// where it ends.
    fn end_of(&self, day: Date) -> Timestamp {
        day.tomorrow()
            .and_then(|next| self.zone.to_timestamp(next.to_datetime(jiff::civil::Time::midnight())))
            .and_then(|next| next.checked_sub(SignedDuration::from_secs(1)))
            .unwrap_or(Timestamp::MAX)
    }

    /// `day` at the time of day of `local`; a time that daylight saving skips moves on by the gap.
    fn at_time_of(&self, local: DateTime, day: Date) -> Timestamp {
        self.zone
            .to_timestamp(day.to_datetime(local.time()))
            .unwrap_or(Timestamp::MAX)
    }
}

fn add_days(day: Date, n: u32) -> Date {
    day.saturating_add(SignedDuration::from_hours(24 * i64::from(n)))
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
